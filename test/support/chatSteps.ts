/** What users do in the chat again and again, and what they wait for. What an answer looks like is the tests' matter. */
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench';

export function chatInput(chat: FrameLocator): Locator {
  return chat.getByRole('textbox', { name: 'Message Claude' });
}

/** Shows the chat, and begins a new one unless it is empty. */
export async function openEmptyChat(workbench: Workbench): Promise<FrameLocator> {
  const chat = await workbench.openChat();
  if ((await chat.getByRole('article').count()) > 0) {
    await workbench.runCommand('Ace Claude: New Chat');
    await chat.getByRole('article').first().waitFor({ state: 'detached' });
  }
  return chat;
}

/** Waits for nothing. */
export async function sendInChat(chat: FrameLocator, text: string): Promise<void> {
  await chatInput(chat).fill(text);
  await chatInput(chat).press('Enter');
}

/** Asks a question and waits until its answer is over. @returns the answer's article */
export async function askInChat(chat: FrameLocator, text: string): Promise<Locator> {
  const articles = chat.getByRole('article');
  const before = await articles.count();
  await sendInChat(chat, text);
  // The question and its answer; an answer that is still coming is busy.
  const answer = articles.nth(before + 1);
  await answer.and(chat.locator('[aria-busy="false"]')).waitFor();
  return answer;
}

/** Waits until nothing is being answered. */
export async function untilAnswered(chat: FrameLocator): Promise<void> {
  await chat.getByRole('button', { name: 'Send' }).waitFor();
}
