/** Event streams in every framing that has been seen, and in any cutting. What their chunks mean is `sseChunks.test.ts`'s matter. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sseDeltas } from '../../../src/client/sseDeltas';
import { outcomeOf, textOf } from '../../support/clientFixture';
import { answerFrames, chunk, doneFrame, finishChunk, frame, textChunk } from '../../support/frames';
import { afterStart, contextFor, finish, readStream, text, usage } from '../../support/sseReading';

const hello = [text('Hel'), text('lo'), finish('stop'), usage];
const helloFrames = answerFrames('Hel', 'lo');

suite('sseDeltas: framing', () => {
  test('reads the documented stream', async () => {
    const { deltas, error } = await readStream(helloFrames);
    assert.equal(error, undefined);
    assert.deepEqual(deltas, [
      { type: 'start', id: 'msg_test', model: 'claude-sonnet-4-6', created: 1768619445, systemFingerprint: null },
      ...hello,
    ]);
  });

  const framings: readonly [name: string, ...pieces: (string | Uint8Array)[]][] = [
    ['data: without a space', helloFrames.replaceAll('data: ', 'data:')],
    ['CRLF', helloFrames.replaceAll('\n', '\r\n')],
    ['CR alone', helloFrames.replaceAll('\n', '\r')],
    ['CR at the end of a read, LF at the start of the next', ...helloFrames.replaceAll('\n', '\r\n').split(/(?<=\r)/)],
    ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf]), helloFrames],
    ['comments and blank lines between frames', helloFrames.replaceAll('\n\n', '\n\n: PING\n\n:\n\n\n')],
    ['event, id and retry fields', helloFrames.replaceAll('data: {', 'event: message\nid: 7\nretry: 100\ndata: {')],
    ['a bad retry field', `retry: soon\n\n${helloFrames}`],
    ['data over several lines', helloFrames.replaceAll('"choices"', '\ndata: "choices"')],
    ['a last frame without a blank line', helloFrames.trimEnd()],
    ['a last frame without a blank line, of CRLF', helloFrames.replaceAll('\n', '\r\n').slice(0, -3)],
    ['one read per byte', ...Array.from(Buffer.from(helloFrames), (byte) => Uint8Array.of(byte))],
    ['empty data', `data:\n\n${helloFrames}`],
    ['blanks around [DONE]', helloFrames.replace('[DONE]', ' [DONE] ')],
    ['Python spacing', helloFrames.replaceAll('":', '": ').replaceAll(',"', ', "')],
    ['a garbage frame', helloFrames.replace('data: {', 'data: {"broken\n\ndata: {')],
    ['a frame that is JSON but no object', `data: 7\n\ndata: null\n\n${helloFrames}`],
    ['unknown lines', `HELLO\nx: y\n\n${helloFrames}`],
  ];
  for (const [name, ...pieces] of framings) {
    test(`takes ${name}`, async () => {
      const result = await readStream(...pieces);
      assert.equal(result.error, undefined);
      assert.deepEqual(afterStart(result), hello);
    });
  }

  test('joins a character that is cut by a read', async () => {
    const bytes = Buffer.from(answerFrames('Zürich 日本 🎉'));
    const cuts = Array.from(bytes, (_, index) => [bytes.subarray(0, index), bytes.subarray(index)]);
    for (const pieces of cuts) {
      assert.equal(textOf((await readStream(...pieces)).deltas), 'Zürich 日本 🎉');
    }
  });

  test('reads escaped characters', async () => {
    const { deltas } = await readStream(
      'data: {"choices":[{"delta":{"content":"\\u65e5\\ud83c\\udf89"},"finish_reason":"stop"}]}\n\n',
    );
    assert.equal(textOf(deltas), '日🎉');
  });

  test('gives what one read holds at once, before the next read', async () => {
    let reads = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (const piece of [frame(textChunk('a')) + frame(textChunk('b')), frame(textChunk('c')) + frame(finishChunk())]) {
        reads += 1;
        yield await Promise.resolve(Buffer.from(piece));
      }
    }
    const seen: string[] = [];
    for await (const delta of sseDeltas(source(), contextFor())) {
      seen.push(`${delta.type} ${String(reads)}`);
    }
    assert.deepEqual(seen, ['start 1', 'text 1', 'text 1', 'text 2', 'finish 2']);
  });

  test('stops reading at [DONE]', async () => {
    let hasReadOn = false;
    let isReleased = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield await Promise.resolve(Buffer.from(helloFrames));
        hasReadOn = true;
      } finally {
        isReleased = true;
      }
    }
    assert.equal((await outcomeOf(sseDeltas(source(), contextFor()))).error, undefined);
    assert.deepEqual([hasReadOn, isReleased], [false, true]);
  });

  test('ignores what follows [DONE] in the same read', async () => {
    const result = await readStream(helloFrames + frame(textChunk('more')) + frame({ error: { code: 'api_error' } }));
    assert.equal(result.error, undefined);
    assert.deepEqual(afterStart(result), hello);
  });

  test('skips a garbage frame and says so in the log', async () => {
    const { log } = await readStream('data: {"broken\n\n', helloFrames);
    assert.equal(log.lines.filter((line) => line.includes('no chunk')).length, 1);
  });

  test('gives up on a line without end', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const piece = Buffer.alloc(1024 * 1024, 'x');
      yield await Promise.resolve(Buffer.from('data: "'));
      for (;;) yield piece;
    }
    const { error } = await outcomeOf(sseDeltas(endless(), contextFor()));
    assert.deepEqual([error?.kind, error?.code], ['badResponse', 'frameTooLarge']);
  });

  test('gives up on a frame of lines without end', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const piece = Buffer.from(`data: ${'x'.repeat(1024 * 1024)}\n`);
      for (;;) yield await Promise.resolve(piece);
    }
    const { error } = await outcomeOf(sseDeltas(endless(), contextFor()));
    assert.equal(error?.code, 'frameTooLarge');
  });

  suite('for any cutting of the same bytes', () => {
    const streams = [
      answerFrames('Zürich', ' 日本🎉', '\n'),
      `: PING\n\n${helloFrames.replaceAll('data: {', 'event: x\ndata: {')}`,
      frame(chunk({ index: 0, delta: { tool_calls: [{ index: 1, id: 'a', function: { name: 'f', arguments: '{"ü"' } }] } })) +
        frame(chunk({ index: 0, delta: { tool_calls: [{ index: 1, function: { arguments: ':1}' } }] } })) +
        frame(finishChunk('tool_calls')) +
        doneFrame,
      `${frame(textChunk('a'))}${JSON.stringify({ error: { code: 'api_error', message: 'ü' } }, undefined, 1)}`,
      frame(textChunk('cut')) + frame(textChunk('off')).slice(0, 30),
    ];
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      test(`the deltas are the same, with ${JSON.stringify(lineBreak)} as line break`, async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(...streams),
            fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
            async (stream, sizes) => {
              const bytes = Buffer.from(stream.replaceAll('\n', lineBreak));
              const pieces: Uint8Array[] = [];
              for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
                const size = sizes[turn % sizes.length] ?? 1;
                pieces.push(bytes.subarray(at, at + size));
                at += size;
              }
              const [cut, whole] = [await readStream(...pieces), await readStream(bytes)];
              assert.deepEqual(cut.deltas, whole.deltas);
              assert.equal(cut.error?.message, whole.error?.message);
            },
          ),
          { numRuns: 150 },
        );
      });
    }

    test('no bytes at all make it fail otherwise than with an AssistantError', async () => {
      const piece = fc.oneof(
        fc.uint8Array({ maxLength: 30 }),
        fc
          .constantFrom('data: ', '\n', '\r\n', '{', '}', '[DONE]', '"choices":', '[', ']', 'null', '"error":', ...streams)
          .map((part) => Buffer.from(part)),
        fc.json().map((json) => Buffer.from(`data: ${json}\n\n`)),
        fc.json().map((json) => Buffer.from(`data: {"choices":[{"delta":${json},"finish_reason":null}]}\n\n`)),
        fc.json().map((json) => Buffer.from(`data: {"choices":[{"delta":{"tool_calls":[${json}]}}],"usage":${json}}\n\n`)),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
          const { error, deltas } = await readStream(...pieces);
          assert.ok(error !== undefined || deltas.some((delta) => delta.type === 'finish'));
        }),
        { numRuns: 500 },
      );
    });
  });
});
