/** What must never be lost: answers, drafts and conversations, over crashes, restarts and windows. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { answer, chunk, event, streamHeaders, type Scenario } from '../endpoint/scenario';
import { chatInput, openEmptyChat, sendInChat, untilAnswered } from '../support/chatSteps';
import { practiceEnvironment } from '../support/practice';
import { useEndpoint } from '../support/useEndpoint';
import { useWorkbench } from '../support/useWorkbench';

suite('The history of chats', () => {
  const endpoint = useEndpoint();

  const workbench = useWorkbench(() => ({ env: practiceEnvironment(endpoint().origin) }));

  async function ask(chat: FrameLocator, text: string, reply: string): Promise<void> {
    endpoint().enqueue(answer(reply));
    await sendInChat(chat, text);
    await chat.getByRole('article').last().getByText(reply).waitFor();
    await untilAnswered(chat);
  }

  /** An answer that stops in the middle and stays open. */
  function half(text: string): Scenario {
    return { headers: streamHeaders, steps: [{ send: event(chunk({ role: 'assistant', content: text })) }, 'stall'] };
  }

  async function beginHalf(chat: FrameLocator, text: string): Promise<void> {
    endpoint().enqueue(half(text));
    await sendInChat(chat, 'Tell me a story');
    await chat.getByRole('article').last().getByText(text).waitFor();
    await untilOnDisk(text);
  }

  /** The journals have a second for what is on the screen. */
  async function untilOnDisk(text: string): Promise<void> {
    const deadline = Date.now() + 1000;
    while (!journals().some((journal) => journal.includes(text))) {
      assert.ok(Date.now() < deadline, 'What was on the screen is not on the disk within a second.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  function journals(): readonly string[] {
    const storage = path.join(
      workbench().dataFolder,
      'data',
      'User',
      'globalStorage',
      'ace-claude.ace-claude',
      'conversations',
    );
    return readdirSync(storage)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(path.join(storage, name), 'utf8'));
  }

  async function continueHalf(chat: FrameLocator, half: string, whole: string): Promise<void> {
    const last = chat.getByRole('article').last();
    await last.getByText(half).waitFor();
    await last.getByText('VS Code ended before this answer was complete.').waitFor();
    await last.getByRole('button', { name: 'Retry' }).waitFor();
    endpoint().enqueue(answer(whole.slice(whole.indexOf('upon'))));
    const request = endpoint().nextRequest();
    await last.getByRole('button', { name: 'Continue' }).click();
    assert.match((await request).body, /Once upon a time there was a/);
    await last.getByText(whole, { exact: true }).waitFor();
    await untilAnswered(chat);
    assert.equal(await last.getByRole('button', { name: 'Continue' }).count(), 0);
  }

  const begun = 'Once upon a time there was a';
  const whole = 'Once upon a time there was a stream that broke off.';

  test('has the half answer, with Continue, after the extension host died in the middle of it', async () => {
    await beginHalf(await openEmptyChat(workbench()), begun);
    workbench().killExtensionHost();
    await workbench().reload();
    const chat = await workbench().openChat();
    await workbench().screenshot('interrupted-answer');
    await continueHalf(chat, begun, whole);
    assert.equal(await chat.getByRole('article').count(), 2);
  });

  test('has the half answer and the draft after all of VS Code was killed', async function () {
    this.timeout(120_000);
    const chat = await openEmptyChat(workbench());
    await beginHalf(chat, begun);
    await chatInput(chat).fill('What I was about to');
    await untilDraftOnDisk('What I was about to');
    await workbench().killAndRestart();
    await workbench().reopen({ profile: 'same' });
    const again = await workbench().openChat();
    assert.equal(await chatInput(again).inputValue(), 'What I was about to');
    await continueHalf(again, begun, whole);
    await chatInput(again).fill('');
  });

  async function untilDraftOnDisk(text: string): Promise<void> {
    const folder = path.join(workbench().dataFolder, 'data', 'User', 'globalStorage', 'ace-claude.ace-claude', 'drafts');
    const read = (): boolean => {
      try {
        return readdirSync(folder).some((name) => readFileSync(path.join(folder, name), 'utf8').includes(text));
      } catch {
        return false;
      }
    };
    for (const deadline = Date.now() + 2000; !read(); await new Promise((resolve) => setTimeout(resolve, 20))) {
      assert.ok(Date.now() < deadline, 'The draft is not on the disk within two seconds.');
    }
  }

  test('finds a chat by a word in the middle of an answer, and opens it there', async () => {
    const chat = await openEmptyChat(workbench());
    await ask(chat, 'What lives in the sea?', 'Whales, squids and the rare vampyroteuthis.');
    await openEmptyChat(workbench());
    await workbench().runCommand('Ace Claude: Chat History…');
    await workbench().quickInput().locator('input:visible').fill('VAMPYRO');
    // What the search finds takes the place of the list, and a click in between is lost.
    await workbench().pick('Whales, squids');
    await chat.getByText('vampyroteuthis').waitFor();
  });

  test('moves a deleted chat to the trash, and brings it back on Undo', async () => {
    const chat = await openEmptyChat(workbench());
    await ask(chat, 'Delete me', 'Gone soon.');
    await workbench().runCommand('Ace Claude: Delete Chat');
    await chat.getByRole('article').first().waitFor({ state: 'detached' });
    await workbench()
      .notification(/Delete me/)
      .getByRole('button', { name: 'Undo' })
      .click();
    await chat.getByText('Gone soon.').waitFor();
  });

  test('shows in one window what another one asks, as it comes', async function () {
    this.timeout(120_000);
    const chat = await openEmptyChat(workbench());
    await ask(chat, 'Seen by both?', 'Yes, by both.');
    const other = await workbench().anotherWindow();
    try {
      const otherChat = await other.openChat();
      await other.runCommand('Ace Claude: Chat History…');
      await other.pick('Seen by both?');
      await otherChat.getByText('Yes, by both.').waitFor();
      await ask(otherChat, 'And now?', 'Now too.');
      await chat.getByText('Now too.').waitFor();
      assert.equal(await chat.getByRole('article').count(), 4);
    } finally {
      await other.closeWindow();
    }
  });

  test('keeps every version of a question and of an answer, and switches between them', async () => {
    const chat = await openEmptyChat(workbench());
    await ask(chat, 'First wording', 'First reply.');
    const question = chat.getByRole('article').first();
    await question.hover();
    await question.getByRole('button', { name: 'Edit' }).click();
    endpoint().enqueue(answer('Second reply.'));
    await question.getByRole('textbox').fill('Second wording');
    await question.getByRole('textbox').press('Enter');
    await chat.getByText('Second reply.').waitFor();
    assert.equal(await chat.getByText('First reply.').count(), 0);
    await chat.getByRole('article').first().getByText('2 of 2').waitFor();
    await untilAnswered(chat);
    await chat.getByRole('article').first().hover();
    await chat.getByRole('article').first().getByRole('button', { name: 'Previous version' }).click();
    await chat.getByText('First reply.').waitFor();
    await chat.getByText('First wording').waitFor();
    assert.equal(await chat.getByText('Second reply.').count(), 0);
    endpoint().enqueue(answer('Third reply.'));
    await chat.getByRole('article').last().hover();
    await chat.getByRole('article').last().getByRole('button', { name: 'Retry' }).click();
    await chat.getByText('Third reply.').waitFor();
    await chat.getByRole('article').last().getByText('2 of 2').waitFor();
  });

  test('forks a chat from an answer in its middle', async () => {
    const chat = await openEmptyChat(workbench());
    await ask(chat, 'One', 'Reply one.');
    await ask(chat, 'Two', 'Reply two.');
    await chat.getByRole('article').nth(1).hover();
    await chat.getByRole('article').nth(1).getByRole('button', { name: 'Fork From Here' }).click();
    await chat.getByText('Reply two.').waitFor({ state: 'detached' });
    await chat.getByText('Reply one.').waitFor();
    const request = endpoint().nextRequest();
    await ask(chat, 'Other two', 'Other reply.');
    assert.doesNotMatch((await request).body, /Reply two/);
  });

  test('brings back earlier inputs with the arrow keys, and the draft after them', async () => {
    const chat = await openEmptyChat(workbench());
    await ask(chat, 'An early question', 'Reply.');
    await chatInput(chat).fill('a draft');
    await chatInput(chat).press('Home');
    await chatInput(chat).press('ArrowUp');
    assert.equal(await chatInput(chat).inputValue(), 'An early question');
    await chatInput(chat).press('ArrowDown');
    assert.equal(await chatInput(chat).inputValue(), 'a draft');
    await chatInput(chat).fill('');
  });
});
