/** A token's whole life through the palette, and that it is found nowhere but in the request to its own origin. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { askInChat } from '../support/chatSteps';
import { filesThatContain } from '../support/filesThatContain';
import { useEndpoint } from '../support/useEndpoint';
import { useWorkbench } from '../support/useWorkbench';

const token = 'palette-token-not-real-7d1f';

suite('The API token', () => {
  const endpoint = useEndpoint({ token });
  const other = useEndpoint();

  const workbench = useWorkbench(() => ({ settings: { 'aceClaude.baseUrl': endpoint().origin } }));

  async function ask(text: string): Promise<Locator> {
    return askInChat(await workbench().openChat(), text);
  }

  test('is asked for where there is none, and nothing is sent without it', async () => {
    const chat = await workbench().openChat();
    await chat.getByRole('button', { name: 'Set API Token' }).waitFor();
    const answer = await ask('Hello?');
    await answer.getByText('An Ace Data Cloud API token is needed.').waitFor();
    assert.equal(endpoint().requests.length, 0);
  });

  test('that the endpoint refuses is not stored, and the box stays open', async () => {
    await workbench().runCommand('Ace Claude: Set API Token…');
    await workbench().answerQuickInput('wrong-token-not-real');
    await workbench().quickInput().getByText('The endpoint does not accept this API token.').waitFor();
    assert.equal(await workbench().quickInput().locator('input').getAttribute('type'), 'password');
    await workbench().page.keyboard.press('Escape');
    assert.deepEqual(
      endpoint().requests.map((request) => `${request.method} ${request.path}`),
      ['GET /v1/models'],
    );
  });

  test('is cleaned, checked and stored, and the question that waited is asked', async () => {
    const chat = await workbench().openChat();
    await chat.getByRole('article').last().getByRole('button', { name: 'Set API Token' }).click();
    await workbench().answerQuickInput(`  "Bearer ${token}"  `);
    await workbench().notification(`The API token for ${endpoint().origin} is stored.`).waitFor();
    await chat.getByRole('article').last().getByText('not a model').first().waitFor();
    assert.equal(endpoint().requests.at(-1)?.headers.authorization, `Bearer ${token}`);
  });

  test('survives a reload of the window', async () => {
    await workbench().reload();
    const answer = await ask('Still there?');
    await answer.getByText('not a model').first().waitFor();
    assert.equal(endpoint().requests.at(-1)?.headers.authorization, `Bearer ${token}`);
  });

  test('is not sent to another host that the setting names; the user is asked', async () => {
    await workbench().updateSettings({ 'aceClaude.baseUrl': other().origin });
    const chat = await workbench().openChat();
    // The page asks for a token as soon as the setting has changed.
    await workbench().runCommand('Ace Claude: New Chat');
    await chat.getByRole('button', { name: 'Set API Token' }).waitFor();
    const answer = await ask('To whom?');
    await answer.getByText(`The stored token was not given for ${other().origin}`).waitFor();
    assert.equal(other().requests.length, 0);
    await workbench().updateSettings({ 'aceClaude.baseUrl': endpoint().origin });
    await chat
      .getByRole('button', { name: 'Retry' })
      .or(chat.getByRole('button', { name: 'Set API Token' }))
      .first()
      .waitFor();
  });

  test('is written nowhere: not in the page, the log, the settings or any file of VS Code', async () => {
    const chat = workbench().chat();
    const page = await chat.locator('html').evaluate((element) => element.outerHTML);
    assert.equal(page.includes(token), false);
    assert.equal(workbench().extensionLog().includes(token), false);
    assert.deepEqual(filesThatContain(workbench().dataFolder, token), []);
    assert.deepEqual(filesThatContain(workbench().dataFolder, Buffer.from(token).toString('base64')), []);
  });

  test('is gone once it is removed', async () => {
    await workbench().runCommand('Ace Claude: Remove API Token');
    await workbench().notification(`Removed the API token for ${endpoint().origin}.`).waitFor();
    await workbench().runCommand('Ace Claude: New Chat');
    await workbench().chat().getByRole('button', { name: 'Set API Token' }).waitFor();
  });
});
