/** Finds the files that may hold chats: those that were picked, and those in picked folders. */
import * as vscode from 'vscode';
import { continueDates } from '../../core/import/continueSession';
import { parseJson } from '../../core/jsonShape';

export interface ImportFile {
  readonly uri: vscode.Uri;
  /** From a folder: nobody said that there are chats in it. */
  readonly isFound: boolean;
}

/** Cline keeps a folder for each task in the one that is picked. */
const deepest = 2;
const mostFiles = 20_000;
/** Of a task of Cline, all other files tell the same, or no chat at all. */
const taskFile = 'api_conversation_history.json';

export async function importFiles(picked: readonly vscode.Uri[]): Promise<readonly ImportFile[]> {
  const files: ImportFile[] = [];
  for (const uri of picked) {
    const isFolder = await isDirectory(uri);
    if (isFolder) {
      await addFolder(uri, 0, files);
    } else {
      files.push({ uri, isFound: false });
    }
  }
  return files;
}

/** When the sessions of Continue in this folder were begun, by their ids; empty where there is no list of them. */
export async function sessionDates(folder: vscode.Uri): Promise<ReadonlyMap<string, number>> {
  const text = await readText(vscode.Uri.joinPath(folder, 'sessions.json'), 16_000_000);
  const dates = typeof text === 'string' ? continueDates(parseJson(text)) : undefined;
  return dates ?? new Map<string, number>();
}

/** @returns the text, or why there is none */
export async function readText(
  uri: vscode.Uri,
  largest: number,
): Promise<
  string | { readonly problem: 'tooLarge' } | { readonly problem: 'unreadable'; readonly error: vscode.FileSystemError }
> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > largest ? { problem: 'tooLarge' } : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      return { problem: 'unreadable', error };
    }
    throw error;
  }
}

async function isDirectory(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.Directory) !== 0;
  } catch {
    // Reading it will say why.
    return false;
  }
}

async function addFolder(folder: vscode.Uri, depth: number, files: ImportFile[]): Promise<void> {
  const entries = await listed(folder);
  const hasTask = entries.some(([name]) => name === taskFile);
  for (const [name, type] of entries) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (files.length >= mostFiles) {
      return;
    }
    if ((type & vscode.FileType.Directory) !== 0) {
      // A link could lead back here.
      if (depth < deepest && (type & vscode.FileType.SymbolicLink) === 0) {
        await addFolder(uri, depth + 1, files);
      }
    } else if (hasTask ? name === taskFile : /\.(?:jsonl?|md)$/i.test(name)) {
      files.push({ uri, isFound: true });
    }
  }
}

async function listed(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      return [];
    }
    throw error;
  }
}
