/**
 * The buttons of a code block in an answer: Insert at Cursor, Apply, New File. Decides where the code goes and asks the user where
 * that is not clear; every refusal says why and offers a way on.
 */
import * as vscode from 'vscode';
import { filesInBlock, placeCode, replaceWhole, type UnplaceableReason } from '../../core/edits/placeCode';
import { findPlaceholders } from '../../core/edits/placeholders';
import type { CodeAction } from '../../core/protocol';
import { activeFile, chooseEditor, editorOf, isWritable, unitOf, type ChatCode } from './codeEditor';
import type { Reviews } from '../review/reviews';
import { hunksBetween } from '../../core/review/hunksBetween';
import { insertCode } from './insertCode';
import { newFile } from './newFile';
import { resolveTarget, type Target } from './workspacePath';

/** Asks with a sentence and buttons; undefined where the user turns away. */
export type Ask = (sentence: string, ...buttons: readonly string[]) => Thenable<string | undefined>;

interface Deps {
  /** Loaded with the first review. */
  readonly reviews: () => Promise<Reviews>;
  readonly ask?: Ask;
}

/** What a button of a question does. */
type Way = readonly [label: string, go: () => Promise<void>];

export class CodeActions {
  readonly #ask: Ask;

  constructor(private readonly deps: Deps) {
    this.#ask = deps.ask ?? ((sentence, ...buttons) => vscode.window.showWarningMessage(sentence, ...buttons));
  }

  run(action: CodeAction, block: ChatCode): Promise<void> {
    switch (action) {
      case 'insert':
        return this.#insert(block);
      case 'apply':
        return this.#apply(block);
      case 'newFile':
        return this.#newFile(block);
    }
  }

  async #insert(block: ChatCode): Promise<void> {
    if (filesInBlock(block.code).length > 0) {
      await this.#offer(
        vscode.l10n.t('This block is a change of a file, not code to insert.'),
        this.#applyWay(block),
        this.#anyway(block),
      );
    } else if (findPlaceholders(block.code, block.language).length > 0) {
      const sentence = vscode.l10n.t('This block leaves out code of the file; Apply puts it in without losing that.');
      await this.#offer(sentence, this.#applyWay(block), this.#anyway(block));
    } else {
      await this.#insertHere(block);
    }
  }

  async #newFile(block: ChatCode): Promise<void> {
    await newFile(block);
  }

  /** Opens a review for each file that the block is a change of. Nothing is written before one is accepted. */
  async #apply(block: ChatCode): Promise<void> {
    const files = filesInBlock(block.code);
    if (files.length === 0) {
      await this.#applyTo(await resolveTarget(block.path), block, 0);
      return;
    }
    for (const [index, file] of files.entries()) {
      const path = file.path ?? block.path;
      await this.#applyTo(await resolveTarget(path), { ...block, path }, index);
    }
  }

  async #applyTo(target: Target, block: ChatCode, fileIndex: number): Promise<void> {
    switch (target.kind) {
      case 'file':
        await this.#review(target.uri, block, fileIndex);
        break;
      case 'new':
        await this.#reviewNew(target.uri, block, fileIndex);
        break;
      case 'ambiguous': {
        const items = target.uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri, true), uri }));
        const title = vscode.l10n.t('Apply to Which File?');
        const chosen = await vscode.window.showQuickPick(items, { title });
        if (chosen !== undefined) await this.#review(chosen.uri, block, fileIndex);
        break;
      }
      case 'outside':
        await this.#offer(
          vscode.l10n.t('{0} is outside this workspace, so it is not touched.', block.path),
          ...this.#activeWay(block, fileIndex),
          this.#newFileWay(block),
        );
        break;
      case 'none':
        await this.#offer(
          vscode.l10n.t('There is no open file to apply this to. Open one, or make a new file of it.'),
          ...this.#activeWay(block, fileIndex),
          this.#newFileWay(block),
        );
    }
  }

  async #review(uri: vscode.Uri, block: ChatCode, fileIndex: number): Promise<void> {
    const name = vscode.workspace.asRelativePath(uri);
    if (!isWritable(uri)) {
      await this.#offer(vscode.l10n.t('{0} cannot be changed.', name), this.#copyWay(block), this.#newFileWay(block));
      return;
    }
    let document: vscode.TextDocument;
    try {
      document = await vscode.workspace.openTextDocument(uri);
    } catch {
      // Binary, too large, or gone: VS Code does not say which.
      await this.#offer(vscode.l10n.t('{0} cannot be opened as text.', name), this.#copyWay(block), this.#newFileWay(block));
      return;
    }
    const placement = placeCode(document.getText(), this.#codeToPlace(block, document, fileIndex));
    if (placement.outcome === 'unchanged') {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} has this already.', name));
    } else if (placement.outcome === 'unplaceable') {
      await this.#offerOther(placement.reason, document, block);
    } else {
      await this.#open(uri, placement.text, placement.isExact);
    }
  }

  async #reviewNew(uri: vscode.Uri, block: ChatCode, fileIndex: number): Promise<void> {
    const placement = placeCode('', {
      code: block.code,
      language: block.language,
      languageId: '',
      unit: unitOf(undefined),
      fileIndex,
    });
    if (placement.outcome === 'placed') {
      await this.#open(uri, placement.text, true);
      return;
    }
    await this.#offer(
      vscode.l10n.t('There is no file {0} in this workspace that this could change.', vscode.workspace.asRelativePath(uri)),
      ...this.#activeWay(block, fileIndex),
      this.#newFileWay(block),
    );
  }

  async #offerOther(reason: UnplaceableReason, document: vscode.TextDocument, block: ChatCode): Promise<void> {
    const name = vscode.workspace.asRelativePath(document.uri);
    const isPlain = filesInBlock(block.code).length === 0 && findPlaceholders(block.code, block.language).length === 0;
    const whole: Way = [
      vscode.l10n.t('Replace Whole File…'),
      async () => {
        const proposedText = replaceWhole(document.getText(), this.#codeToPlace(block, document, 0));
        await this.#open(document.uri, proposedText, true);
      },
    ];
    const insert: Way = [vscode.l10n.t('Insert at Cursor'), () => this.#insertHere(block)];
    await this.#offer(
      unplaceable(reason, name),
      ...(isPlain ? [insert, whole] : [this.#copyWay(block)]),
      this.#newFileWay(block),
    );
  }

  async #open(uri: vscode.Uri, proposedText: string, isExact: boolean): Promise<void> {
    const review = await (await this.deps.reviews()).begin({ uri, label: vscode.l10n.t('Proposal') });
    review.propose(hunksBetween(review.base, proposedText, isExact), true);
    review.finish('complete');
    await review.open();
  }

  #codeToPlace(block: ChatCode, document: vscode.TextDocument, fileIndex: number): Parameters<typeof placeCode>[1] {
    const { code, language } = block;
    return { code, language, languageId: document.languageId, unit: unitOf(editorOf(document)), fileIndex };
  }

  async #insertHere(block: ChatCode): Promise<void> {
    const choice = chooseEditor();
    if ('editor' in choice && (await insertCode(choice.editor, block))) {
      return;
    }
    const isNone = 'problem' in choice && choice.problem === 'none';
    const sentence = isNone
      ? vscode.l10n.t('There is no editor to insert this into. Click into one, and press the button again.')
      : vscode.l10n.t('The active editor cannot be changed.');
    await this.#offer(sentence, this.#copyWay(block), this.#newFileWay(block));
  }

  async #offer(sentence: string, ...ways: readonly Way[]): Promise<void> {
    const chosen = await this.#ask(sentence, ...ways.map(([label]) => label));
    await ways.find(([label]) => label === chosen)?.[1]();
  }

  #applyWay(block: ChatCode): Way {
    return [vscode.l10n.t('Apply'), () => this.#apply(block)];
  }

  #anyway(block: ChatCode): Way {
    return [vscode.l10n.t('Insert Anyway'), () => this.#insertHere(block)];
  }

  #copyWay({ code }: ChatCode): Way {
    return [
      vscode.l10n.t('Copy'),
      async () => {
        await vscode.env.clipboard.writeText(code);
      },
    ];
  }

  #newFileWay(block: ChatCode): Way {
    return [vscode.l10n.t('New File'), () => this.#newFile(block)];
  }

  /** The user's explicit choice of the file in front, whatever path was named. */
  #activeWay(block: ChatCode, fileIndex: number): readonly Way[] {
    const uri = activeFile();
    if (uri === undefined) {
      return [];
    }
    const name = vscode.workspace.asRelativePath(uri);
    return [[vscode.l10n.t('Apply to {0}', name), () => this.#review(uri, block, fileIndex)]];
  }
}

function unplaceable(reason: UnplaceableReason, name: string): string {
  switch (reason) {
    case 'ambiguous':
      return vscode.l10n.t('Several places in {0} look like this, so none was chosen.', name);
    case 'notFound':
      return vscode.l10n.t('No place in {0} looks like this.', name);
    case 'noContext':
      return vscode.l10n.t('The diff does not say where in {0} its lines belong.', name);
    case 'overlap':
      return vscode.l10n.t('Parts of the diff change the same lines of {0}.', name);
    case 'deletion':
      return vscode.l10n.t('The diff deletes {0}. Delete the file yourself if you want that.', name);
    case 'empty':
      return vscode.l10n.t('The block is empty.');
  }
}
