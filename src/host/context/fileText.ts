/**
 * The text of a file: from its editor's buffer where it is open, else from disk, decoded as VS Code would. Notebooks are their
 * cells. What may be read at all is the caller's matter.
 */
import * as vscode from 'vscode';
import { fenced } from '../../core/fences';
import type { LanguageOfPath } from './languageOfPath';
import { nameOf, UnavailableError, unreadableError } from './sourceContent';

/** Bytes of a text file; a larger one would fill any model's context. */
const maxTextBytes = 5 * 1024 * 1024;
/** Where a binary file shows itself; VS Code looks no further either. */
const binaryProbe = 8192;

export interface FileText {
  /** Lines end with `\n`; no byte order mark. */
  readonly text: string;
  readonly languageId: string;
}

/** @throws UnavailableError */
export async function readFileText(uri: vscode.Uri, languages: LanguageOfPath): Promise<FileText> {
  const notebook = vscode.workspace.notebookDocuments.find((open) => open.uri.toString() === uri.toString());
  if (notebook !== undefined) {
    return limited(uri, notebookText(notebook));
  }
  const document = openDocument(uri);
  if (document !== undefined) {
    return limited(uri, { text: document.getText().replace(/\r\n?/g, '\n'), languageId: document.languageId });
  }
  if (isReadOnlyOpen(uri)) {
    return limited(uri, await readOpening(uri));
  }
  const { size } = await statOf(uri);
  if (size > maxTextBytes) {
    throw tooLarge(uri, size);
  }
  const text = await readText(uri);
  if (uri.path.toLowerCase().endsWith('.ipynb')) {
    return limited(uri, await readNotebook(uri, text));
  }
  return { text, languageId: languages.languageId(uri.path) };
}

/** The editor's document of this file, if it has one. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === key);
}

/** Text of a file on disk. @throws UnavailableError also where it is not text */
export async function readText(uri: vscode.Uri): Promise<string> {
  const bytes = await readBytes(uri);
  const text = isUtf16(bytes) || !bytes.subarray(0, binaryProbe).includes(0) ? await decode(bytes, uri) : undefined;
  if (text === undefined) {
    throw new UnavailableError(
      vscode.l10n.t('{0} is not a text file. Attach an image (PNG, JPEG, GIF or WebP) or text.', nameOf(uri)),
    );
  }
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** @throws UnavailableError */
export async function readBytes(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    throw unreadableError(nameOf(uri));
  }
}

/** Of a file or a folder: a device or a pipe, which a link of any name may lead to, never ends. @throws UnavailableError */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat> {
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  );
  if (stat === undefined || (stat.type & (vscode.FileType.File | vscode.FileType.Directory)) === 0) {
    throw unreadableError(nameOf(uri));
  }
  return stat;
}

/** Documents that only their extension can give, such as the left side of a diff: there is no file system behind them. */
function isReadOnlyOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined;
}

async function readOpening(uri: vscode.Uri): Promise<FileText> {
  if (uri.scheme === 'untitled') {
    // It was closed without being saved; opening it would make an empty one.
    throw unreadableError(nameOf(uri));
  }
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return { text: document.getText().replace(/\r\n?/g, '\n'), languageId: document.languageId };
  } catch {
    throw unreadableError(nameOf(uri));
  }
}

/** Such text is half NUL bytes, and no binary file. */
function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

async function decode(bytes: Uint8Array, uri: vscode.Uri): Promise<string | undefined> {
  try {
    return await vscode.workspace.decode(bytes, { uri });
  } catch {
    return undefined;
  }
}

async function readNotebook(uri: vscode.Uri, text: string): Promise<FileText> {
  try {
    return notebookText(await vscode.workspace.openNotebookDocument(uri));
  } catch {
    // No extension for notebooks is there, or it cannot read this one.
    return { text, languageId: 'json' };
  }
}

/** Code cells stand in fences; outputs are left out. */
function notebookText(notebook: vscode.NotebookDocument): FileText {
  const cells = notebook.getCells().map(({ kind, document }) => {
    const text = document.getText().replace(/\r\n?/g, '\n');
    return kind === vscode.NotebookCellKind.Code ? fenced(text, document.languageId) : text;
  });
  return { text: cells.join('\n\n'), languageId: 'markdown' };
}

/** @throws UnavailableError */
function limited(uri: vscode.Uri, file: FileText): FileText {
  if (file.text.length > maxTextBytes) {
    throw tooLarge(uri, file.text.length);
  }
  return file;
}

function tooLarge(uri: vscode.Uri, bytes: number): UnavailableError {
  const [size, most] = [bytes, maxTextBytes].map((count) => (count / 1024 / 1024).toFixed(1));
  return new UnavailableError(
    vscode.l10n.t(
      '{0} is too large ({1} MB, at most {2} MB). Select the part that matters and attach that.',
      nameOf(uri),
      size ?? '',
      most ?? '',
    ),
  );
}
