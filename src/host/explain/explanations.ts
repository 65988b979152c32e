/**
 * All explanations of this window, and what the commands do with them: explain, ask on, stop, retry, continue in the chat, close.
 * Loaded with the first of them; until then VS Code knows of no comments of ours.
 */
import * as vscode from 'vscode';
import { explainControllerId } from '../../core/contributions';
import { activePath, canContinue } from '../../core/conversation';
import type { ChatController } from '../chat/chatController';
import type { Exclusions } from '../context/exclusions';
import { nameOf } from '../context/sourceContent';
import type { ConversationStore } from '../history/conversationStore';
import { readSetting } from '../platform/settings';
import { fileOf, SelectionContext } from '../selection/selectionContext';
import { selectionTarget, type SelectionTarget } from '../selection/selectionTarget';
import { askedConversation, attachmentOf } from './explainedCode';
import { Explanation, type ExplanationDeps } from './explanation';

interface Deps extends Omit<ExplanationDeps, 'context'> {
  readonly exclusions: Exclusions;
  readonly store: Pick<ConversationStore, 'add' | 'read'>;
  readonly chat: Pick<ChatController, 'openConversation' | 'session'>;
  /** Shows the chat. */
  readonly reveal: () => Promise<void>;
}

export class Explanations implements vscode.Disposable {
  readonly #controller: vscode.CommentController;
  readonly #context: SelectionContext;
  readonly #byThread = new Map<vscode.CommentThread, Explanation>();
  /** The stored conversation of an explanation that went to the chat, with what it had then. */
  readonly #continued = new Map<Explanation, { readonly id: string; readonly lastId: string | undefined }>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly deps: Deps) {
    this.#context = new SelectionContext(deps.exclusions);
    this.#controller = vscode.comments.createCommentController(explainControllerId, 'Ace Claude');
    this.#controller.options = {
      prompt: vscode.l10n.t('Ask about this code …'),
      placeHolder: vscode.l10n.t('Ask about this code …'),
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#controller,
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length > 0) {
          this.#of(event.document).forEach((explanation) => {
            explanation.follow(event);
          });
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#of(document).forEach((explanation) => {
          explanation.settlePlace();
        });
      }),
    );
  }

  /** The threads that are open. */
  get threads(): readonly vscode.CommentThread[] {
    return [...this.#byThread.keys()];
  }

  /**
   * Explains what is selected, or what the cursor is in. Ends when the answer is settled.
   * @throws HistoryError where the chat that is asked for cannot be stored
   */
  async explain(editor: vscode.TextEditor): Promise<void> {
    // Without a selection a language server is asked, which may take its time.
    const target = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for the code to explain') },
      () => selectionTarget(editor),
    );
    if (target === undefined) {
      return;
    }
    const file = fileOf(target.document);
    if (await this.deps.exclusions.isExcludedOnDisk(file)) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          '{0} is never sent: the setting aceClaude.context.exclude names it. Change the setting to have it explained.',
          nameOf(file),
        ),
      );
      return;
    }
    const obstacle = obstacleOf(target);
    if (readSetting('explain.location') === 'chat' || obstacle !== undefined) {
      if (obstacle !== undefined) {
        vscode.window.setStatusBarMessage(obstacle, statusMs);
      }
      await this.#explainInChat(target);
      return;
    }
    const known = [...this.#byThread.values()].find((explanation) => explanation.isOf(target));
    const explanation = known ?? new Explanation({ ...this.deps, context: this.#context }, this.#controller, target);
    this.#byThread.set(explanation.thread, explanation);
    explanation.thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    revealBelow(target);
    if (known === undefined) {
      await explanation.begin();
    }
  }

  /** @param reply what the box of a thread hands over */
  async ask(reply: unknown): Promise<void> {
    const { thread, text } = (reply ?? {}) as Partial<vscode.CommentReply>;
    if (typeof text === 'string' && text.trim() !== '') {
      await this.#find(thread)?.ask(text.trim());
    }
  }

  stop(thread: unknown): void {
    this.#find(thread)?.stop();
  }

  async retry(thread: unknown): Promise<void> {
    const explanation = this.#find(thread);
    if (explanation?.isRunning === false) {
      await explanation.begin();
    }
  }

  close(thread: unknown): void {
    const explanation = this.#find(thread);
    if (explanation !== undefined) {
      this.#byThread.delete(explanation.thread);
      this.#continued.delete(explanation);
      explanation.dispose();
    }
  }

  /**
   * Opens it in the chat with all that was asked and answered; an answer that is still coming goes on there. The thread stays.
   * @throws HistoryError
   */
  async continueInChat(thread: unknown): Promise<void> {
    const explanation = this.#find(thread);
    if (explanation === undefined) {
      return;
    }
    const wasRunning = explanation.isRunning;
    explanation.stop();
    await explanation.settled();
    const { code, conversation } = explanation;
    const last = activePath(conversation).at(-1);
    if (last === undefined) {
      await this.#openAsked(askedConversation(code));
      return;
    }
    const before = this.#continued.get(explanation);
    const isThere = before?.lastId === last.id && (await this.#isStored(before.id));
    const [id] = isThere ? [before.id] : await this.deps.store.add([conversation]);
    if (id === undefined) {
      return;
    }
    await this.#open(id);
    this.#continued.set(explanation, { id, lastId: last.id });
    if (wasRunning && last.role === 'assistant') {
      await (canContinue(last) ? this.deps.chat.session.continue(last.id) : this.deps.chat.session.retry(last.id));
    }
  }

  dispose(): void {
    this.#byThread.forEach((explanation) => {
      explanation.dispose();
    });
    this.#byThread.clear();
    this.#subscriptions.dispose();
  }

  async #explainInChat(target: SelectionTarget): Promise<void> {
    await this.#openAsked(askedConversation(attachmentOf(target)));
  }

  /** A chat of its own: the one that is shown may be answering, or have a draft. */
  async #openAsked({ answerId, ...conversation }: ReturnType<typeof askedConversation>): Promise<void> {
    const [id] = await this.deps.store.add([conversation]);
    if (id !== undefined) {
      await this.#open(id);
      await this.deps.chat.session.retry(answerId);
    }
  }

  /** It may have been deleted since. */
  #isStored(id: string): Promise<boolean> {
    return this.deps.store.read(id).then(
      () => true,
      () => false,
    );
  }

  async #open(id: string): Promise<void> {
    await this.deps.chat.openConversation(id);
    await this.deps.reveal();
  }

  #find(thread: unknown): Explanation | undefined {
    return this.#byThread.get(thread as vscode.CommentThread);
  }

  #of(document: vscode.TextDocument): readonly Explanation[] {
    const key = document.uri.toString();
    return [...this.#byThread.values()].filter(({ thread }) => thread.uri.toString() === key);
  }
}

const statusMs = 8_000;

/** Why no thread can be shown there. */
function obstacleOf({ document: { uri } }: SelectionTarget): string | undefined {
  if (uri.scheme === 'vscode-notebook-cell') {
    return vscode.l10n.t('Explained in the chat: VS Code shows no comments in notebooks.');
  }
  if (uri.scheme === 'output') {
    return vscode.l10n.t('Explained in the chat: VS Code shows no comments in output.');
  }
  if (vscode.workspace.getConfiguration('comments', uri).get('visible') === false) {
    return vscode.l10n.t('Explained in the chat: comments are switched off in this editor.');
  }
  return undefined;
}

/** A thread is drawn below the last line of the code: there has to be room for it. */
function revealBelow({ editor, range }: SelectionTarget): void {
  const [visible] = editor.visibleRanges;
  const last = new vscode.Range(range.end, range.end);
  if (visible === undefined) {
    return;
  }
  const middle = (visible.start.line + visible.end.line) / 2;
  if (range.end.line > middle || range.end.line < visible.start.line) {
    editor.revealRange(last, vscode.TextEditorRevealType.InCenter);
  }
}
