/** The bytes that scenarios are made of. */
import assert from 'node:assert/strict';
import { brokenOff, midStreamError, type MidStreamShape } from '../../endpoint/faults';
import { pythonJson } from '../../endpoint/pythonJson';
import {
  answer,
  asciiOnly,
  chunk,
  errorAnswer,
  event,
  htmlAnswer,
  jsonAnswer,
  rechunk,
  withCrlf,
  type Scenario,
} from '../../endpoint/scenario';
import { toolCallAnswer } from '../../endpoint/toolCallAnswer';

function bytesOf({ steps }: Scenario): Buffer {
  return Buffer.concat(steps.flatMap((step) => (typeof step === 'object' && 'send' in step ? [Buffer.from(step.send)] : [])));
}

function textOf(scenario: Scenario): string {
  return bytesOf(scenario).toString('utf8');
}

interface Delta {
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly reasoning?: string;
  readonly tool_calls?: readonly {
    readonly index: number;
    readonly id?: string;
    readonly function: { readonly name?: string; readonly arguments: string };
  }[];
}

/** Deltas of the first choice in order. */
function deltasOf(scenario: Scenario): readonly Delta[] {
  return textOf(scenario)
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: {'))
    .map((frame) => JSON.parse(frame.slice(6)) as { choices?: { delta: Delta }[] })
    .flatMap(({ choices = [] }) => choices.map(({ delta }) => delta));
}

suite('pythonJson', () => {
  test('puts a space after colons and commas, and none inside of text', () => {
    assert.equal(
      pythonJson({ a: [1, 'x,y:z', null], b: {}, c: undefined, d: [] }),
      '{"a": [1, "x,y:z", null], "b": {}, "d": []}',
    );
  });

  test('is read back as the same value', () => {
    const value = { text: 'line\n"quoted" — 你好 👋🏽', list: [[], [{ deep: true }]], number: -1.5e-7 };
    assert.deepEqual(JSON.parse(pythonJson(value)), value);
  });
});

suite('answer', () => {
  test('has the frames of the documented sample, byte by byte', () => {
    const envelope = (rest: string) =>
      `data: {"id": "msg_bdrk_01X", "object": "chat.completion.chunk", "created": 1768619445, "model": "claude-opus-4-20250514", "system_fingerprint": null, ${rest}}\n\n`;
    const choice = (delta: string, reason: string) =>
      envelope(`"choices": [{"delta": ${delta}, "logprobs": null, "finish_reason": ${reason}, "index": 0}], "usage": null`);
    const usage =
      '{"prompt_tokens": 8, "completion_tokens": 2, "total_tokens": 10, "prompt_tokens_details": {"cached_tokens": 0, "text_tokens": 0, "audio_tokens": 0, "image_tokens": 0}, ' +
      '"completion_tokens_details": {"text_tokens": 0, "audio_tokens": 0, "reasoning_tokens": 0}, "input_tokens": 0, "output_tokens": 0, "input_tokens_details": null, ' +
      '"claude_cache_creation_5_m_tokens": 0, "claude_cache_creation_1_h_tokens": 0}';
    const sample = answer('Hello!', {
      id: 'msg_bdrk_01X',
      created: 1768619445,
      model: 'claude-opus-4-20250514',
      pieces: ['Hello!'],
    });
    assert.equal(
      textOf(sample),
      choice('{"content": "", "role": "assistant"}', 'null') +
        choice('{"content": ""}', 'null') +
        choice('{"content": "Hello!"}', 'null') +
        choice('{}', '"stop"') +
        envelope(`"choices": [], "usage": ${usage}`) +
        'data: [DONE]\n\n',
    );
  });

  test('cuts the text into pieces of whole characters', () => {
    const pieces = deltasOf(answer('a👋🏽bc', { pieces: 2 })).flatMap(({ content }) =>
      content === undefined || content === '' ? [] : [content],
    );
    assert.deepEqual(pieces, ['a👋', '🏽b', 'c']);
  });

  test('sends thinking first under either name, with the line break that stands for its signature', () => {
    const long = deltasOf(answer('yes', { reasoning: 'well' }));
    assert.deepEqual(long.slice(2, 5), [{ reasoning_content: 'well' }, { reasoning_content: '\n' }, { content: 'yes' }]);
    const short = deltasOf(answer('yes', { reasoning: 'well', reasoningField: 'reasoning', reasoningSignature: false }));
    assert.deepEqual(short.slice(2, 4), [{ reasoning: 'well' }, { content: 'yes' }]);
  });

  test('puts the usage on the finish chunk, or leaves it, the finish reason and [DONE] out', () => {
    const onFinish = textOf(answer('x', { usagePlace: 'finish', usage: { total_tokens: 1 } }));
    assert.match(onFinish, /"finish_reason": "stop", "index": 0}], "usage": {"total_tokens": 1}}\n\ndata: \[DONE]/);
    const bare = textOf(answer('x', { usage: null, finishReason: null, done: false }));
    assert.ok(bare.endsWith('{"content": "x"}, "logprobs": null, "finish_reason": null, "index": 0}], "usage": null}\n\n'));
    assert.match(textOf(answer('x', { finishReason: 'length' })), /"finish_reason": "length"/);
  });

  test('waits and beats as told', () => {
    const { steps } = answer('12345678', { pieces: 4, firstWait: 30, wait: 5, heartbeatEvery: 2 });
    assert.deepEqual(
      steps.flatMap((step) => (typeof step === 'object' && 'wait' in step ? [step.wait] : [])),
      [30, 5, 5],
    );
    assert.equal(steps.filter((step) => typeof step === 'object' && 'send' in step && step.send === ': PING\n\n').length, 1);
  });
});

suite('rechunk, withCrlf, asciiOnly', () => {
  const whole = answer('Grüße 👋🏽');

  test('cut anew without changing a byte', () => {
    for (const sizes of ['bytes', [1, 2, 3], [10_000]] as const) {
      const cut = rechunk(whole, sizes);
      assert.deepEqual(bytesOf(cut), bytesOf(whole));
    }
    assert.equal(rechunk(whole, 'bytes').steps.length, bytesOf(whole).length);
    assert.equal(rechunk(whole, [10_000]).steps.length, 1);
  });

  test('keep the end of a broken answer, and refuse sizes that never end', () => {
    assert.equal(rechunk(brokenOff('text', 'drop'), 'bytes').steps.at(-1), 'drop');
    assert.throws(() => rechunk(whole, [0]), RangeError);
    assert.throws(() => rechunk(whole, []), RangeError);
  });

  test('write CR LF once for every line break', () => {
    const text = textOf(withCrlf(withCrlf(whole)));
    assert.doesNotMatch(text, /[^\r]\n|\r\r/);
    assert.equal(text.replaceAll('\r\n', '\n'), textOf(whole));
  });

  test('escape what is not ASCII and mean the same', () => {
    const escaped = asciiOnly(whole);
    assert.doesNotMatch(textOf(escaped), /[^\n -~]/);
    assert.deepEqual(deltasOf(escaped), deltasOf(whole));
  });
});

suite('toolCallAnswer', () => {
  const calls = [
    { id: 'toolu_a', name: 'read', arguments: '{"path": "a"}' },
    { id: 'toolu_b', name: 'list', arguments: '' },
  ];
  const indices = (scenario: Scenario) =>
    deltasOf(scenario).flatMap(({ tool_calls: fragments = [] }) =>
      fragments.flatMap(({ id, index }) => (id === undefined ? [] : [index])),
    );

  test('sends id and name once, and then arguments in fragments without them', () => {
    const fragments = deltasOf(toolCallAnswer(calls)).flatMap(({ tool_calls: list = [] }) => list);
    assert.deepEqual(fragments[0], { index: 0, id: 'toolu_a', type: 'function', function: { name: 'read', arguments: '' } });
    assert.deepEqual(fragments[1], { index: 0, type: 'function', function: { arguments: '{"pat' } });
    assert.deepEqual(fragments.at(-1), {
      index: 1,
      id: 'toolu_b',
      type: 'function',
      function: { name: 'list', arguments: '' },
    });
    assert.equal(
      fragments
        .slice(0, -1)
        .map((fragment) => fragment.function.arguments)
        .join(''),
      '{"path": "a"}',
    );
  });

  test('numbers calls as the converter does, right and wrong', () => {
    assert.deepEqual(indices(toolCallAnswer(calls)), [0, 1]);
    assert.deepEqual(indices(toolCallAnswer(calls, { numbering: 'clamped' })), [0, 0]);
    assert.deepEqual(indices(toolCallAnswer(calls, { numbering: 'block', text: 'Let me look.' })), [1, 2]);
    assert.deepEqual(indices(toolCallAnswer(calls, { numbering: 'block', text: 'Let me look.', reasoning: 'Hm.' })), [2, 3]);
  });

  test('lets calls take turns, and promises calls that do not come', () => {
    const order = deltasOf(toolCallAnswer(calls, { interleaved: true })).flatMap(({ tool_calls: list = [] }) =>
      list.map(({ index }) => index),
    );
    assert.deepEqual(order.slice(0, 3), [0, 1, 0]);
    const none = toolCallAnswer([]);
    assert.deepEqual(indices(none), []);
    assert.match(textOf(none), /"finish_reason": "tool_calls"/);
  });
});

suite('answers that go wrong', () => {
  const endings: readonly (readonly [MidStreamShape, RegExp])[] = [
    ['object', /\n\ndata: \{"error": \{"code": "api_error", "message": "Ouch"\}, "trace_id": "[\w-]+"\}\n\n$/],
    ['string', /\n\ndata: \{"error": "Ouch"\}\n\n$/],
    ['rawJson', /\n\n\{"error": \{"code": "api_error", "message": "Ouch"\}, "trace_id": "[\w-]+"\}$/],
    ['typed', /\n\ndata: \{"type": "error", "message": "Ouch", "status": 500, "code": "api_error"\}\n\n$/],
    ['end', /"usage": null\}\n\n$/],
  ];
  for (const [shape, ending] of endings) {
    test(`break off inside the stream in the shape '${shape}'`, () => {
      const text = textOf(midStreamError('Half an ans', shape, 'Ouch'));
      assert.match(text, ending);
      assert.doesNotMatch(text, /\[DONE]|"finish_reason": "/);
    });
  }

  test('have the documented envelope, each with a trace id of its own', () => {
    const [first, second] = [errorAnswer(401, 'invalid_token', 'No.'), errorAnswer(401, 'invalid_token', 'No.')];
    assert.equal(first.status, 401);
    assert.match(textOf(first), /^\{"error": \{"code": "invalid_token", "message": "No\."\}, "trace_id": "[\da-f-]{36}"\}$/);
    assert.notEqual(textOf(first), textOf(second));
  });

  test('can be pages and plain JSON', () => {
    assert.equal(htmlAnswer(502).headers?.['content-type'], 'text/html; charset=utf-8');
    assert.match(textOf(htmlAnswer(200)), /^<!DOCTYPE html>/);
    assert.equal(jsonAnswer('Hello').headers?.['content-type'], 'application/json');
    assert.match(textOf(jsonAnswer('Hello')), /"object": "chat\.completion", .*"content": "Hello"/);
  });

  test('take a string as the data of an event', () => {
    assert.equal(event('[DONE]'), 'data: [DONE]\n\n');
    assert.match(event(chunk({ content: 'x' }, { index: 1 })), /"index": 1/);
  });
});
