/** `@ace` in the chat of VS Code itself, as a user meets it: without a sign-in, from the very first question on. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ChatRequest } from '../../src/core/chatCompletions';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer, errorAnswer } from '../endpoint/scenario';
import { gated } from '../support/gated';
import { practiceEnvironment, practiceToken } from '../support/practice';
import { until } from '../support/until';
import { useWorkbench } from '../support/useWorkbench';

suite("VS Code's own chat", () => {
  let endpoint: Endpoint;
  /** Beside which the extension may ask for the list of models. */
  const questions = (): Endpoint['requests'] => endpoint.requests.filter(({ method }) => method === 'POST');

  suiteSetup(async () => {
    endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity });
  });
  suiteTeardown(() => endpoint.close());

  const workbench = useWorkbench(() => ({ env: practiceEnvironment(endpoint.origin), viewport: { width: 1400, height: 900 } }));
  const chat = (): Locator => workbench().page.locator('.interactive-session:visible');
  const input = (): Locator => chat().locator('.interactive-input-part .monaco-editor').first();
  const chosenModel = (): Locator => chat().locator('.interactive-input-part').getByText('Claude Sonnet 4.6').first();
  const responses = (): Locator => chat().locator('.interactive-response');

  async function openChat(): Promise<void> {
    const { page } = workbench();
    if ((await chat().count()) === 0) await page.keyboard.press('Control+Alt+I');
    await input().waitFor();
    // Before it has started the extensions, VS Code takes `@ace` for a word.
    await chosenModel().waitFor();
  }

  async function send(text: string): Promise<void> {
    const { page } = workbench();
    const typed = async (): Promise<string> =>
      (await input().locator('.view-lines').innerText()).replaceAll('\u00a0', ' ').trim();
    // A chat that is just opening takes keys, and loses them when it has opened.
    await until(async () => {
      await input().click();
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Delete');
      await page.keyboard.type(text);
      return (await typed()) === text.trim();
    });
    // What is offered while a name is typed would take the key.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  }

  function sent(): ChatRequest {
    return JSON.parse(questions().at(-1)?.body ?? '{}') as ChatRequest;
  }

  test('answers the very first question, and stays for the next', async () => {
    endpoint.enqueue(answer('**Hello** from the other side.\n\n```js\nlet a = 1;\n```\n'), answer('As I said.'));
    await openChat();
    await send('@ace Hi there ');
    await responses().last().locator('strong').getByText('Hello').waitFor();
    await responses().last().locator('.monaco-editor').first().waitFor();
    await input().getByText('@ace').waitFor();
    await workbench().screenshot('native-chat-answer');
    await send('@ace And again ');
    await responses().last().getByText('As I said.').waitFor();
    assert.deepEqual(
      sent()
        .messages.slice(1)
        .map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
  });

  test('stops, keeps what had come, and closes the connection', async () => {
    const { scenario, open } = gated(['Half an answer']);
    endpoint.enqueue(scenario);
    await openChat();
    await send('@ace Count ');
    open(0);
    await responses().last().getByText('Half an answer').waitFor();
    await chat()
      .getByRole('button', { name: /^Cancel/ })
      .first()
      .click();
    assert.equal(await questions().at(-1)?.closed, 'client');
    await responses().last().getByText('Half an answer').waitFor();
  });

  test('says what went wrong, with the button that helps', async () => {
    endpoint.enqueue(errorAnswer(403, 'used_up', 'The *balance* of <b>this</b> application is 0.'));
    await openChat();
    await send('@ace Hi ');
    await responses()
      .last()
      .getByText(/credit of this API token is used up/)
      .waitFor();
    await responses().last().getByRole('button', { name: 'Open Console' }).waitFor();
    await workbench().screenshot('native-chat-error');
  });

  test('explains the code at the cursor, and suggests how to go on', async () => {
    const { page } = workbench();
    endpoint.enqueue(answer('It is a shop.'));
    await workbench().runCommand('View: Show Explorer');
    await page
      .locator('.explorer-folders-view')
      .getByRole('treeitem', { name: /^basket\.js/ })
      .dblclick();
    await page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
    await openChat();
    await send('@ace /explain ');
    await responses().last().getByText('It is a shop.').waitFor();
    await until(() => questions().at(-1)?.body.includes('Task: explain this code') === true);
    assert.match(JSON.stringify(sent().messages), /of `basket\.js`/);
    await chat().getByText('What can go wrong here?').waitFor();
    await workbench().screenshot('native-chat-explain');
  });

  test('lists the models, and each effort', async () => {
    const { page } = workbench();
    await openChat();
    await chosenModel().click();
    await page.getByText('Other Models').click();
    await page.getByText('Claude Haiku 4.5, high effort').first().waitFor();
    await workbench().screenshot('native-chat-models');
    await page.keyboard.press('Escape');
  });
});
