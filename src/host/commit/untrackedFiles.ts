/** Reads new files that Git does not know yet as what their patch would be. */
import { lstat, open, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { ChangedFile } from '../../core/commit/changes';
import { worthOf, worths } from '../../core/commit/fileWorth';
import { submoduleMode, type ChangedEntry } from './changedEntries';
import { TextHead } from './textHead';

const mostKeptBytes = 8_000_000;
const mostMs = 4_000;
const chunkBytes = 256_000;

/** What cannot be read, or not in time, has no patch. @throws the signal's reason */
export async function readUntracked(
  root: string,
  entries: readonly ChangedEntry[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ChangedEntry, ChangedFile>> {
  const end = performance.now() + mostMs;
  let room = mostKeptBytes;
  const files = new Map<ChangedEntry, ChangedFile>();
  const ranked = entries.map((entry) => ({ entry, rank: worths.indexOf(worthOf(entry)) }));
  for (const { entry } of ranked.sort((one, other) => one.rank - other.rank)) {
    signal.throwIfAborted();
    const unread = { path: entry.path, kind: entry.kind, isBinary: false, isSubmodule: false };
    if (entry.newMode === submoduleMode) {
      files.set(entry, { ...unread, isSubmodule: true, newMode: submoduleMode });
    } else if (room <= 0 || performance.now() > end) {
      files.set(entry, { ...unread, isPatchCut: true });
    } else {
      // It may be gone by now, or not be for us to read.
      const facts = await factsOf(path.join(root, entry.path), end).catch((): Facts => ({ isPatchCut: true }));
      files.set(entry, { ...unread, ...facts });
      room -= facts.patch?.length ?? 0;
    }
  }
  return files;
}

type Facts = Partial<Pick<ChangedFile, 'isBinary' | 'added' | 'deleted' | 'newMode' | 'patch' | 'isPatchCut'>>;

async function factsOf(file: string, end: number): Promise<Facts> {
  const stats = await lstat(file);
  if (stats.isSymbolicLink()) {
    const target = new TextHead();
    target.take(await readlink(file, 'buffer'));
    return { ...target.facts('+'), newMode: '120000' };
  }
  if (!stats.isFile()) {
    return { isPatchCut: true };
  }
  const isExecutable = process.platform !== 'win32' && (stats.mode & 0o100) !== 0;
  return { ...(await readHead(file, end)).facts('+'), newMode: isExecutable ? '100755' : '100644' };
}

/** The lines are counted as long as there is time. */
async function readHead(file: string, end: number): Promise<TextHead> {
  const head = new TextHead();
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
      if (bytesRead === 0 || !head.take(buffer.subarray(0, bytesRead))) {
        return head;
      }
      if (performance.now() > end) {
        head.isInterrupted = true;
        return head;
      }
    }
  } finally {
    await handle.close();
  }
}
