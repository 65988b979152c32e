/** Opens a block of code as a file that is not saved yet: with its name where the answer names one that is free. */
import * as vscode from 'vscode';
import { cleanLines } from '../../core/edits/fitCode';
import { languageIdOf } from '../../core/edits/languageIds';
import type { ChatCode } from './codeEditor';
import { resolveTarget } from './workspacePath';

/** Nothing is written to disk. */
export async function newFile({ code, language, path }: ChatCode): Promise<vscode.TextEditor> {
  const content = `${withoutCommonBlanks(cleanLines(code, language)).join('\n')}\n`;
  const named = path === '' ? undefined : await namedDocument(path);
  if (named !== undefined) {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(named.uri, new vscode.Position(0, 0), content);
    await vscode.workspace.applyEdit(edit);
    return vscode.window.showTextDocument(named, { preview: false });
  }
  const wanted = languageIdOf(language);
  const isKnown = (await vscode.languages.getLanguages()).includes(wanted);
  const document = await vscode.workspace.openTextDocument({ content, ...(isKnown ? { language: wanted } : {}) });
  return vscode.window.showTextDocument(document, { preview: false });
}

/** An empty unsaved document that will be saved there; undefined where a file or an unsaved text is there already. */
async function namedDocument(path: string): Promise<vscode.TextDocument | undefined> {
  const target = await resolveTarget(path);
  const uri = target.kind === 'new' ? untitledAt(target.uri) : undefined;
  if (uri === undefined) {
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return document.getText() === '' ? document : undefined;
}

/** Undefined in a virtual workspace: VS Code would save it to the local disk. */
export function untitledAt(uri: vscode.Uri): vscode.Uri | undefined {
  return uri.scheme === 'file' ? uri.with({ scheme: 'untitled' }) : undefined;
}

function withoutCommonBlanks(lines: readonly string[]): readonly string[] {
  const texts = lines.filter((line) => line.trim() !== '');
  let common = /^[ \t]*/.exec(texts[0] ?? '')?.[0] ?? '';
  for (const line of texts) {
    while (!line.startsWith(common)) common = common.slice(0, -1);
  }
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(common.length)));
}
