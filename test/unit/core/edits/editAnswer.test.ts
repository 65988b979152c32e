/** Answers to an edit as SEARCH/REPLACE blocks: what is proposed while they stream, and what is not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EditAnswer } from '../../../../src/core/edits/editAnswer';
import { block, readAnswer, targetOf, withHunks } from '../../../support/editFixture';
import { shop } from '../../../support/placeFixture';

suite('An answer with SEARCH/REPLACE blocks', () => {
  const sub = '  const result = x - y;\n  return result;';
  const answer = `Returns the difference directly.\n\nsrc/shop.ts\n${block(sub, '  return x - y;')}`;
  const after = shop.replace(sub, '  return x - y;');

  test('becomes hunks of the lines that differ, with the line above as their note', () => {
    const { hunks, verdict, text } = readAnswer(targetOf(shop), [answer]);
    assert.equal(text, after);
    assert.deepEqual(verdict, { outcome: 'hunks', isCutOff: false, faults: [] });
    assert.equal(hunks.length, 1);
    assert.equal(hunks[0]?.note, 'Returns the difference directly.');
    assert.equal(hunks[0].isExact, true);
  });

  test('may have its blocks in a fence, with a path in bold, and carriage returns', () => {
    for (const text of [
      `Why.\n\n\`\`\`ts\nsrc/shop.ts\n${block(sub, '  return x - y;')}\`\`\`\nDone.`,
      `Why.\n\n**src/shop.ts**\n\`\`\`\n${block(sub, '  return x - y;')}\`\`\``,
      answer.replaceAll('\n', '\r\n'),
      answer.replace('src/shop.ts', '`shop.ts`'),
    ]) {
      const read = readAnswer(targetOf(shop), [text]);
      assert.equal(read.text, after, text);
      assert.equal(read.hunks[0]?.note?.startsWith('Why') ?? false, text.startsWith('Why'));
      assert.deepEqual(read.verdict.faults, []);
    }
  });

  test('does not take a sentence that ends like a path for one', () => {
    const { text, hunks } = readAnswer(targetOf(shop), [`Does without Math.abs\n${block(sub, '  return x - y;')}`]);
    assert.equal(text, after);
    assert.equal(hunks[0]?.note, 'Does without Math.abs');
  });

  test('makes several decisions of changes that are apart, and one of those that are close', () => {
    const base = 'a\nb\nc\nd\ne\nf\n';
    const { hunks } = readAnswer(targetOf(base), [block('a\nb\nc\nd\ne\nf', 'A\nb\nC\nd\ne\nF')]);
    assert.deepEqual(
      hunks.map(({ start, end, lines }) => [start, end, lines]),
      [
        [0, 3, ['A', 'b', 'C']],
        [5, 6, ['F']],
      ],
    );
  });

  test('is in the order of the text, whatever order it came in', () => {
    const { hunks, text } = readAnswer(targetOf('a\nb\nc\nd\n'), [block('d', 'D') + block('a', 'A')]);
    assert.deepEqual(
      hunks.map(({ start }) => start),
      [0, 3],
    );
    assert.equal(text, 'A\nb\nc\nD\n');
  });

  test('goes where it was asked about where several places look alike', () => {
    const base = 'x {\n  a\n}\ny\nx {\n  a\n}\n';
    const change = block('x {\n  a\n}', 'x {\n  b\n}');
    assert.equal(readAnswer(targetOf(base, { region: { start: 4, end: 7 } }), [change]).text, 'x {\n  a\n}\ny\nx {\n  b\n}\n');
    const { verdict, hunks } = readAnswer(targetOf(base), [change]);
    assert.deepEqual(hunks, []);
    assert.deepEqual(verdict.faults, [{ kind: 'ambiguous', searched: ['x {', '  a', '}'] }]);
    assert.equal(verdict.outcome, 'faults');
  });

  test('says so where blanks had to be bridged, and indents what is new as the file is', () => {
    const base = 'class A {\n\tm() {\n\t\treturn 1;\n\t}\n}\n';
    const { hunks, text } = readAnswer(targetOf(base), [
      block('  m() {\n    return 1;\n  }', '  m() {\n    if (a) {\n      return 2;\n    }\n    return 1;\n  }'),
    ]);
    assert.equal(text, 'class A {\n\tm() {\n\t\tif (a) {\n\t\t\treturn 2;\n\t\t}\n\t\treturn 1;\n\t}\n}\n');
    assert.equal(hunks[0]?.isExact, false);
  });

  test('bridges wrong outer context and blank lines around a block', () => {
    assert.equal(readAnswer(targetOf('a1\nb1\nc1\n'), [block('x1\nb1\nc1', 'x1\nB1\nc1')]).text, 'a1\nB1\nc1\n');
    assert.equal(readAnswer(targetOf('a1\nb1'), [block('\nb1\n', '\nB1\n')]).text, 'a1\nB1');
  });

  test('proposes what fits and says what does not', () => {
    const { hunks, verdict } = readAnswer(targetOf(shop), [block('nowhere at all', 'somewhere') + answer]);
    assert.equal(hunks.length, 1);
    assert.equal(verdict.outcome, 'hunks');
    assert.deepEqual(verdict.faults, [{ kind: 'notFound', searched: ['nowhere at all'] }]);
  });

  test('changes no line twice', () => {
    const { text, verdict } = readAnswer(targetOf('a\nb\n'), [block('a\nb', 'x\nb') + block('a', 'y')]);
    assert.equal(text, 'x\nb\n');
    assert.deepEqual(verdict.faults, [{ kind: 'overlap', searched: ['a'] }]);
  });

  test('never puts in a line that stands for code that is left out', () => {
    const { hunks, verdict } = readAnswer(targetOf(shop), [block(sub, '  // ... rest of the code unchanged ...\n  return 1;')]);
    assert.deepEqual(hunks, []);
    assert.deepEqual(verdict.faults, [{ kind: 'standIn', line: '// ... rest of the code unchanged ...' }]);
  });

  test('keeps such a line where the file has it itself', () => {
    const base = 'a();\n// ...\nb();\n';
    assert.equal(readAnswer(targetOf(base), [block('a();\n// ...\nb();', 'a();\n// ...\nc();')]).text, 'a();\n// ...\nc();\n');
  });

  test('is unchanged where the file says all of it already', () => {
    assert.equal(readAnswer(targetOf('a\nb\n'), [block('a', 'a')]).verdict.outcome, 'unchanged');
  });

  test('leaves other files alone, and says which', () => {
    const { hunks, verdict } = readAnswer(targetOf('a\n'), [`src/other.ts\n${block('a', 'b')}${block('a', 'c')}`]);
    assert.deepEqual(hunks, []);
    assert.deepEqual(verdict.faults, [{ kind: 'otherFile', path: 'src/other.ts' }]);
  });

  test('keeps what is whole where it was cut off, and drops the rest', () => {
    const half = answer + '\nThen this.\n\n<<<<<<< SEARCH\nconst limit = 10;\n=======\nconst limit = 1';
    for (const isWhole of [true, false]) {
      const { text, verdict } = readAnswer(targetOf(shop), [half], isWhole);
      assert.equal(text, after);
      assert.equal(verdict.isCutOff, true);
      assert.deepEqual(verdict.faults, [{ kind: 'unfinished', searched: ['const limit = 10;'] }]);
    }
  });

  test('drops a block whose end is missing before the next one', () => {
    const { text, verdict } = readAnswer(targetOf('a\nb\n'), [block('a', 'A').replace(/>>>.*\n/, '') + block('b', 'B')]);
    assert.equal(text, 'a\nB\n');
    assert.deepEqual(verdict.faults, [{ kind: 'unfinished', searched: ['a'] }]);
  });

  test('may hold lines that look like its own marks', () => {
    const base = 'Title\n=======\n\ntext\n';
    assert.equal(
      readAnswer(targetOf(base, { languageId: 'restructuredtext' }), [block('Title\n=======', 'Titles\n========')]).text,
      'Titles\n========\n\ntext\n',
    );
    assert.equal(
      readAnswer(targetOf(base, { languageId: 'restructuredtext' }), [block('Title', 'Other')]).text,
      'Other\n=======\n\ntext\n',
    );
  });

  test('finds its own marks among lines like them, also where the blanks differ', () => {
    const base = 'Alpha  \n\tBeta\n\n=======\nHead\n=======\nEnd\n';
    const search = 'Alpha\n  Beta\n\n=======\nHead';
    const { text } = readAnswer(targetOf(base, { languageId: 'plaintext' }), [block(search, search.replace('Beta', 'Gamma'))]);
    assert.equal(text, base.replace('Beta', 'Gamma'));
  });

  test('says so where only the order of the answer decides between places that look alike', () => {
    const base = 'one\nsame\ntwo\nsame\n';
    const { text, hunks } = readAnswer(targetOf(base), [block('two', '2') + block('same', 'other')]);
    assert.equal(text, 'one\nsame\n2\nother\n');
    assert.deepEqual(
      hunks.map(({ isExact }) => isExact),
      [true, false],
    );
  });

  test('never takes an ellipsis among other lines of Python for code', () => {
    const base = 'def f():\n    a()\n    b()\n    return 1\n';
    const python = targetOf(base, { path: 'f.py', languageId: 'python' });
    const all = base.trimEnd();
    for (const replace of ['def f(x):\n    a()\n    ...\n    return 2', 'def f(x):\n    ...\n    return 2']) {
      const { hunks, verdict } = readAnswer(python, [block(all, replace)]);
      assert.deepEqual(hunks, []);
      assert.deepEqual(verdict.faults, [{ kind: 'standIn', line: '...' }]);
    }
    for (const replace of ['def f(x): ...', 'def f(x):\n    ...', 'def f(x):\n    """Says."""\n    ...']) {
      assert.equal(readAnswer(python, [block(all, replace)]).text, `${replace}\n`);
    }
  });

  test('may stand in a list, as deep as its item', () => {
    const item = `src/shop.ts\n${block('a\n  b', 'a\n  c')}`.replace(/^(?=.)/gm, '   ');
    const { hunks } = readAnswer(targetOf('a\n  b\n'), [`1. Fix it:\n\n${item}`]);
    assert.deepEqual(hunks, [{ start: 1, end: 2, lines: ['  c'], isExact: true, note: 'Fix it.' }]);
  });

  test('does not take a name in its note for a file', () => {
    for (const note of ['Object.freeze', '`user.name`:']) {
      assert.equal(readAnswer(targetOf('a\n'), [`${note}\n${block('a', 'b')}`]).text, 'b\n');
    }
    assert.equal(readAnswer(targetOf('a\n'), [`other.py\n${block('a', 'b')}`]).verdict.outcome, 'faults');
  });

  test('adds, deletes, and writes into an empty file', () => {
    assert.equal(readAnswer(targetOf('a\nb'), [block('b', 'b\nc')]).text, 'a\nb\nc');
    assert.equal(readAnswer(targetOf('a\nb\nc\n'), [block('b\n', '')]).text, 'a\nc\n');
    assert.equal(readAnswer(targetOf(''), [block('', 'a\nb')]).text, 'a\nb\n');
    assert.deepEqual(readAnswer(targetOf('a\n'), [block('', 'b')]).verdict.faults, [{ kind: 'noContext', searched: [] }]);
  });

  const languages: readonly (readonly [string, string, string, string, string])[] = [
    [
      'python',
      'def f(a):\n    return a == None\n\n\ndef g():\n    pass\n',
      'def f(a):\n    return a == None',
      'def f(a):\n    return a is None',
      'return a is None',
    ],
    ['go', 'func F() error {\n\treturn nil\n}\n', '\treturn nil', '\treturn errors.New("x")', 'errors.New'],
    ['rust', "fn f<'a>(x: &'a str) -> &'a str {\n    x.trim()\n}\n", '    x.trim()', '    x.trim_end()', 'trim_end'],
    ['plaintext', 'Dear all,\n\nthis is a lettre.\n\nYours', 'this is a lettre.', 'this is a letter.', 'a letter'],
    ['markdown', '# A\n\n```ts\nlet a;\n```\n', '```ts\nlet a;\n```', '```ts\nconst a = 1;\n```', 'const a'],
    ['json', '{"a":' + '[1,2,3],'.repeat(2).slice(0, -1) + '}', '{"a":[1,2,3],[1,2,3]}', '{"a":[1,2]}', '[1,2]'],
    ['typescript', `const a = '${'😀𝒳'.repeat(4000)}';\nconst b = 1;\n`, 'const b = 1;', "const b = '😀';", "'😀';"],
  ];
  for (const [languageId, base, search, replace, expected] of languages) {
    test(`works on ${languageId}`, () => {
      const { text, verdict } = readAnswer(targetOf(base, { languageId }), [block(search, replace)]);
      assert.equal(text, base.replace(search, replace));
      assert.ok(text.includes(expected));
      assert.deepEqual(verdict.faults, []);
    });
  }
});

suite('An answer that streams', () => {
  test('has a hunk from the first new line of REPLACE on, which grows until it is complete', () => {
    const answer = new EditAnswer(targetOf('head\nold\nfoot\n'));
    const seen: (readonly string[] | undefined)[] = [];
    for (const line of block('head\nold\nfoot', 'head\nnew 1\nnew 2\nfoot').split(/(?<=\n)/)) {
      answer.push(line);
      seen.push(answer.hunks[0]?.lines);
    }
    assert.deepEqual(seen, [
      ...[undefined, undefined, undefined, undefined, undefined, undefined],
      ['new 1'],
      ['new 1', 'new 2'],
      ['new 1', 'new 2', 'foot'],
      ['new 1', 'new 2'],
    ]);
  });

  test('shows a new file as it comes', () => {
    const answer = new EditAnswer(targetOf('', { path: 'test/shop.test.ts' }));
    answer.push('Tests.\n\ntest/shop.test.ts\n```ts\nsuite();\ntest(');
    assert.deepEqual(answer.hunks, [{ start: 0, end: 0, lines: ['suite();'], isExact: true }]);
    answer.push(');\n```\nRun them with:\n```sh\nnpm test\n```\n');
    assert.equal(answer.finish(true).outcome, 'hunks');
    assert.deepEqual(answer.hunks, [{ start: 0, end: 0, lines: ['suite();', 'test();'], isExact: true, note: 'Tests.' }]);
  });

  test('withdraws a hunk as soon as it leaves out code', () => {
    const answer = new EditAnswer(targetOf('old\nold 2\n'));
    answer.push('<<<<<<< SEARCH\nold\n=======\nnew\n');
    assert.equal(answer.hunks.length, 1);
    answer.push('// ... existing code ...\n');
    assert.equal(answer.hunks.length, 0);
  });

  test('shows a change before others once it is whole, as only the last one may still change', () => {
    const answer = new EditAnswer(targetOf('a\nb\nc\nd\n'));
    const shown = (): readonly [readonly number[], boolean] => [answer.hunks.map(({ start }) => start), answer.isGrowing];
    answer.push('<<<<<<< SEARCH\nc\n=======\nC\n');
    assert.deepEqual(shown(), [[2], true]);
    answer.push('>>>>>>> REPLACE\n');
    assert.deepEqual(shown(), [[2], false]);
    answer.push('<<<<<<< SEARCH\na\n=======\nA\n');
    assert.deepEqual(shown(), [[2], false]);
    answer.push('>>>>>>> REPLACE\n');
    assert.deepEqual(shown(), [[0, 2], false]);
    answer.finish(true);
    assert.deepEqual(shown(), [[0, 2], false]);
  });

  test('that is cut off has what was growing apart, to be looked at', () => {
    const answer = new EditAnswer(targetOf('a\nb\n'));
    answer.push(`${block('a', 'A')}<<<<<<< SEARCH\nb\n=======\nB\nC\n>>>>>>> REP`);
    answer.finish(false);
    assert.equal(answer.hunks.length, 1);
    assert.deepEqual(answer.unfinished, { start: 1, end: 2, lines: ['B', 'C'], isExact: true });
  });

  const line = fc.constantFrom('', 'a', 'b', '  c', '\td', '}', '=======', '```', 'é😀', 'x'.repeat(300));
  const texts = fc.array(line, { maxLength: 12 });
  const anyAnswer = fc
    .array(
      fc.oneof(
        fc.tuple(texts, texts).map(([search, replace]) => block(search.join('\n'), replace.join('\n'))),
        fc.constantFrom(
          'Why.\n',
          '\n',
          '```ts\na\n```\n',
          'src/shop.ts\n',
          '<<<<<<< SEARCH\na\n',
          '@@\n-a\n+b\n',
          '// ...\n',
          'a',
        ),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(''));

  test('is read the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(texts, anyAnswer, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, text, sizes) => {
        const target = targetOf(lines.join('\n'));
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        assert.deepEqual(readAnswer(target, pieces), readAnswer(target, [text]));
      }),
    );
  });

  test('has hunks in order and within the text at every moment, and only the last of them changes', () => {
    fc.assert(
      fc.property(texts, anyAnswer, (lines, text) => {
        const base = lines.join('\n');
        const answer = new EditAnswer(targetOf(base));
        let shown = answer.hunks;
        const count = base.replace(/\n$/, '').split('\n').length;
        for (const character of text) {
          answer.push(character);
          let end = 0;
          assert.deepEqual(answer.hunks.slice(0, Math.max(0, shown.length - 1)), shown.slice(0, -1));
          shown = answer.hunks;
          for (const hunk of shown) {
            assert.ok(hunk.start >= end && hunk.end >= hunk.start && hunk.end <= count);
            end = hunk.end;
          }
        }
      }),
    );
  });

  test('makes of any change that is written as blocks that very change', () => {
    const unique = fc.uniqueArray(
      fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => `${text.replace(/\s/g, '_')};`),
      {
        minLength: 2,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(unique, fc.array(fc.nat(29), { maxLength: 6 }), fc.boolean(), (lines, places, hasFinalBreak) => {
        const base = lines.join('\n') + (hasFinalBreak ? '\n' : '');
        const changed = [...new Set(places)].filter((place) => place < lines.length);
        const text = changed
          .map((place) => block(lines[place] ?? '', `// ${String(place)} is new\nnew${String(place)}();`))
          .join('\n');
        const expected = lines.map((old, index) =>
          changed.includes(index) ? `// ${String(index)} is new\nnew${String(index)}();` : old,
        );
        const read = readAnswer(targetOf(base), [text]);
        assert.deepEqual(read.verdict.faults, []);
        assert.equal(read.text, expected.join('\n') + (hasFinalBreak ? '\n' : ''));
      }),
    );
  });

  test('takes a long answer character by character in a time that grows with its length alone', () => {
    const base = Array.from({ length: 2000 }, (_, index) => `line ${String(index)} of the file`).join('\n');
    const text = block(base, base.replaceAll('7 of the', '7 in the')).repeat(3);
    const answer = new EditAnswer(targetOf(base));
    const start = performance.now();
    for (const character of text) answer.push(character);
    assert.ok(performance.now() - start < 2000);
    assert.equal(withHunks(base, answer.hunks), base.replaceAll('7 of the', '7 in the'));
  });
});
