import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prettyJson } from '../../../../src/webview/view/prettyJson';

const container = fc.oneof(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })));

suite('prettyJson', () => {
  test('lays out JSON of one line as JSON.stringify does', () => {
    fc.assert(
      fc.property(container, (value) => {
        assert.equal(prettyJson(JSON.stringify(value)), JSON.stringify(value, undefined, 2));
      }),
    );
  });

  test('never takes back what it has shown of a part', () => {
    fc.assert(
      fc.property(container, fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value);
        const part = whole.slice(0, 1 + (cut % whole.length));
        assert.ok(prettyJson(whole).startsWith(prettyJson(part)));
      }),
    );
  });

  test('leaves a layout of its own, numbers and what follows as they are', () => {
    const own = '{\n    "a": 1}';
    assert.equal(prettyJson(own), own);
    assert.equal(prettyJson('[1.0,1e5] and more, of it'), '[\n  1.0,\n  1e5\n] and more, of it');
  });
});
