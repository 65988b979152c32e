/**
 * Tasks of the extension Cline, and of its forks: what was sent to the model (`api_conversation_history.json`), what was shown
 * (`ui_messages.json`), and the Markdown that it exports.
 */
import type { SentAttachment } from '../attachment';
import type { Conversation } from '../conversation';
import { listOf, parseJson, textOf } from '../jsonShape';
import { clineAnswerText, clineTool, clineUserText, type ClineUserText } from './clineText';
import { field, firstText, jsonOf, timeOf } from './foreign';
import { imageAttachment, ImportedChat, tokenCounts, toolBlock, type AnswerPart, type LeftOutCount } from './importedChat';

export interface ClineFacts {
  readonly modifiedAt: number;
  /** The folder of the file: Cline names it after the task, by the time it was begun. */
  readonly folderName: string;
}

/** The messages of a task as they were sent: in newer versions within an object. */
export function clineMessages(file: unknown): readonly unknown[] | undefined {
  const messages = Array.isArray(file) ? (file as readonly unknown[]) : listOf(field(file, 'messages'));
  const isTask = messages.some((message) => ['user', 'assistant'].some((role) => role === field(message, 'role')));
  return isTask ? messages : undefined;
}

export function isClineShown(file: unknown): boolean {
  return listOf(file).some(
    (message) => ['say', 'ask'].some((type) => type === field(message, 'type')) && timeOf(field(message, 'ts')),
  );
}

/** A chat with the ids of its task; without a known task, of its beginning. */
export function clineChat(
  facts: ClineFacts,
  beginning: readonly string[],
  at: number | undefined,
  leftOut: LeftOutCount,
): ImportedChat {
  const begun = /^\d{13}$/.test(facts.folderName) ? Number(facts.folderName) : undefined;
  const source = begun === undefined ? [...beginning, String(at ?? '')] : [facts.folderName];
  return new ImportedChat(['cline', ...source], begun ?? at ?? facts.modifiedAt, leftOut);
}

export function importClineSent(
  messages: readonly unknown[],
  model: string,
  facts: ClineFacts,
  leftOut: LeftOutCount,
): Conversation | undefined {
  const beginning = messages.slice(0, 2).map((message) => (jsonOf(field(message, 'content')) ?? '').slice(0, 5_000));
  const chat = clineChat(facts, beginning, timeOf(field(messages[0], 'ts')), leftOut);
  for (const message of messages) {
    const at = timeOf(field(message, 'ts'));
    const content = field(message, 'content');
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content);
    switch (field(message, 'role')) {
      case 'user':
        addUserBlocks(blocks, chat, at, leftOut);
        break;
      case 'assistant':
        addAnswerBlocks(blocks, chat, message, at, leftOut);
        break;
      default:
        leftOut.add('message');
    }
  }
  return chat.build(model, undefined);
}

/** A message of the user holds what tools said, and only then, or instead, what the user wrote. */
function addUserBlocks(blocks: readonly unknown[], chat: ImportedChat, at: number | undefined, leftOut: LeftOutCount): void {
  const words: string[] = [];
  const attachments: SentAttachment[] = [];
  const outputs: string[] = [];
  let isOutputNext = false;
  const addText = (text: string): void => {
    const { question, attachments: found, outputs: said } = clineUserText(text);
    if (isOutputNext && said.length === 0 && !/<(?:task|feedback|user_message|answer)>/.test(text)) {
      outputs.push(question);
    } else {
      words.push(question);
      outputs.push(...said);
    }
    attachments.push(...found);
    // In older tasks the output of a tool is the next text.
    isOutputNext = /^\[[\w-]+(?: for [^\n]*)?\] Result:\s*$/.test(text.trim());
  };
  for (const block of blocks) {
    switch (field(block, 'type')) {
      case 'text':
        addText(textOf(field(block, 'text')) ?? '');
        break;
      case 'tool_result': {
        const { question, outputs: said } = resultText(field(block, 'content'), leftOut);
        words.push(question);
        outputs.push(...said);
        break;
      }
      case 'image':
        attachments.push(...imagesOf([block], leftOut));
        break;
      case 'file':
        addText(`<file_content path="${firstText(block, 'path') ?? ''}">${firstText(block, 'content') ?? ''}</file_content>`);
        break;
      default:
        leftOut.add('part');
    }
  }
  const question = words.filter((text) => text.trim() !== '').join('\n\n');
  addUserTurn(chat, { question, attachments, outputs }, at, leftOut);
}

/** What tools said belongs to the answer before. Where there is none yet, it follows the question. */
export function addUserTurn(
  chat: ImportedChat,
  { question, attachments, outputs }: ClineUserText,
  at: number | undefined,
  leftOut: LeftOutCount,
): void {
  const isFirst = chat.isEmpty;
  if (isFirst) {
    chat.ask(question, { at, attachments });
  }
  for (const output of outputs.filter((text) => text.trim() !== '')) {
    chat.answer({ text: toolBlock('Output', output, '', leftOut), at });
  }
  if (!isFirst) {
    chat.ask(question, { at, attachments });
  }
}

/** What a tool answered; where it asked the user, the user's words are in it. */
function resultText(
  content: unknown,
  leftOut: LeftOutCount,
): { readonly question: string; readonly outputs: readonly string[] } {
  const texts = listOf(content).flatMap((part) => textOf(field(part, 'text')) ?? []);
  leftOut.add('image', listOf(content).filter((part) => field(part, 'type') === 'image').length);
  const text = textOf(content) ?? texts.join('\n\n');
  if (/<(?:feedback|user_message|answer|user_input)\b/.test(text)) {
    return clineUserText(text);
  }
  return { question: '', outputs: [text] };
}

function imagesOf(blocks: readonly unknown[], leftOut: LeftOutCount): readonly SentAttachment[] {
  return blocks.flatMap((block) => {
    const source = field(block, 'source');
    const [type, data] = [
      firstText(source, 'media_type') ?? firstText(block, 'mediaType') ?? '',
      firstText(source, 'data') ?? firstText(block, 'data') ?? '',
    ];
    return imageAttachment(`data:${type};base64,${data}`, leftOut) ?? [];
  });
}

function addAnswerBlocks(
  blocks: readonly unknown[],
  chat: ImportedChat,
  message: unknown,
  at: number | undefined,
  leftOut: LeftOutCount,
): void {
  const info = field(message, 'modelInfo');
  const metrics = field(message, 'metrics');
  const usage =
    tokenCounts(field(metrics, 'tokens'), ['prompt', 'completion']) ?? tokenCounts(metrics, ['inputTokens', 'outputTokens']);
  for (const part of blocks.flatMap((block) => answerParts(block, leftOut))) {
    chat.answer({ ...part, at });
  }
  chat.answer({ at, model: firstText(info, 'modelId', 'id'), usage });
}

function answerParts(block: unknown, leftOut: LeftOutCount): readonly AnswerPart[] {
  switch (field(block, 'type')) {
    case 'text': {
      const { texts, reasoning } = clineAnswerText(textOf(field(block, 'text')) ?? '', leftOut);
      return [{ reasoning }, ...texts.map((text) => ({ text }))];
    }
    case 'thinking':
      return [{ reasoning: textOf(field(block, 'thinking')) }];
    case 'tool_use':
      return [{ text: clineTool(firstText(block, 'name') ?? 'Tool', parametersOf(field(block, 'input')), leftOut) }];
    default:
      leftOut.add('part');
      return [];
  }
}

function parametersOf(input: unknown): Readonly<Record<string, string>> {
  if (typeof input !== 'object' || input === null) {
    return typeof input === 'string' ? { input } : {};
  }
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, textOf(value) ?? jsonOf(value) ?? '']));
}

export function importClineShown(
  file: unknown,
  model: string,
  facts: ClineFacts,
  leftOut: LeftOutCount,
): Conversation | undefined {
  const messages = listOf(file);
  const first = messages[0];
  const chat = clineChat(facts, [textOf(field(first, 'text')) ?? ''], timeOf(field(first, 'ts')), leftOut);
  for (const [index, message] of messages.entries()) {
    addShown(message, index === 0, chat, leftOut);
  }
  return chat.build(model, undefined);
}

/** What the program tells of its own work. */
const passing: ReadonlySet<unknown> = new Set([
  'api_req_started',
  'api_req_finished',
  'api_req_retried',
  'api_req_failed',
  'deleted_api_reqs',
  'checkpoint_created',
  'task_progress',
  'hook_status',
  'hook_output_stream',
  'resume_task',
  'resume_completed_task',
  'shell_integration_warning',
  'shell_integration_warning_with_suggestion',
  'mcp_server_request_started',
  'conditional_rules_applied',
  'subagent_usage',
  'compaction',
  'info',
]);

function addShown(message: unknown, isFirst: boolean, chat: ImportedChat, leftOut: LeftOutCount): void {
  const kind = field(message, 'say') ?? field(message, 'ask');
  const text = textOf(field(message, 'text')) ?? '';
  const at = timeOf(field(message, 'ts'));
  if (passing.has(kind)) {
    return;
  }
  const model = firstText(field(message, 'modelInfo'), 'modelId');
  switch (isFirst ? 'task' : kind) {
    case 'task':
    case 'user_feedback':
    case 'user_feedback_diff':
      chat.ask(text, {
        at,
        attachments: listOf(field(message, 'images')).flatMap((url) => imageAttachment(textOf(url) ?? '', leftOut) ?? []),
      });
      break;
    case 'text':
    case 'completion_result':
    case 'plan_completion_result':
    case 'followup':
    case 'plan_mode_respond':
    case 'act_mode_respond':
      chat.answer({ text: spoken(text), at, model, reasoning: firstText(message, 'reasoning') });
      break;
    case 'reasoning':
      chat.answer({ reasoning: text, at, model });
      break;
    case 'command':
      chat.answer({ text: toolBlock('Command', text, 'sh', leftOut), at });
      break;
    case 'tool': {
      const { tool = 'Tool', ...parameters } = parametersOf(parseJson(text));
      chat.answer({ text: clineTool(tool, parameters, leftOut), at });
      break;
    }
    case undefined:
      leftOut.add('message');
      break;
    default:
      if (text.trim() !== '') {
        chat.answer({ text: toolBlock((textOf(kind) ?? 'part').slice(0, 60).replaceAll('_', ' '), text, '', leftOut), at });
      }
  }
}

/** Questions to the user are JSON with the words among others. */
function spoken(text: string): string {
  const said = text.startsWith('{') ? firstText(parseJson(text), 'question', 'response') : undefined;
  // A mark at the end of results that changed files.
  return (said ?? text).replace(/HAS_CHANGES$/, '');
}
