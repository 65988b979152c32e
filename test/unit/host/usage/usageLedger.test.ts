/** The ledger's files as several windows use them, torn, replaced, unreadable or on a full disk. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLogger } from '../../../../src/core/logger';
import { entryLine, type UsageEntry } from '../../../../src/core/usage/usageEntry';
import { UsageLedger } from '../../../../src/host/usage/usageLedger';

const noon = new Date(2026, 2, 15, 12).getTime();
let count = 0;

function entry(change: Partial<UsageEntry> = {}): UsageEntry {
  count += 1;
  return { id: `id-${String(count)}`, at: noon, feature: 'chat', model: 'm', promptTokens: 10, completionTokens: 1, ...change };
}

suite('The ledger of usage', () => {
  let root: string;
  let folder: string;
  const ledgers: UsageLedger[] = [];

  setup(() => {
    root = mkdtempSync(path.join(tmpdir(), 'ace-ledger-'));
    folder = path.join(root, 'usage');
  });

  teardown(() => {
    for (const ledger of ledgers.splice(0)) ledger.dispose();
    spawnSync('umount', ['-l', root], { stdio: 'ignore' });
    rmSync(root, { recursive: true, force: true });
  });

  function window(log = nullLogger): UsageLedger {
    const ledger = new UsageLedger({ folder, log });
    ledgers.push(ledger);
    return ledger;
  }

  const file = (month = '2026-03'): string => path.join(folder, `${month}.jsonl`);

  test('counts a request once, by what was written of it last, in whichever window', async () => {
    const [one, other] = [window(), window()];
    const begun = entry({ isEstimated: true });
    one.record(begun);
    assert.deepEqual((await other.read()).entries, [begun]);
    other.record(entry({ at: noon - 1 }));
    const { isEstimated, ...counted } = { ...begun, promptTokens: 500 };
    assert.equal(isEstimated, true);
    one.record(counted);
    for (const ledger of [one, other, window()]) {
      const { entries, unreadable, unwritten } = await ledger.read();
      assert.deepEqual([entries.length, entries[1], unreadable, unwritten], [2, counted, 0, 0]);
    }
  });

  test('reads on where it is torn, repeated, foreign or has letters of other alphabets', async () => {
    const ledger = window();
    const [first, second] = [entry({ model: '模型 🙂, "x"\n' }), entry()];
    ledger.record(first);
    appendFileSync(file(), entryLine(entry()).slice(0, 50));
    ledger.record(second);
    appendFileSync(file(), `\0\0\0\0\n\n${'x'.repeat(600_000)}\n[]\n${entryLine(second)}`);
    const { entries, unreadable } = await ledger.read();
    assert.deepEqual(entries, [first, second]);
    assert.ok(unreadable >= 4, String(unreadable));
    assert.deepEqual(await window().read(), await ledger.read());
  });

  test('waits for the end of a line that another window is writing', async () => {
    const [ledger, late] = [window(), entry()];
    ledger.record(entry());
    const line = entryLine(late);
    appendFileSync(file(), line.slice(0, 30));
    assert.deepEqual([(await ledger.read()).entries.length, (await ledger.read()).unreadable], [1, 0]);
    appendFileSync(file(), line.slice(30));
    assert.equal((await ledger.read()).entries.length, 2);
  });

  test('begins anew where another file is in its place', async () => {
    const [ledger, only] = [window(), entry()];
    ledger.record(entry());
    await ledger.read();
    writeFileSync(`${file()}.new`, entryLine(entry({ at: noon - 1 })) + entryLine(only));
    renameSync(`${file()}.new`, file());
    assert.deepEqual((await ledger.read()).entries.at(-1), only);
    assert.equal((await ledger.read()).entries.length, 2);
    rmSync(file());
    assert.deepEqual((await ledger.read()).entries, []);
  });

  test('has what can be read where a month cannot, and says so', async () => {
    const ledger = window();
    ledger.record(entry());
    mkdirSync(file('2026-01'));
    const { entries, readTrouble } = await ledger.read();
    assert.deepEqual([entries.length, readTrouble], [1, 'EISDIR']);
  });

  test('keeps what it cannot write, says so once, and writes it as soon as it can', async () => {
    const said: string[] = [];
    const ledger = window({ ...nullLogger, error: (message) => void said.push(message) });
    writeFileSync(folder, 'a file where the folder should be');
    const entries = [entry(), entry(), entry()];
    for (const each of entries) ledger.record(each);
    ledger.record({ ...entry(), ...entries[2], promptTokens: 77 });
    assert.equal(said.length, 1);
    const now = await ledger.read();
    assert.deepEqual([now.entries.length, now.unwritten], [3, 3]);
    assert.ok(now.writeTrouble === 'ENOTDIR' || now.writeTrouble === 'EEXIST', now.writeTrouble);
    rmSync(folder);
    assert.equal((await ledger.read()).unwritten, 0);
    const read = await window().read();
    assert.deepEqual([read.entries.length, read.entries[2]?.promptTokens], [3, 77]);
  });

  test('on a full disk loses nothing, and counts nothing twice', async function () {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root]);
    if (status !== 0) this.skip();
    const filler = path.join(root, 'filler');
    const ledger = window();
    ledger.record(entry());
    try {
      writeFileSync(filler, Buffer.alloc(60_000));
    } catch {
      // As full as it gets.
    }
    const recorded = Array.from({ length: 600 }, () => entry());
    for (const each of recorded) ledger.record(each);
    const full = await ledger.read();
    assert.equal(full.writeTrouble, 'ENOSPC');
    assert.equal(full.entries.length, 601);
    rmSync(filler);
    execFileSync('mount', ['-o', 'remount,size=4m', root]);
    const after = await ledger.read();
    assert.deepEqual([after.unwritten, after.writeTrouble, after.entries.length], [0, undefined, 601]);
    assert.equal((await window().read()).entries.length, 601);
  });

  test('finds what was asked since a time in the files of another time zone', async () => {
    mkdirSync(folder);
    writeFileSync(file('2026-02'), entryLine(entry({ at: new Date(2026, 2, 1, 5).getTime() })));
    writeFileSync(file('2025-12'), 'no line');
    const { entries, unreadable } = await window().read(new Date(2026, 2, 1).getTime());
    assert.deepEqual([entries.length, unreadable], [1, 0]);
  });

  test('tells at once what other windows record, while it is watched', async () => {
    const [ledger, other] = [window(), window()];
    const watch = ledger.watch();
    const told = new Promise<void>((resolve) => {
      ledger.onDidChange(resolve);
    });
    other.record(entry());
    await told;
    watch.dispose();
  });

  test('of a hundred thousand answers in a month is read in pieces, then on in no time', async function () {
    this.timeout(30_000);
    mkdirSync(folder);
    const lines = Array.from({ length: 100_000 }, (_, index) => entryLine(entry({ at: noon + index })));
    writeFileSync(file(), lines.join(''));
    const ledger = window();
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    assert.equal((await ledger.read()).entries.length, 100_000);
    clearInterval(timer);
    assert.ok(longest < 400, `the window was held up for ${longest.toFixed()} ms`);
    ledger.record(entry());
    const begin = performance.now();
    assert.equal((await ledger.read()).entries.length, 100_001);
    assert.ok(performance.now() - begin < 400);
    assert.ok(readFileSync(file(), 'utf8').endsWith('\n'));
  });
});
