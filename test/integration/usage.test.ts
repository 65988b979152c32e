/** The ledger of usage: what the endpoint counts is on disk at once, of all windows, and nothing twice. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../src/core/chatCompletions';
import { nullLogger } from '../../src/core/logger';
import { monthOf } from '../../src/core/usage/usageSummary';
import { MeteredModel } from '../../src/host/usage/meteredModel';
import { UsageBudget } from '../../src/host/usage/usageBudget';
import { usageHtml } from '../../src/host/usage/usageHtml';
import { UsageLedger } from '../../src/host/usage/usageLedger';
import { answer, errorAnswer } from '../endpoint/scenario';
import { ChatFixture } from '../support/chatFixture';

suite('Usage', () => {
  let fixture: ChatFixture;
  let folder: string;
  let ledger: UsageLedger;
  let model: MeteredModel;
  const request = { model: 'claude-haiku-4-5-20251001', messages: [{ role: 'user' as const, content: 'Hello, how are you?' }] };

  setup(async () => {
    fixture = await ChatFixture.start();
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'ace-usage-')), 'usage');
    ledger = new UsageLedger({ folder, log: nullLogger });
    model = meteredBy(ledger);
  });

  teardown(async () => {
    ledger.dispose();
    await vscode.workspace
      .getConfiguration('aceClaude')
      .update('usage.monthlyBudget', undefined, vscode.ConfigurationTarget.Global);
    await fixture.dispose();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  function meteredBy(book: UsageLedger): MeteredModel {
    return new MeteredModel(fixture.client, 'chat', {
      expect: () => undefined,
      record: (entry) => {
        book.record(entry);
      },
      ended: () => undefined,
    });
  }

  async function ask(asked = model, signal = new AbortController().signal, stopAfter = Infinity): Promise<void> {
    let count = 0;
    for await (const delta of asked.stream(request, signal)) {
      if (delta.type === 'text') count += 1;
      if (count >= stopAfter) return;
    }
  }

  test('is what the endpoint counted, once for each answer, whichever window asked', async () => {
    const other = new UsageLedger({ folder, log: nullLogger });
    fixture.endpoint.enqueue(answer('One.'));
    await ask();
    assert.equal((await other.read()).entries.length, 1);
    fixture.endpoint.enqueue(answer('Two.'));
    await ask(meteredBy(other));
    fixture.endpoint.enqueue(answer('Three.'));
    await model.complete(request, new AbortController().signal);
    for (const book of [ledger, other, new UsageLedger({ folder, log: nullLogger })]) {
      const { entries, unreadable } = await book.read();
      assert.deepEqual([entries.length, unreadable], [3, 0]);
      assert.ok(entries.every((entry) => entry.promptTokens > 0 && entry.completionTokens > 0 && entry.isEstimated !== true));
    }
    assert.deepEqual(readdirSync(folder), [`${monthOf(Date.now())}.jsonl`]);
  });

  test('of an answer that was stopped is as far as it is known, and of a failure nothing', async () => {
    fixture.endpoint.enqueue(errorAnswer(403, 'used_up', 'No credit.'));
    await assert.rejects(ask());
    fixture.endpoint.enqueue(answer('A beginning that is followed by much more, which nobody waits for.'));
    await ask(model, undefined, 1);
    const { entries } = await ledger.read();
    assert.equal(entries.length, 1);
    assert.equal(entries[0]?.isEstimated, true);
    assert.ok(entries[0].promptTokens > 0 && entries[0].completionTokens > 0);
  });

  test('survives what is torn, and what cannot be written now', async () => {
    fixture.endpoint.enqueue(answer('One.'));
    await ask();
    const file = path.join(folder, `${monthOf(Date.now())}.jsonl`);
    appendFileSync(file, '{"version":1,"at":12');
    fixture.endpoint.enqueue(answer('Two.'));
    await ask();
    const { entries, unreadable } = await ledger.read();
    assert.deepEqual([entries.length, unreadable], [2, 1]);

    const blocked = path.join(path.dirname(folder), 'blocked');
    writeFileSync(blocked, '');
    const late = new UsageLedger({ folder: path.join(blocked, 'usage'), log: nullLogger });
    fixture.endpoint.enqueue(answer('Three.'));
    await ask(meteredBy(late));
    rmSync(blocked);
    fixture.endpoint.enqueue(answer('Four.'));
    await ask(meteredBy(late));
    assert.equal((await new UsageLedger({ folder: path.join(blocked, 'usage'), log: nullLogger }).read()).entries.length, 2);
  });

  suite('with a budget', () => {
    let said: string[];
    /** As windows: each remembers for itself, and all of them together. */
    let budgets: readonly UsageBudget[];

    setup(() => {
      said = [];
      const warn = (sentence: string): Promise<undefined> => {
        said.push(sentence);
        return Promise.resolve(undefined);
      };
      const deps = { folder: path.join(folder, 'warned'), log: nullLogger, warn };
      budgets = [ledger, new UsageLedger({ folder, log: nullLogger })].map(
        (each) => new UsageBudget({ ...deps, ledger: each }),
      );
    });

    async function setBudget(value: unknown): Promise<void> {
      await vscode.workspace
        .getConfiguration('aceClaude')
        .update('usage.monthlyBudget', value, vscode.ConfigurationTarget.Global);
    }

    function spend(amount: number, at = Date.now()): void {
      const tokens = { promptTokens: 1, completionTokens: 1 };
      ledger.record({ at, feature: 'edit', model: request.model, ...tokens, cost: { amount, currency: 'USD' } });
    }

    /** In all windows at once. */
    async function check(asked?: ChatRequest): Promise<void> {
      await Promise.all([...budgets, ...budgets].map((budget) => budget.check(asked)));
    }

    test('warns before it is passed, and when it is, once each in all windows', async () => {
      spend(7);
      await check(request);
      for (const none of [0, -5, '5']) {
        await setBudget(none);
        await check(request);
      }
      assert.deepEqual(said, [], 'there is no budget');
      await setBudget(10);
      await check(request);
      assert.deepEqual(said, []);
      spend(1.5);
      await check();
      await check();
      assert.deepEqual(said, ['$8.50 of your budget of $10.00 for Claude this month are spent.']);
      spend(2);
      await check();
      await check(request);
      assert.equal(said.length, 2);
      assert.match(said.join(), /Your budget of \$10\.00 .* \$10\.50 are spent\.$/);
      await setBudget(11);
      await check(request);
      assert.equal(said.length, 3, 'another budget is warned of anew');
    });

    test('warns before a request that could pass it, and before one that will', async () => {
      await setBudget(0.05);
      await check({ ...request, max_tokens: 1000 });
      assert.deepEqual(said, []);
      await check({ ...request, max_tokens: 64_000 });
      assert.deepEqual(said, [
        '$0.00 of your budget of $0.05 for Claude this month are spent. This request may cost up to $0.12.',
      ]);
      const huge = { ...request, messages: [{ role: 'user' as const, content: 'Some words of a long text. '.repeat(50_000) }] };
      await check(huge);
      assert.match(said.join(), /,Your budget of \$0\.05 .* or will be with this request/);
      assert.equal(said.length, 2);
    });

    test('knows the answers of this month alone', async () => {
      await setBudget(10);
      const now = new Date();
      spend(20, new Date(now.getFullYear(), now.getMonth(), 0, 23, 59, 59).getTime());
      spend(20, new Date(now.getFullYear(), now.getMonth() + 1, 1).getTime());
      await check(request);
      assert.deepEqual(said, []);
    });
  });

  test('is shown with no script but ours, and with nothing of a model name taken for markup', async () => {
    ledger.record({ at: Date.now(), feature: 'chat', model: '<img src=x>', promptTokens: 5, completionTokens: 6 });
    const html = usageHtml(
      { ...(await ledger.read()), now: Date.now(), budget: 10 },
      { style: 'style.css', cspSource: 'source', nonce: 'abc' },
    );
    assert.doesNotMatch(html.replace('<script nonce="abc">', ''), /<script|<img|style="/);
    assert.match(html, /&#60;img src=x&#62;/);
    assert.match(html, /default-src &#39;none&#39;; style-src source; script-src &#39;nonce-abc&#39;/);
  });

  test('of a hundred thousand answers is shown in no time', () => {
    const now = new Date(2026, 2, 31, 12).getTime();
    const entries = Array.from({ length: 100_000 }, (_, index) => ({
      ...{ at: now - index * 60_000, feature: 'chat' as const, model: `model-${String(index % 7)}` },
      ...{ promptTokens: index, completionTokens: 5 },
    }));
    const begin = performance.now();
    const report = { entries: entries.reverse(), unreadable: 0, unwritten: 0, now, budget: 10 };
    usageHtml(report, { style: 'style.css', cspSource: 'source', nonce: 'abc' });
    const took = performance.now() - begin;
    assert.ok(took < 1000, `${took.toFixed()} ms`);
  });
});
