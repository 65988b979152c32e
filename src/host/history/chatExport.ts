/**
 * Writes conversations into files that the user names, on whatever file system: one, or all. What the files contain is
 * `core/export`.
 */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import { conversationMarkdown } from '../../core/export/conversationMarkdown';
import { conversationsJson, type ExportedChat } from '../../core/export/conversationsJson';
import { fileNameFor, uniqueName } from '../../core/export/fileName';
import type { Logger } from '../../core/logger';
import { shownTitle } from './chatActions';
import type { ConversationStore } from './conversationStore';
import { HistoryError } from './historyError';
import { historyErrorWords } from './historyWords';
import { markdownWords } from './markdownWords';

export type ExportFormat = 'markdown' | 'json';

interface Deps {
  readonly store: ConversationStore;
  readonly log: Logger;
}

/** In UTF-16 units; what is imported may be twice as long. */
const longestFile = 32_000_000;
/** In bytes, of what is kept beside one chat: with more of it the file could not be imported. */
const mostFileBytes = 30_000_000;

export class ChatExport {
  constructor(private readonly deps: Deps) {}

  /** Asks where to. */
  async exportOne(conversation: Conversation, format: ExportFormat): Promise<void> {
    const title = shownTitle({ title: conversationTitle(conversation) });
    const uri = await askForFile(fileNameFor(title, 'chat'), format);
    if (uri !== undefined) {
      await this.#attempt(async () => {
        await this.writeOne(conversation, format, uri);
        void offerToOpen(vscode.l10n.t('Exported “{0}”.', title), uri, false);
      });
    }
  }

  /** Asks where to: a file for JSON, a folder for Markdown. */
  async exportAll(format: ExportFormat): Promise<void> {
    const name = fileNameFor(vscode.l10n.t('Ace Claude chats {0}', new Date().toLocaleDateString('sv')), 'chats');
    const target = format === 'json' ? await askForFile(name, format) : await askForFolder();
    if (target === undefined) {
      return;
    }
    await this.#attempt(async () => {
      const title = vscode.l10n.t('Exporting chats');
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        async (progress, token) => {
          const reader = new AllChats(
            this.deps,
            (done, all, more) => {
              progress.report({ message: `${String(done)}/${String(all)}`, increment: (100 * more) / all });
            },
            token,
          );
          const first = format === 'json' ? await this.writeJson(reader, target) : await this.writeFolder(reader, target, name);
          // Not waited for: the progress would stay with the message.
          void offerToOpen(reader.sentence(), first, format === 'markdown');
        },
      );
    });
  }

  /** @throws vscode.FileSystemError */
  async writeOne(conversation: Conversation, format: ExportFormat, uri: vscode.Uri): Promise<void> {
    if (format === 'markdown') {
      await write(uri, markdownOf(conversation, true));
      return;
    }
    for await (const text of conversationsJson(this.#withFiles(only(conversation)), longestFile)) {
      await write(uri, text);
    }
  }

  async *#withFiles(conversations: AsyncIterable<Conversation>): AsyncGenerator<ExportedChat> {
    const { files } = this.deps.store;
    for await (const conversation of conversations) {
      const contents: Record<string, string> = {};
      let bytes = 0;
      for (const name of await files.names(conversation.id)) {
        const content = await files.read(conversation.id, name);
        bytes += content?.length ?? 0;
        if (content !== undefined && bytes <= mostFileBytes) {
          contents[name] = Buffer.from(content).toString('base64');
        } else {
          this.deps.log.warn(`Export: ${name} is left out`);
        }
      }
      yield bytes === 0 ? conversation : { ...conversation, files: contents };
    }
  }

  /**
   * All in one file, or in as many beside it as it takes.
   * @returns the first file
   * @throws vscode.FileSystemError
   */
  async writeJson(reader: AllChats, uri: vscode.Uri): Promise<vscode.Uri> {
    const folder = vscode.Uri.joinPath(uri, '..');
    const [, stem = '', extension = ''] = /([^/]*?)(\.[^./]*)?$/.exec(uri.path) ?? [];
    let isFirst = true;
    const taken = new Set<string>();
    for await (const text of conversationsJson(this.#withFiles(reader.conversations()), longestFile)) {
      if (isFirst) {
        await write(uri, text);
        (await vscode.workspace.fs.readDirectory(folder)).forEach(([name]) => uniqueName(name, taken));
        isFirst = false;
      } else {
        await write(vscode.Uri.joinPath(folder, freeName(stem, extension, taken)), text);
      }
    }
    return uri;
  }

  /**
   * Each in a file of its own, in a new folder of this name.
   * @returns the folder
   * @throws vscode.FileSystemError
   */
  async writeFolder(reader: AllChats, parent: vscode.Uri, name: string): Promise<vscode.Uri> {
    const there = new Set<string>();
    (await vscode.workspace.fs.readDirectory(parent)).forEach(([known]) => uniqueName(known, there));
    const folder = vscode.Uri.joinPath(parent, uniqueName(name, there));
    await vscode.workspace.fs.createDirectory(folder);
    const taken = new Set<string>();
    for await (const conversation of reader.conversations()) {
      const file = uniqueName(fileNameFor(conversationTitle(conversation), 'chat'), taken);
      await write(vscode.Uri.joinPath(folder, `${file}.md`), markdownOf(conversation, true));
    }
    return folder;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof HistoryError) {
        void vscode.window.showErrorMessage(historyErrorWords(error));
      } else if (error instanceof vscode.FileSystemError) {
        const { l10n } = vscode;
        void vscode.window.showErrorMessage(l10n.t('The chat could not be exported: {0}', fileErrorWords(error)));
      } else {
        throw error;
      }
      this.deps.log.error(`Export: ${String(error)}`);
    }
  }
}

/** Each report takes as long as reading a few conversations. */
const reportMs = 100;

/** Every stored conversation, one after the other, and what became of them. */
export class AllChats {
  #done = 0;
  #unreadable = 0;

  constructor(
    private readonly deps: Deps,
    /** Called now and then, and at the end. `more`: how many since the last time. */
    private readonly report: (done: number, all: number, more: number) => void,
    private readonly token: Pick<vscode.CancellationToken, 'isCancellationRequested'>,
  ) {}

  /** Ends early when it is cancelled. @throws HistoryError where the folder cannot be read */
  async *conversations(): AsyncGenerator<Conversation> {
    const listed = await this.deps.store.list();
    let reported = 0;
    let reportedAt = performance.now();
    for (const [index, { id }] of listed.entries()) {
      if (this.token.isCancellationRequested) {
        return;
      }
      const conversation = await this.#read(id);
      if (conversation === undefined) {
        this.#unreadable += 1;
      } else {
        yield conversation;
        this.#done += 1;
      }
      const done = index + 1;
      if (done === listed.length || performance.now() - reportedAt > reportMs) {
        this.report(done, listed.length, done - reported);
        [reported, reportedAt] = [done, performance.now()];
      }
    }
  }

  sentence(): string {
    const { l10n } = vscode;
    const done = this.#done === 1 ? l10n.t('Exported 1 chat.') : l10n.t('Exported {0} chats.', this.#done);
    const unreadable =
      this.#unreadable === 1 ? l10n.t('1 could not be read.') : l10n.t('{0} could not be read.', this.#unreadable);
    const isCancelled = this.token.isCancellationRequested;
    return [
      done,
      ...(this.#unreadable === 0 ? [] : [unreadable]),
      ...(isCancelled ? [l10n.t('Then it was cancelled.')] : []),
    ].join(' ');
  }

  async #read(id: string): Promise<Conversation | undefined> {
    try {
      return await this.deps.store.read(id);
    } catch (error) {
      if (!(error instanceof HistoryError)) {
        throw error;
      }
      this.deps.log.warn(`Export: ${error.message}`);
      return undefined;
    }
  }
}

/** @param hasImages whether images are in it, as long texts, or only named */
export function markdownOf(conversation: Conversation, hasImages: boolean): string {
  const title = shownTitle({ title: conversationTitle(conversation) });
  return conversationMarkdown(conversation, { title, words: markdownWords(), hasImages });
}

/** What the file system says, without its own prefix. */
export function fileErrorWords(error: vscode.FileSystemError): string {
  const { l10n } = vscode;
  switch (error.code) {
    case 'NoPermissions':
      return l10n.t('access is denied.');
    case 'FileNotFound':
      return l10n.t('the folder is not there.');
    case 'FileIsADirectory':
      return l10n.t('there is a folder of this name.');
    case 'Unavailable':
      return l10n.t('the place is not available.');
    default:
      return error.message;
  }
}

async function* only(conversation: Conversation): AsyncGenerator<Conversation> {
  yield await Promise.resolve(conversation);
}

function freeName(stem: string, extension: string, taken: Set<string>): string {
  for (let number = 2; ; number += 1) {
    const name = `${stem} (${String(number)})${extension}`;
    if (!taken.has(name.normalize().toLowerCase())) {
      return uniqueName(name, taken);
    }
  }
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

function startFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}

async function askForFile(name: string, format: ExportFormat): Promise<vscode.Uri | undefined> {
  const extension = format === 'json' ? 'json' : 'md';
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(startFolder(), `${name}.${extension}`),
    filters: { [format === 'json' ? 'JSON' : 'Markdown']: [extension] },
    saveLabel: vscode.l10n.t('Export'),
  });
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      defaultUri: startFolder(),
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Export Here'),
      title: vscode.l10n.t('Folder for the Exported Chats'),
    })) ?? [];
  return folder;
}

async function offerToOpen(sentence: string, uri: vscode.Uri, isFolder: boolean): Promise<void> {
  // A folder is shown outside of VS Code, where there is an outside.
  const canOpen = !isFolder || (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined);
  const open = vscode.l10n.t('Open');
  const chosen = await vscode.window.showInformationMessage(sentence, ...(canOpen ? [open] : []));
  if (chosen === open) {
    await vscode.commands.executeCommand(isFolder ? 'revealFileInOS' : 'vscode.open', uri);
  }
}
