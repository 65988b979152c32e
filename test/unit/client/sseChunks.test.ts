/** Chunks with everything that upstreams leave out, add or repeat. */
import assert from 'node:assert/strict';
import { sseDeltas } from '../../../src/client/sseDeltas';
import type { ChatDelta } from '../../../src/core/chatModel';
import { chunk, doneFrame, finishChunk, frame, textChunk, usageChunk, usageCounts } from '../../support/frames';
import { afterStart, contextFor, finish, readStream, text, usage } from '../../support/sseReading';

suite('sseDeltas: chunks', () => {
  const one = (delta: unknown, extra: object = {}) => frame(chunk({ index: 0, delta, finish_reason: null, ...extra }));
  const cases: readonly [name: string, frames: string, expected: readonly ChatDelta[]][] = [
    ['empty choices', frame(chunk(null, { choices: [] })) + frame(finishChunk()), [finish('stop')]],
    ['null choices', frame(chunk(null, { choices: null })) + frame(finishChunk()), [finish('stop')]],
    ['no choices', frame(chunk(null, { choices: undefined })) + frame(finishChunk()), [finish('stop')]],
    ['a null choice', frame(chunk(null)) + frame(finishChunk()), [finish('stop')]],
    ['no delta', frame(chunk({ index: 0 })) + frame(finishChunk()), [finish('stop')]],
    ['null content', frame(textChunk(null)) + frame(textChunk('a')) + frame(finishChunk()), [text('a'), finish('stop')]],
    [
      'content in parts',
      one({
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      }) + frame(finishChunk()),
      [text('ab'), finish('stop')],
    ],
    ['no index', frame(chunk({ delta: { content: 'a' }, finish_reason: 'stop' })), [text('a'), finish('stop')]],
    [
      'unknown fields',
      one({ content: 'a', recipient: 'all', x: { y: [1] } }, { z: 1 }) + frame(finishChunk()),
      [text('a'), finish('stop')],
    ],
    [
      'message instead of delta',
      frame(chunk({ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' })),
      [text('a'), finish('stop')],
    ],
    [
      'role in every chunk',
      one({ role: 'assistant', content: 'a' }) + one({ role: 'assistant', content: 'b' }, { finish_reason: 'stop' }),
      [text('a'), text('b'), finish('stop')],
    ],
    [
      'reasoning_content',
      one({ reasoning_content: 'hm' }) + frame(finishChunk()),
      [{ type: 'reasoning', choice: 0, text: 'hm' }, finish('stop')],
    ],
    [
      'the alias reasoning',
      one({ reasoning: 'hm' }) + frame(finishChunk()),
      [{ type: 'reasoning', choice: 0, text: 'hm' }, finish('stop')],
    ],
    [
      'both names of reasoning once',
      one({ reasoning: 'hm', reasoning_content: 'hm' }) + frame(finishChunk()),
      [{ type: 'reasoning', choice: 0, text: 'hm' }, finish('stop')],
    ],
    ['a lone line break as reasoning', one({ reasoning_content: '\n' }) + frame(finishChunk()), [finish('stop')]],
    ['a line break as text', one({ content: '\n' }) + frame(finishChunk()), [text('\n'), finish('stop')]],
    [
      'a refusal',
      one({ refusal: 'No.' }) + frame(finishChunk('content_filter')),
      [{ type: 'refusal', choice: 0, text: 'No.' }, finish('content_filter')],
    ],
    [
      'usage with the finish',
      frame(chunk({ index: 0, delta: {}, finish_reason: 'length' }, { usage: usageCounts })),
      [finish('length'), usage],
    ],
    ['usage before the finish', frame(usageChunk) + frame(finishChunk()), [usage, finish('stop')]],
    ['usage that is repeated', frame(usageChunk) + frame(finishChunk()) + frame(usageChunk), [usage, finish('stop')]],
    [
      'usage that grows',
      frame(usageChunk) +
        frame(finishChunk()) +
        frame(chunk(null, { choices: [], usage: { ...usageCounts, completion_tokens: 13, total_tokens: 21 } })),
      [usage, finish('stop'), { type: 'usage', usage: { ...usageCounts, completion_tokens: 13, total_tokens: 21 } }],
    ],
    ['the finish reason of another protocol', frame(finishChunk('max_tokens')), [finish('length')]],
    ['a finish reason in capitals', frame(finishChunk('STOP')), [finish('stop')]],
    ['an unknown finish reason', frame(finishChunk('pause_turn')), [finish('pause_turn')]],
    ['a finish reason that is repeated', frame(finishChunk('length')) + frame(finishChunk('stop')), [finish('length')]],
    ['[DONE] without a finish reason', frame(textChunk('a')) + doneFrame, [text('a'), finish('stop')]],
    ['[DONE] after nothing but usage', frame(usageChunk) + doneFrame, [usage, finish('stop')]],
    ['no [DONE] after a finish reason', frame(textChunk('a')) + frame(finishChunk()), [text('a'), finish('stop')]],
    [
      'an error that is null',
      frame(chunk({ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }, { error: null })),
      [text('a'), finish('stop')],
    ],
    [
      'audio',
      one({ audio: { id: 'a1', data: 'QUJD' } }) + one({ audio: { transcript: 'abc', expires_at: 9 } }) + frame(finishChunk()),
      [
        { type: 'audio', choice: 0, audio: { id: 'a1', data: 'QUJD' } },
        { type: 'audio', choice: 0, audio: { transcript: 'abc', expires_at: 9 } },
        finish('stop'),
      ],
    ],
    [
      'logprobs',
      one(
        { content: 'a' },
        {
          logprobs: {
            content: [{ token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [{ token: 'b', logprob: -3 }] }, { token: 5 }],
          },
        },
      ) + frame(finishChunk()),
      [
        text('a'),
        {
          type: 'logprobs',
          choice: 0,
          content: [{ token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [{ token: 'b', logprob: -3 }] }],
        },
        finish('stop'),
      ],
    ],
    [
      'logprobs of a refusal',
      one({ refusal: 'No' }, { logprobs: { content: null, refusal: [{ token: 'No', logprob: -0.1, top_logprobs: null }] } }) +
        frame(finishChunk()),
      [
        { type: 'refusal', choice: 0, text: 'No' },
        { type: 'logprobs', choice: 0, content: [{ token: 'No', logprob: -0.1 }] },
        finish('stop'),
      ],
    ],
    [
      'pages that are cited, in each of their shapes, and nothing that is no address',
      one({
        annotations: [
          {
            type: 'url_citation',
            url_citation: { url: 'https://a.test/', title: ' A\u202e \n page ', start_index: 0, end_index: 2 },
          },
          { type: 'url_citation', url: 'http://b.test/x?y=1#z' },
          { type: 'file_citation', file_citation: { file_id: 'f' } },
          { type: 'url_citation', url_citation: { url: 'javascript:alert(1)', title: 'No' } },
          { type: 'url_citation', url_citation: { url: 'command:workbench.action.quit' } },
          { type: 'url_citation', url_citation: { url: 'https://' } },
          'https://a.test/',
          null,
        ],
      }) +
        frame(chunk({ index: 0, delta: { content: 'a' }, finish_reason: null }, { citations: ['https://c.test/'] })) +
        frame(chunk({ index: 0, delta: { content: 'b' }, finish_reason: null }, { citations: ['https://c.test/'] })) +
        one({ content: [{ type: 'text', text: 'c', citations: [{ url: 'https://d.test/', title: 'D', cited_text: 'x' }] }] }) +
        frame(finishChunk()),
      [
        {
          type: 'sources',
          choice: 0,
          sources: [{ url: 'https://a.test/', title: 'A page' }, { url: 'http://b.test/x?y=1#z' }],
        },
        text('a'),
        { type: 'sources', choice: 0, sources: [{ url: 'https://c.test/' }] },
        text('b'),
        text('c'),
        { type: 'sources', choice: 0, sources: [{ url: 'https://d.test/', title: 'D' }] },
        finish('stop'),
      ],
    ],
    [
      'alternatives',
      frame(chunk({ index: 1, delta: { content: 'b' }, finish_reason: null })) +
        frame(chunk({ index: 0, delta: { content: 'a' }, finish_reason: 'stop' })) +
        frame(chunk({ index: 1, delta: {}, finish_reason: 'stop' })),
      [
        { type: 'choice', choice: 1 },
        { type: 'text', choice: 1, text: 'b' },
        text('a'),
        finish('stop'),
        { type: 'finish', choice: 1, reason: 'stop' },
      ],
    ],
    [
      'a choice that has begun and says nothing yet',
      frame(chunk({ index: 1, delta: { role: 'assistant', content: '' } })) + frame(finishChunk()) + doneFrame,
      [{ type: 'choice', choice: 1 }, finish('stop'), { type: 'finish', choice: 1, reason: 'stop' }],
    ],
    [
      'several choices in one chunk, and two pieces of one',
      frame(
        chunk(null, {
          choices: [
            { index: 0, delta: { content: 'a' } },
            { index: 1, delta: { content: 'x' } },
            { index: 0, delta: { content: 'b' }, finish_reason: 'stop' },
            { index: 1, delta: {}, finish_reason: 'length' },
          ],
        }),
      ),
      [
        text('a'),
        { type: 'choice', choice: 1 },
        { type: 'text', choice: 1, text: 'x' },
        text('b'),
        finish('stop'),
        { type: 'finish', choice: 1, reason: 'length' },
      ],
    ],
    [
      'whole choices that all have the same index, or none',
      frame({
        choices: ['a', 'b'].map((content) => ({ index: 0, message: { content }, finish_reason: 'stop' })),
      }),
      [
        text('a'),
        finish('stop'),
        { type: 'choice', choice: 1 },
        { type: 'text', choice: 1, text: 'b' },
        { type: 'finish', choice: 1, reason: 'stop' },
      ],
    ],
  ];
  test('takes what the first chunk did not say of the answer from a later one', async () => {
    const named = { id: 'x', model: 'm', created: '1768000000', system_fingerprint: 'fp', service_tier: 'flex', trace_id: 't' };
    const { deltas } = await readStream(
      frame({ id: '', object: 'chat.completion.chunk', created: 0, choices: [] }) +
        frame({ ...chunk({ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }), ...named }) +
        frame({ ...chunk(null), ...named, id: 'other', trace_id: 'other' }),
    );
    assert.deepEqual(
      deltas.filter(({ type }) => type === 'start'),
      [
        { type: 'start', id: '', model: '', created: 0, systemFingerprint: null },
        {
          type: 'start',
          id: 'x',
          model: 'm',
          created: 1_768_000_000,
          systemFingerprint: 'fp',
          serviceTier: 'flex',
          traceId: 't',
        },
      ],
    );
  });

  for (const [created, seconds] of [
    [1_768_000_000_123, 1_768_000_000],
    [1_768_000_000.9, 1_768_000_000],
    ['soon', 0],
    ['', 0],
    [-5, 0],
    [null, 0],
    [1e300, 0],
    [{}, 0],
  ] as const) {
    test(`takes ${JSON.stringify(created)} as a time that is ${seconds === 0 ? 'not known' : 'known'}`, async () => {
      const { deltas } = await readStream(frame({ ...finishChunk(), created }));
      const [start] = deltas;
      assert.equal(start?.type === 'start' ? start.created : undefined, seconds);
    });
  }

  for (const [name, frames, expected] of cases) {
    test(`takes ${name}`, async () => {
      const result = await readStream(frames);
      assert.equal(result.error, undefined);
      assert.deepEqual(afterStart(result), expected);
    });
  }

  test('waits for as many choices as were asked for before it expects the end', async () => {
    const pieces = [frame(finishChunk()), frame(chunk({ index: 1, delta: {}, finish_reason: 'stop' }))];
    const told: number[] = [];
    let read = 0;
    const bytes = (async function* () {
      for (const piece of pieces) {
        read += 1;
        yield await Promise.resolve(Buffer.from(piece));
      }
    })();
    const onFinished = (): void => void told.push(read);
    for await (const delta of sseDeltas(bytes, { ...contextFor(), choices: 2, onFinished })) assert.ok(delta);
    assert.deepEqual(told, [2]);
  });
});
