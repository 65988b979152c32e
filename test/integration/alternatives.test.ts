/** Several answers in the chat and several commit messages, by `n` or by as many requests, inside the extension host. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { activePath, versionsOf, type Answer } from '../../src/core/conversation';
import { nullLogger } from '../../src/core/logger';
import type { ChatController } from '../../src/host/chat/chatController';
import { inspectionText } from '../../src/host/context/inspectionText';
import { UsageCounter } from '../../src/host/usage/usageCounter';
import type { Endpoint } from '../endpoint/endpoint';
import {
  answer,
  chunk,
  done,
  errorAnswer,
  event,
  plainJson,
  streamHeaders,
  usageChunk,
  type Scenario,
  type Step,
} from '../endpoint/scenario';
import { wireUsage } from '../endpoint/usage';
import { ChatFixture, lastAnswer } from '../support/chatFixture';
import { CommitFixture, git, write } from '../support/commitFixture';
import { gate } from '../support/gate';
import { until } from '../support/until';

const usage = wireUsage({ prompt: 20, completion: 30 });
const piece = (index: number, delta: Readonly<Record<string, unknown>>, extra = {}): Step => ({
  send: event(chunk(delta, { index, ...extra })),
});
const end = (index: number, reason = 'stop'): Step => piece(index, {}, { finish_reason: reason });
const ending: readonly Step[] = [{ send: event(usageChunk(usage)) }, { send: done }];
const streamed = (...steps: readonly Step[]): Scenario => ({ headers: streamHeaders, steps });

const wishesOf = (endpoint: Endpoint): readonly unknown[] =>
  endpoint.requests
    .filter(({ method }) => method === 'POST')
    .map(({ json }) => (json as Readonly<Record<string, unknown>>)['n']);

suite('Several answers in the chat', () => {
  let folder: string;
  let counter: UsageCounter;
  let fixture: ChatFixture;
  let endpoint: Endpoint;
  let chat: ChatController;

  setup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ace-alternatives-'));
    counter = new UsageCounter({ storage: vscode.Uri.file(folder), log: nullLogger });
    fixture = await ChatFixture.start({ modelOf: (client) => counter.metered('chat', client) });
    ({ endpoint } = fixture);
    chat = await fixture.open();
    chat.changeOptions({ alternatives: 3 });
  });

  teardown(async () => {
    await fixture.dispose();
    counter.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const versions = (): readonly Answer[] => versionsOf(chat.conversation, lastAnswer(chat)) as readonly Answer[];
  /** None before the question is asked. */
  const texts = (): readonly string[] =>
    activePath(chat.conversation).at(-1)?.role === 'assistant' ? versions().map(({ text }) => text) : [];
  const counted = async (): Promise<readonly number[]> =>
    (await counter.ledger.read()).entries.map(({ promptTokens }) => promptTokens);

  test('are the choices of one request where the endpoint gives them, which counts once', async () => {
    await chat.send('Name a number');
    await chat.send('And another');
    assert.deepEqual(wishesOf(endpoint), [3, 3]);
    const [first, second, third] = versions();
    assert.ok(first?.usage !== undefined && second !== undefined && third !== undefined);
    assert.match(second.text, /^Alternative 2\./);
    assert.match(third.text, /^Alternative 3\./);
    assert.deepEqual(
      versions().map(({ status, usage: used, facts }) => [status, used === undefined, facts?.choices, facts?.choice]),
      [
        ['complete', false, 3, 0],
        ['complete', true, 3, 1],
        ['complete', true, 3, 2],
      ],
    );
    assert.equal((await counted()).length, 2);
    assert.equal((await counted()).at(-1), first.usage.prompt_tokens);
    const { text } = inspectionText({ answer: second, ...chat.requestOf(second) });
    assert.match(text, /"n": 3/);
    assert.match(text, /`2 of 3`/);
    assert.match(text, /said of the first of its 3 answers/);
    assert.match(inspectionText({ answer: first, ...chat.requestOf(first) }).text, /## Usage of 3 Answers Together/);
    // All of it is there again.
    const before = versions();
    chat = await fixture.open();
    assert.deepEqual(versions(), before);
  });

  test('show each choice as it comes, keep their endings apart, and go on with one that was cut off', async () => {
    const [middle, last] = [gate(), gate()];
    endpoint.enqueue(
      streamed(
        piece(0, { role: 'assistant', content: '' }),
        piece(1, { content: 'Sec' }),
        piece(0, { reasoning_content: 'Hm.' }),
        piece(0, { content: 'Fir' }),
        { until: middle.opened },
        piece(2, { refusal: 'I will not.' }),
        end(2, 'content_filter'),
        piece(0, { content: 'st.' }),
        { until: last.opened },
        end(0),
        end(1, 'length'),
        ...ending,
      ),
    );
    const asked = chat.send('Go');
    await until(() => texts().join() === 'Fir,Sec,');
    // They can be watched while they come.
    chat.session.selectVersion(versions()[1]?.id ?? '');
    assert.equal(lastAnswer(chat).text, 'Sec');
    middle.open();
    await until(() => versions()[2]?.status === 'complete' && texts()[0] === 'First.');
    assert.equal(versions()[0]?.status, 'streaming');
    last.open();
    await asked;
    assert.deepEqual(texts(), ['First.', 'Sec', 'I will not.']);
    assert.deepEqual(
      versions().map(({ facts, reasoning }) => [facts?.finishReason, reasoning]),
      [
        ['stop', 'Hm.'],
        ['length', ''],
        ['content_filter', ''],
      ],
    );
    endpoint.enqueue(answer('Second.'));
    await chat.session.continue(versions()[1]?.id ?? '');
    assert.deepEqual(wishesOf(endpoint), [3, undefined]);
    assert.equal(texts()[1], 'Second.');
    assert.equal(versions()[1]?.usage?.prompt_tokens, 8);
    assert.deepEqual(versions()[0]?.usage?.prompt_tokens, 20);
    assert.deepEqual(await counted(), [20, 8]);
    // One more, for this alone.
    endpoint.enqueue(answer('Fourth.'));
    await chat.session.retry(versions()[0]?.id ?? '');
    assert.deepEqual(wishesOf(endpoint), [3, undefined, undefined]);
    assert.equal(versions().length, 4);
  });

  test('come also in one piece of JSON, with the probabilities of each', async () => {
    chat.changeOptions({ alternatives: 2, probabilities: true });
    const choices = ['A', 'B'].map((content, index) => ({
      index,
      message: { role: 'assistant', content },
      logprobs: { content: [{ token: content, logprob: -0.1, top_logprobs: [] }] },
      finish_reason: 'stop',
    }));
    endpoint.enqueue(plainJson(200, { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices, usage }));
    await chat.send('Go');
    assert.deepEqual(texts(), ['A', 'B']);
    for (const { id, text } of versions()) {
      assert.match(Buffer.from((await chat.fileOf(`${id}.tokens.json`)) ?? []).toString(), new RegExp(`"${text}"`));
    }
  });

  for (const [way, wishes] of [
    ['first', [3, undefined, undefined]],
    ['refused', [3, undefined, undefined, undefined]],
  ] as const) {
    test(`are as many requests where n is ${way === 'first' ? 'let fall' : 'refused'}, the next time from the beginning`, async () => {
      const question = `practice: choices ${way}`;
      await chat.send(question);
      assert.deepEqual(wishesOf(endpoint), wishes);
      const before = endpoint.requests.length;
      chat = await fixture.open();
      await chat.send(question);
      assert.deepEqual(wishesOf(endpoint).slice(before), [undefined, undefined, undefined]);
      assert.ok(
        versions().every(
          ({ status, usage: used, notice }) => status === 'complete' && used !== undefined && notice === undefined,
        ),
      );
      assert.equal((await counted()).length, 6);
      // Another model is asked anew.
      chat.session.choose('claude-haiku-4-5', undefined);
      await chat.send('Hi');
      assert.equal(wishesOf(endpoint).at(-1), 3);
    });
  }

  test('that are fewer than asked for are made up for', async () => {
    endpoint.enqueue(streamed(piece(0, { content: 'A' }), piece(1, { content: 'B' }), end(0), end(1), ...ending), answer('C'));
    await chat.send('Go');
    assert.deepEqual(texts(), ['A', 'B', 'C']);
    assert.deepEqual(
      versions().map(({ facts, usage: used }) => [facts?.choices, used?.prompt_tokens]),
      [
        [2, 20],
        [2, undefined],
        [undefined, 8],
      ],
    );
    assert.deepEqual(await counted(), [20, 8]);
  });

  test('all stop at once, and keep what came', async () => {
    endpoint.enqueue(
      streamed(piece(0, { content: 'A' }), piece(1, { content: 'Whole' }), end(1), piece(2, { content: 'C' }), 'stall'),
    );
    const asked = chat.send('Go');
    await until(() => texts().join() === 'A,Whole,C');
    chat.session.stop();
    await asked;
    assert.equal(await endpoint.requests[0]?.closed, 'client');
    assert.deepEqual(
      versions().map(({ status }) => status),
      ['stopped', 'complete', 'stopped'],
    );
    // What it took is known only as far as it came.
    const { entries } = await counter.ledger.read();
    assert.deepEqual(
      entries.map(({ isEstimated }) => isEstimated),
      [true],
    );
  });

  test('each keep what came where the stream breaks, and the one that had not begun is asked for', async () => {
    endpoint.enqueue(streamed(piece(0, { content: 'A' }), piece(1, { content: 'B' }), end(1), 'drop'), answer('C'));
    await chat.send('Go');
    assert.deepEqual(
      versions().map(({ status, text }) => [status, text]),
      [
        ['failed', 'A'],
        ['complete', 'B'],
        ['complete', 'C'],
      ],
    );
    endpoint.enqueue(answer('All.'));
    await chat.session.continue(versions()[0]?.id ?? '');
    assert.equal(versions()[0]?.status, 'complete');
  });

  test('stay where the window ends in the middle, and each can be gone on with', async () => {
    endpoint.enqueue(
      streamed(piece(0, { content: 'On' }), piece(1, { content: 'Tw' }), piece(2, { content: 'Three' }), end(2), 'stall'),
    );
    void chat.send('Go');
    await until(() => texts().join() === 'On,Tw,Three');
    await until(() => versions()[2]?.status === 'complete');
    chat = await fixture.open();
    assert.deepEqual(
      versions().map(({ status, text }) => [status, text]),
      [
        ['interrupted', 'On'],
        ['interrupted', 'Tw'],
        ['complete', 'Three'],
      ],
    );
    endpoint.enqueue(answer('Two.'));
    await chat.session.continue(versions()[1]?.id ?? '');
    assert.deepEqual(texts(), ['On', 'Two.', 'Three']);
    assert.deepEqual(wishesOf(endpoint), [3, undefined]);
  });

  test('are each checked for the format that was wanted', async () => {
    chat.changeOptions({ alternatives: 2, answerFormat: { type: 'json_object' } });
    endpoint.enqueue(streamed(piece(0, { content: '{}' }), piece(1, { content: 'No.' }), end(0), end(1), ...ending));
    await chat.send('Go');
    assert.deepEqual(
      versions().map(({ notice, facts }) => [notice?.severity, facts?.choice]),
      [
        ['info', 0],
        ['error', 1],
      ],
    );
  });

  test('fail together where the endpoint fails, and are asked for together again', async () => {
    endpoint.enqueue(errorAnswer(403, 'used_up'));
    await chat.send('Go');
    assert.equal(endpoint.requests.length, 1);
    assert.ok(versions().every(({ status, notice }) => status === 'failed' && notice?.action?.id === 'openConsole'));
    await chat.session.retry(lastAnswer(chat).id);
    assert.deepEqual(wishesOf(endpoint), [3, 3]);
    assert.equal(versions().length, 3);
  });

  test('can be eight', async () => {
    chat.changeOptions({ alternatives: 8 });
    await chat.send('practice: choices sequence');
    assert.deepEqual(wishesOf(endpoint), [8]);
    assert.equal(new Set(texts()).size, 8);
  });
});

suite('Several commit messages', () => {
  let fixture: CommitFixture;

  setup(async () => {
    fixture = await CommitFixture.start();
    await fixture.set('aceClaude.commit.alternatives', 3);
  });

  teardown(() => fixture.dispose());

  test('come from one request where the endpoint gives choices, else from as many', async () => {
    const repository = await fixture.repository();
    write(repository.rootUri, 'a.txt', 'one\ntwo\n');
    git(repository.rootUri, 'add', 'a.txt');
    const { endpoint } = fixture;
    /** @param requests before one is chosen */
    const messageOf = async (requests: number): Promise<string> => {
      let isOver = false;
      const done = fixture.messages.generate(repository).finally(() => (isOver = true));
      await until(() => wishesOf(endpoint).length === requests);
      await until(async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return isOver;
      });
      await done;
      return repository.inputBox.value;
    };
    endpoint.enqueue(
      streamed(
        piece(1, { content: 'Other' }),
        piece(0, { content: 'Chosen' }),
        piece(2, { content: 'Third' }),
        end(0),
        end(1, 'length'),
        end(2),
        ...ending,
      ),
    );
    assert.equal(await messageOf(1), 'Chosen');
    assert.deepEqual(wishesOf(endpoint), [3]);
    // That another one was cut off is nothing to this one.
    assert.deepEqual(
      fixture.said.filter((sentence) => sentence.includes('length limit')),
      [],
    );
    repository.inputBox.value = '';
    endpoint.enqueue(errorAnswer(400, 'bad_request', 'n must be 1'), answer('A'), answer('A'), answer('A'));
    assert.equal(await messageOf(5), 'A');
    assert.deepEqual(wishesOf(endpoint), [3, 3, undefined, undefined, undefined]);
    repository.inputBox.value = '';
    endpoint.enqueue(answer('B'), answer('B'), answer('B'));
    assert.equal(await messageOf(8), 'B');
    assert.deepEqual(wishesOf(endpoint).slice(5), [undefined, undefined, undefined]);
    assert.match(fixture.request(), /This is alternative 3 of several/);
  });
});
