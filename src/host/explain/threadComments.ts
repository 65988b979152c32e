/**
 * The comments of an explanation's thread: one object per message, whose content is replaced, since VS Code builds a new object
 * anew. What the model wrote goes through `core/explain/commentMarkdown.ts`; a body is never trusted and never has HTML.
 */
import * as vscode from 'vscode';
import { canContinue, isUnfinished, type Answer, type Message, type Notice, type NoticeButton } from '../../core/conversation';
import { commentMarkdown, plainMarkdown } from '../../core/explain/commentMarkdown';
import { closingLine } from '../../core/export/openBlock';

export interface ThreadState {
  /** From the first question on, which is not shown. */
  readonly path: readonly Message[];
  /** `prices.js:3-9` */
  readonly label: string;
  /** Why the code could not be asked about at all. */
  readonly trouble?: Notice;
  /** Follow-up questions that wait for the answer before them. */
  readonly waiting: readonly string[];
  /** Since the answer that is coming was asked for. */
  readonly elapsedMs: number;
}

export class ThreadComments {
  readonly #comments: vscode.Comment[] = [];

  /** Brings the comments up to date. @returns them, and how many characters they have */
  update(state: ThreadState): { readonly comments: readonly vscode.Comment[]; readonly length: number } {
    const answers = state.path.slice(1);
    const contents = [
      ...(answers.length === 0 ? [firstContent(state)] : answers.map((message) => contentOf(message, state))),
      ...state.waiting.map((text) => questionContent(text, vscode.l10n.t('asked next'))),
    ];
    let length = 0;
    for (const [index, { body, label, author }] of contents.entries()) {
      const comment = (this.#comments[index] ??= { body, author, mode: vscode.CommentMode.Preview });
      length += typeof body === 'string' ? body.length : body.value.length;
      Object.assign(comment, { body, author, label });
    }
    this.#comments.length = contents.length;
    return { comments: [...this.#comments], length };
  }
}

type Content = Pick<vscode.Comment, 'body' | 'author'> & { readonly label: string | undefined };

/** Nothing was asked yet, or nothing could be. */
function firstContent({ label, trouble, elapsedMs }: ThreadState): Content {
  const body = trouble === undefined ? readingWords(label) : noticeMarkdown(trouble);
  return answerContent(body, trouble === undefined ? elapsedWords(elapsedMs) : undefined);
}

function contentOf(message: Message, state: ThreadState): Content {
  if (message.role === 'user') {
    return questionContent(message.text);
  }
  const status = isUnfinished(message) ? elapsedWords(state.elapsedMs) : undefined;
  return answerContent(answerMarkdown(message, state.label), status);
}

function questionContent(text: string, label?: string): Content {
  // No Markdown: what was typed shows as it was typed.
  return { body: text, author: { name: vscode.l10n.t('You') }, label };
}

function answerContent(markdown: string, label: string | undefined): Content {
  return { body: new vscode.MarkdownString(markdown), author: { name: 'Claude' }, label };
}

function answerMarkdown(answer: Answer, label: string): string {
  const { text, notice } = answer;
  if (text.trim() === '') {
    return notice === undefined ? waitingWords(answer, label) : noticeMarkdown(notice);
  }
  const shown = commentMarkdown(text);
  if (notice === undefined) {
    return shown;
  }
  // In the middle of a code block the words about its end would be code.
  const closing = closingLine(shown);
  const cut = canContinue(answer) ? ` ${plainMarkdown(vscode.l10n.t('Continue in Chat can go on with it.'))}` : '';
  return `${shown}${closing === undefined ? '' : `\n${closing}`}\n\n${noticeMarkdown(notice)}${cut}`;
}

function waitingWords(answer: Answer, label: string): string {
  return answer.reasoning === '' ? readingWords(label) : plainMarkdown(vscode.l10n.t('Claude is thinking …'));
}

function readingWords(label: string): string {
  return plainMarkdown(vscode.l10n.t('Claude is reading {0} …', label));
}

function elapsedWords(milliseconds: number): string {
  return vscode.l10n.t('{0} s', String(Math.floor(milliseconds / 1000)));
}

/** The sentence with the way out, then what the endpoint said. */
function noticeMarkdown({ sentence, detail, traceId, severity, action }: Notice): string {
  if (severity === 'info') {
    return `*${plainMarkdown(sentence)}*`;
  }
  const facts = [
    ...(detail === undefined ? [] : [detail]),
    ...(traceId === undefined ? [] : [vscode.l10n.t('Trace id: {0}', traceId)]),
  ];
  return [
    `⚠ ${plainMarkdown([sentence, ...adviceWords(action)].join(' '))}`,
    ...facts.map((fact) => `*${plainMarkdown(fact)}*`),
  ].join('\n\n');
}

/** A thread has buttons of its own for some ways out; the chat has one for each. */
function adviceWords(action: NoticeButton | undefined): readonly string[] {
  if (action === undefined) {
    return [];
  }
  switch (action.id) {
    case 'retry':
    case 'continue':
      return [vscode.l10n.t('Press Retry to ask again.')];
    case 'checkConnection':
    case 'openStatusPage':
      return [
        vscode.l10n.t('Press Retry to ask again.'),
        vscode.l10n.t('Continue in Chat has the button “{0}”.', action.label),
      ];
    case 'setToken':
      return [vscode.l10n.t('Press the key above, then Retry.')];
    default:
      return [vscode.l10n.t('Continue in Chat has the button “{0}”.', action.label)];
  }
}
