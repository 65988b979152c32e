/** The code that is explained: as an attachment of a question, with its name, and the conversation that begins with it. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { SentAttachment, TextRange } from '../../core/attachment';
import type { Conversation } from '../../core/conversation';
import { lastLine } from '../../core/textRange';
import { estimateTokens } from '../../core/tokens';
import { labelOf } from '../context/attachmentLabel';
import { workspaceKey } from '../history/workspaceKey';
import { readSetting } from '../platform/settings';
import type { SelectionTarget } from '../selection/selectionTarget';

/** As it is now: the document may change under its explanation. */
export function attachmentOf({ document, range }: SelectionTarget): SentAttachment {
  const uri = document.uri.toString();
  const place = textRangeOf(range);
  const text = document.getText(range).replace(/\r\n?/g, '\n');
  return {
    kind: 'selection',
    label: placeLabel(document.uri, range),
    uri,
    range: place,
    languageId: document.languageId,
    text,
    tokens: estimateTokens(text),
  };
}

/** What is asked first, in words that also stand alone in a chat. */
export function firstQuestion(): string {
  return vscode.l10n.t('Explain this code: what it is for, how it works, and what is easily overlooked.');
}

/** One without messages, named after the code. */
export function newConversation(code: SentAttachment): Conversation {
  const workspace = workspaceKey();
  return {
    id: randomUUID(),
    createdAt: Date.now(),
    ...(workspace === undefined ? {} : { workspace }),
    title: vscode.l10n.t('Explanation of {0}', code.label),
    messages: [],
    selected: {},
    model: readSetting('chat.model'),
  };
}

/** The same with the question asked and nothing answered: asking again begins its answer. */
export function askedConversation(code: SentAttachment): Conversation & { readonly answerId: string } {
  const conversation = newConversation(code);
  const [questionId, answerId, at] = [randomUUID(), randomUUID(), Date.now()];
  return {
    ...conversation,
    messages: [
      { role: 'user', id: questionId, at, text: firstQuestion(), attachments: [code] },
      {
        role: 'assistant',
        id: answerId,
        parentId: questionId,
        at,
        model: conversation.model,
        text: '',
        reasoning: '',
        status: 'interrupted',
      },
    ],
    answerId,
  };
}

/** `prices.js:3-9` */
export function placeLabel(uri: vscode.Uri, range: vscode.Range): string {
  return labelOf({ kind: 'selection', uri: uri.toString(), range: textRangeOf(range) });
}

/** Without the line of which nothing is in it: a thread is drawn below the last line of its range. */
export function threadRange(range: vscode.Range): vscode.Range {
  const last = lastLine(textRangeOf(range));
  return new vscode.Range(range.start.line, 0, last, last < range.end.line ? 0 : range.end.character);
}

export function textRangeOf({ start, end }: vscode.Range): TextRange {
  return { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character };
}
