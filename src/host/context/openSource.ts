/** Shows what an attachment stands for: where it is, if that is a place, else the text or image that is sent. */
import * as vscode from 'vscode';
import type { Attachment, TextRange } from '../../core/attachment';
import type { ReadOnlyDocuments } from './readOnlyDocuments';
import { nameOf, unreadableError } from './sourceContent';
import type { SourceReader } from './sourceReader';

/** @throws UnavailableError */
export async function openSource(
  { source, label }: Attachment,
  reader: SourceReader,
  documents: ReadOnlyDocuments,
): Promise<void> {
  switch (source.kind) {
    case 'file':
      return openUri(vscode.Uri.parse(source.uri));
    case 'selection':
    case 'symbol':
      return openUri(vscode.Uri.parse(source.uri), source.range);
    case 'folder': {
      const uri = vscode.Uri.parse(source.uri);
      if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
        await vscode.commands.executeCommand('revealInExplorer', uri);
        return;
      }
      break;
    }
    case 'image':
      return documents.showImage(label, source.mediaType, source.data);
    default:
      break;
  }
  const content = await reader.read(source);
  if (content.type === 'text') {
    await documents.showText(label, content.text, content.languageId);
  }
}

/** @throws UnavailableError */
async function openUri(uri: vscode.Uri, range?: TextRange): Promise<void> {
  const options: vscode.TextDocumentShowOptions =
    range === undefined
      ? {}
      : { selection: new vscode.Range(range.startLine, range.startCharacter, range.endLine, range.endCharacter) };
  try {
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined) {
      // The command shows a file that is gone as an empty editor.
      await vscode.workspace.fs.stat(uri);
    }
    await vscode.commands.executeCommand('vscode.open', uri, options);
  } catch {
    throw unreadableError(nameOf(uri));
  }
}
