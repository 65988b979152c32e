/** What a dropped, pasted or chosen URI is: a file, a folder, an image. */
import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { AttachmentSource } from '../../core/attachment';
import { imageTypeOf } from '../../core/imageSize';
import type { Exclusions } from './exclusions';
import { openDocument, readBytes, statOf } from './fileText';
import { hostUri } from './hostUri';
import { hopelessImage, imageSource, isHopeless, isTooLarge } from './imageContent';
import { excludedError, nameOf, UnavailableError } from './sourceContent';

export interface NamedSource {
  readonly source: AttachmentSource;
  /** Of an image: the name of its file. */
  readonly label?: string;
}

/** An image of which the endpoint takes no more than a smaller copy. */
export interface LargeImage {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is read at all, to be made smaller. */
const maxLargeBytes = 50_000_000;

/** @throws UnavailableError */
export async function sourceOfUri(text: string, exclusions: Exclusions): Promise<NamedSource | LargeImage> {
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
  if (!(await looksLikeImage(uri))) {
    return { source: file };
  }
  const name = nameOf(uri);
  if (size > maxLargeBytes) {
    throw hopelessImage(name);
  }
  const bytes = await readBytes(uri);
  if (imageTypeOf(bytes) !== undefined && isTooLarge(bytes)) {
    if (isHopeless(bytes)) {
      throw hopelessImage(name);
    }
    return { name, bytes };
  }
  return { source: imageSource(name, bytes), label: name };
}

/** By its first bytes, where they can be read alone; a name that promises an image counts too, so that a wrong one is said. */
async function looksLikeImage(uri: vscode.Uri): Promise<boolean> {
  return /\.(?:png|jpe?g|gif|webp)$/i.test(uri.path) || (uri.scheme === 'file' && imageTypeOf(await headOf(uri)) !== undefined);
}

const headBytes = 16;

/** Empty where it cannot be read: who reads all of it says why. */
async function headOf({ fsPath }: vscode.Uri): Promise<Uint8Array> {
  const head = new Uint8Array(headBytes);
  try {
    const file = await open(fsPath);
    try {
      const { bytesRead } = await file.read(head, 0, headBytes, 0);
      return head.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return new Uint8Array();
  }
}

/** @throws UnavailableError */
function parse(text: string): vscode.Uri {
  try {
    return hostUri(text);
  } catch {
    throw new UnavailableError(vscode.l10n.t('{0} is no address of a file.', text.slice(0, 100)));
  }
}
