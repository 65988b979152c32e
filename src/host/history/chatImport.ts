/** Takes chats out of files and stores those that are not there yet. What the files mean is `core/import`. */
import * as vscode from 'vscode';
import { importChats } from '../../core/import/importChats';
import type { LeftOut, LeftOutKind } from '../../core/import/importedChat';
import type { Logger } from '../../core/logger';
import { readSetting } from '../platform/settings';
import type { ConversationStore } from './conversationStore';
import { importFiles, readText, sessionDates, type ImportFile } from './importFiles';
import type { ImportOutcome, SkippedFile } from './importWords';

interface Deps {
  readonly store: ConversationStore;
  readonly log: Logger;
}

/** In bytes: parsing a larger one would stop everything for seconds. */
const largestFile = 64_000_000;

export class ChatImport {
  constructor(private readonly deps: Deps) {}

  /**
   * @param picked files and folders
   * @param report called after each file
   * @throws HistoryError where nothing can be stored; what was stored before stays
   */
  async import(
    picked: readonly vscode.Uri[],
    token: Pick<vscode.CancellationToken, 'isCancellationRequested'>,
    report: (done: number, all: number) => void,
  ): Promise<ImportOutcome> {
    const files = await importFiles(picked);
    const { store } = this.deps;
    const known = new Set((await store.list()).map(({ id }) => id));
    const trashed = new Set((await store.trash()).map(({ id }) => id));
    const dates = new Map<string, ReadonlyMap<string, number>>();
    const outcome = new Outcome();
    for (const [index, file] of files.entries()) {
      if (token.isCancellationRequested) {
        break;
      }
      await this.#importFile(file, { known, trashed, dates, outcome });
      report(index + 1, files.length);
    }
    return outcome;
  }

  async #importFile(file: ImportFile, { known, trashed, dates, outcome }: State): Promise<void> {
    const { store, log } = this.deps;
    const folder = vscode.Uri.joinPath(file.uri, '..');
    const name = file.uri.path.split('/').at(-1) ?? '';
    const skip = (problem: SkippedFile['problem']): void => {
      outcome.skipped.push({ name, problem, isFound: file.isFound });
      log.info(`Import: ${name}: ${problem}`);
    };
    const text = await readText(file.uri, largestFile);
    if (typeof text !== 'string') {
      skip(text.problem);
      return;
    }
    const ofFolder = dates.get(folder.toString()) ?? (await sessionDates(folder));
    dates.set(folder.toString(), ofFolder);
    const { mtime } = await vscode.workspace.fs.stat(file.uri);
    const folderName = folder.path.split('/').at(-1) ?? '';
    const result = importChats(text, {
      folderName,
      modifiedAt: mtime || Date.now(),
      dates: ofFolder,
      model: readSetting('chat.model'),
    });
    if ('problem' in result) {
      skip(result.problem);
    } else if ('conversations' in result) {
      const isNew = result.conversations.filter(({ id }) => !known.has(id) && !trashed.has(id));
      for (const { id } of result.conversations.filter((conversation) => trashed.has(conversation.id))) {
        await store.restore(id);
        trashed.delete(id);
        outcome.restored += 1;
      }
      // First, so that a chat is complete once it is there.
      for (const { id } of isNew) {
        for (const [file, base64] of Object.entries(result.files?.get(id) ?? {})) {
          if (!(await store.files.write(id, file, Buffer.from(base64, 'base64')))) outcome.leaveOut({ sound: 1 });
        }
      }
      outcome.imported.push(...(await store.add(isNew)));
      outcome.known += result.conversations.filter(({ id }) => known.has(id)).length;
      result.conversations.forEach(({ id }) => known.add(id));
      outcome.leaveOut(result.leftOut);
    }
  }
}

interface State {
  readonly known: Set<string>;
  readonly trashed: Set<string>;
  /** By folder. */
  readonly dates: Map<string, ReadonlyMap<string, number>>;
  readonly outcome: Outcome;
}

class Outcome implements ImportOutcome {
  readonly imported: string[] = [];
  known = 0;
  restored = 0;
  readonly skipped: SkippedFile[] = [];
  readonly #leftOut = new Map<LeftOutKind, number>();

  get leftOut(): LeftOut {
    return Object.fromEntries(this.#leftOut);
  }

  leaveOut(counts: LeftOut): void {
    for (const [kind, count] of Object.entries(counts) as [LeftOutKind, number][]) {
      this.#leftOut.set(kind, (this.#leftOut.get(kind) ?? 0) + count);
    }
  }
}
