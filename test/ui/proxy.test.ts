/** Through the user's proxy, with and without the right login. */
import assert from 'node:assert/strict';
import { Server as ProxyServer } from 'proxy-chain';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { practiceEnvironment, practiceToken } from '../support/practice';
import { useWorkbench } from '../support/useWorkbench';

suite('A proxy with a login', () => {
  let endpoint: Endpoint;
  let proxy: ProxyServer;
  let passed = 0;

  suiteSetup(async () => {
    endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity });
    proxy = new ProxyServer({
      port: 0,
      host: '127.0.0.1',
      prepareRequestFunction: ({ username, password }) => {
        const isKnown = username === 'user' && password === 'p@ss';
        passed += isKnown ? 1 : 0;
        return { requestAuthentication: !isKnown };
      },
    });
    await proxy.listen();
  });
  suiteTeardown(async () => {
    await proxy.close(true);
    await endpoint.close();
  });

  const workbench = useWorkbench(() => ({
    env: practiceEnvironment(endpoint.origin),
    settings: { 'http.proxy': `http://user:p%40ss@127.0.0.1:${String(proxy.port)}` },
  }));

  async function ask(text: string): Promise<void> {
    const chat = await workbench().openChat();
    await workbench().runCommand('Ace Claude: New Chat');
    await chat.getByRole('textbox', { name: 'Message Claude' }).fill(text);
    await chat.getByRole('textbox', { name: 'Message Claude' }).press('Enter');
    await chat.getByRole('button', { name: 'Send' }).waitFor();
  }

  test('is used as the settings say', async () => {
    await ask('Through it');
    await workbench().chat().getByRole('article').last().getByText('not a model').first().waitFor();
    assert.ok(passed > 0);
  });

  test('that refuses the login is named as the culprit, without its password', async () => {
    await workbench().updateSettings({ 'http.proxy': `http://user:wrong-pass@127.0.0.1:${String(proxy.port)}` });
    const before = endpoint.requests.length;
    const chat = workbench().chat();
    for (
      let attempt = 0;
      attempt < 10 && (await chat.locator('.notice').getByText('The proxy asks for a login').count()) === 0;
      attempt += 1
    ) {
      await ask('Refused?');
    }
    await chat.locator('.notice').getByText('The proxy asks for a login').waitFor();
    assert.equal(workbench().extensionLog().includes('wrong-pass'), false);
    assert.equal(endpoint.requests.at(before)?.path.includes('wrong-pass') ?? false, false);
  });

  test('is left aside for hosts that need none', async () => {
    await workbench().updateSettings({ 'http.noProxy': ['127.0.0.1'] });
    const chat = workbench().chat();
    const before = endpoint.requests.length;
    for (let attempt = 0; attempt < 10 && endpoint.requests.length === before; attempt += 1) {
      await ask('Directly');
    }
    await chat.getByRole('article').last().getByText('not a model').first().waitFor();
  });
});
