/** What is installed once stays, and is repaired whenever it is not whole. A folder with two small files stands for a host. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureInstalled, type Installation } from '../../hosts/install';

suite('an installed test host', () => {
  let parent: string;
  let folder: string;
  let installs: number;

  setup(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'ace-claude-install-'));
    folder = path.join(parent, 'host');
    installs = 0;
  });

  teardown(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  function installation(changes: Partial<Installation> = {}): Installation {
    return {
      folder,
      contents: 'host@1.0.0',
      label: 'Installing a host for a test',
      say: () => undefined,
      install: (target) => {
        installs += 1;
        mkdirSync(path.join(target, 'bin'));
        writeFileSync(path.join(target, 'bin', 'node'), 'a program');
        writeFileSync(path.join(target, 'server.js'), 'a server');
        return Promise.resolve();
      },
      starts: (target) => Promise.resolve(readFileSync(path.join(target, 'bin', 'node'), 'utf8') === 'a program'),
      ...changes,
    };
  }

  test('is installed once and then reused', async () => {
    await ensureInstalled(installation());
    await ensureInstalled(installation());
    assert.equal(installs, 1);
    assert.equal(readFileSync(path.join(folder, 'server.js'), 'utf8'), 'a server');
  });

  test('is installed anew when a file is missing', async () => {
    await ensureInstalled(installation());
    rmSync(path.join(folder, 'server.js'));
    await ensureInstalled(installation());
    assert.equal(installs, 2);
    assert.ok(existsSync(path.join(folder, 'server.js')));
  });

  test('is installed anew when a file is cut short', async () => {
    await ensureInstalled(installation());
    truncateSync(path.join(folder, 'server.js'), 2);
    await ensureInstalled(installation());
    assert.equal(readFileSync(path.join(folder, 'server.js'), 'utf8'), 'a server');
  });

  test('is installed anew when it does not start', async () => {
    await ensureInstalled(installation());
    writeFileSync(path.join(folder, 'bin', 'node'), 'a PROGRAM');
    await ensureInstalled(installation());
    assert.equal(installs, 2);
  });

  test('is installed anew when another version is wanted', async () => {
    await ensureInstalled(installation());
    await ensureInstalled(installation({ contents: 'host@2.0.0' }));
    await ensureInstalled(installation({ contents: 'host@2.0.0' }));
    assert.equal(installs, 2);
  });

  test('is installed after an install that was interrupted', async () => {
    mkdirSync(`${folder}.part`, { recursive: true });
    writeFileSync(path.join(`${folder}.part`, 'leftover'), '');
    mkdirSync(folder);
    await ensureInstalled(installation());
    assert.equal(installs, 1);
    assert.equal(existsSync(path.join(folder, 'leftover')), false);
    assert.equal(existsSync(`${folder}.part`), false);
  });

  test('keeps what was there when the new install fails', async () => {
    await ensureInstalled(installation());
    const failing = installation({ contents: 'host@2.0.0', install: () => Promise.reject(new Error('no network')) });
    await assert.rejects(ensureInstalled(failing), /no network/);
    assert.ok(existsSync(path.join(folder, 'server.js')));
    assert.equal(existsSync(`${folder}.lock`), false);
  });

  test('is not taken for installed when it never starts', async () => {
    await assert.rejects(ensureInstalled(installation({ starts: () => Promise.resolve(false) })), /does not start/);
    assert.equal(existsSync(folder), false);
  });

  test('is installed once by two that want it at the same time', async () => {
    await Promise.all([ensureInstalled(installation()), ensureInstalled(installation())]);
    assert.equal(installs, 1);
  });

  test('is installed although a lock was left behind by a process that has ended', async () => {
    mkdirSync(`${folder}.lock`);
    // No process has the largest id that there can be.
    writeFileSync(path.join(`${folder}.lock`, 'pid'), '4194304');
    await ensureInstalled(installation());
    assert.equal(installs, 1);
  });
});
