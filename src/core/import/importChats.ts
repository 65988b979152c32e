/**
 * Finds out what a file of chats is, by what is in it, and hands it to the reader of that format. Never throws, fetches nothing;
 * reading the file and storing what comes out of it are the host's.
 */
import type { Conversation } from '../conversation';
import type { ChatFiles } from '../export/conversationsJson';
import { parseJson } from '../jsonShape';
import { importClineMarkdown, isClineMarkdown } from './clineMarkdown';
import { clineMessages, importClineSent, importClineShown, isClineShown } from './clineTask';
import { continueDates, importContinue, isContinueSession } from './continueSession';
import { importCopilot, isCopilotExport } from './copilotExport';
import { field } from './foreign';
import { LeftOutCount, type LeftOut } from './importedChat';
import { importOwn, isNewerFile, isOwnFile } from './ownChats';
import { replaySessionLog } from './sessionLog';

export type ImportFormat = 'own' | 'continue' | 'cline' | 'copilot';

/**
 * - `unknown`: none of the formats; `broken`: JSON that ends early or is damaged
 * - `newer`: from a later version of this extension
 * - `empty`: nothing was said in it
 */
export type ImportProblem = 'unknown' | 'broken' | 'newer' | 'empty';

export type ImportResult =
  | {
      readonly format: ImportFormat;
      readonly conversations: readonly Conversation[];
      /** What belongs to conversations, by their id. */
      readonly files?: ReadonlyMap<string, ChatFiles>;
      readonly leftOut: LeftOut;
    }
  /** Not chats, but when they were begun: {@link ImportFacts.dates} for the others. */
  | { readonly dates: ReadonlyMap<string, number> }
  | { readonly problem: ImportProblem };

/** What is known of a file beside its text. */
export interface ImportFacts {
  /** The name of the folder that it is in, or empty. */
  readonly folderName: string;
  /** Unix time in milliseconds: the date of chats that have none. */
  readonly modifiedAt: number;
  readonly dates: ReadonlyMap<string, number>;
  /** That is asked when an imported chat goes on. */
  readonly model: string;
}

/** The chats in a file. Conversations and messages get the same ids each time. */
export function importChats(text: string, facts: ImportFacts): ImportResult {
  const content = text.replace(/^\uFEFF/, '').trim();
  const leftOut = new LeftOutCount();
  const found = content.startsWith('{') || content.startsWith('[') ? jsonChats(content, facts, leftOut) : undefined;
  const result = found ?? markdownChats(content, facts, leftOut);
  return 'conversations' in result && result.conversations.length === 0 ? { problem: 'empty' } : result;
}

function jsonChats(content: string, facts: ImportFacts, leftOut: LeftOutCount): ImportResult | undefined {
  const file = parseJson(content);
  if (file === undefined || field(file, 'kind') === 0) {
    return logChats(content, file, facts, leftOut);
  }
  const { model, modifiedAt } = facts;
  if (isOwnFile(file)) {
    if (isNewerFile(file)) {
      return { problem: 'newer' };
    }
    const own = importOwn(file, modifiedAt, leftOut);
    return { format: 'own', ...own, leftOut: leftOut.counts };
  }
  const dates = continueDates(file);
  if (dates !== undefined) {
    return { dates };
  }
  if (isContinueSession(file)) {
    return resultOf('continue', importContinue(file, model, facts, leftOut), leftOut);
  }
  if (isCopilotExport(file)) {
    return resultOf('copilot', importCopilot(file, model, modifiedAt, leftOut), leftOut);
  }
  if (isClineShown(file)) {
    return resultOf('cline', importClineShown(file, model, facts, leftOut), leftOut);
  }
  const messages = clineMessages(file);
  return messages === undefined
    ? { problem: 'unknown' }
    : resultOf('cline', importClineSent(messages, model, facts, leftOut), leftOut);
}

/** @param file the content, if it is JSON as a whole */
function logChats(content: string, file: unknown, { model, modifiedAt }: ImportFacts, leftOut: LeftOutCount): ImportResult {
  const log = replaySessionLog(content);
  if (log === undefined || !Array.isArray(field(log.session, 'requests'))) {
    const isLines = parseJson(content.slice(0, content.indexOf('\n') + 1)) !== undefined;
    return { problem: file === undefined && !isLines ? 'broken' : 'unknown' };
  }
  leftOut.add('message', log.unread);
  return resultOf('copilot', importCopilot(log.session, model, modifiedAt, leftOut), leftOut);
}

function markdownChats(content: string, facts: ImportFacts, leftOut: LeftOutCount): ImportResult {
  return isClineMarkdown(content)
    ? resultOf('cline', importClineMarkdown(content, facts.model, facts, leftOut), leftOut)
    : { problem: 'unknown' };
}

function resultOf(
  format: ImportFormat,
  found: Conversation | readonly Conversation[] | undefined,
  leftOut: LeftOutCount,
): ImportResult {
  const conversations = found === undefined ? [] : 'id' in found ? [found] : found;
  return { format, conversations, leftOut: leftOut.counts };
}
