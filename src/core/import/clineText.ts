/**
 * What Cline puts around texts: tags that tell the user's words from the program's own, and, in older tasks, calls of tools as tags
 * within the answer.
 */
import type { SentAttachment } from '../attachment';
import { cutOutsideFences } from './cutOutsideFences';
import { textAttachment, toolBlock, type LeftOutCount } from './importedChat';

export interface ClineUserText {
  /** What the user wrote, and what came with it. */
  readonly question: string;
  readonly attachments: readonly SentAttachment[];
  /** What tools said, or the program did, in the user's name. */
  readonly outputs: readonly string[];
}

/** Tags around the user's own words. */
const wordTags = ['task', 'feedback', 'user_message', 'answer', 'user_input', 'user_command'];
/** Tags around what the program adds. */
const programTags = ['environment_details', 'mode_notice', 'explicit_instructions', 'hook_context'];
/** Beginnings of messages that the program writes. */
const programStart =
  /^(?:\[[\w-]+(?: for [^\n]*)?\] Result:|\[Tool(?: \(Error\))?\]|\[ERROR\]|\[TASK RESUMPTION\]|Tool \[[^\]\n]*\])/;

export function clineUserText(text: string): ClineUserText {
  const attachments: SentAttachment[] = [];
  const words: string[] = [];
  const rest = partsOf(text, [...wordTags, ...programTags, 'file_content']).map((part) => {
    if (typeof part === 'string') {
      return withoutReminder(part);
    }
    if (part.name === 'file_content') {
      const path = /path="([^"]*)"/.exec(part.attributes)?.[1] ?? 'file';
      attachments.push(textAttachment(path, part.body.replace(/^\n|\n$/g, '')));
    } else if (wordTags.includes(part.name)) {
      words.push(part.body.trim());
    }
    return '';
  });
  const kept = rest.join('').trim();
  if (words.length > 0) {
    return { question: words.join('\n\n'), attachments, outputs: kept.length > longestIntroduction ? [kept] : [] };
  }
  if (!programStart.test(kept)) {
    return { question: kept, attachments, outputs: [] };
  }
  const output = kept.replace(/^\[[^\]\n]*\] Result:[ \t]*/, '');
  return { question: '', attachments: [], outputs: output.trim() === '' ? [] : [output] };
}

/** Asks the model to keep its list of steps, and goes on to the end. Texts of others can have such a heading, too. */
const reminderHeading = /^[ \t]*# (?:task_progress|TODO LIST|Todo List)\b/gm;
const reminderWords =
  /^[ \t]*# (?:task_progress (?:RECOMMENDED|List\b)|TODO LIST (?:\w+ REQUIRED|RECOMMENDED))|\bnext tool call\b/i;

function withoutReminder(text: string): string {
  const start = [...text.matchAll(reminderHeading)].at(-1)?.index;
  return start !== undefined && reminderWords.test(text.slice(start)) ? text.slice(0, start) : text;
}

/** Beside the user's words, shorter ones of the program only introduce them. */
const longestIntroduction = 400;

/** An answer's text in parts, with the calls of tools as code blocks, and what was thought aloud. */
export function clineAnswerText(
  text: string,
  leftOut: LeftOutCount,
): { readonly texts: readonly string[]; readonly reasoning: string } {
  const reasoning: string[] = [];
  let isUnclosed = false;
  const spoken = cutOutsideFences(text, '<thinking>', (start) => {
    const close = isUnclosed ? -1 : text.indexOf('</thinking>', start);
    if (close < 0) {
      isUnclosed = true;
      return undefined;
    }
    reasoning.push(text.slice(start, close).trim());
    return close + '</thinking>'.length;
  });
  const texts = partsOf(spoken, toolTags).map((part) =>
    typeof part === 'string' ? part : clineTool(part.name, tagParameters(part.body), leftOut),
  );
  return { texts, reasoning: reasoning.join('\n\n') };
}

/** The call of a tool as text: what it says to the user as it is, anything else as a code block. */
export function clineTool(name: string, parameters: Readonly<Record<string, string>>, leftOut: LeftOutCount): string {
  const said = speakingTools[name]?.map((parameter) => parameters[parameter] ?? '').filter((words) => words !== '');
  if (said !== undefined && said.length > 0) {
    return said.join('\n\n');
  }
  const { command, path, content, diff, ...others } = parameters;
  if (command !== undefined && path === undefined) {
    return toolBlock(name, command, 'sh', leftOut);
  }
  const title = path === undefined ? name : `${name}: ${path}`;
  const body =
    content ??
    diff ??
    Object.entries(others)
      .map(([key, value]) => `${key}: ${value}`)
      .join('\n');
  return toolBlock(title, body, diff === undefined || content !== undefined ? '' : 'diff', leftOut);
}

/** Tools that speak to the user, and their parameters that do. */
const speakingTools: Readonly<Record<string, readonly string[]>> = {
  attempt_completion: ['result'],
  ask_followup_question: ['question', 'options'],
  plan_mode_respond: ['response'],
  act_mode_respond: ['response'],
};

const toolTags = [
  ...Object.keys(speakingTools),
  'execute_command',
  'read_file',
  'write_to_file',
  'replace_in_file',
  'apply_diff',
  'insert_content',
  'search_files',
  'list_files',
  'list_code_definition_names',
  'browser_action',
  'use_mcp_tool',
  'access_mcp_resource',
  'load_mcp_documentation',
  'new_task',
  'switch_mode',
  'web_fetch',
];

/** `<path>a.ts</path><content>…</content>`: the first of each name counts, and contents may hold tags themselves. */
function tagParameters(body: string): Readonly<Record<string, string>> {
  const parameters = new Map<string, string>();
  let at = 0;
  for (let start = nextTag(body, at); start !== undefined; start = nextTag(body, at)) {
    const end = `</${start.name}>`;
    // What a file or an answer contains goes up to the last such tag.
    const isContent = ['content', 'diff', 'result', 'response'].includes(start.name);
    const close = isContent ? body.lastIndexOf(end) : body.indexOf(end, start.end);
    const stop = close < start.end ? body.length : close;
    if (!parameters.has(start.name)) {
      parameters.set(start.name, body.slice(start.end, stop).trim());
    }
    at = stop + end.length;
  }
  return Object.fromEntries(parameters);
}

function nextTag(body: string, from: number): { readonly name: string; readonly end: number } | undefined {
  const pattern = /<(\w{1,40})>/g;
  pattern.lastIndex = from;
  const found = pattern.exec(body);
  return found?.[1] === undefined ? undefined : { name: found[1], end: pattern.lastIndex };
}

interface Tagged {
  readonly name: string;
  readonly attributes: string;
  readonly body: string;
}

/** The text in parts: each `<name …>body</name>` is one. A tag that is not closed is text. */
function partsOf(text: string, names: readonly string[]): readonly (string | Tagged)[] {
  const opening = new RegExp(`<(${names.join('|')})((?: [^>]{0,500})?)>`, 'g');
  const parts: (string | Tagged)[] = [];
  /** Without an end once, without an end ever after. */
  const unclosed = new Set<string>();
  let at = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const [tag, name = '', attributes = ''] = found;
    const start = found.index + tag.length;
    const close = unclosed.has(name) ? -1 : closeOf(text, name, start);
    if (close < 0) {
      unclosed.add(name);
    } else {
      parts.push(text.slice(at, found.index), { name, attributes, body: text.slice(start, close) });
      at = close + name.length + 3;
      opening.lastIndex = at;
    }
  }
  return [...parts, text.slice(at)];
}

/** The user's words can have the tags in them that stand around them: pairs belong together, and what is over is the words' own. */
function closeOf(text: string, name: string, start: number): number {
  if (!wordTags.includes(name)) {
    return text.indexOf(`</${name}>`, start);
  }
  // What follows at once are files that came with the words, which can have such tags in them, too.
  const tag = new RegExp(`<(/?)${name}>(?=(\\s*\\n<(?:${[...programTags, 'file_content'].join('|')})[ >])?)`, 'g');
  tag.lastIndex = start;
  let open = 1;
  let [close, last] = [-1, -1];
  for (let found = tag.exec(text); found !== null; found = tag.exec(text)) {
    if (found[1] === '/') {
      open -= 1;
      last = found.index;
      close = open <= 0 ? last : close;
      if (found[2] !== undefined) {
        return last;
      }
    } else if (close >= 0) {
      break;
    } else {
      open += 1;
    }
  }
  return close < 0 ? last : close;
}
