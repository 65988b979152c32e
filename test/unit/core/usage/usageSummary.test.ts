import assert from 'node:assert/strict';
import type { UsageEntry } from '../../../../src/core/usage/usageEntry';
import { usageCsv } from '../../../../src/core/usage/usageCsv';
import {
  dayAround,
  dayOf,
  entriesIn,
  monthAround,
  monthOf,
  tokensOf,
  usageBy,
  usageByDay,
  usageTotal,
} from '../../../../src/core/usage/usageSummary';

const noon = new Date(2026, 2, 1, 12).getTime();
const day = 86_400_000;

function entry(change: Partial<UsageEntry> = {}): UsageEntry {
  return { at: noon, feature: 'chat', model: 'claude-haiku-4-5-20251001', promptTokens: 100, completionTokens: 10, ...change };
}

suite('Usage', () => {
  test('adds up tokens, and costs by currency, with the list price where the endpoint gave none', () => {
    const total = usageTotal([
      entry({ cost: { amount: 0.5, currency: 'USD' } }),
      entry({ promptTokens: 1_000_000, completionTokens: 0, cachedTokens: 7 }),
      entry({ cost: { amount: 3, currency: 'CNY' }, isEstimated: true }),
      entry({ model: 'unknown' }),
    ]);
    assert.deepEqual(
      { ...total, costs: total.costs.map((cost) => ({ ...cost, amount: Number(cost.amount.toFixed(6)) })) },
      {
        answers: 4,
        promptTokens: 1_000_300,
        completionTokens: 30,
        cachedTokens: 7,
        isEstimated: true,
        costs: [
          { amount: 3, currency: 'CNY', isEstimated: false },
          { amount: 0.869998, currency: 'USD', isEstimated: true },
        ],
        withoutCost: 1,
      },
    );
  });

  test('is grouped, with the most tokens first', () => {
    const groups = usageBy([entry(), entry({ feature: 'edit', promptTokens: 900 }), entry()], ({ feature }) => feature);
    assert.deepEqual(
      groups.map(({ key, answers }) => [key, answers]),
      [
        ['edit', 1],
        ['chat', 2],
      ],
    );
  });

  test('has every one of the last days, over the end of a month', () => {
    const days = usageByDay([entry(), entry({ at: noon - 2 * day }), entry({ at: noon - 3 * day })], noon, 3);
    assert.deepEqual(
      days.map((each) => [each.key, tokensOf(each)]),
      [
        ['2026-02-27', 110],
        ['2026-02-28', 0],
        ['2026-03-01', 110],
      ],
    );
    assert.deepEqual([dayOf(noon), monthOf(noon)], ['2026-03-01', '2026-03']);
  });

  test("of a day and a month is between midnights of the user's clock, whatever the clock said before", () => {
    const at = (...time: [number, number, number, number?, number?]): number => new Date(...time).getTime();
    const times = [
      at(2025, 11, 31, 23, 59),
      at(2026, 0, 1),
      at(2026, 0, 1, 23, 59),
      at(2026, 0, 2),
      at(2026, 1, 1),
      at(2031, 5, 5),
    ];
    const entries = times.map((each) => entry({ at: each }));
    const now = at(2026, 0, 1, 0, 0);
    assert.deepEqual(entriesIn(dayAround(now), entries), entries.slice(1, 3));
    assert.deepEqual(entriesIn(monthAround(now), entries), entries.slice(1, 4));
    assert.deepEqual(entriesIn(monthAround(at(2025, 11, 5)), entries), entries.slice(0, 1));
  });

  test('as comma-separated values runs nothing in a spreadsheet, and keeps every name', () => {
    const models = ['=1+1', '+1', '@x', '-1+2', '\t=1', ' =1', '\uFF1D1', 'a,b', 'a"b', 'a\nb', 'a;=1', '模型', '-5'];
    const csv = usageCsv(models.map((model) => entry({ model })));
    assert.equal(csv[0], '\uFEFF', 'a spreadsheet takes letters for others without it');
    const fields = [...csv.matchAll(/,chat,((?:"(?:[^"]|"")*"|[^",]*)),100,/g)].map(([, field = '']) => field);
    assert.deepEqual(fields, [
      ...["'=1+1", "'+1", "'@x", "'-1+2", "'\t=1", "' =1", "'\uFF1D1"],
      ...['"a,b"', '"a""b"', '"a\nb"', '"a;=1"', '模型', '-5'],
    ]);
  });

  test('as comma-separated values has a line for each answer, and no formula', () => {
    const rows = usageCsv([
      entry({ cost: { amount: 0.0000012, currency: 'USD' }, cachedTokens: 3 }),
      entry({ model: '=cmd("x"),1', isEstimated: true }),
    ]).split('\r\n');
    assert.equal(
      rows[0],
      'time,feature,model,prompt_tokens,cached_tokens,completion_tokens,tokens_estimated,cost,currency,cost_estimated',
    );
    assert.equal(rows[1], `${new Date(noon).toISOString()},chat,claude-haiku-4-5-20251001,100,3,10,false,0.0000012,USD,false`);
    assert.equal(rows[2], `${new Date(noon).toISOString()},chat,"'=cmd(""x""),1",100,0,10,true,,,`);
    assert.equal(rows.length, 4);
  });
});
