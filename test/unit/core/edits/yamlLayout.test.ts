/** YAML that is inserted or applied where another unit rules: lists stay lists, and the text of block scalars stays what it is. */
import assert from 'node:assert/strict';
import { placeCode } from '../../../../src/core/edits/placeCode';
import { isYaml, itemOffsets, scalarIndents } from '../../../../src/core/edits/yamlLayout';
import { four, insert, two } from '../../../support/insertFixture';
import { assertPlaced, place } from '../../../support/placeFixture';

const yaml = { language: 'yaml', languageId: 'yaml' } as const;

suite('YAML in another unit', () => {
  test('keeps what belongs to an item of a list below it', () => {
    assert.equal(
      insert({ at: 'a:\n    |\n', code: '- name: c\n  shell:\n    cmd: d\n  when: e\n- name: f', unit: four, ...yaml }),
      'a:\n    - name: c\n      shell:\n          cmd: d\n      when: e\n    - name: f|\n',
    );
    assert.equal(
      insert({ at: '|', code: 'a:\n  - b:\n      c: 1\n    d: 2\n  - e', unit: four, ...yaml }),
      'a:\n    - b:\n          c: 1\n      d: 2\n    - e|',
    );
  });

  test('keeps dashes with several blanks behind them, and lists in lists', () => {
    assert.equal(
      insert({ at: 'a:\n  |', code: '-   name: x\n    value: 1\n    more:\n        z: 2', unit: two, ...yaml }),
      'a:\n  -   name: x\n      value: 1\n      more:\n        z: 2|',
    );
    const nested = '- - a: 1\n    b: 2\n  - c\n-\n  d: 3\n- e:\n  - f';
    assert.equal(insert({ at: '|', code: nested, unit: four, ...yaml }), `${nested}|`);
  });

  test('is known under the names of its kinds, and with the line ends of Windows', () => {
    for (const language of ['yml', 'dockercompose', '']) {
      assert.equal(
        insert({ at: 'a:\r\n    |', code: '- n: c\r\n  s:\r\n    d: 1', unit: four, language, languageId: 'dockercompose' }),
        'a:\r\n    - n: c\r\n      s:\r\n          d: 1|',
      );
    }
  });

  test('keeps the inner layout of block scalars', () => {
    assert.equal(
      insert({ at: '|', code: 'run: |\n  if a:\n    b()\n\n  c()\nnext:\n  d: 1', unit: four, ...yaml }),
      'run: |\n    if a:\n      b()\n\n    c()\nnext:\n    d: 1|',
    );
    assert.equal(
      insert({ at: '|', code: '- run: >-  # why\n    - a\n      b\n  if: c\n- |\n  d\n    e', unit: four, ...yaml }),
      '- run: >-  # why\n      - a\n        b\n  if: c\n- |\n  d\n    e|',
    );
  });

  test('leaves the text of a scalar that says how deep it is where it is', () => {
    assert.equal(
      insert({ at: '|', code: 'a:\n  b: |2\n      c\n    d\n  - e: |2-\n      f\n    g: 1', unit: four, ...yaml }),
      'a:\n    b: |2\n        c\n      d\n    - e: |2-\n        f\n      g: 1|',
    );
  });

  test('is no reason to treat a minus in code as the dash of a list', () => {
    assert.equal(
      insert({ at: '|', code: 'let x = a\n    - f(\n        b\n    );', unit: two, language: 'rs', languageId: 'rust' }),
      'let x = a\n  - f(\n    b\n  );|',
    );
  });

  test('is handled in time however long it is', () => {
    const started = performance.now();
    for (const line of [
      '- '.repeat(100_000),
      `a: |${' '.repeat(100_000)}x`,
      ' | |'.repeat(50_000),
      'a: |\n  b\n'.repeat(20_000),
    ]) {
      insert({ at: '|', code: `a:\n  b: 1\n${line}\n  c`, unit: four, ...yaml });
    }
    assert.ok(performance.now() - started < 2000);
  });
});

suite('YAML that is applied to a file with another unit', () => {
  test('keeps what belongs to an item of a list below it', () => {
    const file =
      'services:\n    web:\n        image: a\n        ports:\n            - name: http\n              port: 80\n    db:\n        image: b\n';
    assertPlaced(
      place(
        file,
        'services:\n  web:\n    image: a2\n    ports:\n      - name: http\n        port: 80\n      - name: https\n        port: 443\n  db:\n    image: b\n',
        'dockercompose',
      ),
      'services:\n    web:\n        image: a2\n        ports:\n            - name: http\n              port: 80\n            - name: https\n              port: 443\n    db:\n        image: b\n',
    );
  });

  test('never gets tabs', () => {
    const code = 'a: 1\nb: 2\nc: 3\nd:\n  e: 4\n';
    const placement = placeCode('a: 1\nb: 2\nc: 3\n', { code, ...yaml, unit: { useTabs: true, size: 2 } });
    assertPlaced(placement, code);
  });
});

suite('The layout of YAML', () => {
  test('has offsets for what items hold', () => {
    for (const [line, offsets] of [
      ['- a', [2]],
      ['  -   a', [4]],
      ['- - a', [2, 4]],
      ['-', [2]],
      ['- -', [2, 4]],
      ['--- a', []],
      ['-a', []],
      ['a - b', []],
    ] as const) {
      assert.deepEqual(itemOffsets(line), offsets, line);
    }
  });

  test('has block scalars, also below the dash of a list', () => {
    const scalars = (text: string): readonly (readonly [number, number])[] => [...scalarIndents(text.split('\n'))];
    assert.deepEqual(scalars('a: |\n    b\n      c\n\n    d\ne: f'), [
      [1, 4],
      [2, 4],
      [4, 4],
    ]);
    assert.deepEqual(scalars('- |\n b\n- c: >+\n  d: e'), [[1, 1]]);
    assert.deepEqual(scalars('a: b | c\n  d'), []);
  });

  test('is that of some languages', () => {
    assert.deepEqual(['yml', 'YAML', 'dockercompose', 'json', ''].map(isYaml), [true, true, true, false, false]);
  });
});
