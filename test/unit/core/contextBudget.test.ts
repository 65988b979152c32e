import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { SentAttachment } from '../../../src/core/attachment';
import { fitToContext, MessageEstimates, type BudgetInput, type ContextFit } from '../../../src/core/contextBudget';
import type { Answer, Message, Question } from '../../../src/core/conversation';
import { requestParts } from '../../../src/core/prompts/chat';

/** 200,000 tokens, of which an answer may take 32,000. */
const model = 'claude-haiku-4-5-20251001';
const limit = Math.floor(168_000 / 1.1);

/** A text of about as many tokens. */
function textOf(tokens: number): string {
  return 'word '.repeat(tokens);
}

function question(id: string, tokens: number, attachments?: readonly SentAttachment[]): Question {
  return { role: 'user', id, at: 0, text: textOf(tokens), ...(attachments === undefined ? {} : { attachments }) };
}

function answer(id: string, tokens: number, changes: Partial<Answer> = {}): Answer {
  return { role: 'assistant', id, at: 0, model, text: textOf(tokens), reasoning: '', status: 'complete', ...changes };
}

/** Questions q1, q2, … with answers a1, a2, …, each of as many tokens. */
function pairs(count: number, tokens: number): readonly Message[] {
  return Array.from({ length: count }, (_, index) => [
    question(`q${String(index + 1)}`, tokens),
    answer(`a${String(index + 1)}`, tokens),
  ]).flat();
}

function fit(path: readonly Message[], changes: Partial<BudgetInput> = {}): ContextFit {
  return fitToContext({ model, path, instructions: [], ...changes }, new MessageEstimates());
}

const draft = { text: textOf(1000), attachments: [] };

suite('What fits the context', () => {
  test('is everything, as long as it does', () => {
    const fitted = fit(pairs(5, 5000), { draft });
    assert.equal(fitted.state, 'fits');
    assert.equal(fitted.limit, limit);
    assert.equal(fitted.omitted, 0);
    assert.ok(fitted.tokens > 51_000 && fitted.tokens < 53_000, String(fitted.tokens));
    assert.equal(Object.hasOwn(fitted, 'firstSentId'), false);
  });

  test('counts instructions, the draft and its attachments', () => {
    const bare = fit([], { draft: { text: '', attachments: [] } }).tokens;
    assert.ok(fit([], { draft }).tokens >= bare + 1000);
    assert.ok(fit([], { instructions: [textOf(500)], draft }).tokens >= bare + 1500);
    const attachments = [{ kind: 'file', label: 'a.ts', tokens: 3000 }] as const;
    assert.ok(fit([], { draft: { ...draft, attachments } }).tokens >= bare + 4000);
  });

  test('is the same of a draft, of its question, and of what a look at the request adds up', () => {
    const attachments: readonly SentAttachment[] = [
      { kind: 'file', label: 'src/a/rather/long/path/to/a/file.ts', languageId: 'typescript', text: textOf(300), tokens: 300 },
      {
        kind: 'selection',
        label: 'b.ts:3-9',
        range: { startLine: 2, startCharacter: 0, endLine: 8, endCharacter: 4 },
        languageId: 'typescript',
        text: textOf(200),
        tokens: 200,
      },
      { kind: 'image', label: 'shot.png', mediaType: 'image/png', data: '', tokens: 700 },
    ];
    const asked: Question = { ...question('q1', 100), attachments };
    const drafted = fit([], { draft: { text: asked.text, attachments } }).tokens;
    assert.equal(drafted, fit([asked]).tokens);
    const shown = requestParts({ conversation: { model }, path: [asked], instructions: [] });
    const separators = 10;
    assert.equal(drafted - shown.reduce((total, { tokens }) => total + tokens, 0), separators);
  });

  test('leaves out the oldest pairs, whole, and more than it must', () => {
    const fitted = fit(pairs(20, 5000), { draft });
    assert.equal(fitted.state, 'trimmed');
    assert.ok(fitted.tokens <= limit * 0.8 && fitted.tokens > limit * 0.7, String(fitted.tokens));
    assert.equal(fitted.omitted % 2, 0);
    assert.equal(fitted.firstSentId, `q${String(fitted.omitted / 2 + 1)}`);
  });

  test('begins where the last request began, as long as that fits', () => {
    const path = pairs(20, 5000);
    const cut = fit(path, { draft });
    const sent = { firstSentId: cut.firstSentId ?? '' };
    const next = [...path, question('q21', 1000), answer('a21', 5000, sent)];
    assert.equal(fit(next, { draft }).firstSentId, cut.firstSentId);
    const later = [...next, question('q22', 20_000), answer('a22', 20_000, sent)];
    const cutAgain = fit(later, { draft });
    assert.notEqual(cutAgain.firstSentId, cut.firstSentId);
    assert.ok(cutAgain.tokens <= limit * 0.8);
  });

  test('is everything again with a model that takes more', () => {
    const sent = { firstSentId: 'q9' };
    const path = [...pairs(20, 5000), question('q21', 1000), answer('a21', 1000, sent)];
    assert.equal(fit(path, { draft }).state, 'trimmed');
    assert.equal(fit(path, { draft, model: 'claude-sonnet-4-6' }).state, 'fits');
  });

  test('never lacks the last question, with its answer where that is gone on with', () => {
    const path = [...pairs(3, 1000), question('q4', 1000), answer('a4', 200_000, { status: 'failed' })];
    const fitted = fit(path);
    assert.equal(fitted.state, 'full');
    assert.equal(fitted.firstSentId, 'q4');
    assert.ok(fitted.excess > 30_000);
  });

  test('can be the draft alone', () => {
    const fitted = fit(pairs(2, 5000), { draft: { text: textOf(140_000), attachments: [] } });
    assert.equal(fitted.state, 'trimmed');
    assert.equal(fitted.omitted, 4);
    assert.equal(Object.hasOwn(fitted, 'firstSentId'), false);
  });

  test('says what to drop where the question alone is too long: the fewest, the largest first', () => {
    const attachments = [
      { kind: 'file', label: 'small', tokens: 1000 },
      { kind: 'file', label: 'huge', tokens: 120_000 },
      { kind: 'file', label: 'large', tokens: 60_000 },
    ] as const;
    const fitted = fit(pairs(2, 100), { draft: { text: 'Why?', attachments } });
    assert.equal(fitted.state, 'full');
    assert.ok(fitted.excess > 25_000 && fitted.excess < 32_000, String(fitted.excess));
    assert.deepEqual(
      fitted.toDrop.map(({ label }) => label),
      ['huge'],
    );
    const none = fit([], { draft: { text: textOf(200_000), attachments: [] } });
    assert.deepEqual(none.toDrop, []);
  });

  test('says the same of a question that is on the path', () => {
    const attachment: SentAttachment = { kind: 'file', label: 'huge', languageId: 'plaintext', text: '', tokens: 190_000 };
    const fitted = fit([...pairs(2, 100), question('q3', 10, [attachment])]);
    assert.equal(fitted.state, 'full');
    assert.deepEqual(fitted.toDrop, [{ label: 'huge', tokens: 190_000 }]);
  });

  suite('is corrected by what the endpoint counted', () => {
    const counted = (tokens: number, changes: Partial<Answer> = {}): readonly Message[] => [
      question('q1', 10_000),
      answer('a1', 10, { usage: { prompt_tokens: tokens, completion_tokens: 1, total_tokens: tokens + 1 }, ...changes }),
    ];
    const plain = fit([question('q1', 10_000), answer('a1', 10)], { draft }).tokens;

    test('up and down', () => {
      const more = fit(counted(13_000), { draft }).tokens / plain;
      const fewer = fit(counted(8_500), { draft }).tokens / plain;
      assert.ok(more > 1.25 && more < 1.35, String(more));
      assert.ok(fewer > 0.8 && fewer < 0.9, String(fewer));
    });

    test('but not beyond what a tokenizer can differ', () => {
      const most = fit(counted(19_000), { draft }).tokens / plain;
      const least = fit(counted(6_000), { draft }).tokens / plain;
      assert.ok(Math.abs(most - 1.6) < 0.01 && Math.abs(least - 0.7) < 0.01, `${String(most)}, ${String(least)}`);
    });

    test('and not where it counted something else', () => {
      for (const path of [counted(40), counted(90_000), counted(13_000, { model: 'claude-opus-4-8' })]) {
        assert.equal(fit(path, { draft }).tokens, plain);
      }
    });
  });

  test('always holds: what is sent is below the limit or said to be too long, and begins with a question', () => {
    const size = fc.integer({ min: 0, max: 100_000 });
    /** Costs nothing to estimate. */
    const large = (tokens: number): SentAttachment => ({ kind: 'image', label: 'x', mediaType: 'image/png', data: '', tokens });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 8 }), size, fc.nat(20), (sizes, drafted, cutAt) => {
        const path = sizes.flatMap((tokens, index) => [
          question(`q${String(index)}`, 1, [large(tokens)]),
          answer(`a${String(index)}`, 1, { firstSentId: `q${String(cutAt % (index + 1))}` }),
        ]);
        const fitted = fit(path, { draft: { text: 'Why?', attachments: [{ kind: 'file', label: 'x', tokens: drafted * 2 }] } });
        assert.equal(fitted.state === 'full', fitted.tokens > fitted.limit);
        assert.equal(fitted.state === 'fits', fitted.omitted === 0 && fitted.tokens <= fitted.limit);
        assert.ok(fitted.omitted === path.length || path[fitted.omitted]?.role === 'user');
        assert.equal(fitted.firstSentId, fitted.omitted === 0 ? undefined : path[fitted.omitted]?.id);
      }),
      { numRuns: 300 },
    );
  });
});
