/** "Check Connection" with the real client: what its report says, and what it never says. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ConnectionCheck } from '../../src/host/connection/connectionCheck';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { TokenStore } from '../../src/host/platform/tokenStore';
import { environment as names } from '../../src/core/contributions';
import { nullLogger } from '../../src/core/logger';
import { createClient, fakeToken } from '../support/clientFixture';
import { EnvironmentToken } from '../support/environmentToken';
import { startMuteServer } from '../support/muteServer';
import { practiceToken } from '../support/practice';
import { RawServer, reply, type Responder } from '../support/rawServer';
import { MemoryMemento, MemorySecrets } from '../support/storage';
import { until } from '../support/until';
import { startEndpoint } from '../endpoint/endpoint';

suite('Check Connection', () => {
  const environment = new EnvironmentToken();
  const documents = new ReadOnlyDocuments('test-connection');
  const cleanups: (() => unknown)[] = [];

  teardown(async () => {
    environment.restore();
    for (const cleanup of cleanups.splice(0)) await cleanup();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  suiteTeardown(() => {
    documents.dispose();
  });

  interface Options {
    readonly token?: 'stored' | 'environment' | 'none';
    readonly model?: string;
    readonly firstByte?: number;
    readonly proxy?: string;
  }

  function checkOf(origin: string, options: Options = {}): { readonly check: ConnectionCheck; readonly tokens: TokenStore } {
    environment.use(origin);
    const { token = 'environment', model = 'claude-sonnet-4-6' } = options;
    if (token !== 'environment') environment.remove();
    const tokens = new TokenStore(new MemorySecrets(), new MemoryMemento(), nullLogger);
    const { client, source } = createClient(origin);
    source.timeouts = { ...source.timeouts, firstByte: options.firstByte ?? 5 };
    source.proxy = { ...source.proxy, url: options.proxy === undefined ? '' : `http://me:hush-hush@${options.proxy}` };
    const check = new ConnectionCheck({ probe: client, tokens, documents, model: () => model, version: '1.2.3' });
    cleanups.push(
      () => client.dispose(),
      () => {
        tokens.dispose();
      },
    );
    return { check, tokens };
  }

  async function reportOf(origin: string, options: Options = {}): Promise<string> {
    const { check, tokens } = checkOf(origin, options);
    if (options.token === 'stored') await tokens.set(origin, fakeToken);
    await check.run();
    const { document } = vscode.window.activeTextEditor ?? assert.fail('No report is shown.');
    assert.equal(document.uri.scheme, 'test-connection');
    // A text that is replaced arrives a moment later.
    const own = options.proxy ?? (origin.startsWith('ftp:') ? 'aceClaude.baseUrl' : origin.replace(/^.*\/\//, ''));
    await until(() => document.getText().includes(own), own);
    const text = document.getText();
    assert.ok(!text.includes(fakeToken) && !text.includes(practiceToken), text);
    return text;
  }

  async function serve(responder: Responder): Promise<string> {
    const server = await RawServer.start([responder]);
    cleanups.push(() => server.close());
    return server.origin;
  }

  test('reports every step of a way that works, and the machine', async () => {
    const endpoint = await startEndpoint({ tokensPerSecond: Infinity });
    cleanups.push(() => endpoint.close());
    const text = await reportOf(endpoint.origin);
    assert.match(text, /^# Check Connection\n\nThe connection works\.\n/);
    for (const line of [
      `Address: ${endpoint.origin}/v1 (from ${names.baseUrl})`,
      '- **OK** · Proxy: none, the endpoint is reached directly',
      '- **OK** · Connection (TCP): 127.0.0.1, port ',
      `- **OK** · API token: from the environment variable ${names.token}`,
      "models: 26, of Claude: 21, the chat's model, Claude Sonnet 4.6, is among them",
      '- Ace Claude 1.2.3',
      `- VS Code ${vscode.version}`,
      `- Node ${process.versions.node}`,
      'https://status.acedata.cloud',
    ]) {
      assert.ok(text.includes(line), `${line}\n\n${text}`);
    }
    assert.ok(!text.includes('**Failed**'));
    assert.equal(
      endpoint.requests.every(({ method }) => method === 'GET'),
      true,
    );
  });

  test('says that the chat has a model that is not listed', async () => {
    const text = await reportOf(await serve(reply(200, '{"data":[{"id":"claude-opus-4-8"}]}')), { token: 'stored' });
    assert.match(
      text,
      /\*\*Note\*\* · List of models: .*the chat's model, Claude Sonnet 4\.6, is not among them\n {2}- What to do: /,
    );
    assert.match(text, /\*\*OK\*\* · API token: in the secret storage of this machine/);
  });

  test('checks the rest where there is no token', async () => {
    const endpoint = await startEndpoint();
    cleanups.push(() => endpoint.close());
    const text = await reportOf(endpoint.origin, { token: 'none' });
    assert.match(
      text,
      /\*\*Failed\*\* · API token: An Ace Data Cloud API token is needed\..*\n {2}- What to do: Run “Ace Claude: Set API Token…”/,
    );
    assert.match(text, /\*\*OK\*\* · List of models: HTTP \d+, \d+ ms, the endpoint answers and asks for a token/);
  });

  const failures: readonly [name: string, responder: Responder, words: RegExp][] = [
    [
      'a token that is refused, though the answer repeats it',
      reply(401, JSON.stringify({ error: { code: 'invalid_token', message: `Bad ${practiceToken}` }, trace_id: 'trace-9' })),
      /HTTP 401, \d+ ms – The endpoint does not accept this API token\. \(`invalid_token`, `Bad \[token\]`, Trace ID: `trace-9`\)\n {2}- What to do: Run/,
    ],
    [
      'the page of a hotspot',
      reply(200, '<html><title>Log in to `the` Wi-Fi</title></html>'),
      /Something that is not the endpoint answered.*`Log in to 'the' Wi-Fi`\)\n {2}- What to do: Open any web page in a browser/,
    ],
    [
      'used up credit',
      reply(403, '{"error":{"code":"used_up","message":"No."}}'),
      /used up.*\n {2}- What to do: .*console\/applications/,
    ],
  ];
  for (const [name, responder, words] of failures) {
    test(`says what to do about ${name}`, async () => {
      const text = await reportOf(await serve(responder));
      assert.match(text, /^# Check Connection\n\nThe connection does not work yet\./);
      assert.match(text, words);
    });
  }

  test('ends with a server that is silent', async () => {
    const server = await startMuteServer();
    cleanups.push(() => server.close());
    const text = await reportOf(`http://${server.host}`, { firstByte: 0.2 });
    assert.match(
      text,
      /\*\*Failed\*\* · List of models: \d+ ms – The endpoint accepted the request but sent nothing for too long\./,
    );
  });

  test('stops at the first step that fails, and says so', async () => {
    const text = await reportOf('https://nowhere.invalid');
    assert.match(
      text,
      /\*\*Failed\*\* · Name \(DNS\): nowhere\.invalid – The name of the endpoint could not be resolved.*\n {2}- What to do: /,
    );
    assert.match(text, /The steps after the one that failed were not tried\./);
    assert.ok(!text.includes('List of models'));
  });

  test('never says the login of a proxy', async () => {
    const text = await reportOf('http://endpoint.test', { proxy: '127.0.0.1:1' });
    assert.match(text, /\*\*OK\*\* · Proxy: http:\/\/127\.0\.0\.1:1 \(from http\.proxy, with a login\)/);
    assert.match(text, /\*\*Failed\*\* · Connection \(TCP\): 127\.0\.0\.1, port 1/);
    assert.ok(!text.includes('hush'));
  });

  test('says that the address itself cannot be used', async () => {
    const text = await reportOf('ftp://example.test');
    assert.match(text, /\*\*Failed\*\* · Address: The address in aceClaude\.baseUrl cannot be used/);
    assert.match(text, /API token: not looked for/);
  });

  test('shows nothing where it is ended before', async () => {
    const server = await startMuteServer();
    cleanups.push(() => server.close());
    const { check } = checkOf(`http://${server.host}`);
    const running = check.run();
    assert.equal(check.run(), running);
    setTimeout(() => {
      check.dispose();
    }, 100);
    await running;
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  test('is a command', async () => {
    const endpoint = await startEndpoint();
    cleanups.push(() => endpoint.close());
    environment.use(endpoint.origin);
    await vscode.commands.executeCommand('aceClaude.checkConnection');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /The connection works\./);
  });
});
