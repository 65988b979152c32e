/**
 * A conversation as a Markdown document: the versions that are shown, each question and answer below a heading of its own that no
 * text before it can swallow. Words and dates are the host's; what it is written to, too.
 */
import type { AttachedImage, SentAttachment } from '../attachment';
import type { Usage } from '../chatCompletions';
import {
  activePath,
  canContinue,
  isUnfinished,
  type Answer,
  type Conversation,
  type Question,
  type ResponseFacts,
} from '../conversation';
import { fenced } from '../fences';
import { answerParts, type ToolUse } from '../tools/toolUse';
import type { WebSource } from '../webSources';
import { closingLine } from './openBlock';

/** The document's own words, in the user's language. */
export interface MarkdownWords {
  readonly question: string;
  readonly answer: string;
  readonly model: string;
  readonly date: string;
  readonly reasoning: string;
  readonly tool: string;
  /** Of an answer whose sound stays in the chat. */
  readonly soundLeftOut: string;
  readonly sources: string;
  /** Where an answer's own notice does not say why it ended. */
  readonly endedEarly: string;
  readonly otherVersions: (count: number) => string;
  readonly formatDate: (milliseconds: number) => string;
}

export interface MarkdownOptions {
  readonly title: string;
  readonly words: MarkdownWords;
  /** Whether images are written as `data:` URLs, or only named. */
  readonly hasImages: boolean;
}

export function conversationMarkdown(conversation: Conversation, { title, words, hasImages }: MarkdownOptions): string {
  const versions = versionCounts(conversation);
  const sections = activePath(conversation).flatMap((message) => {
    const others = (versions.get(message.parentId ?? '') ?? 1) - 1;
    return [
      ...(message.role === 'user' ? questionParts(message, words, hasImages) : answerSections(message, words, hasImages)),
      ...(others > 0 ? [`*${escaped(words.otherVersions(others))}*`] : []),
    ];
  });
  const facts = [
    `- ${words.date}: ${escaped(words.formatDate(conversation.createdAt))}`,
    `- ${words.model}: ${codeSpan(conversation.model)}`,
  ];
  return `${[`# ${escaped(title)}`, facts.join('\n'), ...sections].join('\n\n')}\n`;
}

function versionCounts(conversation: Conversation): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { parentId = '' } of conversation.messages) {
    counts.set(parentId, (counts.get(parentId) ?? 0) + 1);
  }
  return counts;
}

function questionParts(question: Question, words: MarkdownWords, hasImages: boolean): readonly string[] {
  const attachments = question.attachments ?? [];
  return [
    `## ${words.question}`,
    ...textPart(question.text),
    ...attachments.map((attachment) => attachmentPart(attachment, hasImages)),
  ];
}

function attachmentPart(attachment: SentAttachment, hasImages: boolean): string {
  if (attachment.kind !== 'image') {
    return folded(attachment.label, fenced(attachment.text, attachment.languageId));
  }
  const image = imagePart(attachment, attachment.label, hasImages);
  return image.startsWith('!') ? folded(attachment.label, image) : image;
}

function imagePart({ mediaType, data }: AttachedImage, label: string, hasImages: boolean): string {
  const isWhole = hasImages && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
  return isWhole ? `![${escaped(label)}](data:${mediaType};base64,${data})` : `*${escaped(label)}*`;
}

function answerSections(answer: Answer, words: MarkdownWords, hasImages: boolean): readonly string[] {
  const reason = earlyEnd(answer, words);
  return [
    `## ${words.answer}${answer.model === '' ? '' : ` · ${codeSpan(answer.model)}`}`,
    ...(answer.reasoning.trim() === '' ? [] : [folded(words.reasoning, textPart(answer.reasoning).join(''))]),
    ...answerParts(answer).flatMap((part) =>
      part.type === 'text' ? textPart(part.text) : part.uses.map((use) => toolPart(use, words, hasImages)),
    ),
    ...(answer.audio === undefined ? [] : [`*${escaped(words.soundLeftOut)}*`]),
    ...sourcesPart(answer.facts?.sources ?? [], words),
    ...(reason === undefined ? [] : [`> ${escaped(reason)}`]),
    ...(answer.usage === undefined ? [] : [tokenComment(answer.usage, answer.facts)]),
  ];
}

function sourcesPart(sources: readonly WebSource[], words: MarkdownWords): readonly string[] {
  const lines = sources.map(({ url, title }, index) => {
    // Angle brackets and blanks end an address.
    const address = `<${url.replace(/[<>\s]/g, encodeURIComponent)}>`;
    return `${String(index + 1)}. ${title === undefined ? address : `[${escaped(title)}](${address})`}`;
  });
  return lines.length === 0 ? [] : [`${words.sources}:\n\n${lines.join('\n')}`];
}

function toolPart(use: ToolUse, words: MarkdownWords, hasImages: boolean): string {
  const { images = [] } = use;
  const content = [
    fenced(use.arguments.trim() || '{}', 'json'),
    ...(use.result === undefined ? [] : [fenced(use.result)]),
    ...images.map((image, index) => imagePart(image, `${use.name} ${String(index + 1)}`, hasImages)),
  ];
  return folded(`${words.tool}: ${use.name}`, content.join('\n\n'));
}

/** The text without blank lines around it, and with an end to what it leaves open. */
function textPart(text: string): readonly string[] {
  const trimmed = text.trimEnd().replace(/^(?:[ \t]*\r?\n)+/, '');
  const closing = closingLine(trimmed);
  return trimmed === '' ? [] : [closing === undefined ? trimmed : `${trimmed}\n${closing}`];
}

function earlyEnd(answer: Answer, words: MarkdownWords): string | undefined {
  const isWhole = answer.status === 'complete' && !canContinue(answer);
  if (isWhole || isUnfinished(answer)) {
    return isWhole ? undefined : words.endedEarly;
  }
  return answer.notice?.sentence ?? words.endedEarly;
}

function tokenComment(
  { prompt_tokens, completion_tokens, total_tokens }: Usage,
  { choices, choice }: ResponseFacts = {},
): string {
  const together = choices !== undefined && choice === 0 ? { answers: choices } : {};
  const counts = { prompt_tokens, completion_tokens, total_tokens, ...together };
  const list = Object.entries(counts).map(([name, count]) => `${name}: ${String(count)}`);
  return `<!-- ${list.join(', ')} -->`;
}

function folded(summary: string, content: string): string {
  return `<details>\n<summary>${escapedHtml(oneLine(summary))}</summary>\n\n${content}\n\n</details>`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function escapedHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Plain text as Markdown that shows just that, in one line. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>#&|~$]/g, '\\$&');
}

function codeSpan(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}
