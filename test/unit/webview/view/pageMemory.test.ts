import assert from 'node:assert/strict';
import { isPageBackup, PageMemory, type PageBackup } from '../../../../src/webview/view/pageMemory';
import { Posted, until } from '../../../support/pageFixture';

/** A page that begins with what an earlier one saved. */
function page(backup?: PageBackup): { memory: PageMemory; posted: Posted; saved: () => PageBackup | undefined } {
  let saved = backup;
  const posted = new Posted();
  const memory = new PageMemory({
    backup,
    post: posted.post,
    save: (changed) => {
      saved = changed;
    },
  });
  return { memory, posted, saved: () => saved };
}

function drafts(posted: Posted): string[] {
  return posted.of('draft/change').map(({ draft }) => draft);
}

suite('PageMemory', () => {
  test('saves each keystroke at once, and tells the host when the user rests', async () => {
    const { memory, posted, saved } = page();
    memory.restore('c', '', undefined);
    memory.typed('a', []);
    memory.typed('ab', []);
    assert.equal(saved()?.draft, 'ab');
    assert.deepEqual(drafts(posted), []);
    await until(() => posted.all.length > 0);
    assert.deepEqual(drafts(posted), ['ab']);
    memory.flush();
    assert.deepEqual(drafts(posted), ['ab']);
  });

  test('tells the host at once when the page may go', () => {
    const { memory, posted } = page();
    memory.restore('c', '', undefined);
    memory.typed('half a word', []);
    memory.scrolled({ messageId: 'm', offset: 12.6 });
    memory.flush();
    assert.deepEqual(posted.all, [
      { type: 'draft/change', draft: 'half a word' },
      { type: 'scroll/change', messageId: 'm', offset: 13 },
    ]);
    memory.scrolled(undefined);
    memory.flush();
    assert.deepEqual(posted.all.at(-1), { type: 'scroll/change', messageId: '', offset: 0 });
  });

  test('shows what was typed before the page was hidden, if the host was not told in time', () => {
    const before = page();
    before.memory.restore('c', 'old', undefined);
    before.memory.typed('old, and more', []);
    const after = page(before.saved());
    assert.equal(after.memory.restore('c', 'old', undefined).draft, 'old, and more');
    assert.deepEqual(drafts(after.posted), ['old, and more']);
  });

  test('shows what the host has put into the draft of a hidden page, and sets aside what it did not know', () => {
    const before = page();
    before.memory.restore('c', 'old', undefined);
    before.memory.typed('typed', []);
    const told = page({ ...before.saved(), hostDraft: 'typed' } as PageBackup);
    assert.deepEqual(told.memory.restore('c', 'from a command', undefined).aside, []);
    const untold = page(before.saved());
    const restored = untold.memory.restore('c', 'from a command', undefined);
    assert.equal(restored.draft, 'from a command');
    assert.deepEqual(restored.aside, ['typed']);
  });

  test('eats no character when a state comes that is older than what is typed', () => {
    const { memory, posted } = page();
    memory.restore('c', '', undefined);
    for (const draft of ['a', 'ab', 'abc']) {
      memory.typed(draft, []);
      memory.flush();
    }
    assert.equal(memory.restore('c', 'ab', undefined).draft, 'abc');
    memory.typed('abcd', []);
    assert.equal(memory.restore('c', 'abc', undefined).draft, 'abcd');
    assert.equal(drafts(posted).at(-1), 'abcd');
  });

  test('does not bring back a question that was sent', () => {
    const { memory } = page();
    memory.restore('c', '', undefined);
    memory.typed('question', []);
    memory.flush();
    memory.typed('', []);
    memory.flush();
    assert.equal(memory.restore('c', 'question', undefined).draft, '');
  });

  test('keeps the text of who is typing when the host writes another, and sets that aside', () => {
    const { memory } = page();
    memory.restore('c', '', undefined);
    memory.typed('typing', []);
    const restored = memory.restore('c', 'from elsewhere', undefined);
    assert.deepEqual([restored.draft, restored.aside], ['typing', ['from elsewhere']]);
  });

  test('shows the draft of another conversation, and sets aside what the host was not told', () => {
    const { memory, posted } = page();
    memory.restore('c', '', undefined);
    memory.typed('for c', []);
    const restored = memory.restore('d', 'for d', { messageId: 'm', offset: 1 });
    assert.deepEqual([restored.draft, restored.aside, restored.scroll], ['for d', ['for c'], { messageId: 'm', offset: 1 }]);
    assert.deepEqual(drafts(posted), []);
    assert.deepEqual(memory.restore('e', '', undefined).aside, []);
  });

  test('knows the place in the transcript better than the host', () => {
    const { memory, saved } = page();
    memory.restore('c', '', { messageId: 'first', offset: 0 });
    memory.scrolled({ messageId: 'second', offset: 5 });
    memory.typed('so that it is saved', []);
    const after = page(saved());
    assert.deepEqual(after.memory.restore('c', '', undefined).scroll, { messageId: 'second', offset: 5 });
  });

  test('takes the draft that the host sets', () => {
    const { memory, posted } = page();
    memory.restore('c', '', undefined);
    memory.typed('mine', []);
    memory.replaced('host', ['mine']);
    memory.flush();
    assert.deepEqual(posted.all, []);
    assert.deepEqual(memory.restore('c', 'host', undefined).aside, ['mine']);
  });

  test('knows its own backup from that of another version', () => {
    assert.equal(isPageBackup({ conversationId: 'c', draft: '', hostDraft: '', aside: [] }), true);
    for (const other of [undefined, null, 'x', { draft: 'x' }, { conversationId: 'c', draft: 1, hostDraft: '', aside: [] }]) {
      assert.equal(isPageBackup(other), false);
    }
  });
});
