/** The secret guard between features and the real client: what it holds back, what it says, and what may pass. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AssistantError } from '../../src/core/errors';
import type { Notice } from '../../src/core/conversation';
import { errorNotice } from '../../src/host/platform/errorNotice';
import { GuardedModel } from '../../src/host/platform/guardedModel';
import { answer } from '../endpoint/scenario';
import { ChatFixture } from '../support/chatFixture';
import { fakeToken } from '../support/fakeSecret';

suite('The secret guard', () => {
  let fixture: ChatFixture;
  let model: GuardedModel;

  setup(async () => {
    fixture = await ChatFixture.start();
    model = new GuardedModel(fixture.client);
  });

  teardown(async () => {
    await vscode.workspace.getConfiguration('aceClaude').update('secretGuard', undefined, vscode.ConfigurationTarget.Global);
    await fixture.dispose();
  });

  /** @returns the notice where it is not sent */
  async function ask(content: string): Promise<Notice | undefined> {
    fixture.endpoint.enqueue(answer('Hello.'));
    const before = fixture.endpoint.requests.length;
    try {
      const request = { model: 'm', messages: [{ role: 'user' as const, content }] };
      await model.complete(request, new AbortController().signal);
      assert.ok(fixture.endpoint.requests[before]?.body.includes(JSON.stringify(content).slice(1, -1)));
      return undefined;
    } catch (error) {
      assert.ok(error instanceof AssistantError && error.kind === 'secret');
      assert.doesNotMatch(error.message, /ghp_/);
      assert.equal(fixture.endpoint.requests.length, before);
      return errorNotice(error, false);
    }
  }

  const first = `Attached file \`src/pay.ts\`:\n\`\`\`ts\nconst key = '${fakeToken()}';\n\`\`\``;

  test('holds back what looks like a secret, and says which and where', async () => {
    const notice = await ask(first);
    assert.equal(notice?.sentence, 'Nothing was sent, because of what looks like a secret: GitHub token in src/pay.ts.');
    assert.equal(notice.action?.label, 'Send Anyway');
    assert.equal(notice.detail, undefined);
    assert.equal(await ask('Hello'), undefined);
  });

  test('lets pass what the user wants to send, from then on, and nothing else', async () => {
    const other = `Attached file \`src/b.ts\`:\n\`\`\`ts\nlet b = '${fakeToken(3)}';\n\`\`\``;
    const finding = (await ask(first))?.action?.finding;
    await ask(other);
    assert.ok(finding !== undefined);
    model.allow(finding);
    assert.equal(await ask(first), undefined);
    assert.equal(await ask(`${first}\n\nAnd once more.`), undefined);
    assert.match((await ask(`${first}\n\n${other}`))?.sentence ?? '', /: GitHub token in src\/b\.ts\.$/);
    model.allow('of another time');
    assert.ok(await ask(other));
  });

  test('is turned off by its setting', async () => {
    await vscode.workspace.getConfiguration('aceClaude').update('secretGuard', false, vscode.ConfigurationTarget.Global);
    assert.equal(await ask(first), undefined);
  });
});
