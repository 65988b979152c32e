/**
 * Shows what a file would become in VS Code's diff editor, and changes the file only when the user accepts. A proposal follows
 * what the user types in the meantime. Where a proposal comes from and how it was found is the business of others.
 */
import * as vscode from 'vscode';
import { proposalScheme } from '../../core/contributions';
import { mergeChanges, textEdits } from '../../core/edits/lineDiff';
import { untitledAt } from './newFile';
import { isFile } from './workspacePath';

export interface Proposal {
  /** Of the file or document; it need not exist. */
  readonly uri: vscode.Uri;
  readonly proposedText: string;
  readonly origin: ProposalOrigin;
}

export interface ProposalOrigin {
  /** Makes the proposal anew, for a text that has changed beyond merging; undefined where that cannot be done. */
  readonly proposeFor?: (text: string) => string | undefined;
  /** Whether blanks, numbers or names had to be bridged: the title says so. */
  readonly isExact?: boolean;
}

interface OpenProposal {
  readonly uri: vscode.Uri;
  /** The right side of the diff. */
  readonly right: vscode.Uri;
  readonly origin: ProposalOrigin;
  readonly isNewFile: boolean;
  /** What `proposed` is a change of. */
  base: string;
  proposed: string;
  followTimer: ReturnType<typeof setTimeout> | undefined;
}

/** Typing is followed after so long a pause, in milliseconds. */
const followDelay = 200;
const emptyQuery = 'empty';

/** All proposals that are open. The caller disposes it. */
export class ProposalReview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  /** By the right side's address. */
  readonly #open = new Map<string, OpenProposal>();
  readonly #parts: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#parts = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(proposalScheme, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#followLater(document);
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        this.#forgetClosed(closed);
      }),
    );
  }

  dispose(): void {
    for (const proposal of this.#open.values()) clearTimeout(proposal.followTimer);
    this.#open.clear();
    this.#parts.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return uri.query === emptyQuery ? '' : this.#open.get(uri.toString())?.proposed;
  }

  /** Shows the proposal; an older one for the same file is replaced. */
  async open({ uri, proposedText, origin }: Proposal): Promise<void> {
    const document = await this.#documentAt(uri);
    const older = [...this.#open.values()].find((other) => other.uri.toString() === uri.toString());
    const right = vscode.Uri.from({ scheme: proposalScheme, path: uri.path, query: String(++this.#count) });
    const base = document?.getText() ?? '';
    const isNewFile = document === undefined;
    this.#open.set(right.toString(), {
      uri,
      right,
      origin,
      isNewFile,
      base,
      // As the document will have it, or every line would differ.
      proposed: document === undefined ? proposedText : withLineEnds(proposedText, document.eol),
      followTimer: undefined,
    });
    const left = isNewFile ? right.with({ query: emptyQuery }) : uri;
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const title =
      origin.isExact === false
        ? vscode.l10n.t("{0} (Claude's proposal, matched loosely)", name)
        : vscode.l10n.t("{0} (Claude's proposal)", name);
    const shown = await vscode.workspace.openTextDocument(right);
    if (document !== undefined && shown.languageId !== document.languageId) {
      await vscode.languages.setTextDocumentLanguage(shown, document.languageId);
    }
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
    if (older !== undefined) {
      await this.#close(older);
    }
  }

  /**
   * Makes the change: one step to undo, only the changed lines, not saved.
   *
   * @param side of the diff; the active tab's without it
   */
  async accept(side?: vscode.Uri): Promise<void> {
    const proposal = this.#find(side);
    if (proposal === undefined) {
      this.#sayNothingOpen();
      return;
    }
    const isDone = proposal.isNewFile ? await this.#create(proposal) : await this.#change(proposal);
    if (isDone) {
      await this.#close(proposal);
    }
  }

  /** Closes the diff; the file stays as it is. */
  async reject(side?: vscode.Uri): Promise<void> {
    const proposal = this.#find(side);
    if (proposal === undefined) {
      this.#sayNothingOpen();
      return;
    }
    await this.#close(proposal);
  }

  #sayNothingOpen(): void {
    void vscode.window.showInformationMessage(vscode.l10n.t('No proposal is open here. Press Apply in the chat to see one.'));
  }

  async #change(proposal: OpenProposal): Promise<boolean> {
    const name = vscode.workspace.asRelativePath(proposal.uri);
    let document: vscode.TextDocument;
    try {
      document = await vscode.workspace.openTextDocument(proposal.uri);
    } catch {
      void vscode.window.showWarningMessage(vscode.l10n.t('{0} is gone, so nothing was changed.', name));
      return false;
    }
    if (!this.#follow(proposal, document)) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} has changed where the proposal changes it. Undo that, or press Apply in the chat again.', name),
      );
      return false;
    }
    const changes = textEdits(proposal.base, proposal.proposed);
    const edit = new vscode.WorkspaceEdit();
    for (const { start, end, text } of changes) {
      edit.replace(proposal.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
    }
    if (changes.length > 0 && !(await vscode.workspace.applyEdit(edit))) {
      void vscode.window.showWarningMessage(vscode.l10n.t('{0} takes no changes now. The proposal stays open.', name));
      return false;
    }
    const first = document.positionAt(changes[0]?.start ?? 0);
    await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(first, first) });
    return true;
  }

  async #create({ uri, proposed }: OpenProposal): Promise<boolean> {
    const name = vscode.workspace.asRelativePath(uri);
    const edit = new vscode.WorkspaceEdit();
    const unsaved = untitledAt(uri);
    const isFree =
      !(await isFile(uri)) && (unsaved === undefined || (await vscode.workspace.openTextDocument(unsaved)).getText() === '');
    if (!isFree) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} is there by now. Press Apply in the chat again to change it.', name),
      );
      return false;
    }
    if (unsaved === undefined) edit.createFile(uri);
    edit.insert(unsaved ?? uri, new vscode.Position(0, 0), proposed);
    if (!(await vscode.workspace.applyEdit(edit))) {
      void vscode.window.showWarningMessage(vscode.l10n.t('{0} could not be created.', name));
      return false;
    }
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(unsaved ?? uri), { preview: false });
    return true;
  }

  async #documentAt(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
    const isThere = uri.scheme === 'untitled' || uri.scheme.startsWith('vscode-notebook') || (await isFile(uri));
    return isThere ? vscode.workspace.openTextDocument(uri) : undefined;
  }

  #find(side: vscode.Uri | undefined): OpenProposal | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const active = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    const address = (side?.scheme === proposalScheme ? side : active)?.toString();
    return this.#open.get(address ?? '');
  }

  #followLater(document: vscode.TextDocument): void {
    for (const proposal of this.#open.values()) {
      if (proposal.uri.toString() !== document.uri.toString()) continue;
      clearTimeout(proposal.followTimer);
      proposal.followTimer = setTimeout(() => this.#follow(proposal, document), followDelay);
    }
  }

  /** Carries the proposal over to the document's text of now. @returns false where that cannot be done */
  #follow(proposal: OpenProposal, document: vscode.TextDocument): boolean {
    clearTimeout(proposal.followTimer);
    const text = document.getText();
    if (text === proposal.base) {
      return true;
    }
    const next = mergeChanges(proposal.base, proposal.proposed, text) ?? proposal.origin.proposeFor?.(text);
    if (next === undefined) {
      return false;
    }
    proposal.base = text;
    proposal.proposed = withLineEnds(next, document.eol);
    this.#changed.fire(proposal.right);
    return true;
  }

  async #close({ right, followTimer }: OpenProposal): Promise<void> {
    clearTimeout(followTimer);
    this.#open.delete(right.toString());
    const tabs = proposalTabs().filter(({ address }) => address === right.toString());
    await vscode.window.tabGroups.close(tabs.map(({ tab }) => tab));
  }

  /** A tab that is moved is closed and opened, so what counts is whether one is left. */
  #forgetClosed(closed: readonly vscode.Tab[]): void {
    const left = new Set(proposalTabs().map(({ address }) => address));
    for (const { input } of closed) {
      const address = input instanceof vscode.TabInputTextDiff ? input.modified.toString() : '';
      const proposal = this.#open.get(address);
      if (proposal === undefined || left.has(address)) continue;
      clearTimeout(proposal.followTimer);
      this.#open.delete(address);
    }
  }
}

function proposalTabs(): readonly { readonly tab: vscode.Tab; readonly address: string }[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap((tab) =>
      tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === proposalScheme
        ? [{ tab, address: tab.input.modified.toString() }]
        : [],
    );
}

function withLineEnds(text: string, eol: vscode.EndOfLine): string {
  return text.replace(/\r\n|\n|\r/g, eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
}
