/** Writes files so that a reader, or a crash, meets the old content or the new, never a part. */
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { link, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './historyError';

/** Only their user reads what somebody asked. */
const folderMode = 0o700;
const fileMode = 0o600;

/** How the names of files end that a crash may leave behind. */
export const temporaryExtension = '.tmp';

/**
 * Makes the folder where there is none.
 * @param isWanted asked before it takes its place; false where something newer did meanwhile
 */
export async function writeAtomically(file: string, data: string | Uint8Array, isWanted = (): boolean => true): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await makeFolder(path.dirname(file));
    await writeFile(temporary, data, { mode: fileMode });
    await (isWanted() ? renamePatiently(temporary, file) : rm(temporary));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The same when there is no time left. */
export function writeAtomicallySync(file: string, data: string): void {
  const temporary = temporaryName(file);
  try {
    makeFolderSync(path.dirname(file));
    writeFileSync(temporary, data, { mode: fileMode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes a file with this content. @throws with the code EEXIST where there is one already */
export async function writeNew(file: string, data: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await makeFolder(path.dirname(file));
    await writeFile(temporary, data, { mode: fileMode });
    await moveToNew(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The same when there is no time left. @returns false where there is one already */
export function writeNewSync(file: string, data: Uint8Array): boolean {
  const temporary = temporaryName(file);
  try {
    makeFolderSync(path.dirname(file));
    writeFileSync(temporary, data, { mode: fileMode });
    return linkNewSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function linkNewSync(from: string, to: string): boolean {
  try {
    linkSync(from, to);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || existsSync(to)) {
      return false;
    }
    // A file system without links.
    renameSync(from, to);
  }
  return true;
}

/** Where there is none. Unlike a recursive `mkdir` it tells why not: that one says ENOENT of a read-only disk. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: folderMode });
  } catch (error) {
    if (hasParent(folder, error)) {
      await makeFolder(path.dirname(folder));
      await mkdir(folder, { mode: folderMode }).catch(unlessThere);
    }
  }
}

/** The same when there is no time left. */
export function makeFolderSync(folder: string): void {
  try {
    mkdirSync(folder, { mode: folderMode });
  } catch (error) {
    if (hasParent(folder, error)) {
      makeFolderSync(path.dirname(folder));
      try {
        mkdirSync(folder, { mode: folderMode });
      } catch (again) {
        unlessThere(again);
      }
    }
  }
}

/** Whether a folder is to be made in one that is not there either. @throws the error, unless the folder is there */
function hasParent(folder: string, error: unknown): boolean {
  if (errorCode(error) === 'ENOENT' && path.dirname(folder) !== folder) {
    return true;
  }
  unlessThere(error);
  return false;
}

/** @throws the error, unless it says that there is one already: another window was faster */
function unlessThere(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') {
    throw error;
  }
}

/** Renames a file, never over another. @throws with the code EEXIST where there is one already */
export async function moveToNew(from: string, to: string): Promise<void> {
  try {
    // Renaming would replace what another window put there a moment ago; linking does not.
    await link(from, to);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') {
      throw error;
    }
    // A file system without links.
    if (await exists(to)) {
      throw Object.assign(new Error(`There is a file already: ${to}`), { code: 'EEXIST' });
    }
    await renamePatiently(from, to);
    return;
  }
  await rm(from, { force: true });
}

/** On Windows, whoever looks into a file (a virus scanner, an indexer) keeps it from being renamed for a moment. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt > 5 || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error))) {
        throw error;
      }
      await delay(attempt * 20);
    }
  }
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

function temporaryName(file: string): string {
  return `${file}.${randomUUID()}${temporaryExtension}`;
}
