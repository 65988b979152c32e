/** Tells when what an attachment stands for may have changed. Only what is attached is watched. */
import * as vscode from 'vscode';
import type { AttachmentSource, TextRange } from '../../core/attachment';
import { shiftRange, type TextEdit } from '../../core/textRange';
import { knownRepositories } from './git';

interface Listener {
  /** May be called often. */
  readonly changed: () => void;
  /** Only for sources with a range: an edit moved it. */
  readonly moved: (shift: (range: TextRange) => TextRange) => void;
}

/** The caller disposes what this returns. */
export function watchSource(source: AttachmentSource, listener: Listener): vscode.Disposable {
  switch (source.kind) {
    case 'file':
    case 'selection':
    case 'symbol':
      return vscode.Disposable.from(watchDocument(source.uri, listener), watchFile(source.uri, listener.changed));
    case 'folder':
      return watchFolder(source.uri, listener.changed);
    case 'problems':
      return vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (source.uri === undefined || uris.some((uri) => uri.toString() === source.uri)) {
          listener.changed();
        }
      });
    case 'changes':
      return vscode.Disposable.from(
        ...knownRepositories()
          .filter(({ rootUri }) => source.uri === undefined || rootUri.toString() === source.uri)
          .map(({ state }) => state.onDidChange(listener.changed)),
      );
    case 'terminal':
    case 'image':
      return new vscode.Disposable(() => undefined);
  }
}

function watchDocument(uri: string, { changed, moved }: Listener): vscode.Disposable {
  const isIt = (document: vscode.TextDocument): boolean => document.uri.toString() === uri;
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isIt(document) || contentChanges.length === 0) {
        return;
      }
      moved((range) => contentChanges.reduce((shifted, change) => shiftRange(shifted, textEditOf(change)), range));
      changed();
    }),
    // What was not saved is gone then.
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isIt(document)) {
        changed();
      }
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
      if (notebook.uri.toString() === uri) {
        changed();
      }
    }),
  );
}

/** For {@link shiftRange}. */
export function textEditOf({ range: { start, end }, text }: vscode.TextDocumentContentChangeEvent): TextEdit {
  const range = {
    startLine: start.line,
    startCharacter: start.character,
    endLine: end.line,
    endCharacter: end.character,
  };
  // A lone carriage return ends a line for VS Code too.
  return { range, text: text.replace(/\r\n?/g, '\n') };
}

function watchFile(address: string, changed: () => void): vscode.Disposable {
  const uri = vscode.Uri.parse(address);
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  // Brackets and braces in a name would be a pattern.
  return watchPattern(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name.replace(/[[\]{}*?]/g, '?')), changed);
}

function watchFolder(address: string, changed: () => void): vscode.Disposable {
  const uri = vscode.Uri.parse(address);
  // Outside of the workspace a watcher of everything below would be one of its own, over what may be a whole disk.
  const isInWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return watchPattern(new vscode.RelativePattern(uri, isInWorkspace ? '**/*' : '*'), changed);
}

function watchPattern(pattern: vscode.RelativePattern, changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  );
}
