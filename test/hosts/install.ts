/**
 * Something is installed once, reused while it is whole, and installed anew where it is not: an interrupted install, a deleted
 * or cut file, another version than the wanted one. What is installed, and from where, is the caller's.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock';
import { withProgress, type Say } from './progress';

export interface Installation {
  /** Where it is to be; absolute. */
  readonly folder: string;
  /** What is to be there, with exact versions. A change of it means a new install. */
  readonly contents: string;
  /** For the user: `Installing …, about so long`. */
  readonly label: string;
  /** Takes the lines about its progress. @defaultValue the console */
  readonly say?: Say;
  /** Fills an empty folder, which is then moved to its place. */
  readonly install: (folder: string) => Promise<void>;
  /** Whether it starts; asked only where no file is missing. */
  readonly starts: (folder: string) => Promise<boolean>;
}

/** Written last: without it, the rest counts as broken. */
const stampFile = 'installed.json';

interface Stamp {
  readonly contents: string;
  /** Path below the folder, and size in bytes. */
  readonly files: readonly (readonly [string, number])[];
}

/** @throws what `install` throws, or where the fresh install does not start */
export async function ensureInstalled(installation: Installation): Promise<void> {
  const { folder, label, say } = installation;
  if (await isWhole(installation, folder)) return;
  const installOnce = async (): Promise<void> => {
    // Another process may have done it meanwhile.
    if (await isWhole(installation, folder)) return;
    await withProgress(label, () => replace(installation), say);
  };
  await withLock(`${folder}.lock`, installOnce, say);
}

async function replace(installation: Installation): Promise<void> {
  const { folder, contents, install } = installation;
  const fresh = `${folder}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await install(fresh);
  writeStamp(fresh, contents);
  if (!(await isWhole(installation, fresh))) throw new Error(`What was installed in ${fresh} does not start.`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

async function isWhole(installation: Installation, folder: string): Promise<boolean> {
  const stamp = readStamp(folder);
  if (stamp?.contents !== installation.contents) return false;
  const hasAllFiles = stamp.files.every(
    ([file, size]) => lstatSync(path.join(folder, file), { throwIfNoEntry: false })?.size === size,
  );
  return hasAllFiles && (await installation.starts(folder));
}

function writeStamp(folder: string, contents: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), lstatSync(file).size] as const;
    });
  const stamp: Stamp = { contents, files };
  writeFileSync(path.join(folder, stampFile), JSON.stringify(stamp));
}

function readStamp(folder: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, stampFile), 'utf8')) as Stamp;
  } catch {
    // Never finished, or cut while it was written.
    return undefined;
  }
}
