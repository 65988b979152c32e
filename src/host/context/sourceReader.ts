/** Reads what an attachment stands for, now: from the editor's buffer, from disk, from VS Code's own lists, from Git. */
import * as vscode from 'vscode';
import type { AttachmentSource, TextRange } from '../../core/attachment';
import { textInRange } from '../../core/textRange';
import { readChanges } from './changesText';
import type { Exclusions } from './exclusions';
import { readFileText } from './fileText';
import { readFolderText } from './folderText';
import { tokensOfImage } from './imageContent';
import { LanguageOfPath } from './languageOfPath';
import { readProblems } from './problemsText';
import { excludedError, nameOf, UnavailableError, type SourceContent } from './sourceContent';

export class SourceReader {
  readonly #languages = new LanguageOfPath();

  constructor(readonly exclusions: Exclusions) {}

  /** @throws UnavailableError where nothing of it can be sent */
  async read(source: AttachmentSource): Promise<SourceContent> {
    switch (source.kind) {
      case 'file':
        return this.#readFile(source.uri, undefined);
      case 'selection':
      case 'symbol':
        return this.#readFile(source.uri, source.range);
      case 'folder': {
        const uri = await this.#allowed(source.uri);
        const { text, note } = await readFolderText(uri, this.exclusions, this.#languages);
        return { type: 'text', text, languageId: 'plaintext', uri: source.uri, note };
      }
      case 'problems': {
        const uri = source.uri === undefined ? undefined : await this.#allowed(source.uri);
        return { type: 'text', languageId: 'plaintext', ...origin(source.uri), ...readProblems(uri, this.exclusions) };
      }
      case 'changes': {
        const uri = source.uri === undefined ? undefined : vscode.Uri.parse(source.uri);
        return { type: 'text', languageId: 'diff', ...origin(source.uri), ...(await readChanges(uri, this.exclusions)) };
      }
      case 'terminal':
        return { type: 'text', text: source.text, languageId: 'plaintext' };
      case 'image':
        return { type: 'image', image: source, tokens: tokensOfImage(source) };
    }
  }

  async #readFile(address: string, range: TextRange | undefined): Promise<SourceContent> {
    const uri = await this.#allowed(address);
    const { text, languageId } = await readFileText(uri, this.#languages);
    if (range === undefined) {
      return { type: 'text', text, languageId, uri: address };
    }
    const part = textInRange(text, range);
    if (part.trim() === '') {
      throw new UnavailableError(vscode.l10n.t('What was selected in {0} is not there any more.', nameOf(uri)));
    }
    return { type: 'text', text: part, languageId, uri: address, range };
  }

  /** @throws UnavailableError where it may never be sent */
  async #allowed(address: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.parse(address);
    if (await this.exclusions.isExcludedOnDisk(uri)) {
      throw excludedError(nameOf(uri));
    }
    return uri;
  }
}

function origin(uri: string | undefined): { readonly uri?: string } {
  return uri === undefined ? {} : { uri };
}
