import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Attachment } from '../../../../src/core/attachment';
import type { DraftStore } from '../../../../src/host/history/draftStore';
import { talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';
import { until } from '../../../support/until';

const empty = { draft: '', attachments: [] };
const file: Attachment = { id: 'f', source: { kind: 'file', uri: 'file:///a.ts' }, label: 'a.ts', fingerprint: 'x' };
const image: Attachment = {
  id: 'i',
  source: { kind: 'image', mediaType: 'image/png', data: 'AAAA' },
  label: 'i.png',
  fingerprint: '',
};

suite('A draft', () => {
  let history: HistoryFolder;
  let drafts: DraftStore;
  let id: string;

  setup(() => {
    history = new HistoryFolder();
    ({ drafts } = history.store());
    id = randomUUID();
  });

  teardown(() => {
    history.dispose();
  });

  const pathOf = (name: string): string => path.join(history.folder, 'drafts', name);

  test('comes back with its attachments and the place of the reader', async () => {
    const draft = { draft: 'Half a ques', attachments: [file, image], scroll: { messageId: 'm', offset: 12 } };
    drafts.write(id, draft);
    assert.deepEqual(await drafts.read(id), draft);
    await until(() => history.files('drafts').filter((name) => name.endsWith('.json')).length === 3);
    assert.deepEqual(await history.store().drafts.read(id), draft);
  });

  test('that one window writes stays when another one, which shows the same chat, only scrolls', async () => {
    const other = history.store().drafts;
    await other.read(id);
    drafts.write(id, { draft: 'Written here', attachments: [file] });
    await drafts.flush();
    other.write(id, { draft: '', attachments: [], scroll: { messageId: 'm', offset: 3 } });
    await other.flush();
    assert.deepEqual(await history.store().drafts.read(id), {
      draft: 'Written here',
      attachments: [file],
      scroll: { messageId: 'm', offset: 3 },
    });
  });

  test('keeps the questions that are edited, and the effort and the options that were chosen', async () => {
    const draft = {
      draft: '',
      attachments: [],
      edits: { q: 'Rather this' },
      effort: 'low',
      options: { webSearch: true },
    } as const;
    drafts.write(id, draft);
    await drafts.flush();
    assert.deepEqual(await history.store().drafts.read(id), draft);
  });

  test('is on disk when the store is disposed, without waiting', async () => {
    const store = history.store();
    store.drafts.write(id, { draft: 'Unsent', attachments: [file] });
    store.dispose();
    assert.deepEqual(await drafts.read(id), { draft: 'Unsent', attachments: [file] });
  });

  test('is removed when nothing is left of it', async () => {
    drafts.write(id, { draft: 'x', attachments: [file] });
    await drafts.flush();
    drafts.write(id, { draft: '', attachments: [] });
    await drafts.flush();
    assert.deepEqual(history.files('drafts'), []);
    assert.deepEqual(await drafts.read(id), empty);
  });

  test('that is typed does not write its attachments again', async () => {
    drafts.write(id, { draft: 'a', attachments: [image] });
    await drafts.flush();
    const { mtimeMs, ino } = statSync(pathOf(`${id}.attachments.json`));
    drafts.write(id, { draft: 'ab', attachments: [image] });
    await drafts.flush();
    const after = statSync(pathOf(`${id}.attachments.json`));
    assert.deepEqual([after.mtimeMs, after.ino], [mtimeMs, ino]);
    assert.equal((await history.store().drafts.read(id)).draft, 'ab');
  });

  test('that cannot be read is empty, and is put aside', async () => {
    mkdirSync(pathOf(''));
    writeFileSync(pathOf(`${id}.json`), '{"draft":"half');
    writeFileSync(pathOf(`${id}.attachments.json`), JSON.stringify({ attachments: [file, null, { id: 5 }, 'x'] }));
    assert.deepEqual(await drafts.read(id), { draft: '', attachments: [file] });
    const aside = history.files('drafts').find((name) => name.endsWith('.broken'));
    assert.equal(readFileSync(pathOf(aside ?? ''), 'utf8'), '{"draft":"half');
    drafts.write(id, { draft: 'New', attachments: [] });
    await drafts.flush();
    assert.equal((await drafts.read(id)).draft, 'New');
  });

  test('of an id that is none goes nowhere', async () => {
    drafts.write('../evil', { draft: 'x', attachments: [] });
    await drafts.flush();
    assert.deepEqual(history.files(), []);
    assert.deepEqual(await drafts.read('../evil'), empty);
  });

  test('that cannot be saved says so, and is saved later', async () => {
    const store = history.store();
    writeFileSync(pathOf(''), 'a file in the place of the folder');
    store.drafts.write(id, { draft: 'x', attachments: [] });
    await store.drafts.flush();
    assert.equal(store.trouble?.kind, 'other');
    rmSync(pathOf(''));
    await store.saveAgain();
    assert.equal(store.trouble, undefined);
    assert.equal((await history.store().drafts.read(id)).draft, 'x');
  });

  test('is saved although another one cannot be', async () => {
    const [store, other] = [history.store(), randomUUID()];
    mkdirSync(pathOf(`${other}.json`), { recursive: true });
    store.drafts.write(other, { draft: 'in the way of none', attachments: [] });
    store.drafts.write(id, { draft: 'x', attachments: [] });
    await store.drafts.flush();
    assert.notEqual(store.trouble, undefined);
    assert.equal((await history.store().drafts.read(id)).draft, 'x');
    rmSync(pathOf(`${other}.json`), { recursive: true });
    await store.saveAgain();
    assert.equal(store.trouble, undefined);
    assert.equal((await history.store().drafts.read(other)).draft, 'in the way of none');
  });

  test('of a conversation that is gone is removed after a quarter of a year', async () => {
    const store = history.store();
    const conversation = talk('Q', 'A');
    await store.add([conversation]);
    store.drafts.write(conversation.id, { draft: 'kept', attachments: [] });
    store.drafts.write(id, { draft: 'young', attachments: [] });
    const old = randomUUID();
    store.drafts.write(old, { draft: 'old', attachments: [] });
    await store.drafts.flush();
    utimesSync(pathOf(`${conversation.id}.json`), 1, 1);
    utimesSync(pathOf(`${old}.json`), 1, 1);
    await store.list();
    await until(() => history.files('drafts').length === 2);
    assert.deepEqual([...history.files('drafts')].sort(), [`${conversation.id}.json`, `${id}.json`].sort());
  });
});
