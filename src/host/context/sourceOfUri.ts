/** What a dropped, pasted or chosen URI is: a file, a folder, an image. */
import * as vscode from 'vscode';
import { maxImageBytes } from '../../core/imageSize';
import type { AttachmentSource } from '../../core/attachment';
import type { Exclusions } from './exclusions';
import { openDocument, readBytes, statOf } from './fileText';
import { hostUri } from './hostUri';
import { imageSource, imageTooLarge } from './imageContent';
import { excludedError, nameOf, UnavailableError } from './sourceContent';

export interface NamedSource {
  readonly source: AttachmentSource;
  /** Of an image: the name of its file. */
  readonly label?: string;
}

/** @throws UnavailableError */
export async function sourceOfUri(text: string, exclusions: Exclusions): Promise<NamedSource> {
  const uri = parse(text);
  if (await exclusions.isExcludedOnDisk(uri)) {
    throw excludedError(nameOf(uri));
  }
  const file: AttachmentSource = { kind: 'file', uri: uri.toString() };
  if (openDocument(uri) !== undefined || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) {
    return { source: file };
  }
  const { type, size } = await statOf(uri);
  if ((type & vscode.FileType.Directory) !== 0) {
    return { source: { kind: 'folder', uri: uri.toString().replace(/\/+$/, '') } };
  }
  if (!/\.(?:png|jpe?g|gif|webp)$/i.test(uri.path)) {
    return { source: file };
  }
  const name = nameOf(uri);
  if (size > maxImageBytes) {
    throw imageTooLarge(name, size);
  }
  return { source: imageSource(name, await readBytes(uri)), label: name };
}

/** @throws UnavailableError */
function parse(text: string): vscode.Uri {
  try {
    return hostUri(text);
  } catch {
    throw new UnavailableError(vscode.l10n.t('{0} is no address of a file.', text.slice(0, 100)));
  }
}
