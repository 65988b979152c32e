/** Windows in processes of their own, killed while they write, or writing at the same time. Real files, real signals. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Conversation } from '../../../../src/core/conversation';
import type { OpenConversation } from '../../../../src/host/history/conversationStore';
import { added, emptyConversation, questionOf } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';
import { until } from '../../../support/until';
import { piecesOf } from '../../../support/writerPieces';

const program = path.join(__dirname, '..', '..', '..', 'support', 'historyWriter', 'main.js');
const kills = 30;
const atOnce = 8;

interface Window {
  readonly process: ChildProcess;
  /** What it said: how long the answer was, and when. */
  readonly reports: { readonly length: number; readonly at: number }[];
  readonly ended: Promise<unknown>;
}

function startWindow(folder: string, id: string, name: string, pieces: number): Window {
  const child = spawn(process.execPath, [program, folder, id, name, String(pieces)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reports: { length: number; at: number }[] = [];
  let rest = '';
  child.stdout.on('data', (data: Buffer) => {
    const lines = (rest + data.toString()).split('\n');
    rest = lines.pop() ?? '';
    reports.push(...lines.map((line) => ({ length: Number(line), at: Date.now() })));
  });
  return { process: child, reports, ended: once(child, 'close') };
}

function answerOf(conversation: Conversation, name: string): Answer | undefined {
  return conversation.messages.find((message): message is Answer => message.id === `${name}-a`);
}

suite('A window that is killed', () => {
  let history: HistoryFolder;

  setup(() => {
    history = new HistoryFolder();
  });

  teardown(() => {
    history.dispose();
  });

  async function killOnce(round: number): Promise<void> {
    const id = randomUUID();
    const window = startWindow(history.folder, id, 'w', 0);
    await until(() => window.reports.length > 0);
    await delay(1_000 * (round % 3 === 0 ? Math.random() : 1 + Math.random()));
    const killedAt = Date.now();
    window.process.kill('SIGKILL');
    await window.ended;
    const store = history.store();
    const sure = window.reports.findLast(({ at }) => at <= killedAt - 1_000)?.length;
    const said = window.reports.at(-1)?.length ?? 0;
    if (sure === undefined && !(await store.list()).some((summary) => summary.id === id)) {
      return;
    }
    const { conversation, open } = await store.open(id);
    const answer = answerOf(conversation, 'w');
    if (sure !== undefined) {
      assert.ok(answer !== undefined && answer.text.length >= sure, `${String(answer?.text.length)} of ${String(sure)}`);
    }
    if (answer !== undefined) {
      // A report may be lost with the process, which wrote on until then.
      assert.ok(piecesOf('w', Math.max(said, answer.text.length)).startsWith(answer.text));
      assert.equal(answer.status, 'interrupted');
    }
    open.append(added(questionOf('After', { ...(answer && { parentId: answer.id }) })));
    await open.flush();
    const again = await history.store().open(id);
    assert.equal(again.conversation.messages.at(-1)?.text, 'After');
    assert.equal(answerOf(again.conversation, 'w')?.text, answer?.text);
  }

  test('at any moment leaves what came up to a second before, marked as interrupted, and can be gone on with', async function () {
    this.timeout(180_000);
    for (let round = 0; round < kills; round += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, (_, index) => killOnce(round + index)));
    }
    assert.ok((await history.store().list()).length >= (kills * 2) / 3);
  });

  test('while another one follows its answer is seen to have gone', async function () {
    this.timeout(60_000);
    const id = randomUUID();
    const window = startWindow(history.folder, id, 'w', 0);
    await until(() => window.reports.length > 100);
    const { open, conversation } = await history.store().open(id);
    assert.equal(answerOf(conversation, 'w')?.status, 'streaming');
    const statuses: string[] = [];
    let appendedLength = 0;
    open.onDidReceive((events) => {
      for (const event of events) {
        if (event.type === 'answerAppended') appendedLength += event.text.length;
        if (event.type === 'answerChanged') statuses.push(event.status);
      }
    });
    await until(() => appendedLength > 100);
    assert.deepEqual(statuses, []);
    window.process.kill('SIGKILL');
    await window.ended;
    await until(() => statuses.length > 0);
    assert.deepEqual(statuses, ['interrupted']);
  });
});

suite('Windows that write in one conversation at the same time', () => {
  let history: HistoryFolder;

  setup(() => {
    history = new HistoryFolder();
  });

  teardown(() => {
    history.dispose();
  });

  test('lose nothing', async function () {
    this.timeout(60_000);
    const id = randomUUID();
    const { open } = await createdConversation(history, id);
    const names = ['a', 'b', 'c'];
    const windows = names.map((name) => startWindow(history.folder, id, name, 200));
    await Promise.all(windows.map(({ ended }) => ended));
    const { conversation, problems } = await history.store().open(id);
    assert.deepEqual(problems, []);
    names.forEach((name, index) => {
      const length = windows[index]?.reports.at(-1)?.length ?? 0;
      assert.ok(length > 60_000);
      const answer = answerOf(conversation, name);
      assert.equal(answer?.status, 'complete');
      assert.equal(answer.text, piecesOf(name, length));
    });
    open.dispose();
  });

  test('lose nothing to one that is killed, nor to a line that it tore', async function () {
    this.timeout(60_000);
    const id = randomUUID();
    await createdConversation(history, id);
    const survivor = startWindow(history.folder, id, 'a', 250);
    await until(() => survivor.reports.length > 20);
    for (const name of ['b', 'c']) {
      const victim = startWindow(history.folder, id, name, 0);
      await until(() => victim.reports.length > 20);
      victim.process.kill('SIGKILL');
      await victim.ended;
      appendFileSync(history.journal(id), '{"type":"answerAppended","id":"a-a","offs');
    }
    await survivor.ended;
    const { conversation } = await history.store().open(id);
    assert.equal(answerOf(conversation, 'a')?.text, piecesOf('a', survivor.reports.at(-1)?.length ?? 0));
    assert.equal(answerOf(conversation, 'a')?.status, 'complete');
  });
});

async function createdConversation(history: HistoryFolder, id: string): Promise<{ readonly open: OpenConversation }> {
  const store = history.store();
  const open = store.create(emptyConversation({ id }));
  open.append(added(questionOf('First')));
  await open.flush();
  return { open };
}
