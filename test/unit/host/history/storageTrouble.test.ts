/** Disks that are full or read-only, and folders that are none. A disk of its own needs the right to mount one. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { activePath } from '../../../../src/core/conversation';
import { added, answerTo, appended, emptyConversation, questionOf, talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';
import { until } from '../../../support/until';

const question = questionOf('Q');
const answer = answerTo(question, { status: 'waiting' });

/** @returns why this machine does not let anybody, or not this user, mount a disk; undefined where it did */
function mount(folder: string, options: string): string | undefined {
  if (process.platform !== 'linux') {
    return `${process.platform} has no tmpfs`;
  }
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { encoding: 'utf8' });
  if (status === 0) {
    return undefined;
  }
  assert.match(stderr, /permission denied|superuser|not permitted/i, 'mounting fails for want of the right to');
  return stderr.trim();
}

suite('What cannot be saved', () => {
  let history: HistoryFolder;
  let mounted: string | undefined;

  setup(() => {
    history = new HistoryFolder();
    mounted = undefined;
  });

  teardown(() => {
    if (mounted !== undefined) {
      // Lazily: files may still be open.
      execFileSync('umount', ['-l', mounted]);
    }
    history.dispose();
  });

  /** A small disk; skips the test where none can be had. */
  function mountSmallDisk(test: Mocha.Context, options: string): void {
    const obstacle = mount(history.folder, options);
    if (obstacle !== undefined) {
      console.warn(`      skipped: ${obstacle}`); // eslint-disable-line no-console -- the reader must learn why
      test.skip();
    }
    mounted = history.folder;
  }

  test('on a full disk is kept, said, and saved as soon as there is room', async function () {
    mountSmallDisk(this, 'size=256k');
    const store = history.store();
    const open = store.create(emptyConversation());
    const told: (string | undefined)[] = [];
    open.onDidChangeTrouble(() => told.push(open.trouble?.kind));
    open.append(added(question));
    open.append(added(answer));
    await open.flush();
    const filler = path.join(history.folder, 'filler');
    assert.throws(() => {
      writeFileSync(filler, Buffer.alloc(1_000_000));
    }, /ENOSPC/);
    const text = 'Long answer. '.repeat(4_000);
    for (let offset = 0; offset < text.length; offset += 1_000) {
      open.append(appended(answer.id, offset, text.slice(offset, offset + 1_000)));
      if (offset % 10_000 === 0) await open.flush();
    }
    await open.flush();
    assert.equal(open.trouble?.kind, 'full');
    assert.equal(store.trouble?.kind, 'full');
    const meanwhile = await history.store().open(open.id);
    assert.equal(meanwhile.conversation.messages[0]?.text, 'Q');
    rmSync(filler);
    await open.saveAgain();
    assert.deepEqual([open.trouble, store.trouble], [undefined, undefined]);
    assert.deepEqual(told, ['full', undefined]);
    const { conversation } = await history.store().open(open.id);
    assert.equal(conversation.messages[1]?.text, text);
  });

  test('on a full disk is tried again by itself', async function () {
    mountSmallDisk(this, 'size=64k');
    const filler = path.join(history.folder, 'filler');
    assert.throws(() => {
      writeFileSync(filler, Buffer.alloc(1_000_000));
    }, /ENOSPC/);
    const store = history.store();
    const open = store.create(talk('Fork', 'A'));
    await open.flush();
    assert.equal(open.trouble?.kind, 'full');
    assert.deepEqual(await store.list(), []);
    rmSync(filler);
    await until(() => open.trouble === undefined);
    assert.equal((await history.store().list()).length, 1);
  });

  test('on a read-only disk is kept and said; everything can be read', async function () {
    mountSmallDisk(this, 'size=256k');
    const stored = talk('Stored', 'Before');
    await history.store().add([stored]);
    execFileSync('mount', ['-o', 'remount,ro', history.folder]);
    const store = history.store();
    assert.deepEqual(
      (await store.list()).map(({ title }) => title),
      ['Stored'],
    );
    const { open, conversation } = await store.open(stored.id);
    assert.deepEqual(conversation, stored);
    open.append(added(question));
    await open.flush();
    assert.equal(open.trouble?.kind, 'readOnly');
    await assert.rejects(store.add([talk('New', 'A')]), { name: 'HistoryError', kind: 'readOnly' });
    await assert.rejects(store.moveToTrash(stored.id), { name: 'HistoryError', kind: 'readOnly' });
    const other = history.store();
    await assert.rejects(other.rename(stored.id, 'x'), { name: 'HistoryError', kind: 'readOnly' });
    execFileSync('mount', ['-o', 'remount,rw', history.folder]);
    await open.saveAgain();
    assert.equal(open.trouble, undefined);
    assert.equal((await history.store().open(stored.id)).conversation.messages.length, 3);
  });

  test('where a file is in the way is kept and said', async () => {
    const blocked = path.join(history.folder, 'conversations');
    writeFileSync(blocked, 'in the way');
    const open = history.store().create(talk('Q', 'A'));
    await open.flush();
    assert.equal(open.trouble?.kind, 'other');
    rmSync(blocked);
    await open.saveAgain();
    assert.equal(open.trouble, undefined);
    assert.equal((await history.store().list()).length, 1);
  });

  test('where a link leads to a disk that is not there is kept and said, and not deleted', async () => {
    const missing = path.join(history.folder, 'disk');
    symlinkSync(missing, path.join(history.folder, 'conversations'));
    const store = history.store();
    const open = store.create(talk('Q', 'A'));
    await open.flush();
    assert.equal(open.trouble?.code, 'ENOENT');
    await assert.rejects(store.moveToTrash(open.id), { name: 'HistoryError', kind: 'missing' });
    mkdirSync(missing);
    await open.saveAgain();
    assert.equal(open.trouble, undefined);
    assert.equal((await history.store().list()).length, 1);
  });

  test('is not lost with the one who showed it: it is still tried, and opened again with all of it', async () => {
    const blocked = path.join(history.folder, 'conversations');
    writeFileSync(blocked, 'in the way');
    const store = history.store();
    const start = emptyConversation();
    const open = store.create(start);
    open.append(added(question));
    open.append(added(answer));
    open.append(appended(answer.id, 0, 'Half'));
    open.dispose();
    assert.notEqual(store.trouble, undefined);
    rmSync(blocked);
    mkdirSync(blocked);
    assert.equal((await store.read(start.id)).messages[1]?.text, 'Half');
    const again = await store.open(start.id);
    assert.deepEqual(
      activePath(again.conversation).map(({ text }) => text),
      ['Q', 'Half'],
    );
    await again.open.flush();
    assert.equal(store.trouble, undefined);
    const { conversation } = await history.store().open(start.id);
    assert.deepEqual(conversation, again.conversation);
  });

  test('of a conversation that nobody shows any more is saved by itself', async () => {
    const blocked = path.join(history.folder, 'conversations');
    writeFileSync(blocked, 'in the way');
    const store = history.store();
    const open = store.create(talk('Q', 'A'));
    await open.flush();
    open.dispose();
    rmSync(blocked);
    await until(() => existsSync(history.journal(open.id)) && store.trouble === undefined);
    assert.equal((await history.store().list()).length, 1);
  });
});
