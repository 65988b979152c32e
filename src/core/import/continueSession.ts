/** Sessions of the extension Continue: one file each below `~/.continue/sessions`, and a list of all with their dates. */
import type { SentAttachment } from '../attachment';
import type { Conversation } from '../conversation';
import { listOf, parseJson, textOf } from '../jsonShape';
import { field, firstText, jsonOf, timeOf } from './foreign';
import { imageAttachment, ImportedChat, textAttachment, tokenCounts, toolBlock, type LeftOutCount } from './importedChat';
import { stableId } from './stableId';

export function isContinueSession(file: unknown): boolean {
  const history = field(file, 'history');
  const isUntouched = Array.isArray(history) && history.length === 0 && typeof field(file, 'sessionId') === 'string';
  return isUntouched || listOf(history).some((item) => field(field(item, 'message'), 'role') !== undefined);
}

/** When sessions were begun, by their ids: the list of all sessions. Undefined where `file` is none. */
export function continueDates(file: unknown): ReadonlyMap<string, number> | undefined {
  const isList =
    listOf(file).some((item) => hasDate(item)) && listOf(file).every((item) => field(item, 'history') === undefined);
  if (!isList) {
    return undefined;
  }
  return new Map(
    listOf(file).flatMap((item) => {
      const [id, date] = [textOf(field(item, 'sessionId')), timeOf(field(item, 'dateCreated'))];
      return id === undefined || date === undefined ? [] : [[id, date] as const];
    }),
  );
}

function hasDate(item: unknown): boolean {
  return typeof field(item, 'sessionId') === 'string' && field(item, 'dateCreated') !== undefined;
}

/** Titles that Continue gives where it has none. */
const noTitles: readonly (string | undefined)[] = ['New Session', 'Untitled Session'];

export function importContinue(
  file: unknown,
  model: string,
  facts: { readonly modifiedAt: number; readonly dates: ReadonlyMap<string, number> },
  leftOut: LeftOutCount,
): Conversation | undefined {
  const items = listOf(field(file, 'history'));
  const sessionId = firstText(file, 'sessionId');
  const createdAt = facts.dates.get(sessionId ?? '') ?? timeOf(field(file, 'dateCreated')) ?? facts.modifiedAt;
  const source = sessionId ?? stableId(jsonOf(items[0]) ?? '', jsonOf(items[1]) ?? '');
  const chat = new ImportedChat(['continue', source], createdAt, leftOut);
  const modelName = firstText(file, 'chatModelTitle') ?? '';
  const done = new Set<string>();
  for (const item of items) {
    importItem(item, chat, modelName, done, leftOut);
  }
  const title = firstText(file, 'title');
  return chat.build(model, noTitles.includes(title) ? undefined : title);
}

/** @param done the tool calls whose output is there already: some sessions have it twice */
function importItem(item: unknown, chat: ImportedChat, modelName: string, done: Set<string>, leftOut: LeftOutCount): void {
  const message = field(item, 'message');
  const content = field(message, 'content');
  switch (field(message, 'role')) {
    case 'user':
      chat.ask(contentText(content), {
        attachments: [...contentImages(content, leftOut), ...contextAttachments(item)],
      });
      break;
    case 'thinking':
      chat.answer({ reasoning: contentText(content) });
      break;
    case 'tool': {
      const id = textOf(field(message, 'toolCallId')) ?? '';
      if (!done.has(id)) {
        chat.answer({ text: toolBlock('Tool', contentText(content), '', leftOut) });
      }
      break;
    }
    case 'assistant': {
      chat.answer({
        text: contentText(content),
        reasoning: firstText(field(item, 'reasoning'), 'text'),
        model: firstText(listOf(field(item, 'promptLogs'))[0], 'modelTitle') ?? modelName,
        usage: tokenCounts(field(message, 'usage'), ['promptTokens', 'completionTokens']),
      });
      for (const block of toolBlocks(item, message, done, leftOut)) {
        chat.answer({ text: block });
      }
      break;
    }
    default:
      leftOut.add('message');
  }
}

function contentText(content: unknown): string {
  const parts = listOf(content).flatMap((part) => textOf(field(part, 'text')) ?? []);
  return textOf(content) ?? parts.join('\n');
}

function contentImages(content: unknown, leftOut: LeftOutCount): readonly SentAttachment[] {
  return listOf(content).flatMap((part) => {
    const url = textOf(field(field(part, 'imageUrl'), 'url'));
    return url === undefined ? [] : (imageAttachment(url, leftOut) ?? []);
  });
}

function contextAttachments(item: unknown): readonly SentAttachment[] {
  return listOf(field(item, 'contextItems')).flatMap((context) => {
    const text = textOf(field(context, 'content'));
    if (text === undefined || text.trim() === '') {
      return [];
    }
    const uri = textOf(field(field(context, 'uri'), 'value'));
    return textAttachment(
      firstText(context, 'name', 'description') ?? 'context',
      text,
      uri?.includes('://') === true ? uri : undefined,
    );
  });
}

/** What was called, and what came of it where the session says so. */
function toolBlocks(item: unknown, message: unknown, done: Set<string>, leftOut: LeftOutCount): readonly string[] {
  const states = new Map(
    listOf(field(item, 'toolCallStates')).map((state) => [textOf(field(state, 'toolCallId')) ?? '', state] as const),
  );
  return listOf(field(message, 'toolCalls')).flatMap((call) => {
    const called = field(call, 'function');
    const id = textOf(field(call, 'id')) ?? '';
    const block = toolBlock(firstText(called, 'name') ?? 'Tool', argumentsOf(field(called, 'arguments')), 'json', leftOut);
    const outputs = listOf(field(states.get(id), 'output')).flatMap((output) => textOf(field(output, 'content')) ?? []);
    if (outputs.length === 0) {
      return block;
    }
    done.add(id);
    return [block, toolBlock('Output', outputs.join('\n\n'), '', leftOut)];
  });
}

/** JSON in one line becomes several. */
function argumentsOf(value: unknown): string {
  const text = textOf(value) ?? '';
  return text.length > 100_000 ? text : (jsonOf(parseJson(text)) ?? text);
}
