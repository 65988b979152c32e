/** Export and import of chats, with real storage and VS Code's file system. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { nullLogger } from '../../src/core/logger';
import { copyChat } from '../../src/host/commands/copyChat';
import type { ShownChat } from '../../src/host/history/chatActions';
import { ChatArchive } from '../../src/host/history/chatArchive';
import { AllChats, ChatExport } from '../../src/host/history/chatExport';
import { ChatImport } from '../../src/host/history/chatImport';
import { ConversationStore } from '../../src/host/history/conversationStore';
import { importWords } from '../../src/host/history/importWords';
import { storedChat } from '../support/storedChat';

const notCancelled = { isCancellationRequested: false };

suite('The history in files', () => {
  let folder: string;
  let store: ConversationStore;

  setup(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ace-claude-history-'));
    store = new ConversationStore({ folder: path.join(folder, 'storage'), log: nullLogger });
  });

  teardown(async () => {
    store.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  test('comes back whole from JSON, and a second time is there already', async () => {
    const chats = [storedChat('One', { isPinned: true, title: 'A name' }), storedChat('Two'), storedChat('Three')];
    await store.add(chats);
    const file = vscode.Uri.file(path.join(folder, 'chats.json'));
    let [last, sum] = ['', 0];
    const report = (done: number, all: number, more: number): void => {
      last = `${String(done)}/${String(all)}`;
      sum += more;
    };
    const reader = new AllChats({ store, log: nullLogger }, report, notCancelled);
    await new ChatExport({ store, log: nullLogger }).writeJson(reader, file);
    assert.equal(reader.sentence(), 'Exported 3 chats.');
    assert.deepEqual([last, sum], ['3/3', 3]);

    const other = new ConversationStore({ folder: path.join(folder, 'other'), log: nullLogger });
    const importer = new ChatImport({ store: other, log: nullLogger });
    const first = await importer.import([file], notCancelled, () => undefined);
    assert.equal(importWords(first), 'Imported 3 chats.');
    assert.deepEqual([...first.imported].sort(), chats.map(({ id }) => id).sort());
    const { open, conversation } = await other.open(chats[0]?.id ?? '');
    open.dispose();
    assert.deepEqual({ ...conversation, selected: {} }, chats[0]);

    await other.rename(chats[1]?.id ?? '', 'Grown since');
    await other.moveToTrash(chats[2]?.id ?? '');
    const second = await importer.import([file], notCancelled, () => undefined);
    assert.equal(importWords(second), 'Imported 0 chats. 2 were there already. 1 was taken out of the trash.');
    assert.equal((await other.list()).length, 3);
    assert.ok((await other.list()).some(({ title }) => title === 'Grown since'));
    other.dispose();
  });

  test('is a folder of Markdown, a file for each, none over another', async () => {
    await store.add([storedChat('Same: name?'), storedChat('Same/ name'), storedChat('Other')]);
    const exporter = new ChatExport({ store, log: nullLogger });
    const write = (): Promise<vscode.Uri> =>
      exporter.writeFolder(
        new AllChats({ store, log: nullLogger }, () => undefined, notCancelled),
        vscode.Uri.file(folder),
        'Chats',
      );
    const [one, two] = [await write(), await write()];
    assert.notEqual(one.fsPath, two.fsPath);
    assert.deepEqual((await readdir(one.fsPath)).sort(), ['Other.md', 'Same name (2).md', 'Same name.md']);
    assert.match(
      await readFile(path.join(one.fsPath, 'Other.md'), 'utf8'),
      /^# Other\n[\s\S]*## Question\n\nOther\n\n## Answer · `m`\n\nAnswer to Other\n$/,
    );
  });

  test('is copied as Markdown', async () => {
    const shown: ShownChat = {
      conversation: storedChat('Copy me'),
      openConversation: () => Promise.resolve(),
      closeConversation: () => undefined,
    };
    await copyChat(shown, () => Promise.resolve(new ChatArchive({ store, log: nullLogger }))).run();
    assert.match(await vscode.env.clipboard.readText(), /## Question\n\nCopy me\n/);
  });

  test('takes folders of Continue with their dates, and tells what was skipped', async () => {
    const sessions = path.join(folder, 'sessions');
    const task = path.join(folder, 'sessions', '1753000000000');
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(task));
    const session = { sessionId: 's1', title: 'From Continue', history: [{ message: { role: 'user', content: 'Hi' } }] };
    await writeFile(path.join(sessions, 's1.json'), JSON.stringify(session));
    await writeFile(path.join(sessions, 'sessions.json'), JSON.stringify([{ sessionId: 's1', dateCreated: '1600000000000' }]));
    await writeFile(path.join(sessions, 'other.json'), '{"a":1}');
    await writeFile(path.join(sessions, 'torn.json'), '{"a":');
    await writeFile(path.join(task, 'api_conversation_history.json'), '[{"role":"user","content":"<task>Do it</task>"}]');
    await writeFile(path.join(task, 'ui_messages.json'), '[]');
    const importer = new ChatImport({ store, log: nullLogger });
    const outcome = await importer.import([vscode.Uri.file(sessions)], notCancelled, () => undefined);
    assert.equal(
      importWords(outcome),
      'Imported 2 chats. 1 file was skipped: torn.json (damaged). 1 other file holds no chat.',
    );
    const listed = await store.list();
    assert.deepEqual(listed.map(({ title, createdAt }) => [title, createdAt]).sort(), [
      ['Do it', 1_753_000_000_000],
      ['From Continue', 1_600_000_000_000],
    ]);
  });

  test('refuses a file that is too large, one that is not there, and one that is none', async () => {
    const large = path.join(folder, 'large.json');
    await writeFile(large, '');
    await truncate(large, 100_000_000);
    const text = path.join(folder, 'text.md');
    await writeFile(text, 'Hello');
    const files = [large, path.join(folder, 'missing.json'), text].map((file) => vscode.Uri.file(file));
    const outcome = await new ChatImport({ store, log: nullLogger }).import(files, notCancelled, () => undefined);
    assert.equal(
      importWords(outcome),
      'No chats were imported. 3 files were skipped: large.json (larger than 64 MB), missing.json (cannot be read), ' +
        'text.md (no chat that can be imported).',
    );
  });
});
