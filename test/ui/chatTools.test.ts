/** Tools in the chat as users meet them: switching them on, saying yes and no, reading what they gave. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import type { ChatRequest } from '../../src/core/chatCompletions';
import { answer } from '../endpoint/scenario';
import { toolCallAnswer } from '../endpoint/toolCallAnswer';
import { openEmptyChat, sendInChat } from '../support/chatSteps';
import { useSharedWorkbench } from '../support/useSharedWorkbench';
import { themeKinds } from '../support/workbench';

suite('Tools of the chat', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  const uses = (chat: FrameLocator): Locator => chat.locator('.tool-use');

  /** A chat of its own with these tools switched on. */
  async function chatWith(...names: readonly string[]): Promise<FrameLocator> {
    const chat = await openEmptyChat(workbench());
    await chat.getByRole('button', { name: /^Tools/ }).click();
    const entries = workbench().page.locator('.quick-input-list .monaco-list-row');
    for (const name of names) await entries.getByText(name, { exact: true }).click();
    await workbench().page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await chat.getByRole('button', { name: `Tools: ${String(names.length)} switched on` }).waitFor();
    return chat;
  }

  function sent(): ChatRequest {
    return JSON.parse(endpoint().requests.at(-1)?.body ?? '{}') as ChatRequest;
  }

  test('are switched on in a list, ask with their arguments, and show what they gave', async () => {
    const chat = await chatWith('Read File', 'List Files');
    endpoint().enqueue(
      toolCallAnswer(
        [
          { name: 'read_file', arguments: '{"path":"basket.js"}' },
          { name: 'list_files', arguments: '{"pattern":"*.js"}' },
        ],
        { text: 'Let me look at the code.' },
      ),
      answer('A basket **adds** prices.'),
    );
    await sendInChat(chat, 'What does basket.js do?');
    await chat.getByRole('button', { name: 'Allow: Read File', exact: true }).waitFor();
    await chat.getByRole('button', { name: 'Decline: List Files', exact: true }).click();
    const [read, list] = [uses(chat).nth(0), uses(chat).nth(1)];
    assert.match(await read.innerText(), /path\s+basket\.js/);
    await chat.getByRole('button', { name: 'Allow: Read File', exact: true }).click();
    await chat.getByText('adds', { exact: true }).waitFor();
    assert.match(await read.locator('summary').innerText(), /Read File\s+basket\.js\s+done/);
    assert.match(await list.locator('summary').innerText(), /List Files\s+\*\.js\s+declined/);
    await read.locator('summary').click();
    await read.getByText('module.exports').first().waitFor();
    assert.deepEqual(
      sent()
        .messages.slice(2)
        .map(({ role }) => role),
      ['assistant', 'tool', 'tool'],
    );
    await read.getByRole('button', { name: 'Open in Editor' }).click();
    await workbench().editors.tab('read_file.md').first().waitFor();
  });

  test('ask no more in this chat, or ever, once that is allowed; the list takes it back', async () => {
    const chat = await chatWith('List Files');
    const round = (): ReturnType<typeof toolCallAnswer> => toolCallAnswer([{ name: 'list_files', arguments: '{}' }]);
    endpoint().enqueue(round(), answer('First.'), round(), answer('Second.'));
    await sendInChat(chat, 'List');
    await chat.getByRole('button', { name: 'Always Allow: List Files', exact: true }).click();
    await chat.getByText('First.').waitFor();
    await sendInChat(chat, 'Again');
    await chat.getByText('Second.').waitFor();

    await chat.getByRole('button', { name: /^Tools/ }).click();
    const row = workbench().page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'List Files' });
    await row.getByText('runs without asking').waitFor();
    await row.hover();
    await row.getByRole('button', { name: 'Ask Again Before It Runs' }).click();
    await row.getByText('runs without asking').waitFor({ state: 'detached' });
    await workbench().page.keyboard.press('Escape');
    endpoint().enqueue(round(), answer('Third.'));
    await sendInChat(chat, 'And again');
    await chat.getByRole('button', { name: 'Allow: List Files', exact: true }).click();
    await chat.getByText('Third.').waitFor();
  });

  test('end in a review where they propose an edit, and write nothing themselves', async () => {
    await workbench().editors.write('greeting.js', "console.log('Helo');\n");
    const chat = await chatWith('Propose Edit');
    const edits = [{ oldText: "console.log('Helo');", newText: "console.log('Hello');" }];
    endpoint().enqueue(
      toolCallAnswer([{ name: 'propose_edit', arguments: JSON.stringify({ path: 'greeting.js', edits }) }]),
      answer('Please review it.'),
    );
    await sendInChat(chat, 'Fix the typo');
    await chat.getByRole('button', { name: 'Allow: Propose Edit', exact: true }).click();
    await workbench().editors.tab('greeting.js (Proposal)').first().waitFor();
    await chat.getByText('Please review it.').waitFor();
    assert.equal(workbench().editors.read('greeting.js'), "console.log('Helo');\n");
    await workbench().editors.lens('Accept').first().click();
    await workbench().editors.tab('greeting.js (Proposal)').first().waitFor({ state: 'detached' });
  });

  test('can be stopped while they ask, and the conversation goes on', async () => {
    const chat = await chatWith('List Files');
    endpoint().enqueue(toolCallAnswer([{ name: 'list_files', arguments: '{}' }]), answer('Then without.'));
    await sendInChat(chat, 'List');
    await chat.getByRole('button', { name: 'Allow: List Files', exact: true }).waitFor();
    await chat.getByRole('button', { name: 'Stop' }).click();
    await chat.getByText('Stopped while tools were running.').waitFor();
    assert.match(await uses(chat).last().locator('summary').innerText(), /broken off/);
    await chat.getByRole('button', { name: 'Continue' }).click();
    await chat.getByText('Then without.').waitFor();
  });

  test('ask from a chat that was left, too: it is named above the input of the other, with a button that opens it', async () => {
    const chat = await chatWith('List Files');
    endpoint().enqueue(toolCallAnswer([{ name: 'list_files', arguments: '{}' }]), answer('Three files.'));
    await sendInChat(chat, 'Which files are there?');
    await chat.getByRole('button', { name: 'Allow: List Files', exact: true }).waitFor();
    await workbench().runCommand('Ace Claude: New Chat');
    await chat.getByText('Another chat asks to use a tool, and waits for you: Which files are there?').waitFor();
    await workbench().screenshot('tools-asking-elsewhere');
    await chat.getByRole('button', { name: 'Open That Chat' }).click();
    await chat.getByRole('button', { name: 'Allow: List Files', exact: true }).click();
    await chat.getByText('Three files.').waitFor();
    await chat.getByRole('button', { name: 'Open That Chat' }).waitFor({ state: 'detached' });
  });

  test('are readable in every theme and width', async function () {
    this.timeout(120_000);
    const chat = await chatWith('Read File', 'Search Text');
    endpoint().enqueue(
      toolCallAnswer([
        { name: 'read_file', arguments: '{"path":"receipt.js","startLine":1,"endLine":5}' },
        { name: 'search_text', arguments: '{"text":"module.exports","pattern":"*.js"}' },
      ]),
      answer('Three files export something.'),
    );
    await sendInChat(chat, 'Which files export something?');
    await chat.getByRole('button', { name: 'Allow in This Chat: Search Text', exact: true }).click();
    await chat.getByRole('button', { name: 'Allow in This Chat: Read File', exact: true }).waitFor();
    for (const kind of themeKinds) {
      await workbench().setTheme(kind);
      await workbench().screenshot(`tools-asking-${kind}`);
    }
    await workbench().dragSideBarTo(200);
    await workbench().screenshot('tools-asking-narrow');
    const width = await chat.locator('.transcript').evaluate((log) => log.scrollWidth - log.clientWidth);
    assert.equal(width, 0);
    await chat.getByRole('button', { name: 'Allow in This Chat: Read File', exact: true }).click();
    await chat.getByText('Three files export something.').waitFor();
    await workbench().screenshot('tools-done-narrow');
    await workbench().dragSideBarTo(420);
    await workbench().setTheme('dark');
    await uses(chat).nth(1).locator('summary').click();
    await workbench().screenshot('tools-done');
  });
});
