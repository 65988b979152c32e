import assert from 'node:assert/strict';
import { shortenDiff } from '../../../src/core/shortenDiff';

function file(name: string, lines: number): string {
  const body = Array.from({ length: lines }, (_, index) => `+line ${String(index)} of ${name}\n`).join('');
  return `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -0,0 +1,${String(lines)} @@\n${body}`;
}

suite('A diff that is made shorter', () => {
  test('stays as it is where it is short enough', () => {
    const diff = file('a', 5) + file('b', 5);
    assert.deepEqual(shortenDiff(diff, diff.length), { text: diff, isShortened: false });
  });

  test('loses the ends of its longest files, and says how much', () => {
    const diff = file('small', 3) + file('huge', 5000) + file('tiny', 1);
    const { text, isShortened } = shortenDiff(diff, 5000);
    assert.equal(isShortened, true);
    assert.ok(text.length < 5200, String(text.length));
    assert.ok(text.startsWith(file('small', 3)) && text.endsWith(file('tiny', 1)));
    const kept = text.split('\n').filter((line) => line.endsWith('of huge')).length;
    assert.match(text, new RegExp(`\\(${String(5000 - kept)} more lines left out\\)`));
  });

  test('of one giant line is short too', () => {
    const { text } = shortenDiff(`diff --git a/x b/x\n+${'x'.repeat(100_000)}\n`, 2000);
    assert.ok(text.length < 2200, String(text.length));
    assert.match(text, /more lines left out/);
  });

  test('of very many files keeps some whole and counts the others', () => {
    const diff = Array.from({ length: 500 }, (_, index) => file(`f${String(index)}`, 20)).join('');
    const { text } = shortenDiff(diff, 10_000);
    const shown = text.match(/^diff --git /gm)?.length ?? 0;
    assert.ok(text.length < 11_000 && shown > 5);
    assert.match(text, new RegExp(`\\(changes of ${String(500 - shown)} more files left out\\)`));
  });
});
