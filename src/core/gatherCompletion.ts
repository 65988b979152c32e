/**
 * Puts the deltas of one answer together to the completion that the endpoint would have returned without streaming.
 * Pure; where the deltas come from is `chatModel.ts`'s matter.
 */
import type {
  AudioAnswer,
  ChatCompletion,
  CompletionChoice,
  FinishReason,
  TokenLogprob,
  ToolCall,
  Usage,
} from './chatCompletions';
import type { ChatDelta } from './chatModel';

interface GatheredChoice {
  text: string;
  reasoning: string;
  refusal: string;
  audio: Partial<AudioAnswer> | undefined;
  readonly calls: { id: string; name: string; arguments: string }[];
  readonly logprobs: TokenLogprob[];
  reason: FinishReason | undefined;
}

/**
 * @param deltas of one answer, in order. Of an answer that broke off, they give what there is, with `finish_reason` `stop`.
 * @returns choices in the order of their index; tool calls in that of their first appearance, without arguments as `{}`
 */
export function gatherCompletion(deltas: Iterable<ChatDelta>): ChatCompletion {
  let start: Extract<ChatDelta, { type: 'start' }> | undefined;
  let usage: Usage | undefined;
  const choices = new Map<number, GatheredChoice>();
  for (const delta of deltas) {
    switch (delta.type) {
      case 'sent':
      case 'retry':
        break;
      case 'start':
        start = delta;
        break;
      case 'usage':
        usage = delta.usage;
        break;
      default:
        addTo(choiceOf(choices, delta.choice), delta);
    }
  }
  return {
    id: start?.id ?? '',
    object: 'chat.completion',
    created: start?.created ?? 0,
    model: start?.model ?? '',
    system_fingerprint: start?.systemFingerprint ?? null,
    choices: [...choices].sort(([left], [right]) => left - right).map(([index, choice]) => completed(index, choice)),
    ...(usage === undefined ? {} : { usage }),
  };
}

function choiceOf(choices: Map<number, GatheredChoice>, index: number): GatheredChoice {
  let choice = choices.get(index);
  if (choice === undefined) {
    choice = { text: '', reasoning: '', refusal: '', audio: undefined, calls: [], logprobs: [], reason: undefined };
    choices.set(index, choice);
  }
  return choice;
}

function addTo(choice: GatheredChoice, delta: Extract<ChatDelta, { choice: number }>): void {
  switch (delta.type) {
    case 'choice':
      break;
    case 'text':
      choice.text += delta.text;
      break;
    case 'reasoning':
      choice.reasoning += delta.text;
      break;
    case 'refusal':
      choice.refusal += delta.text;
      break;
    case 'toolCall': {
      const call = (choice.calls[delta.call] ??= { id: '', name: '', arguments: '' });
      call.id = delta.id;
      call.name = delta.name;
      call.arguments += delta.arguments;
      break;
    }
    case 'audio':
      choice.audio = {
        ...choice.audio,
        ...delta.audio,
        ...(delta.audio.data === undefined ? {} : { data: (choice.audio?.data ?? '') + delta.audio.data }),
        ...(delta.audio.transcript === undefined
          ? {}
          : { transcript: (choice.audio?.transcript ?? '') + delta.audio.transcript }),
      };
      break;
    case 'logprobs':
      choice.logprobs.push(...delta.content);
      break;
    case 'sources':
      // Whoever takes a whole answer has not asked for a search of the web.
      break;
    case 'finish':
      choice.reason = delta.reason;
      break;
  }
}

function completed(index: number, choice: GatheredChoice): CompletionChoice {
  const calls: ToolCall[] = choice.calls.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function',
    function: { name, arguments: text.trim() === '' ? '{}' : text },
  }));
  const isTextExpected = calls.length === 0 && choice.refusal === '' && choice.audio === undefined;
  return {
    index,
    message: {
      role: 'assistant',
      content: choice.text === '' && !isTextExpected ? null : choice.text,
      ...(choice.reasoning === '' ? {} : { reasoning_content: choice.reasoning }),
      ...(choice.refusal === '' ? {} : { refusal: choice.refusal }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(choice.audio === undefined ? {} : { audio: { id: '', data: '', expires_at: 0, ...choice.audio } }),
    },
    finish_reason: choice.reason ?? 'stop',
    ...(choice.logprobs.length === 0 ? {} : { logprobs: { content: choice.logprobs } }),
  };
}
