import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nullLogger } from '../../../../src/core/logger';
import { FileMemento } from '../../../../src/host/history/fileMemento';

suite('What a workspace remembers in a file', () => {
  let folder: string;
  let file: string;

  setup(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ace-memento-'));
    file = path.join(folder, 'workspace', 'chat.json');
  });

  teardown(() => {
    rmSync(folder, { recursive: true });
  });

  const memento = (): FileMemento => new FileMemento(file, nullLogger);

  test('is on disk as soon as it is known', () => {
    memento().update('open', 'one');
    const next = memento();
    assert.equal(next.get('open'), 'one');
    next.update('open', undefined);
    assert.equal(memento().get('open'), undefined);
    assert.equal(readFileSync(file, 'utf8'), '{}');
  });

  test('is nothing where the file is damaged, and can be written anew', () => {
    for (const damaged of ['', '{"open":', '[1]', 'null', '"text"']) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, damaged);
      const first = memento();
      assert.equal(first.get('open'), undefined, damaged);
      first.update('open', 'two');
      assert.equal(memento().get('open'), 'two', damaged);
    }
  });

  test('stays for this window where it cannot be written, and is said in the log', () => {
    // A file where the folder should be.
    writeFileSync(path.join(folder, 'workspace'), '');
    const warnings: string[] = [];
    const blocked = new FileMemento(file, { ...nullLogger, warn: (message) => warnings.push(message) });
    blocked.update('open', 'three');
    assert.equal(blocked.get('open'), 'three');
    assert.match(warnings.join('\n'), /cannot be remembered/);
  });
});
