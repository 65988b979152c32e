/** The ledger of usage: what the endpoint counts is on disk at once, of all windows, and nothing twice. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { nullLogger } from '../../src/core/logger';
import { monthOf } from '../../src/core/usage/usageSummary';
import { MeteredModel } from '../../src/host/usage/meteredModel';
import { UsageBudget } from '../../src/host/usage/usageBudget';
import { usageHtml } from '../../src/host/usage/usageHtml';
import { UsageLedger } from '../../src/host/usage/usageLedger';
import { answer, errorAnswer } from '../endpoint/scenario';
import { ChatFixture } from '../support/chatFixture';
import { MemoryMemento } from '../support/storage';

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

  test('warns before the budget of the month is passed, and when it is, once each', async () => {
    const said: string[] = [];
    const warn = (sentence: string): Promise<undefined> => {
      said.push(sentence);
      return Promise.resolve(undefined);
    };
    const budget = new UsageBudget({ ledger, state: new MemoryMemento(), log: nullLogger, warn });
    const spend = (amount: number): void => {
      ledger.record({
        at: Date.now(),
        feature: 'edit',
        model: request.model,
        promptTokens: 1,
        completionTokens: 1,
        cost: { amount, currency: 'USD' },
      });
    };
    spend(7);
    await budget.expect(request);
    assert.deepEqual(said, [], 'there is no budget');
    await vscode.workspace.getConfiguration('aceClaude').update('usage.monthlyBudget', 10, vscode.ConfigurationTarget.Global);
    await budget.expect(request);
    assert.deepEqual(said, []);
    spend(1.5);
    await budget.expect(request);
    await budget.expect(request);
    assert.deepEqual(said, ['$8.50 of your budget of $10.00 for Claude this month are spent.']);
    spend(2);
    await budget.expect(request);
    await budget.expect(request);
    assert.equal(said.length, 2);
    assert.match(said.join(), /Your budget of \$10\.00 .* \$10\.50 are spent\.$/);
  });

  test('is shown without a script, and with nothing of a model name taken for markup', async () => {
    ledger.record({ at: Date.now(), feature: 'chat', model: '<img src=x>', promptTokens: 5, completionTokens: 6 });
    const html = usageHtml({ ...(await ledger.read()), now: Date.now(), budget: 10 }, 'style.css', 'source');
    assert.doesNotMatch(html, /<script|<img|style="/);
    assert.match(html, /&#60;img src=x&#62;/);
    assert.match(html, /default-src &#39;none&#39;; style-src source/);
  });
});
