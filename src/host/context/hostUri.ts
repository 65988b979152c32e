/** URIs that come from the page, as this extension host knows the same resources. */
import * as vscode from 'vscode';
import { extensionName } from '../../core/contributions';

/**
 * In a remote window the workbench, and so what is dropped from it, says `vscode-remote:` where an extension host on that remote
 * says `file:`. Only one of the two is found among open documents and workspace folders.
 * @throws Error where it is no URI
 */
export function hostUri(text: string): vscode.Uri {
  const uri = vscode.Uri.parse(text, true);
  return uri.scheme === 'vscode-remote' && runsRemotely() ? vscode.Uri.file(uri.path) : uri;
}

function runsRemotely(): boolean {
  const extension = vscode.extensions.getExtension(`${extensionName}.${extensionName}`);
  return vscode.env.remoteName !== undefined && extension?.extensionKind !== vscode.ExtensionKind.UI;
}
