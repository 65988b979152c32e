/** Streams that fail, or end before the answer did. */
import assert from 'node:assert/strict';
import { sseDeltas } from '../../../src/client/sseDeltas';
import { fakeToken, outcomeOf, textOf } from '../../support/clientFixture';
import { chunk, doneFrame, finishChunk, frame, textChunk } from '../../support/frames';
import { contextFor, readStream } from '../../support/sseReading';

suite('sseDeltas: failures', () => {
  const begun = frame(textChunk('a'));
  const overloaded = { error: { code: 'api_error', message: 'fetch failed' }, trace_id: 't-1' };
  const failures: readonly [name: string, frames: string, kind: string, code: string | undefined][] = [
    ['an error frame', begun + frame(overloaded), 'server', 'api_error'],
    ['an error frame after the finish', begun + frame(finishChunk()) + frame(overloaded), 'server', 'api_error'],
    ['an error frame that comes first', frame(overloaded), 'server', 'api_error'],
    ['an error that is a string', begun + frame({ error: 'something broke' }), 'server', undefined],
    ['an error that is a code', begun + frame({ error: 'used_up' }), 'usedUp', 'used_up'],
    [
      'a frame of type error',
      begun + frame({ type: 'error', message: 'Slow down', status: 429, code: 'too_many_requests' }),
      'rateLimit',
      'too_many_requests',
    ],
    [
      "an upstream's own error frame",
      begun + frame({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
      'server',
      'overloaded_error',
    ],
    ['an event named error', `${begun}event: error\ndata: {"message":"fetch failed"}\n\n`, 'server', undefined],
    ['a numeric code', begun + frame({ error: { code: 504, message: 'late' } }), 'upstreamTimeout', undefined],
    ['bare JSON after frames', `${begun}${JSON.stringify(overloaded)}`, 'server', 'api_error'],
    ['bare JSON with a line break', `${begun}${JSON.stringify(overloaded)}\n`, 'server', 'api_error'],
    ['bare JSON over several lines', `${begun}${JSON.stringify(overloaded, undefined, 2)}`, 'server', 'api_error'],
    [
      'bare JSON over several lines of CRLF',
      `${begun}${JSON.stringify(overloaded, undefined, 2)}\n\n`.replaceAll('\n', '\r\n'),
      'server',
      'api_error',
    ],
    ['bare JSON after other junk', `${begun}oops\n${JSON.stringify(overloaded)}`, 'server', 'api_error'],
    ['bare JSON before [DONE]', `${begun}${JSON.stringify(overloaded)}\n\n${doneFrame}`, 'server', 'api_error'],
    ['bare JSON and nothing else', JSON.stringify(overloaded), 'server', 'api_error'],
    ['no end', begun, 'interrupted', undefined],
    ['an end within a frame', begun + frame(textChunk('b')).slice(0, 40), 'interrupted', undefined],
    [
      'no end for one of two alternatives',
      frame(chunk({ index: 0, delta: { content: 'a' }, finish_reason: 'stop' })) +
        frame(chunk({ index: 1, delta: { content: 'b' } })),
      'interrupted',
      undefined,
    ],
    ['no bytes', '', 'interrupted', undefined],
    ['comments only', ': PING\n\n: PING\n\n', 'interrupted', undefined],
    ['garbage frames only', 'data: <html>\n\ndata: {"a\n\n', 'badResponse', undefined],
    ['plain text', 'upstream connect error', 'badResponse', undefined],
    ['[DONE] and nothing else', doneFrame, 'badResponse', 'empty'],
  ];
  for (const [name, frames, kind, code] of failures) {
    test(`${kind} for ${name}`, async () => {
      const { error, deltas } = await readStream(frames);
      assert.equal(error?.kind, kind);
      assert.equal(error.code, code);
      if (frames.startsWith(begun)) {
        assert.match(textOf(deltas), /^ab?$/);
      }
    });
  }

  test('keeps message and trace id of an error frame, without the token', async () => {
    const { error } = await readStream(
      begun,
      frame({ error: { code: 'api_error', message: `bad\n<b>${fakeToken}` }, trace_id: 't-1' }),
    );
    assert.deepEqual([error?.traceId, error?.detail], ['t-1', 'bad <b>[token]']);
  });

  test('lets an error of the connection through while the answer is incomplete, and not after', async () => {
    async function* breaking(frames: string): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(frames));
      throw new Error('lost');
    }
    await assert.rejects(outcomeOf(sseDeltas(breaking(begun), contextFor())), { message: 'lost' });
    assert.equal((await outcomeOf(sseDeltas(breaking(begun + frame(finishChunk())), contextFor()))).error, undefined);
  });
});
