import assert from 'node:assert/strict';
import { matchScore, PathSearch } from '../../../src/core/pathSearch';

const paths = [
  'README.md',
  'media/chat.css',
  'src/core/conversation.ts',
  'src/core/prompts/chat.ts',
  'src/host/chat/chatController.ts',
  'src/host/chat/chatSession.ts',
  'src/host/chat',
  'test/unit/core/conversation.test.ts',
];

suite('A search for paths', () => {
  let search: PathSearch<{ readonly path: string }>;
  const found = (text: string, limit = 5): readonly string[] => search.find(text, limit).map(({ path }) => path);

  setup(async () => {
    search = await PathSearch.of(
      paths.map((path) => ({ path })),
      () => Promise.resolve(),
    );
  });

  test('finds a name by its beginning, its capitals, or letters of it', () => {
    assert.equal(found('conv')[0], 'src/core/conversation.ts');
    assert.equal(found('chatS')[0], 'src/host/chat/chatSession.ts');
    assert.equal(found('chcon')[0], 'src/host/chat/chatController.ts');
    assert.equal(found('readme')[0], 'README.md');
  });

  test('finds a file by its folders', () => {
    assert.equal(found('prompts/chat')[0], 'src/core/prompts/chat.ts');
    assert.equal(found('unit conv')[0], 'test/unit/core/conversation.test.ts');
    assert.equal(found('host\\chat')[0], 'src/host/chat');
  });

  test('puts names before folders that match', () => {
    assert.ok(found('chat.ts').indexOf('src/core/prompts/chat.ts') === 0);
    assert.ok(found('core', 9).every((path) => path.includes('core') || path.includes('C')));
  });

  test('finds nothing rather than anything, and no more than asked for', () => {
    assert.deepEqual(found('zzzqqq'), []);
    assert.equal(found('c', 2).length, 2);
  });

  test('lets something else have its turn while it is prepared', async () => {
    let pauses = 0;
    const many = Array.from({ length: 2000 }, (_, index) => ({ path: `src/file${String(index)}.ts` }));
    const large = await PathSearch.of(many, () => {
      pauses += 1;
      return Promise.resolve();
    });
    assert.ok(pauses >= 3);
    assert.equal(large.find('file1234', 1)[0]?.path, 'src/file1234.ts');
  });

  test('scores a single text between 0 and 1', () => {
    assert.equal(matchScore('chat', 'chat'), 1);
    assert.equal(matchScore('xyz', 'chat'), 0);
    const score = matchScore('cha', 'chat');
    assert.ok(score > 0.5 && score < 1);
  });
});
