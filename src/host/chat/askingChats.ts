/** Which chats of this window wait for the user's word on a tool: also those that are left, where nobody sees them ask. */
import * as vscode from 'vscode';
import { isUnfinished, type Conversation } from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import type { ChatSession } from './chatSession';

export interface AskingChat {
  readonly id: string;
  /** Empty where it has none. */
  readonly title: string;
  /** How many calls ask. */
  readonly calls: number;
}

export class AskingChats implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Of a chat that is left. */
  readonly onDidChange = this.#changed.event;

  /** @param sessions those that are open */
  constructor(private readonly sessions: () => Iterable<ChatSession>) {}

  /** The one that is shown among them. */
  get chats(): readonly AskingChat[] {
    return [...this.sessions()].flatMap(({ conversation }) => {
      const calls = askingCalls(conversation);
      return calls === 0 ? [] : [{ id: conversation.id, title: conversationTitle(conversation), calls }];
    });
  }

  /** Resolves when no answer is coming any more in this chat, which is left. */
  async untilSettled(session: ChatSession): Promise<void> {
    const listener = session.onDidChange(({ type }) => {
      if (type === 'toolUseChanged' || type === 'answerChanged') this.#changed.fire();
    });
    this.#changed.fire();
    await session.settled();
    listener.dispose();
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function askingCalls({ messages }: Conversation): number {
  const uses = messages.flatMap((message) =>
    message.role === 'assistant' && isUnfinished(message) ? (message.toolUses ?? []) : [],
  );
  return uses.filter(({ status }) => status === 'asking').length;
}
