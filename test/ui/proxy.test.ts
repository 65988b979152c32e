/** Through the user's proxy, with and without the right login. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { Server as ProxyServer } from 'proxy-chain';
import { askInChat } from '../support/chatSteps';
import { practiceEnvironment } from '../support/practice';
import { useEndpoint } from '../support/useEndpoint';
import { useWorkbench } from '../support/useWorkbench';

suite('A proxy with a login', () => {
  const endpoint = useEndpoint();
  let proxy: ProxyServer;
  let passed = 0;

  suiteSetup(async () => {
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
  suiteTeardown(() => proxy.close(true));

  const workbench = useWorkbench(() => ({
    env: practiceEnvironment(endpoint().origin),
    settings: { 'http.proxy': `http://user:p%40ss@127.0.0.1:${String(proxy.port)}` },
  }));

  async function ask(text: string): Promise<Locator> {
    return askInChat(await workbench().openChat(), text);
  }

  test('is used as the settings say', async () => {
    const answer = await ask('Through it');
    await answer.getByText('not a model').first().waitFor();
    assert.ok(passed > 0);
  });

  /** VS Code takes a moment to see a changed setting. */
  async function askUntil(isSeen: (answer: Locator) => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (await isSeen(await ask('And now?'))) return;
    }
    assert.fail('The changed setting has no effect.');
  }

  test('that refuses the login is named as the culprit, without its password', async () => {
    await workbench().updateSettings({ 'http.proxy': `http://user:wrong-pass@127.0.0.1:${String(proxy.port)}` });
    await askUntil(async (answer) => (await answer.getByText('The proxy asks for a login').count()) > 0);
    const page = await workbench().chat().locator('html').innerText();
    assert.equal(`${page}${workbench().extensionLog()}`.includes('wrong-pass'), false);
  });

  test('is left aside for hosts that need none', async () => {
    await workbench().updateSettings({ 'http.noProxy': ['127.0.0.1'] });
    const before = passed;
    await askUntil(async (answer) => (await answer.getByText('not a model').count()) > 0);
    assert.equal(passed, before);
  });
});
