/**
 * The history of a chat of VS Code as the path of a conversation. What a question carried is remembered with its result as it was
 * sent, so that later requests send the same; images are too large for that, and read again.
 */
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import { sentAttachmentsOf } from '../../core/attachmentShape';
import type { Answer, Message, Question } from '../../core/conversation';
import { objectOf, textOf } from '../../core/jsonShape';
import type { ChatReferences } from './chatReferences';

/** How an answer ended, for what is suggested next. */
export type TurnEnd = 'whole' | 'cut' | 'none';

/** What VS Code keeps with an answer. */
export interface TurnMemory {
  /** The question as it was sent, with the code of a command. */
  readonly text: string;
  readonly attachments: readonly SentAttachment[];
  readonly command: string;
  readonly end: TurnEnd;
}

/** VS Code keeps the results of a chat in one file: what is larger is read again from where it was. */
const mostRemembered = 200_000;

export function rememberedTurn(question: Question, command: string | undefined, end: TurnEnd): TurnMemory {
  const attachments = (question.attachments ?? []).filter(({ kind }) => kind !== 'image');
  const length = attachments.reduce(
    (sum, { label, ...rest }) => sum + label.length + ('text' in rest ? rest.text.length : 0),
    0,
  );
  const fits = question.text.length + length <= mostRemembered;
  return { text: fits ? question.text : '', attachments: fits ? attachments : [], command: command ?? '', end };
}

export function turnMemoryOf(result: vscode.ChatResult): TurnMemory {
  const { text, attachments, command, end } = objectOf(result.metadata);
  return {
    text: textOf(text) ?? '',
    attachments: sentAttachmentsOf(attachments),
    command: textOf(command) ?? '',
    end: end === 'whole' || end === 'cut' ? end : 'none',
  };
}

/** Questions and answers in order. Never throws. */
export async function chatPath(
  history: readonly (vscode.ChatRequestTurn | vscode.ChatResponseTurn)[],
  references: ChatReferences,
): Promise<readonly Message[]> {
  const path: Message[] = [];
  for (const [index, turn] of history.entries()) {
    const id = String(index);
    if (turn instanceof vscode.ChatResponseTurn) {
      path.push(answerOf(turn, id));
    } else {
      const next = history[index + 1];
      const memory = next instanceof vscode.ChatResponseTurn ? turnMemoryOf(next.result) : undefined;
      path.push(await questionOf(turn, memory, id, references));
    }
  }
  return path;
}

async function questionOf(
  { prompt, references }: vscode.ChatRequestTurn,
  memory: TurnMemory | undefined,
  id: string,
  reader: ChatReferences,
): Promise<Question> {
  const question = { role: 'user', id, at: 0 } as const;
  if (memory !== undefined && memory.text !== '') {
    return { ...question, text: memory.text, attachments: [...memory.attachments, ...(await reader.readImages(references))] };
  }
  const { attachments, texts } = await reader.read(references);
  return { ...question, text: [...texts, prompt].join('\n\n'), attachments };
}

function answerOf({ response }: vscode.ChatResponseTurn, id: string): Answer {
  const text = response.map((part) => {
    if (part instanceof vscode.ChatResponseMarkdownPart) {
      return part.value.value;
    }
    if (part instanceof vscode.ChatResponseAnchorPart) {
      const uri = part.value instanceof vscode.Uri ? part.value : part.value.uri;
      return `\`${vscode.workspace.asRelativePath(uri)}\``;
    }
    return '';
  });
  return { role: 'assistant', id, at: 0, model: '', text: text.join(''), reasoning: '', status: 'complete' };
}
