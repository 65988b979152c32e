/** What reading an attachment's source gives, and the words of what stops it. */
import * as vscode from 'vscode';
import type { AttachedImage, TextRange } from '../../core/attachment';

export type SourceContent =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly languageId: string;
      /** Where it was read, if that can be opened again. */
      readonly uri?: string;
      readonly range?: TextRange;
      /** What the user should know of it: what is in it, what is left out. */
      readonly note?: string;
    }
  | { readonly type: 'image'; readonly image: AttachedImage; readonly tokens: number };

/** Nothing can be sent of a source. The message is a sentence in the user's language. */
export class UnavailableError extends Error {}

export function excludedError(name: string): UnavailableError {
  return new UnavailableError(
    vscode.l10n.t('{0} is never sent: the setting aceClaude.context.exclude names it. Change the setting to attach it.', name),
  );
}

export function unreadableError(name: string): UnavailableError {
  return new UnavailableError(vscode.l10n.t('{0} cannot be read. It may have been moved or deleted.', name));
}

/** Last part of a path, for a sentence. */
export function nameOf(uri: vscode.Uri): string {
  const path = uri.path.replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1) || uri.toString(true);
}
