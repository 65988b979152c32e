/**
 * What a user does with a stored conversation: open, rename, pin, delete with a way back. Says what went wrong; which conversation
 * it is about is for the pick list and the commands to find out.
 */
import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation';
import type { Logger } from '../../core/logger';
import type { ConversationStore } from './conversationStore';
import { HistoryError } from './historyError';
import { historyErrorWords } from './historyWords';

/** The chat of this window, as far as the history has to do with it. */
export interface ShownChat {
  readonly conversation: Conversation;
  /** @throws HistoryError; what is shown stays */
  openConversation(id: string, messageId?: string): Promise<void>;
  /** Shows another one in its place, if it is shown. */
  closeConversation(id: string): void;
}

export interface ChatActionsDeps {
  readonly store: ConversationStore;
  readonly chat: ShownChat;
  /** Brings the chat to the front. */
  readonly reveal: () => Promise<void>;
  readonly log: Logger;
}

/** A conversation by its name, which is empty where there is nothing to make one from. */
export interface NamedChat {
  readonly id: string;
  readonly title: string;
}

export class ChatActions {
  constructor(private readonly deps: ChatActionsDeps) {}

  async open(id: string, messageId?: string): Promise<void> {
    await this.attempt(async () => {
      await this.deps.chat.openConversation(id, messageId);
      await this.deps.reveal();
    });
  }

  /** Asks for the new name. */
  async rename({ id, title }: NamedChat): Promise<void> {
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename Chat'),
      value: title,
      prompt: vscode.l10n.t('Empty: the name is made from the first question again.'),
    });
    if (typed !== undefined) {
      await this.attempt(() => this.deps.store.rename(id, typed));
    }
  }

  async setPinned(id: string, isPinned: boolean): Promise<void> {
    await this.attempt(() => this.deps.store.setPinned(id, isPinned));
  }

  /** Moves it to the trash, and says how to get it back. */
  async delete(chat: NamedChat): Promise<void> {
    const { deps } = this;
    const isShown = deps.chat.conversation.id === chat.id;
    const isDone = await this.attempt(async () => {
      await deps.store.moveToTrash(chat.id);
      deps.chat.closeConversation(chat.id);
    });
    if (isDone) {
      // Not waited for: the notification can stay for long.
      void this.#offerUndo(chat, isShown);
    }
  }

  async restore(id: string): Promise<boolean> {
    return this.attempt(() => this.deps.store.restore(id));
  }

  /** Asks first. @returns whether it is gone */
  async deleteForever(chat: NamedChat): Promise<boolean> {
    const yes = vscode.l10n.t('Delete Forever');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('Delete “{0}” forever?', shownTitle(chat)),
      { modal: true, detail: vscode.l10n.t('It cannot be brought back.') },
      yes,
    );
    return chosen === yes && (await this.attempt(() => this.deps.store.deleteForever(chat.id)));
  }

  /** Says why, if it cannot be done. @returns whether it was done */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.say(error);
      return false;
    }
  }

  /** @throws what is not an error of the history */
  say(error: unknown): void {
    if (!(error instanceof HistoryError)) {
      throw error;
    }
    this.deps.log.error(`History: ${error.message}`);
    void vscode.window.showErrorMessage(historyErrorWords(error));
  }

  async #offerUndo(chat: NamedChat, wasShown: boolean): Promise<void> {
    const undo = vscode.l10n.t('Undo');
    const sentence = vscode.l10n.t('Moved “{0}” to the trash, where it stays for 30 days.', shownTitle(chat));
    const chosen = await vscode.window.showInformationMessage(sentence, undo);
    if (chosen === undo && (await this.restore(chat.id)) && wasShown) {
      await this.open(chat.id);
    }
  }
}

/** What stands for a conversation in sentences and lists. */
export function shownTitle({ title }: Pick<NamedChat, 'title'>): string {
  return title === '' ? vscode.l10n.t('Untitled chat') : title;
}
