import assert from 'node:assert/strict';
import type { ChatRequest, Usage } from '../../../../src/core/chatCompletions';
import type { ChatDelta } from '../../../../src/core/chatModel';
import { AssistantError } from '../../../../src/core/errors';
import { Alternatives } from '../../../../src/host/answers/alternatives';
import { gate } from '../../../support/gate';
import { until } from '../../../support/until';

const graceMs = 5;

type Step = ChatDelta | Promise<unknown> | AssistantError | 'stall';

const request: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const usage: Usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };
const start = (id: string): ChatDelta => ({ type: 'start', id, model: 'm', created: 1, systemFingerprint: null });
const text = (choice: number, words: string): ChatDelta => ({ type: 'text', choice, text: words });
const finish = (choice: number, reason = 'stop'): ChatDelta => ({ type: 'finish', choice, reason });
const whole = (words: string): Step[] => [start(words), text(0, words), finish(0), { type: 'usage', usage }];

/** What became of one answer. */
interface Read {
  readonly id: string;
  readonly text: string;
  readonly reason: string | undefined;
  readonly usages: number;
  readonly error: string | undefined;
}

class Fixture {
  readonly requests: ChatRequest[] = [];
  readonly learned: boolean[] = [];
  readonly abort = new AbortController();
  readonly deltas: ChatDelta[][];
  readonly alternatives: Alternatives;
  readonly #scripts: Step[][];

  /** @param scripts one for each request, in order */
  constructor(
    scripts: readonly (readonly Step[])[],
    { count = 3, known }: { readonly count?: number; readonly known?: boolean } = {},
  ) {
    this.#scripts = scripts.map((script) => [...script]);
    this.deltas = Array.from({ length: count }, () => []);
    const choices = { areGiven: known, learn: (gives: boolean) => void this.learned.push(gives) };
    const stream = (asked: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> => this.#stream(asked, signal);
    this.alternatives = new Alternatives({ model: { stream }, choices: { of: () => choices } }, count, graceMs);
  }

  get wishes(): readonly (number | undefined)[] {
    return this.requests.map(({ n }) => n);
  }

  /** All of them at once, as far as they come. */
  read(): Promise<readonly Read[]> {
    return Promise.all(this.deltas.map((_, place) => this.#read(place)));
  }

  texts(): readonly string[] {
    return this.deltas.map(textOf);
  }

  async #read(place: number): Promise<Read> {
    const deltas = this.deltas[place] ?? [];
    let error: string | undefined;
    try {
      for await (const delta of this.alternatives.models[place]?.stream(request, this.abort.signal) ?? []) {
        assert.ok(!('choice' in delta) || delta.choice === 0);
        deltas.push(delta);
      }
    } catch (thrown) {
      assert.ok(thrown instanceof AssistantError);
      error = thrown.kind;
    }
    const begun = deltas.findLast((delta) => delta.type === 'start');
    const end = deltas.find((delta) => delta.type === 'finish');
    return {
      id: begun?.id ?? '',
      text: textOf(deltas),
      reason: end?.reason,
      usages: deltas.filter(({ type }) => type === 'usage').length,
      error,
    };
  }

  async *#stream(asked: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    this.requests.push(asked);
    const script = this.#scripts.shift() ?? assert.fail('One request too many.');
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new AssistantError('canceled'));
      });
    });
    yield { type: 'sent', request: asked };
    for (const step of script) {
      if (step === 'stall' || step instanceof Promise) {
        await Promise.race([aborted, step === 'stall' ? new Promise(() => undefined) : step]);
      } else if (step instanceof Error) {
        throw step;
      } else {
        yield step;
      }
    }
  }
}

function textOf(deltas: readonly ChatDelta[]): string {
  return deltas.map((delta) => (delta.type === 'text' || delta.type === 'refusal' ? delta.text : '')).join('');
}

suite('Several answers', () => {
  test('know what only a later chunk says of them', async () => {
    const script = [start(''), text(0, 'A'), text(1, 'B'), start('late'), finish(0), finish(1)];
    const read = await new Fixture([script], { count: 2 }).read();
    assert.deepEqual(
      read.map(({ id }) => id),
      ['late', 'late'],
    );
  });

  test('come from the choices of one request, each as choice 0, with one usage for all', async () => {
    const fixture = new Fixture([
      [
        start('one'),
        text(0, 'a'),
        text(2, 'x'),
        text(1, 'm'),
        text(0, 'b'),
        finish(2, 'length'),
        finish(0),
        { type: 'refusal', choice: 1, text: 'no' },
        finish(1, 'content_filter'),
        { type: 'usage', usage },
      ],
    ]);
    const reads = await fixture.read();
    assert.deepEqual(
      reads.map((read) => [read.id, read.text, read.reason, read.usages, read.error]),
      [
        ['one', 'ab', 'stop', 0, undefined],
        ['one', 'mno', 'content_filter', 0, undefined],
        ['one', 'x', 'length', 0, undefined],
      ],
    );
    assert.deepEqual(fixture.wishes, [3]);
    assert.deepEqual(fixture.learned, [true]);
    assert.deepEqual(await fixture.alternatives.shared(), { usage, places: [0, 1, 2] });
  });

  test('show each piece when it comes, and are over one by one', async () => {
    const [second, rest] = [gate(), gate()];
    const fixture = new Fixture(
      [
        [
          start('s'),
          { type: 'choice', choice: 1 },
          text(0, 'First'),
          finish(0),
          second.opened,
          text(1, 'Sec'),
          rest.opened,
          finish(1),
        ],
      ],
      { count: 2 },
    );
    const first = fixture.alternatives.models[0]?.stream(request, fixture.abort.signal) ?? [];
    const seen: ChatDelta[] = [];
    for await (const delta of first) seen.push(delta);
    assert.equal(textOf(seen), 'First');
    const other = fixture.alternatives.models[1]?.stream(request, fixture.abort.signal) ?? [];
    second.open();
    for await (const delta of other) {
      if (delta.type === 'text') rest.open();
    }
    assert.deepEqual(fixture.wishes, [2]);
  });

  test('are asked for one by one as soon as only one choice has come, which is remembered', async () => {
    const fixture = new Fixture([whole('A'), whole('B'), whole('C')]);
    const reads = await fixture.read();
    assert.deepEqual(
      reads.map((read) => [read.id, read.text, read.usages]),
      [
        ['A', 'A', 1],
        ['B', 'B', 1],
        ['C', 'C', 1],
      ],
    );
    assert.deepEqual(fixture.wishes, [3, undefined, undefined]);
    assert.deepEqual(fixture.learned, [false]);
    assert.equal(await fixture.alternatives.shared(), undefined);
  });

  test('are not waited for where the request stays open after its only choice', async () => {
    const fixture = new Fixture([[start('A'), text(0, 'A'), finish(0), 'stall'], whole('B')], { count: 2 });
    const reading = fixture.read();
    await until(() => fixture.texts()[1] === 'B');
    fixture.abort.abort();
    const reads = await reading;
    // It had said that it is whole.
    assert.deepEqual(
      reads.map(({ text: words, error }) => [words, error]),
      [
        ['A', undefined],
        ['B', undefined],
      ],
    );
  });

  test('are waited for where a further choice has begun, however long it thinks', async () => {
    const thinking = gate();
    const fixture = new Fixture(
      [[start('A'), { type: 'choice', choice: 1 }, text(0, 'A'), finish(0), thinking.opened, text(1, 'B'), finish(1)]],
      { count: 2 },
    );
    const reading = fixture.read();
    await until(() => fixture.texts()[0] === 'A');
    // Longer than a sole choice is waited for: none is asked for meanwhile.
    setTimeout(() => {
      thinking.open();
    }, 10 * graceMs);
    assert.deepEqual(
      (await reading).map((read) => read.text),
      ['A', 'B'],
    );
    assert.deepEqual(fixture.wishes, [2]);
  });

  test('are asked for at once, without n, where it is known to be let fall', async () => {
    const fixture = new Fixture([whole('A'), whole('B')], { count: 2, known: false });
    await fixture.read();
    assert.deepEqual(fixture.wishes, [undefined, undefined]);
    assert.deepEqual(fixture.learned, []);
  });

  test('that are fewer than asked for are made up for', async () => {
    const fixture = new Fixture([
      [start('s'), text(0, 'A'), text(1, 'B'), finish(0), finish(1), { type: 'usage', usage }],
      whole('C'),
    ]);
    const reads = await fixture.read();
    assert.deepEqual(
      reads.map((read) => [read.text, read.usages]),
      [
        ['A', 0],
        ['B', 0],
        ['C', 1],
      ],
    );
    assert.deepEqual(fixture.wishes, [3, undefined]);
    assert.deepEqual(await fixture.alternatives.shared(), { usage, places: [0, 1] });
  });

  test('that are more than asked for, or are counted from 1, have their places', async () => {
    const fixture = new Fixture([[1, 2, 3, 4, 5].flatMap((choice) => [text(choice, String(choice)), finish(choice)])]);
    assert.deepEqual((await fixture.read()).map((read) => read.text).sort(), ['1', '2', '3']);
    assert.deepEqual(fixture.wishes, [3]);
  });

  for (const [kind, detail] of [
    ['badRequest', "'n' must be 1."],
    ['badRequest', 'n > 1 is not supported with this model'],
    ['badRequest', 'body.n: Extra inputs are not permitted'],
    ['notImplemented', 'Only one completion is supported.'],
    ['server', 'UnsupportedParamsError: n'],
  ] as const) {
    test(`go on without n where it is refused: ${kind}, ${detail}`, async () => {
      const fixture = new Fixture([[new AssistantError(kind, { detail })], whole('A'), whole('B')], { count: 2 });
      const reads = await fixture.read();
      assert.deepEqual(
        reads.map((read) => [read.text, read.error]),
        [
          ['A', undefined],
          ['B', undefined],
        ],
      );
      assert.deepEqual(fixture.wishes, [2, undefined, undefined]);
      assert.deepEqual(fixture.learned, [false]);
    });
  }

  test('learn of a refusal that names nothing by what becomes of the request without n', async () => {
    const refusal = new AssistantError('badRequest', { detail: 'Invalid request.' });
    const fixture = new Fixture([[refusal], whole('A'), whole('B')], { count: 2 });
    await fixture.read();
    assert.deepEqual(fixture.learned, [false]);
    const other = new Fixture([[refusal], [refusal], [refusal]], { count: 2 });
    assert.deepEqual(
      (await other.read()).map(({ error }) => error),
      ['badRequest', 'badRequest'],
    );
    assert.deepEqual(other.learned, []);
  });

  for (const error of [
    new AssistantError('usedUp', { detail: 'n' }),
    new AssistantError('secret', { finding: 'f' }),
    new AssistantError('server', { status: 500, detail: 'Down.' }),
    new AssistantError('badRequest', { detail: 'temperature must be 1.', parameter: 'temperature' }),
    new AssistantError('notImplemented', { detail: 'Gone.', successor: 'm-2' }),
  ]) {
    test(`fail together, once, where the request fails for another reason: ${error.kind}`, async () => {
      const fixture = new Fixture([[error]], { count: 2 });
      assert.deepEqual(
        (await fixture.read()).map((read) => read.error),
        [error.kind, error.kind],
      );
      assert.deepEqual(fixture.learned, []);
    });
  }

  test('keep what came where the request breaks off, and those are asked for that had not begun', async () => {
    const fixture = new Fixture([
      [start('s'), text(0, 'Who'), text(1, 'Whole.'), finish(1), text(0, 'le'), new AssistantError('interrupted')],
      whole('C'),
    ]);
    assert.deepEqual(
      (await fixture.read()).map((read) => [read.text, read.error]),
      [
        ['Whole', 'interrupted'],
        ['Whole.', undefined],
        ['C', undefined],
      ],
    );
    assert.deepEqual(fixture.learned, [true]);
  });

  test('all end when they are stopped, but for those that were whole', async () => {
    const fixture = new Fixture([[start('s'), text(0, 'A'), text(1, 'B'), finish(1), 'stall']]);
    const reading = fixture.read();
    await until(() => fixture.texts()[0] === 'A' && fixture.texts()[1] === 'B');
    fixture.abort.abort();
    assert.deepEqual(
      (await reading).map((read) => [read.text, read.error]),
      [
        ['A', 'canceled'],
        ['B', undefined],
        ['', 'canceled'],
      ],
    );
    assert.deepEqual(fixture.wishes, [3]);
  });

  test('notice where choices are given no more', async () => {
    const fixture = new Fixture([whole('A'), whole('B')], { count: 2, known: true });
    await fixture.read();
    assert.deepEqual(fixture.learned, [false]);
  });

  test('that come after the first was taken for the only one are dropped, and remembered', async () => {
    const late = gate();
    const fixture = new Fixture(
      [[start('s'), text(0, 'A'), finish(0), late.opened, text(1, 'Late'), finish(1), { type: 'usage', usage }], whole('B')],
      { count: 2 },
    );
    const reading = fixture.read();
    await until(() => fixture.texts()[1] === 'B');
    late.open();
    assert.deepEqual(
      (await reading).map((read) => [read.text, read.usages]),
      [
        ['A', 1],
        ['B', 1],
      ],
    );
    assert.deepEqual(fixture.learned, [true]);
  });
});
