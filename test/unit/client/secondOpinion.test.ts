/**
 * The same bytes through an independent client, the `openai` package: on well-formed streams both must understand the same. On
 * malformed ones the other one has other opinions, so they are not compared.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import OpenAI from 'openai';
import { sseDeltas } from '../../../src/client/sseDeltas';
import type { ChatDelta } from '../../../src/core/chatModel';
import { gatherCompletion } from '../../../src/core/gatherCompletion';
import { nullLogger } from '../../../src/core/logger';
import { fakeToken } from '../../support/clientFixture';
import { chunk, doneFrame, finishChunk, frame, textChunk, usageChunk } from '../../support/frames';

interface Understood {
  readonly text: string | null;
  readonly refusal: string | null;
  readonly calls: readonly { id: string; name: string; arguments: string }[];
  readonly finish: string | undefined;
  readonly tokens: readonly (number | undefined)[];
}

/** Bytes cut into pieces of the given sizes, in turn. */
function cut(text: string, sizes: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = sizes[pieces.length % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

async function throughOurs(pieces: readonly Uint8Array[]): Promise<Understood> {
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  const deltas: ChatDelta[] = [];
  for await (const delta of sseDeltas(source(), { log: nullLogger, status: 200, secrets: [], newCallId: () => 'made-up' })) {
    deltas.push(delta);
  }
  const { choices, usage } = gatherCompletion(deltas);
  const message = choices[0]?.message;
  return {
    text: message?.content ?? null,
    refusal: message?.refusal ?? null,
    calls: (message?.tool_calls ?? []).map(({ id, function: called }) => ({
      id,
      name: called.name,
      arguments: called.arguments,
    })),
    finish: choices[0]?.finish_reason,
    tokens: [usage?.prompt_tokens, usage?.completion_tokens, usage?.total_tokens],
  };
}

async function throughTheirs(pieces: readonly Uint8Array[]): Promise<Understood> {
  const client = new OpenAI({
    apiKey: fakeToken,
    baseURL: 'http://localhost/v1',
    maxRetries: 0,
    fetch: () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          pieces.forEach((piece) => {
            controller.enqueue(piece);
          });
          controller.close();
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    },
  });
  const stream = client.chat.completions.stream({ model: 'm', messages: [{ role: 'user', content: 'x' }] });
  const { choices, usage } = await stream.finalChatCompletion();
  const message = choices[0]?.message;
  return {
    text: message?.content ?? null,
    refusal: message?.refusal ?? null,
    calls: (message?.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      arguments: call.function.arguments,
    })),
    finish: choices[0]?.finish_reason,
    tokens: [usage?.prompt_tokens, usage?.completion_tokens, usage?.total_tokens],
  };
}

/** What both take for the same: no text is '' to one and null to the other. */
function comparable(understood: Understood): Understood {
  return { ...understood, text: understood.text ?? '' };
}

const pieceOfText = fc.string({ unit: 'grapheme', maxLength: 20 });
const argumentsText = fc
  .dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 3 })
  .map((value) => JSON.stringify(value));
const noise = fc.constantFrom('', ': PING\n\n', 'event: message\n', 'id: 4\n', '\n\n');
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

suite('sseDeltas beside the openai package', () => {
  test('understands texts alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(pieceOfText, noise), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('stop', 'length'),
        sizes,
        async (texts, reason, cuts) => {
          const stream = [
            frame(chunk({ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null })),
            ...texts.map(([text, before]) => before + frame(textChunk(text))),
            frame(finishChunk(reason)),
            frame(usageChunk),
            doneFrame,
          ].join('');
          const pieces = cut(stream, cuts);
          // Theirs refuses to parse what was cut off by `length` only where a schema was asked for; here it was not.
          assert.deepEqual(comparable(await throughOurs(pieces)), comparable(await throughTheirs(pieces)));
        },
      ),
      { numRuns: 40, examples: [[[['', '']], 'stop', [1]]] },
    );
  });

  test('understands parallel tool calls alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(argumentsText, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        sizes,
        async (calls, step, cuts) => {
          const frames = calls.flatMap((text, index) => {
            // The other client needs time by the square of the pieces: of long arguments they are longer.
            const longest = Math.max(step, Math.ceil(text.length / 30));
            const fragments = text.match(new RegExp(`[^]{1,${String(longest)}}`, 'g')) ?? [];
            const opening = {
              index,
              id: `toolu_${String(index)}`,
              type: 'function',
              function: { name: `tool${String(index)}`, arguments: '' },
            };
            return [opening, ...fragments.map((fragment) => ({ index, function: { arguments: fragment } }))];
          });
          const stream = [
            frame(chunk({ index: 0, delta: { role: 'assistant', content: null }, finish_reason: null })),
            ...frames.map((entry) => frame(chunk({ index: 0, delta: { tool_calls: [entry] }, finish_reason: null }))),
            frame(finishChunk('tool_calls')),
            frame(usageChunk),
            doneFrame,
          ].join('');
          const pieces = cut(stream, cuts);
          const ours = await throughOurs(pieces);
          assert.deepEqual(comparable(ours), comparable(await throughTheirs(pieces)));
          assert.deepEqual(
            ours.calls.map((call) => call.arguments),
            calls,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('understands a refusal alike', async () => {
    const stream = [
      frame(chunk({ index: 0, delta: { role: 'assistant', refusal: 'No' }, finish_reason: null })),
      frame(chunk({ index: 0, delta: { refusal: ', sorry' }, finish_reason: 'stop' })),
      doneFrame,
    ].join('');
    const pieces = cut(stream, [7]);
    assert.deepEqual(comparable(await throughOurs(pieces)), comparable(await throughTheirs(pieces)));
    assert.equal((await throughOurs(pieces)).refusal, 'No, sorry');
  });
});
