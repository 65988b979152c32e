/**
 * Looks at messages and events that were read from a file without trusting their shape: what cannot be used is left out, what
 * is missing gets a default. Whether they fit together is for `journalReader.ts`. Nothing throws.
 */
import { refusableParameters } from './requestParameters';
import { sentAttachmentsOf } from './attachmentShape';
import { answerAudiosOf } from './audio/answerAudio';
import type { ReasoningEffort, Usage } from './chatCompletions';
import { chatOptionsOf } from './chatOptions';
import {
  noticeActions,
  type AnswerOutcome,
  type AnswerStatus,
  type AnswerTiming,
  type ConversationEvent,
  type Message,
  type Notice,
  type ResponseFacts,
} from './conversation';
import { countOf, given, idOf, listOf, numberOf, objectOf, oneOf, textOf } from './jsonShape';
import { toolUseOf, toolUsesOf } from './tools/toolUseShape';
import { webSourcesOf } from './webSources';

const efforts: readonly ReasoningEffort[] = ['minimal', 'low', 'medium', 'high'];
const statuses: readonly AnswerStatus[] = ['waiting', 'streaming', 'complete', 'stopped', 'failed', 'interrupted'];

const eventTypes: Readonly<Record<ConversationEvent['type'], true>> = {
  messageAdded: true,
  messageRemoved: true,
  versionSelected: true,
  answerAppended: true,
  answerChanged: true,
  toolUseChanged: true,
  toolArgumentsAppended: true,
  choiceChanged: true,
  optionsChanged: true,
  renamed: true,
  pinned: true,
};

export function isEventType(type: string): boolean {
  return Object.hasOwn(eventTypes, type);
}

/** @param time of the record, in Unix milliseconds: what is without a time of its own gets it */
export function eventOf(value: Readonly<Record<string, unknown>>, time: number): ConversationEvent | undefined {
  const id = idOf(value['id']);
  switch (value['type']) {
    case 'messageAdded': {
      const message = messageOf(value['message'], time);
      return message && { type: 'messageAdded', message };
    }
    case 'messageRemoved':
      return id === undefined ? undefined : { type: 'messageRemoved', id };
    case 'versionSelected':
      return id === undefined ? undefined : { type: 'versionSelected', id };
    case 'answerAppended':
      return appendedOf(value);
    case 'answerChanged':
      return id === undefined ? undefined : { type: 'answerChanged', id, ...outcomeOf(value) };
    case 'toolUseChanged': {
      const use = toolUseOf(value['use']);
      return id === undefined || use === undefined ? undefined : { type: 'toolUseChanged', id, use };
    }
    case 'toolArgumentsAppended': {
      const [useId, offset, text] = [idOf(value['useId']), countOf(value['offset']), textOf(value['text'])];
      return id === undefined || useId === undefined || offset === undefined || text === undefined
        ? undefined
        : { type: 'toolArgumentsAppended', id, useId, offset, text };
    }
    case 'choiceChanged': {
      const model = textOf(value['model']);
      return model === undefined ? undefined : { type: 'choiceChanged', model, ...given('effort', effortOf(value['effort'])) };
    }
    case 'optionsChanged':
      return { type: 'optionsChanged', options: chatOptionsOf(value['options']) ?? {} };
    case 'renamed': {
      const title = textOf(value['title']);
      return title === undefined ? undefined : { type: 'renamed', title };
    }
    case 'pinned':
      return typeof value['isPinned'] === 'boolean' ? { type: 'pinned', isPinned: value['isPinned'] } : undefined;
    default:
      return undefined;
  }
}

export function effortOf(value: unknown): ReasoningEffort | undefined {
  return oneOf(efforts, value);
}

function appendedOf(value: Readonly<Record<string, unknown>>): ConversationEvent | undefined {
  const [id, offset, reasoningOffset] = [idOf(value['id']), countOf(value['offset']), countOf(value['reasoningOffset'])];
  const [text, reasoning] = [textOf(value['text']), textOf(value['reasoning'])];
  return id === undefined ||
    offset === undefined ||
    reasoningOffset === undefined ||
    text === undefined ||
    reasoning === undefined
    ? undefined
    : { type: 'answerAppended', id, offset, text, reasoningOffset, reasoning };
}

function messageOf(value: unknown, time: number): Message | undefined {
  const fields = objectOf(value);
  const id = idOf(fields['id']);
  if (id === undefined) {
    return undefined;
  }
  const base = { id, ...given('parentId', idOf(fields['parentId'])), at: numberOf(fields['at']) ?? time };
  const text = textOf(fields['text']) ?? '';
  if (fields['role'] === 'user') {
    const attachments = sentAttachmentsOf(fields['attachments']);
    return { role: 'user', ...base, text, ...(attachments.length === 0 ? {} : { attachments }) };
  }
  return fields['role'] !== 'assistant'
    ? undefined
    : {
        role: 'assistant',
        ...base,
        model: textOf(fields['model']) ?? '',
        ...given('effort', effortOf(fields['effort'])),
        ...given('options', chatOptionsOf(fields['options'])),
        text,
        reasoning: textOf(fields['reasoning']) ?? '',
        ...given('toolUses', toolUsesOf(fields['toolUses'])),
        ...outcomeOf(fields),
      };
}

/** What of an answer an `answerChanged` replaces. A status that is not known is one that nobody is working on. */
export function outcomeOf(fields: Readonly<Record<string, unknown>>): AnswerOutcome {
  return {
    status: oneOf(statuses, fields['status']) ?? 'interrupted',
    ...given('notice', noticeOf(fields['notice'])),
    ...given('usage', usageOf(fields['usage'])),
    ...given('facts', factsOf(fields['facts'])),
    ...given('timing', timingOf(fields['timing'])),
    ...given('audio', answerAudiosOf(fields['audio'])),
    ...given('firstSentId', idOf(fields['firstSentId'])),
  };
}

function noticeOf(value: unknown): Notice | undefined {
  const { severity, sentence, detail, points, traceId, action } = objectOf(value);
  const listed = listOf(points).filter((point) => typeof point === 'string');
  if (typeof sentence !== 'string') {
    return undefined;
  }
  const { id, label, parameter, model, finding } = objectOf(action);
  const [known, words] = [oneOf(noticeActions, id), textOf(label)];
  return {
    severity: severity === 'error' ? 'error' : 'info',
    sentence,
    ...given('detail', textOf(detail)),
    ...(listed.length === 0 ? {} : { points: listed }),
    ...given('traceId', textOf(traceId)),
    ...(known === undefined || words === undefined
      ? {}
      : {
          action: {
            id: known,
            label: words,
            ...given('parameter', oneOf(refusableParameters, parameter)),
            ...given('model', idOf(model)),
            ...given('finding', textOf(finding)),
          },
        }),
  };
}

function usageOf(value: unknown): Usage | undefined {
  const usage = objectOf(value);
  const [prompt, completion, total] = [
    numberOf(usage['prompt_tokens']),
    numberOf(usage['completion_tokens']),
    numberOf(usage['total_tokens']),
  ];
  if (prompt === undefined || completion === undefined || total === undefined) {
    return undefined;
  }
  const { amount, currency, list_amount: listAmount } = objectOf(usage['cost']);
  const [price, unit] = [numberOf(amount), textOf(currency)];
  const promptDetails = numbersOf(usage['prompt_tokens_details']);
  const completionDetails = numbersOf(usage['completion_tokens_details']);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total,
    ...given('prompt_tokens_details', promptDetails),
    ...given('completion_tokens_details', completionDetails),
    ...(price === undefined || unit === undefined
      ? {}
      : { cost: { amount: price, currency: unit, ...given('list_amount', numberOf(listAmount)) } }),
  };
}

/** Of an object, the fields that are numbers; undefined where it is none. */
function numbersOf(value: unknown): Readonly<Record<string, number>> | undefined {
  const numbers = Object.entries(objectOf(value)).flatMap(([key, field]) => {
    const number = numberOf(field);
    return number === undefined ? [] : [[key, number] as const];
  });
  return numbers.length === 0 ? undefined : Object.fromEntries(numbers);
}

function factsOf(value: unknown): ResponseFacts | undefined {
  const facts = objectOf(value);
  const sources = webSourcesOf(facts['sources']);
  const known: ResponseFacts = {
    ...given('id', textOf(facts['id'])),
    ...given('model', textOf(facts['model'])),
    ...given('created', numberOf(facts['created'])),
    ...given('systemFingerprint', textOf(facts['systemFingerprint'])),
    ...given('finishReason', textOf(facts['finishReason'])),
    ...given('traceId', textOf(facts['traceId'])),
    ...given('serviceTier', textOf(facts['serviceTier'])),
    ...given('choices', countOf(facts['choices'])),
    ...given('choice', countOf(facts['choice'])),
    ...(sources.length === 0 ? {} : { sources }),
  };
  return Object.keys(known).length === 0 ? undefined : known;
}

function timingOf(value: unknown): AnswerTiming | undefined {
  const timing = objectOf(value);
  const known: AnswerTiming = {
    ...given('firstTokenMs', numberOf(timing['firstTokenMs'])),
    ...given('reasoningMs', numberOf(timing['reasoningMs'])),
    ...given('streamMs', numberOf(timing['streamMs'])),
  };
  return Object.keys(known).length === 0 ? undefined : known;
}
