import assert from 'node:assert/strict';
import { countFound, fold, searchTerms, snippetOf } from '../../../src/core/searchText';

suite('Searching text', () => {
  const alike: readonly (readonly [text: string, query: string])[] = [
    ['CRÈME Brûlée', 'creme brulee'],
    ['creme', 'Crème'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδός'],
    ['ﬁle', 'FILE'],
    ['İstanbul', 'istanbul'],
    ['각하', '각하'],
    ['e\u0301te\u0301', 'été'],
    ['C:\\temp\\"x"', 'c:\\temp\\'],
    ['a\nb', 'A "B"'],
    ['foo bar\r\n\t baz', '"bar baz"'],
    ['foo bar baz', '"bar  \n baz"'],
    ['foo\u00a0bar\u2003baz', '"foo bar baz"'],
    ['全角\u3000スペース', '"全角 スペース"'],
    ['I don’t know', "don't"],
    ["I don't know", 'don’t'],
    ["comp'yuter", 'compʼyuter'],
    ['say “hello world”', '“hello world”'],
    ['Er sagte „Guten Tag“.', '„Guten Tag“'],
    ['Il dit « bon jour »', '«bon jour»'],
  ];
  for (const [text, query] of alike) {
    test(`finds ${JSON.stringify(query)} in ${JSON.stringify(text)}`, () => {
      const terms = searchTerms(query);
      assert.ok(terms.length > 0);
      assert.equal(countFound(fold(text), terms), terms.length);
    });
  }

  test('takes words apart, phrases not, and each once', () => {
    assert.deepEqual(searchTerms('  Ab "c  d" ab e"f g" "" "open end'), ['ab', 'c d', 'e', 'f g', 'open end']);
    assert.deepEqual(searchTerms('x “a b” „c d“ «e\nf» ＂g  h＂ “open end'), ['x', 'a b', 'c d', 'e f', 'g h', 'open end']);
    assert.deepEqual(searchTerms(' \n'), []);
  });

  test('folds piece by piece as it folds the whole', () => {
    const alphabet = [
      'a',
      'É',
      'e\u0301',
      'ß',
      'Σ',
      'ς',
      'ﬁ',
      'İ',
      '각',
      '🦊',
      '\ud800',
      ' ',
      '\n',
      '’',
      '“',
      '´',
      'ǆ',
      '½',
      'ﷺ',
    ];
    let seed = 7;
    const next = (): number => (seed = (seed * 48271) % 2147483647);
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from({ length: 12 }, () => alphabet[next() % alphabet.length]).join('');
      const pieces = Array.from(text, (character) => fold(character)).join('');
      assert.equal(pieces.replace(/ +/g, ' '), fold(text), JSON.stringify(text));
    }
  });

  test('shows what was found as it was written', () => {
    const found = (text: string, query: string): readonly string[] => {
      const snippet = snippetOf(text, searchTerms(query));
      return snippet.matches.map(({ start, end }) => snippet.text.slice(start, end));
    };
    assert.deepEqual(found('Eine Crème brûlée.', 'creme BRULEE'), ['Crème', 'brûlée']);
    assert.deepEqual(found('cafe\u0301!', 'e'), ['e\u0301']);
    assert.deepEqual(found('ﬁ', 'f'), ['ﬁ']);
    assert.deepEqual(found('🦊🦊 x 🦊', '🦊'), ['🦊', '🦊', '🦊']);
    assert.deepEqual(found('abcabc', 'abc bca'), ['abcabc']);
    assert.deepEqual(found('nothing', 'else'), []);
    assert.deepEqual(found('🦊 a  foo bar\r\n\r\n  baz  qux', '"bar baz" qux'), ['bar      baz', 'qux']);
    assert.deepEqual(found('a   é   b', '"e b"'), ['é   b']);
    assert.deepEqual(found('I don’t “really” know', 'don\'t "really'), ['don’t', 'really']);
  });

  test('shows the surroundings, in one line, cut at words', () => {
    const text = `${'before '.repeat(100)}the\nNeedle\tis ${'after '.repeat(100)}`;
    const { text: snippet, matches } = snippetOf(text, ['needle']);
    assert.match(snippet, /^…before .* the Needle is .* after…$/);
    assert.ok(snippet.length < 250);
    assert.equal(snippet.slice(matches[0]?.start, matches[0]?.end), 'Needle');
    assert.equal(matches.length, 1);
  });

  test('shows a match that is longer than a snippet', () => {
    const long = 'x'.repeat(500);
    const { text, matches } = snippetOf(`a ${long} b`, [long]);
    assert.equal(text.slice(matches[0]?.start, matches[0]?.end), long);
  });

  test('takes no time for a text of megabytes, and shows the same of it', () => {
    const around = `${'Größe, '.repeat(40)}the Nädel${', Größe'.repeat(40)}`;
    const long = `${'Some other words. '.repeat(300_000)}${around}${' And more words.'.repeat(300_000)}`;
    const began = performance.now();
    const { text, matches } = snippetOf(long, ['nadel']);
    assert.ok(performance.now() - began < 1_000);
    const { text: ofPart, matches: inPart } = snippetOf(around, ['nadel']);
    assert.deepEqual([text, matches], [ofPart, inPart]);
    assert.match(snippetOf(long, ['nothing like it']).text, /^Some other words\. .*…$/);
  });

  test('finds a phrase across a line break wherever it is in a long text, however wide the break is', () => {
    for (const shift of Array.from({ length: 24 }, (_, index) => 4_085 + index)) {
      const { text, matches } = snippetOf(`${'x'.repeat(shift)} bar\n\n baz${' y'.repeat(6_000)}`, ['bar baz']);
      assert.deepEqual(
        matches.map(({ start, end }) => text.slice(start, end)),
        ['bar   baz'],
        String(shift),
      );
    }
    const began = performance.now();
    const wide = `one${' \n'.repeat(1_000_000)}two`;
    assert.equal(countFound(fold(wide), searchTerms('"one two"')), 1);
    assert.match(snippetOf(wide, ['two']).text, /two$/);
    assert.ok(performance.now() - began < 1_000);
  });

  test('never cuts a character in two', () => {
    const { text } = snippetOf(`${'🦊'.repeat(300)}needle${'🦊'.repeat(301)}`, ['needle']);
    assert.doesNotMatch(text, /\p{Surrogate}/u);
    const odd = snippetOf(`x${'🦊'.repeat(300)}needle`, ['needle']);
    assert.doesNotMatch(odd.text, /\p{Surrogate}/u);
  });
});
