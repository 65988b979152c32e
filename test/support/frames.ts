/** Frames of an answer as the endpoint writes them, for tests that assemble a stream piece by piece. */

/** `data: …` with its blank line. */
export function frame(json: unknown): string {
  return `data: ${JSON.stringify(json)}\n\n`;
}

/** A chunk's JSON around one choice, or around what `choice` is instead. */
export function chunk(choice: unknown, extra: object = {}): object {
  return {
    id: 'msg_test',
    object: 'chat.completion.chunk',
    created: 1768619445,
    model: 'claude-sonnet-4-6',
    system_fingerprint: null,
    choices: [choice],
    usage: null,
    ...extra,
  };
}

export function textChunk(content: string | null): object {
  return chunk({ index: 0, delta: { content }, logprobs: null, finish_reason: null });
}

export function finishChunk(reason: string | null = 'stop'): object {
  return chunk({ index: 0, delta: {}, logprobs: null, finish_reason: reason });
}

export const usageCounts = { prompt_tokens: 8, completion_tokens: 12, total_tokens: 20 };
export const usageChunk = chunk(null, { choices: [], usage: usageCounts });
export const doneFrame = 'data: [DONE]\n\n';

/** A whole well-formed answer. */
export function answerFrames(...texts: readonly string[]): string {
  return [
    frame(chunk({ index: 0, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null })),
    ...texts.map((text) => frame(textChunk(text))),
    frame(finishChunk()),
    frame(usageChunk),
    doneFrame,
  ].join('');
}
