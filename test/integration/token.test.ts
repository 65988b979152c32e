/** Where tokens are kept, and where they may go, with VS Code's own kinds of storage. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { environment } from '../../src/core/contributions';
import { AssistantError, type AssistantErrorKind } from '../../src/core/errors';
import { nullLogger } from '../../src/core/logger';
import { TokenStore } from '../../src/host/platform/tokenStore';
import { MemoryMemento, MemorySecrets } from '../support/storage';

const ace = 'https://api.acedata.cloud';
const other = 'https://other.example.test';
const token = 'test-token-not-real';

async function kindOf(promise: Promise<unknown>): Promise<AssistantErrorKind | 'none'> {
  return promise.then(
    () => 'none',
    (error: unknown) => {
      assert.ok(error instanceof AssistantError);
      return error.kind;
    },
  );
}

suite('The token store', () => {
  let secrets: MemorySecrets;
  let memento: MemoryMemento;
  let store: TokenStore;
  const before = { token: process.env[environment.token], baseUrl: process.env[environment.baseUrl] };

  function restore(name: string, value: string | undefined): void {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }

  setup(() => {
    restore(environment.token, undefined);
    restore(environment.baseUrl, undefined);
    secrets = new MemorySecrets();
    memento = new MemoryMemento();
    store = new TokenStore(secrets, memento, nullLogger);
  });

  teardown(() => {
    store.dispose();
    restore(environment.token, before.token);
    restore(environment.baseUrl, before.baseUrl);
  });

  test('gives a token to the origin that it was entered for, and to no other', async () => {
    assert.equal(await kindOf(store.tokenFor(ace)), 'noToken');
    assert.equal(await store.set(ace, token), 'stored');
    assert.equal(await store.tokenFor(ace), token);
    assert.equal(await kindOf(store.tokenFor(other)), 'tokenOrigin');
    for (const similar of [
      'http://api.acedata.cloud',
      'https://api.acedata.cloud:8443',
      'https://api.acedata.cloud.example.test',
    ]) {
      assert.equal(await kindOf(store.tokenFor(similar)), 'tokenOrigin', similar);
    }
  });

  test('keeps one for each origin, and forgets a removed one', async () => {
    await store.set(ace, token);
    await store.set(other, 'another-token-not-real');
    assert.deepEqual(await store.origins(), [ace, other]);
    await store.remove(ace);
    assert.equal(await kindOf(store.tokenFor(ace)), 'tokenOrigin');
    await store.remove(other);
    assert.equal(await kindOf(store.tokenFor(other)), 'noToken');
    assert.equal(JSON.stringify([...secrets.values]).includes('not-real'), false);
  });

  test('sees what another window stored, and says so', async () => {
    const otherWindow = new TokenStore(secrets, memento, nullLogger);
    let changes = 0;
    store.onDidChange(() => changes++);
    await otherWindow.set(ace, token);
    assert.equal(changes, 1);
    assert.equal(await store.tokenFor(ace), token);
    otherWindow.dispose();
  });

  test('keeps the token for this window where the keyring throws', async () => {
    secrets.failure = new Error('The keyring is locked');
    let changes = 0;
    store.onDidChange(() => changes++);
    assert.equal(await store.set(ace, token), 'windowOnly');
    assert.equal(changes, 1);
    assert.equal(await store.tokenFor(ace), token);
    assert.deepEqual(await store.origins(), [ace]);
    const otherWindow = new TokenStore(secrets, memento, nullLogger);
    assert.equal(await kindOf(otherWindow.tokenFor(ace)), 'noToken');
    otherWindow.dispose();
  });

  test('removes a token that is in this window alone, also while the keyring throws', async () => {
    secrets.failure = new Error('The keyring is locked');
    await store.set(ace, token);
    await store.remove(ace).catch(() => undefined);
    assert.equal(await kindOf(store.tokenFor(ace)), 'noToken');
  });

  test('takes what is not its own in the storage for nothing', async () => {
    for (const garbage of ['', '{', 'null', '[]', '"text"', '{"https://api.acedata.cloud":1}']) {
      secrets.values.clear();
      await secrets.store('aceClaude.tokens', garbage);
      assert.equal(await kindOf(store.tokenFor(ace)), 'noToken', garbage);
      assert.equal(await store.set(ace, token), 'stored', garbage);
      assert.equal(await store.tokenFor(ace), token, garbage);
    }
  });

  test('takes the environment where nothing is stored, for the address that belongs to it', async () => {
    process.env[environment.token] = ' "Bearer environment-token-not-real" ';
    assert.equal(await store.tokenFor(ace), 'environment-token-not-real');
    assert.equal(await kindOf(store.tokenFor(other)), 'tokenOrigin');
    process.env[environment.baseUrl] = `${other}/v1`;
    assert.equal(await store.tokenFor(other), 'environment-token-not-real');
    assert.equal(await kindOf(store.tokenFor(ace)), 'tokenOrigin');
    await store.set(other, token);
    assert.equal(await store.tokenFor(other), token);
  });

  test('sends the environment token elsewhere only once the user has said so, and writes it nowhere', async () => {
    process.env[environment.token] = 'environment-token-not-real';
    assert.equal(await kindOf(store.tokenFor(other)), 'tokenOrigin');
    await store.allowEnvironmentToken(other);
    assert.equal(await store.tokenFor(other), 'environment-token-not-real');
    assert.equal(JSON.stringify([...memento.values]).includes('not-real'), false);
    assert.equal(secrets.values.size, 0);
  });

  test('knows every token that it has handled, for redaction', async () => {
    process.env[environment.token] = 'environment-token-not-real';
    await store.tokenFor(ace);
    await store.set(other, token);
    assert.deepEqual([...store.seen].sort(), ['environment-token-not-real', token].sort());
  });

  test('does not let a workspace choose where requests go', async () => {
    const configuration = vscode.workspace.getConfiguration('aceClaude');
    const write = Promise.resolve(configuration.update('baseUrl', other, vscode.ConfigurationTarget.Workspace));
    await assert.rejects(write);
  });
});
