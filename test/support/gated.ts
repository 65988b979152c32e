/** An answer of which a test lets through one piece after the other. */
import { chunk, done, event, streamHeaders, type Scenario, type Step } from '../endpoint/scenario';
import { gate } from './gate';

const ending: readonly Step[] = [{ send: event(chunk({}, { finish_reason: 'stop' })) }, { send: done }];

/**
 * @param pieces each is sent when the test lets it
 * @param end after the last one: nothing comes until the client closes, or the answer is whole
 */
export function gated(
  pieces: readonly string[],
  end: 'stall' | 'whole' = 'stall',
): { readonly scenario: Scenario; readonly open: (piece: number) => void } {
  const gates = pieces.map(() => gate());
  const steps = pieces.flatMap((piece, index) => [
    { until: gates[index]?.opened ?? Promise.resolve() },
    { send: event(chunk({ content: piece })) },
  ]);
  const scenario: Scenario = {
    headers: streamHeaders,
    steps: [{ send: event(chunk({ role: 'assistant', content: '' })) }, ...steps, ...(end === 'stall' ? [end] : ending)],
  };
  return { scenario, open: (piece) => gates[piece]?.open() };
}
