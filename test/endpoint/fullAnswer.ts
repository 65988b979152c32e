/** An answer that has every field that the endpoint may return, also those that few backends do. */
import { toneInBase64 } from './practiceAudio';
import { chunk, done, event, streamHeaders, type Scenario, type Step } from './scenario';

/** Each is found nowhere else, so that it can be looked for on the screen. */
export const fullAnswerFields = {
  id: 'msg_full_1',
  model: 'claude-full-1',
  /** As it is shown. */
  createdText: '2026-01-09T23:06:40.000Z',
  created: 1_768_000_000,
  systemFingerprint: 'fp_full_1',
  serviceTier: 'scale',
  traceId: 'trace-full-1',
  refusal: 'That much is refused.',
  transcript: 'Spoken words, and more.',
  audioId: 'audio_full_1',
  finishReason: 'stop',
} as const;

/** Every count is another one. */
export const fullUsage = {
  prompt_tokens: 2101,
  completion_tokens: 2102,
  total_tokens: 4203,
  prompt_tokens_details: { cached_tokens: 2104, cache_write_tokens: 2105, audio_tokens: 2106 },
  completion_tokens_details: {
    reasoning_tokens: 2107,
    audio_tokens: 2108,
    accepted_prediction_tokens: 2109,
    rejected_prediction_tokens: 2110,
  },
  cost: { amount: 0.002111, currency: 'USD', list_amount: 0.002112 },
} as const;

/** Shared out among two letters and the rest of one: the bytes of 😀. */
export const fullTokens = [
  { token: 'Spoken', logprob: -0.01, bytes: null, top_logprobs: [{ token: 'Spoken', logprob: -0.01, bytes: null }] },
  {
    token: ' words',
    logprob: Math.log(0.6),
    bytes: null,
    top_logprobs: [{ token: ' letters', logprob: Math.log(0.3), bytes: null }],
  },
  { token: ',', logprob: Math.log(0.2), bytes: null, top_logprobs: [] },
  { token: '\n', logprob: Math.log(0.05), bytes: null, top_logprobs: [] },
  { token: '\uFFFD', logprob: -1, bytes: [0xf0, 0x9f], top_logprobs: [] },
  { token: '\uFFFD', logprob: -1, bytes: [0x98, 0x80], top_logprobs: [] },
] as const;

export function fullAnswer(): Scenario {
  const { id, model, created, systemFingerprint: system_fingerprint, audioId, transcript } = fullAnswerFields;
  const { serviceTier: service_tier, traceId: trace_id } = fullAnswerFields;
  const sound = toneInBase64('wav');
  const middle = Math.floor(sound.length / 2) + 1;
  const send = (delta: Readonly<Record<string, unknown>>, extra = {}): Step => ({
    send: event({ ...chunk(delta, { id, model, created, system_fingerprint, ...extra }), service_tier, trace_id }),
  });
  return {
    headers: streamHeaders,
    steps: [
      send({ role: 'assistant', content: null, reasoning_content: 'Thinking of everything.' }),
      send({ audio: { id: audioId, transcript: transcript.slice(0, 8), data: sound.slice(0, middle) } }),
      send({ audio: { transcript: transcript.slice(8), data: sound.slice(middle) } }, { logprobs: { content: fullTokens } }),
      send({ audio: { id: audioId, expires_at: created + 3600 } }),
      send({ refusal: `\n\n${fullAnswerFields.refusal}` }),
      send({}, { finish_reason: fullAnswerFields.finishReason }),
      { send: event({ ...chunk({}, { id, model, created, usage: fullUsage }), choices: [] }) },
      { send: done },
    ],
  };
}
