/** What "Chat: Export Chat…" of VS Code's own chat writes, and the session files it keeps, which are the same with a few more facts. */
import type { SentAttachment } from '../attachment';
import type { AnswerStatus, Conversation } from '../conversation';
import { listOf, textOf } from '../jsonShape';
import { AnswerBlocks } from './answerBlocks';
import { field, firstText, jsonOf, timeOf } from './foreign';
import { ImportedChat, textAttachment, tokenCounts, toolBlock, type LeftOutCount } from './importedChat';

export function isCopilotExport(file: unknown): boolean {
  const requests = field(file, 'requests');
  const isNamed = typeof field(file, 'responderUsername') === 'string' || typeof field(file, 'requesterUsername') === 'string';
  return Array.isArray(requests) && (isNamed || requests.some((request) => field(request, 'response') !== undefined));
}

export function importCopilot(
  file: unknown,
  model: string,
  modifiedAt: number,
  leftOut: LeftOutCount,
): Conversation | undefined {
  const requests = listOf(field(file, 'requests'));
  const first = requests[0];
  const firstTime = timeOf(field(first, 'timestamp'));
  const source = [
    firstText(file, 'sessionId') ?? firstText(first, 'requestId') ?? jsonOf(field(first, 'message')) ?? '',
    String(firstTime ?? ''),
  ];
  const createdAt = timeOf(field(file, 'creationDate')) ?? firstTime ?? modifiedAt;
  const chat = new ImportedChat(['copilot', ...source], createdAt, leftOut);
  for (const request of requests) {
    importRequest(request, chat, leftOut);
  }
  return chat.build(model, firstText(file, 'customTitle', 'computedTitle'));
}

function importRequest(request: unknown, chat: ImportedChat, leftOut: LeftOutCount): void {
  const message = field(request, 'message');
  const question = textOf(message) ?? textOf(field(message, 'text')) ?? partsText(field(message, 'parts'));
  const isTakenBack = (field(request, 'shouldBeRemovedOnSend') ?? false) !== false || field(request, 'isHidden') === true;
  if (question === undefined || isTakenBack) {
    leftOut.add('message');
    return;
  }
  const at = timeOf(field(request, 'timestamp'));
  const attachments = variableAttachments(field(field(request, 'variableData'), 'variables'), leftOut);
  chat.ask(question, { at, attachments });
  const state = field(request, 'modelState');
  const result = field(request, 'result');
  const problem = firstText(field(result, 'errorDetails'), 'message');
  const { texts, reasoning } = responseBlocks(field(request, 'response'), leftOut);
  for (const text of texts) {
    chat.answer({ text, at });
  }
  chat.answer({
    reasoning,
    model: modelName(request),
    at: timeOf(field(state, 'completedAt')) ?? at,
    usage: tokenCounts(field(result, 'metadata'), ['promptTokens', 'outputTokens']),
    status: statusOf(request, state, problem),
    problem,
  });
}

function partsText(parts: unknown): string | undefined {
  const texts = listOf(parts).flatMap((part) => textOf(field(part, 'text')) ?? []);
  return texts.length === 0 ? undefined : texts.join('');
}

/** `copilot/claude-sonnet-4.5`: what stands before is who offers it. */
function modelName(request: unknown): string | undefined {
  return firstText(request, 'modelId')?.split('/').at(-1);
}

/** VS Code's numbers. */
const cancelled = 2;
const failed = 3;

function statusOf(request: unknown, state: unknown, problem: string | undefined): AnswerStatus {
  const value = field(state, 'value');
  if (value === cancelled || field(request, 'isCanceled') === true) {
    return 'stopped';
  }
  return value === failed || problem !== undefined ? 'failed' : 'complete';
}

function variableAttachments(variables: unknown, leftOut: LeftOutCount): readonly SentAttachment[] {
  return listOf(variables).flatMap((variable) => {
    const value = field(variable, 'value');
    const text = textOf(value) ?? textOf(field(value, 'value'));
    if (text !== undefined && text.trim() !== '') {
      return textAttachment(firstText(variable, 'name', 'id') ?? 'context', text);
    }
    // A place in a file, whose text is not in the export; the bytes of an image have several forms.
    leftOut.add(field(variable, 'kind') === 'image' || field(variable, 'isImage') === true ? 'image' : 'file');
    return [];
  });
}

/** Kinds that say nothing once the answer is over. */
const passing: ReadonlySet<unknown> = new Set([
  'undoStop',
  'codeblockUri',
  'prepareToolInvocation',
  'mcpServersStarting',
  'mcpServersStartingSerialized',
  'progressMessage',
  'progressTask',
  'progressTaskSerialized',
  'autoModeResolution',
]);

/** The blocks of the answer's text, which stand apart, and its reasoning. */
function responseBlocks(
  response: unknown,
  leftOut: LeftOutCount,
): { readonly texts: readonly string[]; readonly reasoning: string } {
  const blocks = new AnswerBlocks();
  const reasoning: string[] = [];
  for (const part of Array.isArray(response) ? (response as readonly unknown[]) : [response]) {
    const kind = field(part, 'kind');
    const value = markdownOf(part) ?? markdownOf(field(part, 'content'));
    if (part === undefined || part === null || passing.has(kind)) {
      continue;
    }
    if (kind === 'thinking') {
      reasoning.push(textOf(field(part, 'value')) ?? listOf(field(part, 'value')).map(textOf).join(''));
    } else if (kind === 'inlineReference') {
      blocks.addText(`\`${referenceName(part)}\``);
    } else if ((kind === undefined || kind === 'markdownContent' || kind === 'markdownVuln') && value !== undefined) {
      blocks.addText(value);
    } else {
      const block = blockOf(part, kind, value, leftOut);
      if (block === undefined) {
        leftOut.add('part');
      } else {
        blocks.addBlock(block);
      }
    }
  }
  return { texts: blocks.parts, reasoning: reasoning.join('\n\n') };
}

function blockOf(part: unknown, kind: unknown, value: string | undefined, leftOut: LeftOutCount): string | undefined {
  switch (kind) {
    case 'toolInvocationSerialized':
    case 'toolInvocation':
      return toolInvocation(part, leftOut);
    case 'textEditGroup':
    case 'textEdit':
    case 'notebookEditGroup':
      return toolBlock(`Edited ${pathOf(field(part, 'uri'))}`, editText(field(part, 'edits')), '', leftOut);
    case 'warning':
      return value === undefined ? undefined : quoted(value);
    case 'confirmation':
    case 'elicitation':
    case 'elicitationSerialized':
      return quoted([field(part, 'title'), field(part, 'message')].flatMap((text) => markdownOf(text) ?? []).join('\n'));
    default:
      return undefined;
  }
}

/** A text, or an object that has it as `value`. */
function markdownOf(value: unknown): string | undefined {
  return textOf(value) ?? textOf(field(value, 'value'));
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ');
}

function referenceName(part: unknown): string {
  const target = field(part, 'inlineReference');
  const name = firstText(part, 'name') ?? firstText(target, 'name') ?? pathOf(target).split(/[\\/]/).at(-1) ?? '';
  return name.replaceAll('`', "'");
}

/** The path of a URI, or of a place in one. */
function pathOf(target: unknown): string {
  return (
    textOf(target) ??
    firstText(field(target, 'uri') ?? field(field(target, 'location'), 'uri') ?? target, 'fsPath', 'path') ??
    '…'
  );
}

function editText(edits: unknown): string {
  const all = listOf(edits).flatMap((edit) => (Array.isArray(edit) ? (edit as readonly unknown[]) : [edit]));
  return all.flatMap((edit) => textOf(field(edit, 'text')) ?? []).join('\n…\n');
}

const longestTitle = 1_000;

/** Files stand there as links without a text. */
function withoutLinks(markdown: string): string {
  return markdown.replace(/!?\[([^\]]*)\]\(([^)]*)\)/g, (_, text: string, url: string) =>
    text === '' ? (url.split(/[\\/]/).at(-1) ?? url) : text,
  );
}

function toolInvocation(part: unknown, leftOut: LeftOutCount): string {
  const said = markdownOf(field(part, 'pastTenseMessage')) ?? markdownOf(field(part, 'invocationMessage'));
  const title = said === undefined ? undefined : withoutLinks(said.slice(0, longestTitle));
  const data = field(part, 'toolSpecificData');
  const command = firstText(field(data, 'commandLine'), 'userEdited', 'toolEdited', 'original') ?? firstText(data, 'command');
  const input = field(data, 'rawInput') ?? firstText(field(part, 'resultDetails'), 'input');
  const [content, language] =
    command === undefined ? [textOf(input) ?? jsonOf(input) ?? '', 'json'] : [command, firstText(data, 'language') ?? 'sh'];
  const block = toolBlock(title ?? firstText(part, 'toolId') ?? 'Tool', content, language, leftOut);
  const output = outputOf(part, data);
  return output.trim() === '' ? block : `${block}\n\n${toolBlock('Output', output, '', leftOut)}`;
}

function outputOf(part: unknown, data: unknown): string {
  const terminal = firstText(field(data, 'terminalCommandOutput'), 'text');
  const output = field(field(part, 'resultDetails'), 'output');
  const texts = listOf(output).flatMap((item) => (field(item, 'isText') === false ? [] : (textOf(field(item, 'value')) ?? [])));
  return terminal ?? textOf(output) ?? (texts.length > 0 ? texts.join('\n\n') : (firstText(data, 'result') ?? ''));
}
