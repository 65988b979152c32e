/** Reads an event stream that a test wrote, in the pieces that it is cut into. */
import { sseDeltas, type AnswerContext } from '../../src/client/sseDeltas';
import type { ChatDelta } from '../../src/core/chatModel';
import { fakeToken, outcomeOf, RecordingLogger, type Outcome } from './clientFixture';
import { usageCounts } from './frames';

export interface Reading extends Outcome {
  readonly log: RecordingLogger;
}

/** Ids of tool calls that have none are `made-up-1`, `made-up-2`, … */
export function contextFor(log = new RecordingLogger()): AnswerContext {
  let calls = 0;
  return { log, status: 200, secrets: [fakeToken], newCallId: () => `made-up-${String((calls += 1))}` };
}

export async function readStream(...pieces: readonly (string | Uint8Array)[]): Promise<Reading> {
  const log = new RecordingLogger();
  return { ...(await outcomeOf(sseDeltas(piecesOf(pieces), contextFor(log)))), log };
}

/** Without the `start` that every answer begins with. @throws where there is none */
export function afterStart({ deltas }: Outcome): readonly ChatDelta[] {
  if (deltas[0]?.type !== 'start') {
    throw new Error('The answer does not begin with its start.');
  }
  return deltas.slice(1);
}

export const text = (value: string): ChatDelta => ({ type: 'text', choice: 0, text: value });
export const finish = (reason: string): ChatDelta => ({ type: 'finish', choice: 0, reason });
export const usage: ChatDelta = { type: 'usage', usage: usageCounts };

async function* piecesOf(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    yield typeof piece === 'string' ? await Promise.resolve(Buffer.from(piece)) : piece;
  }
}
