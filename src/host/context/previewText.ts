/** "What will be sent" as a Markdown text: the exact messages with an estimate for each part, the parameters, what is left out. */
import * as vscode from 'vscode';
import { streamParameters } from '../../core/chatModel';
import { fenced } from '../../core/fences';
import { modelFacts } from '../../core/models';
import { chatRequest, requestParts, sentPath, type ChatInput, type RequestPart } from '../../core/prompts/chat';

/** An attachment that cannot be sent, and why. */
export interface LeftOut {
  readonly label: string;
  readonly note?: string;
}

export function previewText(input: ChatInput, leftOut: readonly LeftOut[]): string {
  const { l10n } = vscode;
  const parts = requestParts(input);
  const { messages, ...parameters } = chatRequest(input);
  const facts = modelFacts(input.conversation.model);
  const total = sum(parts);
  const omitted = input.path.length - sentPath(input.path, input.firstSentId).length;
  return [
    `# ${l10n.t('What Will Be Sent')}`,
    l10n.t(
      'About {0} tokens to {1}, which takes {2} together with its answer. Counts are estimates.',
      count(total),
      facts.name,
      count(facts.contextTokens),
    ),
    omitted === 0
      ? undefined
      : l10n.t('Left out, since it does not fit any more: the {0} oldest messages of this conversation.', count(omitted)),
    ...leftOut.map(({ label, note }) => l10n.t('Left out: {0}. {1}', code(label), note ?? '').trim()),
    `## ${l10n.t('Parameters')}`,
    fenced(JSON.stringify({ ...parameters, ...streamParameters }, undefined, 2), 'json'),
    ...turnsOf(parts).flatMap((turn, index) => [
      `## ${String(index + 1)}. ${roleName(turn[0]?.role ?? 'user')} · ${tokensText(sum(turn))}`,
      ...turn.flatMap((part) => [
        ...(turn.length === 1 && part.label === '' ? [] : [`### ${partName(part)} · ${tokensText(part.tokens)}`]),
        contentText(part),
      ]),
    ]),
    '',
  ]
    .filter((block) => block !== undefined)
    .join('\n\n');
}

/** Parts of one role, one after the other: one message. */
function turnsOf(parts: readonly RequestPart[]): readonly (readonly RequestPart[])[] {
  const turns: RequestPart[][] = [];
  for (const part of parts) {
    const turn = turns.at(-1);
    if (turn?.[0]?.role === part.role && part.role !== 'tool') {
      turn.push(part);
    } else {
      turns.push([part]);
    }
  }
  return turns;
}

function contentText({ content }: RequestPart): string {
  if (content.type === 'text') {
    return fenced(content.text, 'markdown');
  }
  const { url, detail } = content.image_url;
  return code(`${shortDataUrl(url)}${detail === undefined ? '' : ` detail: ${detail}`}`);
}

/** `data:image/png;base64,… (120 kB)`: an image's bytes say nothing to a reader. */
export function shortDataUrl(url: string): string {
  const [head = '', data] = url.split(',', 2);
  if (!url.startsWith('data:') || data === undefined) {
    return url;
  }
  return `${head},… (${(((data.length / 4) * 3) / 1000).toFixed(1)} kB)`;
}

function roleName(role: RequestPart['role']): string {
  const { l10n } = vscode;
  switch (role) {
    case 'system':
      return l10n.t('System');
    case 'user':
      return l10n.t('You');
    case 'assistant':
      return l10n.t('Claude');
    case 'tool':
      return l10n.t('Tool');
  }
}

function partName({ kind, label }: RequestPart): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'prompt':
      return l10n.t('Instructions of Ace Claude');
    case 'instructions':
      return l10n.t('Your instructions (aceClaude.chat.instructions)');
    case 'format':
      return l10n.t('What asks for JSON');
    case 'omission':
      return l10n.t('What is said of messages that are left out');
    case 'text':
      return l10n.t('Text');
    case 'continuation':
      return l10n.t('What asks to go on');
    case 'toolCalls':
      return l10n.t('Calls of tools');
    case 'toolResult':
      return l10n.t('Result of {0}', code(label));
    default:
      return l10n.t('Attachment {0}', code(label));
  }
}

function sum(parts: readonly RequestPart[]): number {
  return parts.reduce((total, { tokens }) => total + tokens, 0);
}

function tokensText(tokens: number): string {
  return vscode.l10n.t('about {0} tokens', count(tokens));
}

export function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

/** As a code span in a line or in the cell of a table: nothing in it can end either. */
export function code(text: string): string {
  return `\`${text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('`', "'")
    .replaceAll('|', '\\|')}\``;
}
