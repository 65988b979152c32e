/** Tool calls whose indexes, ids and fragments are as unreliable as those of real gateways. */
import assert from 'node:assert/strict';
import { chunk, doneFrame, finishChunk, frame } from '../../support/frames';
import { afterStart, finish, readStream } from '../../support/sseReading';

suite('sseDeltas: tool calls', () => {
  type Entry = Record<string, unknown>;
  const start = (index: number | undefined, id: string | undefined, name: string, args: unknown = ''): Entry => ({
    ...(index === undefined ? {} : { index }),
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { name, arguments: args },
  });
  const more = (index: number | undefined, args: string): Entry => ({
    ...(index === undefined ? {} : { index }),
    type: 'function',
    function: { arguments: args },
  });
  const calls = (...entries: readonly Entry[]): string =>
    frame(chunk({ index: 0, delta: { tool_calls: entries }, finish_reason: null }));

  /** Each call as `id name arguments`, by its ordinal. */
  async function gathered(...frames: readonly string[]): Promise<string[]> {
    const result = await readStream(...frames, frame(finishChunk('tool_calls')), doneFrame);
    assert.equal(result.error, undefined);
    const found: { id: string; name: string; text: string }[] = [];
    for (const delta of result.deltas) {
      if (delta.type === 'toolCall') {
        const call = (found[delta.call] ??= { id: '', name: '', text: '' });
        found[delta.call] = { id: delta.id, name: delta.name, text: call.text + delta.arguments };
      }
    }
    return found.map(({ id, name, text: args }) => `${id} ${name} ${args}`);
  }

  const cases: readonly [name: string, frames: readonly string[], expected: readonly string[]][] = [
    [
      'fragments by index',
      [
        calls(start(0, 'a', 'f')),
        calls(start(1, 'b', 'g')),
        calls(more(0, '{"x"')),
        calls(more(1, '{}')),
        calls(more(0, ':1}')),
      ],
      ['a f {"x":1}', 'b g {}'],
    ],
    [
      'a new id under the same index as a new call',
      [calls(start(0, 'a', 'f')), calls(more(0, '{"x":1}')), calls(start(0, 'b', 'g')), calls(more(0, '{"y":2}'))],
      ['a f {"x":1}', 'b g {"y":2}'],
    ],
    ['a first index above 0', [calls(start(2, 'a', 'f')), calls(more(2, '{}'))], ['a f {}']],
    [
      'gaps between indexes',
      [calls(start(1, 'a', 'f')), calls(start(4, 'b', 'g')), calls(more(1, '1')), calls(more(4, '2'))],
      ['a f 1', 'b g 2'],
    ],
    ['two calls in one chunk', [calls(start(0, 'a', 'f', '{}'), start(1, 'b', 'g', '{}'))], ['a f {}', 'b g {}']],
    ['an id and a name that are repeated whole', [calls(start(0, 'a', 'f', '{')), calls(start(0, 'a', 'f', '}'))], ['a f {}']],
    [
      'calls without any id',
      [calls(start(0, undefined, 'f', '{}')), calls(start(1, '', 'g', '{}'))],
      ['made-up-1 f {}', 'made-up-2 g {}'],
    ],
    [
      'an id that comes late',
      [calls(start(0, '', 'f')), calls({ index: 0, id: 'a', function: { arguments: '{}' } })],
      ['a f {}'],
    ],
    ['one id for two calls', [calls(start(0, 'a', 'f', '{}')), calls(start(1, 'a', 'g', '{}'))], ['a f {}', 'made-up-1 g {}']],
    [
      'no index at all',
      [
        calls(start(undefined, 'a', 'f')),
        calls(more(undefined, '{}')),
        calls(start(undefined, 'b', 'g')),
        calls(more(undefined, '[]')),
      ],
      ['a f {}', 'b g []'],
    ],
    ['continuations under an index that never started', [calls(start(1, 'a', 'f')), calls(more(0, '{}'))], ['a f {}']],
    ['arguments that are an object', [calls(start(0, 'a', 'f', { x: 1 }))], ['a f {"x":1}']],
    ['null arguments', [calls(start(0, 'a', 'f', null))], ['a f ']],
    ['a null entry', [frame(chunk({ index: 0, delta: { tool_calls: [null, start(0, 'a', 'f')] } }))], ['a f ']],
    [
      'a legacy function_call',
      [frame(chunk({ index: 0, delta: { function_call: { name: 'f', arguments: '{}' } } }))],
      ['made-up-1 f {}'],
    ],
  ];
  for (const [name, frames, expected] of cases) {
    test(`takes ${name}`, async () => {
      assert.deepEqual(await gathered(...frames), expected);
    });
  }

  test('reports a finish with tool_calls without a call', async () => {
    const result = await readStream(frame(finishChunk('tool_calls')), doneFrame);
    assert.deepEqual(afterStart(result), [finish('tool_calls')]);
    assert.ok(result.log.lines.some((line) => line.includes('no tool call')));
  });

  test('says tool_calls for an answer with calls that only [DONE] ended', async () => {
    const result = await readStream(calls(start(0, 'a', 'f')), doneFrame);
    assert.deepEqual(afterStart(result).at(-1), finish('tool_calls'));
  });
});
