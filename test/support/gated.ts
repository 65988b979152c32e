/** An answer of which a test lets through one piece after the other. */
import { chunk, event, streamHeaders, type Scenario } from '../endpoint/scenario';
import { gate } from './gate';

/** @param pieces each is sent when the test lets it; after the last one nothing comes until the client closes */
export function gated(pieces: readonly string[]): { readonly scenario: Scenario; readonly open: (piece: number) => void } {
  const gates = pieces.map(() => gate());
  const steps = pieces.flatMap((piece, index) => [
    { until: gates[index]?.opened ?? Promise.resolve() },
    { send: event(chunk({ content: piece })) },
  ]);
  const scenario: Scenario = {
    headers: streamHeaders,
    steps: [{ send: event(chunk({ role: 'assistant', content: '' })) }, ...steps, 'stall'],
  };
  return { scenario, open: (piece) => gates[piece]?.open() };
}
