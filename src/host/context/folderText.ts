/**
 * What a folder stands for in a question: the list of its files with their sizes, and the text of the small ones as far as a budget
 * goes. Hidden by `.gitignore` or `files.exclude` is left out, as in suggestions.
 */
import * as vscode from 'vscode';
import { fenced } from '../../core/fences';
import { estimateTokens } from '../../core/tokens';
import { inParallel } from '../platform/inParallel';
import type { Exclusions } from './exclusions';
import { openDocument, readText } from './fileText';
import type { LanguageOfPath } from './languageOfPath';
import { nameOf, UnavailableError, unreadableError } from './sourceContent';
import { listFiles } from './workspaceFiles';

const mostListed = 1000;
const mostContentTokens = 25_000;
const mostFileBytes = 50_000;
const mostReadAtOnce = 8;
const mostLookedAtAtOnce = 64;

export interface FolderText {
  readonly text: string;
  /** Says what of it is in the text. */
  readonly note: string;
}

interface Listed {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly bytes: number;
}

/** @throws UnavailableError */
export async function readFolderText(uri: vscode.Uri, exclusions: Exclusions, languages: LanguageOfPath): Promise<FolderText> {
  const found = (await listFiles(uri, mostListed + 1, exclusions)).filter((file) => !exclusions.isExcluded(file));
  const files = await readable(uri, found.slice(0, mostListed), exclusions);
  if (files.length === 0) {
    await requireFolder(uri);
    throw new UnavailableError(vscode.l10n.t('The folder {0} has no files that may be sent.', nameOf(uri)));
  }
  const isCut = found.length > mostListed;
  const listing = files.map(({ path, bytes }) => `${path} (${String(bytes)} bytes)`);
  const contents = await contentsOf(files, languages);
  const text = [
    `Files${isCut ? ` (the first ${String(mostListed)})` : ''}:`,
    ...listing,
    ...contents.map(({ path, fence }) => `\n${path}:\n${fence}`),
  ].join('\n');
  return { text, note: noteOf(files.length, isCut, contents.length) };
}

function noteOf(listed: number, isCut: boolean, withText: number): string {
  const { l10n } = vscode;
  return isCut
    ? l10n.t('The first {0} files by name and size, {1} of them with their text.', String(listed), String(withText))
    : l10n.t('{0} files by name and size, {1} of them with their text.', String(listed), String(withText));
}

/** @throws UnavailableError */
async function requireFolder(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.readDirectory(uri);
  } catch {
    throw unreadableError(nameOf(uri));
  }
}

/** Those that are there, and no links to what may not be sent; by path. */
async function readable(folder: vscode.Uri, files: readonly vscode.Uri[], exclusions: Exclusions): Promise<readonly Listed[]> {
  const root = folder.path.replace(/\/+$/, '').length + 1;
  const found = await inParallel(files, mostLookedAtAtOnce, async (uri): Promise<readonly Listed[]> => {
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      return (await exclusions.isExcludedOnDisk(uri)) ? [] : [{ uri, path: uri.path.slice(root), bytes: size }];
    } catch {
      // It has gone since it was listed.
      return [];
    }
  });
  return found.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The smallest first, so that as many as can be have their text; given in the order of the list. */
async function contentsOf(files: readonly Listed[], languages: LanguageOfPath) {
  const contents: { readonly path: string; readonly fence: string }[] = [];
  let tokens = 0;
  const small = files.filter(({ bytes }) => bytes > 0 && bytes <= mostFileBytes).sort((one, other) => one.bytes - other.bytes);
  for (let start = 0; start < small.length && tokens < mostContentTokens; start += mostReadAtOnce) {
    const texts = await Promise.all(
      small.slice(start, start + mostReadAtOnce).map(async (file) => ({ file, text: await textOf(file.uri) })),
    );
    for (const { file, text } of texts) {
      const size = text === undefined ? 0 : estimateTokens(text);
      if (text !== undefined && tokens + size <= mostContentTokens) {
        tokens += size;
        contents.push({ path: file.path, fence: fenced(text, languages.languageId(file.path)) });
      }
    }
  }
  return contents.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const document = openDocument(uri);
  if (document !== undefined) {
    return document.getText().replace(/\r\n?/g, '\n');
  }
  return readText(uri).catch(() => undefined);
}
