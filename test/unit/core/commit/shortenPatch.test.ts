import assert from 'node:assert/strict';
import { shortenPatch } from '../../../../src/core/commit/shortenPatch';

suite('A patch that is shortened', () => {
  const hunk = (at: number, lines: number): string =>
    `@@ -${String(at)},0 +${String(at)},${String(lines)} @@\n${Array.from({ length: lines }, (_, line) => `+line ${String(at + line)}\n`).join('')}`;

  test('is left as it is where there is room', () => {
    const patch = hunk(1, 10);
    assert.equal(shortenPatch(patch, patch.length), patch);
  });

  test('keeps head and tail of a giant hunk and says how much is missing', () => {
    const text = shortenPatch(hunk(1, 1000), 400);
    assert.match(text, /^@@ -1,0 \+1,1000 @@\n\+line 1\n/);
    assert.match(text, /\+line 1000\n$/);
    const missing = Number(/^… (\d+) lines left out …$/m.exec(text)?.[1]);
    const kept = text.split('\n').filter((line) => line.startsWith('+')).length;
    assert.equal(missing + kept, 1000);
    assert.ok(text.length <= 400, String(text.length));
  });

  test('keeps small hunks whole beside a giant one', () => {
    const text = shortenPatch(hunk(1, 2) + hunk(100, 2000) + hunk(9000, 2), 800);
    assert.ok(text.startsWith(hunk(1, 2)) && text.endsWith(hunk(9000, 2)), text);
    assert.match(text, /\+line 100\n[^]*left out …\n[^]*\+line 2099\n/);
  });

  test('leaves hunks in the middle out where there are too many', () => {
    const patch = Array.from({ length: 500 }, (_, index) => hunk(index * 100 + 1, 20)).join('');
    const text = shortenPatch(patch, 2000);
    assert.match(text, /^@@ -1,0 /);
    assert.match(text, /^… \d+ hunks left out …$/m);
    assert.match(text, /^@@ -49901,0 /m);
    assert.ok(text.length <= 2200, String(text.length));
  });

  test('cuts long lines, never within a character', () => {
    const text = shortenPatch(`@@ -0,0 +1 @@\n+${'😀'.repeat(5000)}\n+end\n`, 600);
    assert.match(text, /characters left out/);
    assert.match(text, /\n\+end\n$/);
    assert.ok(Buffer.from(text).toString() === text);
    assert.ok(text.length <= 600);
  });
});
