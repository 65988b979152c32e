import assert from 'node:assert/strict';
import type { ChangedEntry } from '../../../../src/host/commit/changedEntries';
import { PatchParser } from '../../../../src/host/commit/patchParser';

function entry(path: string): ChangedEntry {
  return { path, kind: 'modified', oldMode: '100644', newMode: '100644', oldId: '1', newId: '2' };
}

function parse(entries: readonly ChangedEntry[], patch: string, step: number): ReadonlyMap<string, unknown> {
  const parser = new PatchParser(entries, 10_000_000);
  const bytes = Buffer.from(patch);
  for (let at = 0; at < bytes.length; at += step) {
    parser.take(bytes.subarray(at, at + step));
  }
  return new Map([...parser.patches].map(([{ path }, file]) => [path, file.facts()]));
}

suite('A patch that is taken apart', () => {
  const small = '@@ -1,2 +1,2 @@ é\n-diff --git a/x b/x\n+@@ ü\n context\n\\ No newline at end of file\n';
  const patch = [
    'diff --git a/unknown b/unknown\n@@ -1 +1 @@\n-x\n+y\n',
    `diff --git a/a.ts b/a.ts\nindex 1..2 100644\n--- a/a.ts\n+++ b/a.ts\n${small}`,
    'diff --git "a/q\\"\\t\\001" "b/q\\"\\t\\001"\nBinary files a/x and b/x differ\n',
    `diff --git a/long b/long\n@@ -0,0 +1,2 @@\n+${'é'.repeat(12_000)}\n+end\n`,
    `diff --git a/giant b/giant\n@@ -0,0 +1,20000 @@\n${'+A line of a giant file.\n'.repeat(20_000)}-gone\n`,
    '* Unmerged path a.ts\n',
    'diff --git a/last b/last\n@@ -1 +0,0 @@\n-last\n',
  ].join('');
  const entries = ['a.ts', 'q"\t\u0001', 'long', 'giant', 'last'].map(entry);

  test('is the same in whatever pieces it comes', () => {
    const whole = parse(entries, patch, Infinity);
    assert.deepEqual([...whole.keys()], ['a.ts', 'q"\t\u0001', 'long', 'giant', 'last']);
    assert.deepEqual(whole.get('a.ts'), { isBinary: false, added: 1, deleted: 1, patch: small });
    assert.deepEqual(whole.get('q"\t\u0001'), { isBinary: true });
    assert.deepEqual(whole.get('last'), { isBinary: false, added: 0, deleted: 1, patch: '@@ -1 +0,0 @@\n-last\n' });
    for (const step of [1, 2, 3, 7, 64, 1000, 65_536]) {
      assert.deepEqual(parse(entries, patch, step), whole, String(step));
    }
  });

  test('keeps the beginning of long lines and of giant files, and counts the rest', () => {
    const files = parse(entries, patch, 4096);
    const long = files.get('long') as { readonly patch: string };
    assert.match(long.patch, /^@@ -0,0 \+1,2 @@\n\+é{7999}\n\+end\n$/);
    const giant = files.get('giant') as { readonly added: number; readonly deleted: number; readonly patch: string };
    assert.deepEqual([giant.added, giant.deleted], [20_000, 1]);
    assert.ok(giant.patch.length <= 256_000 && giant.patch.endsWith('file.\n'));
  });

  test('asks for no more once there is no room', () => {
    const parser = new PatchParser(entries, 20);
    assert.equal(parser.take(Buffer.from(patch.slice(0, 20))), true);
    assert.equal(parser.take(Buffer.from(patch.slice(20))), false);
  });
});
