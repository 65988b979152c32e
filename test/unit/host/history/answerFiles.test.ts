import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLogger } from '../../../../src/core/logger';
import { AnswerFiles } from '../../../../src/host/history/answerFiles';
import { ConversationStore } from '../../../../src/host/history/conversationStore';

const [one, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;

suite('Files of answers', () => {
  let folder: string;
  let files: AnswerFiles;

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ace-files-'));
    files = new AnswerFiles(folder, nullLogger, () => Date.now());
  });

  teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const read = async (id: string, name: string): Promise<string | undefined> => {
    const bytes = await files.read(id, name);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  };

  test('are there again, for their user alone', async () => {
    assert.equal(await files.write(one, 'a.0.wav', Buffer.from('sound')), true);
    assert.equal(await read(one, 'a.0.wav'), 'sound');
    assert.equal(await read(other, 'a.0.wav'), undefined);
    if (process.platform !== 'win32') {
      assert.equal(statSync(path.join(folder, one, 'a.0.wav')).mode & 0o077, 0);
    }
  });

  test('lead nowhere else, whatever a journal calls them', async () => {
    for (const name of ['../x.wav', '..', 'a/b.wav', 'a\\b.wav', '', 'a', '.hidden', `${'a'.repeat(200)}.wav`, 'a.0.wav\0']) {
      assert.equal(await files.write(one, name, 'x'), false, name);
      assert.equal(await files.read(one, name), undefined, name);
    }
    assert.equal(await files.write('../../etc', 'a.0.wav', 'x'), false);
  });

  test('are copied for the answers that a fork has', async () => {
    await files.write(one, 'a.0.wav', 'A');
    await files.write(one, 'a.tokens.json', 'T');
    await files.write(one, 'ab.0.wav', 'B');
    await files.copy(one, other, ['a']);
    assert.deepEqual(await Promise.all(['a.0.wav', 'a.tokens.json', 'ab.0.wav'].map((name) => read(other, name))), [
      'A',
      'T',
      undefined,
    ]);
  });

  test('go with what they belonged to, but not at once', async () => {
    await files.write(one, 'a.0.wav', 'A');
    await files.write(other, 'a.0.wav', 'A');
    await files.purge((id) => Promise.resolve(id === one));
    assert.equal(existsSync(path.join(folder, other)), true);
    const old = new Date(Date.now() - 48 * 3_600_000);
    utimesSync(path.join(folder, other), old, old);
    utimesSync(path.join(folder, one), old, old);
    await files.purge((id) => Promise.resolve(id === one));
    assert.deepEqual([existsSync(path.join(folder, one)), existsSync(path.join(folder, other))], [true, false]);
  });

  test('stay while their conversation is in the trash, and are gone when it is gone for good', async () => {
    const store = new ConversationStore({ folder, log: nullLogger });
    const message = { role: 'user', id: 'q', at: 1, text: 'Hi' } as const;
    await store.add([{ id: one, createdAt: 1, messages: [message], selected: {}, model: 'm' }]);
    await store.files.write(one, 'a.0.wav', 'A');
    await store.moveToTrash(one);
    await store.restore(one);
    assert.notEqual(await store.files.read(one, 'a.0.wav'), undefined);
    await store.moveToTrash(one);
    assert.notEqual(await store.files.read(one, 'a.0.wav'), undefined);
    await store.deleteForever(one);
    assert.equal(await store.files.read(one, 'a.0.wav'), undefined);
    store.dispose();
  });
});
