/** Streamed tool calls as the gateway's converter writes them, with both of its numbering mistakes. */
import { chunk, done, event, sampleId, streamHeaders, usageChunk, type Scenario, type Step } from './scenario';
import { countTokens, wireUsage } from './usage';

export interface ToolCallSample {
  /** @defaultValue numbered `toolu_…` */
  readonly id?: string;
  readonly name: string;
  /** JSON text; empty as it comes for a call without arguments. */
  readonly arguments: string;
}

export interface ToolCallOptions {
  /** Text before the calls. */
  readonly text?: string;
  /** Thinking before the text. */
  readonly reasoning?: string;
  /**
   * How calls are numbered. `right`: 0, 1, 2. `clamped`: one less than the content block, but at least 0, so that the first two
   * of an answer without text are both 0. `block`: the content block, so that the first one is 1 or 2 after text and thinking.
   * @defaultValue `'right'`
   */
  readonly numbering?: 'right' | 'clamped' | 'block';
  /** Characters of arguments per fragment. @defaultValue 5 */
  readonly pieces?: number;
  /** Fragments of the calls take turns instead of coming call by call. */
  readonly interleaved?: boolean;
  readonly id?: string;
  readonly model?: string;
  /** @defaultValue `'tool_calls'` */
  readonly finishReason?: string;
}

/** An answer that ends with calls. Without calls it is the answer that promises some and has none. */
export function toolCallAnswer(calls: readonly ToolCallSample[], options: ToolCallOptions = {}): Scenario {
  const { text = '', reasoning = '', numbering = 'right', pieces = 5, id = sampleId } = options;
  const envelope = { id, ...(options.model === undefined ? {} : { model: options.model }) };
  const blocksBefore = Number(text !== '') + Number(reasoning !== '');
  const send = (delta: Readonly<Record<string, unknown>>): Step => ({ send: event(chunk(delta, envelope)) });

  const steps: Step[] = [send({ content: '', role: 'assistant' })];
  if (reasoning !== '') steps.push(send({ reasoning_content: reasoning }), send({ reasoning_content: '\n' }));
  if (text !== '') steps.push(send({ content: text }));

  const fragments = calls.map((call, position) => {
    const index = indexOf(position, position + blocksBefore, numbering);
    const { name } = call;
    const start = {
      index,
      id: call.id ?? `toolu_sample_${String(position)}`,
      type: 'function',
      function: { name, arguments: '' },
    };
    return [start, ...argumentFragments(index, call.arguments, pieces)].map((fragment) => send({ tool_calls: [fragment] }));
  });
  steps.push(...(options.interleaved === true ? takeTurns(fragments) : fragments.flat()));

  const completion = countTokens(reasoning + text + calls.map((call) => call.name + call.arguments).join(''));
  const usage = wireUsage({ prompt: 8, completion, reasoning: countTokens(reasoning) });
  steps.push({ send: event(chunk({}, { ...envelope, finish_reason: options.finishReason ?? 'tool_calls' })) });
  steps.push({ send: event(usageChunk(usage, envelope)) }, { send: done });
  return { headers: streamHeaders, steps };
}

function indexOf(position: number, block: number, numbering: 'right' | 'clamped' | 'block'): number {
  switch (numbering) {
    case 'right':
      return position;
    case 'clamped':
      return Math.max(0, block - 1);
    case 'block':
      return block;
  }
}

function argumentFragments(index: number, text: string, size: number) {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, piece) => ({
    index,
    type: 'function',
    function: { arguments: text.slice(piece * size, (piece + 1) * size) },
  }));
}

/** All starts come first, then one fragment of each call in turn. */
function takeTurns(fragments: readonly (readonly Step[])[]): readonly Step[] {
  const longest = Math.max(0, ...fragments.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) => fragments.flatMap((list) => list.slice(turn, turn + 1))).flat();
}
