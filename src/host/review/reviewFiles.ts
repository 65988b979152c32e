/** The texts of reviews as read-only files, in the encoding that shows every character. Which review has which is `ReviewPage`'s. */
import * as vscode from 'vscode';
import { proposalScheme } from '../../core/contributions';
import { ReadOnlyFiles } from '../platform/readOnlyFiles';

/** Says in which encoding the file is, whatever the user has set for files. */
const byteOrderMark = '\uFEFF';

/** The caller disposes it. */
export class ReviewFiles implements vscode.Disposable {
  readonly #files = new ReadOnlyFiles(
    proposalScheme,
    vscode.l10n.t('This shows changes that are proposed. Accept or reject them here, and type in the file itself.'),
  );
  readonly #encoder = new TextEncoder();

  /** Makes the file, or changes it. */
  set(uri: vscode.Uri, text: string): void {
    this.#files.set(uri, this.#encoder.encode(byteOrderMark + text));
  }

  remove(uri: vscode.Uri): void {
    this.#files.remove(uri);
  }

  dispose(): void {
    this.#files.dispose();
  }
}
