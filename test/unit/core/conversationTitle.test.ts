import assert from 'node:assert/strict';
import { conversationTitle, givenTitle } from '../../../src/core/conversationTitle';
import { added, answerTo, emptyConversation, fold, questionOf, talk } from '../../support/conversations';

suite('The title of a conversation', () => {
  const cases: readonly (readonly [question: string, title: string])[] = [
    ['Why is the sky blue?', 'Why is the sky blue?'],
    ['  Why\n\n is it?  ', 'Why is it?'],
    ['Explain closures. Then give three examples that are short.', 'Explain closures'],
    ['Hi! How do I reverse a list in Python? Thanks.', 'Hi! How do I reverse a list in Python?'],
    ['Use node 20.10 or v1.2.3 please', 'Use node 20.10 or v1.2.3 please'],
    ['# Heading\n\nText', 'Heading Text'],
    ['- one\n- two', 'one two'],
    ['**Bold** and `code` and [link](https://a.test/x)', 'Bold and code and link'],
    ['snake_case * 2 * 3', 'snake_case * 2 * 3'],
    ['What does this do?\n```ts\nconst a = 1;\n```', 'What does this do?'],
    ['```ts\n\n  const a = 1;\nb();\n```', 'const a = 1;'],
    ['```ts\nconst open = true;', 'const open = true;'],
    ['如何反转一个链表，并且解释它的复杂度？谢谢。', '如何反转一个链表，并且解释它的复杂度？'],
    ['a\u202eb\u0007c', 'ab c'],
    ['', ''],
    [' \n ', ''],
  ];
  for (const [question, title] of cases) {
    test(`of ${JSON.stringify(question)} is ${JSON.stringify(title)}`, () => {
      assert.equal(conversationTitle(talk(question, 'Because.')), title);
    });
  }

  test('ends at a word where the question goes on, after at most sixty characters', () => {
    const title = conversationTitle(talk('many words '.repeat(50), ''));
    assert.match(title, /words…$|many…$/);
    assert.ok(title.length <= 60);
  });

  test('is cut between characters as people see them', () => {
    const family = '👨‍👩‍👧';
    assert.equal(conversationTitle(talk(family.repeat(100), '')), `${family.repeat(59)}…`);
  });

  test('is the one that the user gave', () => {
    assert.equal(conversationTitle(talk('Why?', 'Because.', { title: 'Sky' })), 'Sky');
  });

  test('is that of the version of the first question that is shown', () => {
    const [one, two] = [questionOf('The first wording'), questionOf('The second wording')];
    const conversation = fold([added(one), added(two)], emptyConversation());
    assert.equal(conversationTitle(conversation), 'The second wording');
    assert.equal(conversationTitle(fold([{ type: 'versionSelected', id: one.id }], conversation)), 'The first wording');
  });

  test('is the name of what was attached where nothing was written', () => {
    const attachment = { kind: 'file', label: 'src/a.ts', languageId: 'typescript', text: '', tokens: 0 } as const;
    const conversation = fold([added(questionOf('', { attachments: [attachment] }))], emptyConversation());
    assert.equal(conversationTitle(conversation), 'src/a.ts');
  });

  test('is empty where nothing was asked', () => {
    assert.equal(conversationTitle(emptyConversation()), '');
    assert.equal(conversationTitle(fold([added(answerTo({ id: 'lost' }))], emptyConversation())), '');
  });

  test('takes no time for a question of a megabyte', () => {
    const began = performance.now();
    conversationTitle(talk('```\n'.repeat(100_000), ''));
    conversationTitle(talk('['.repeat(500_000), ''));
    conversationTitle(talk('*a '.repeat(300_000), ''));
    assert.ok(performance.now() - began < 2_000);
  });

  test('as the user writes it becomes one line of bearable length', () => {
    assert.equal(givenTitle('  My\n title\u0000 '), 'My title');
    assert.equal(givenTitle('x'.repeat(1000)).length, 200);
    assert.equal(givenTitle(' \n'), '');
  });
});
