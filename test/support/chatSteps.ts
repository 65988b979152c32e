/** Asks a question in the chat as a user does, and waits until its answer is over. */
import type { FrameLocator, Locator } from 'playwright-core';

/** @returns the answer's article */
export async function askInChat(chat: FrameLocator, text: string): Promise<Locator> {
  const articles = chat.getByRole('article');
  const before = await articles.count();
  const input = chat.getByRole('textbox', { name: 'Message Claude' });
  await input.fill(text);
  await input.press('Enter');
  // The question and its answer; an answer that is still coming is busy.
  const answer = articles.nth(before + 1);
  await answer.and(chat.locator('[aria-busy="false"]')).waitFor();
  return answer;
}
