/** Journals are written and read back. What is cut and damaged is journalDamage.test.ts; files and disks are the host's tests. */
import assert from 'node:assert/strict';
import { applyEvent, activePath, type ConversationEvent } from '../../../src/core/conversation';
import { encodeHeader, journalFormat, RecordEncoder } from '../../../src/core/journal';
import { JournalReader } from '../../../src/core/journalReader';
import { added, answerTo, appended, fold, questionOf, talk } from '../../support/conversations';
import { answer, bytesOf, events, journalOf, outcome, question, readJournal, start } from '../../support/journals';

const done = (id: string): ConversationEvent => ({ type: 'answerChanged', id, status: 'complete' });

suite('A journal', () => {
  test('gives back the conversation that its events made', () => {
    const { reader, conversation } = readJournal(bytesOf(journalOf(start, events)));
    assert.deepEqual(conversation, fold(events, start));
    assert.deepEqual(reader.problems(), []);
    assert.equal(reader.unfinished.size, 0);
  });

  test('gives back a conversation that is written as a whole', () => {
    const whole = fold(events, start);
    const { effort, ...rest } = whole;
    assert.deepEqual(readJournal(bytesOf(journalOf(whole, []))).conversation, {
      ...rest,
      effort,
      selected: { '': 'q', q: 'a' },
    });
    assert.deepEqual(
      activePath(whole).map(({ id }) => id),
      ['q', 'a'],
    );
  });

  test('writes an answer that nobody will finish as interrupted', () => {
    const waiting = { ...answer, notice: { severity: 'info', sentence: 'Trying again' } } as const;
    const asked = fold([added(question), added(waiting)], start);
    const { conversation, reader } = readJournal(bytesOf(journalOf(asked, [])));
    assert.deepEqual(conversation.messages[1], { ...answer, status: 'interrupted' });
    assert.equal(reader.unfinished.size, 0);
  });

  test('writes of a changed answer only what the event changes', () => {
    const spread = { ...answer, text: 'the whole text', type: 'answerChanged', id: 'a', status: 'waiting' } as const;
    assert.doesNotMatch(new RecordEncoder('w').event(spread, 1), /whole text|role|parentId/);
  });

  test('reads the same in pieces of any size as at once', () => {
    const bytes = bytesOf(journalOf(start, events));
    for (const size of [1, 2, 7, 100]) {
      const reader = new JournalReader();
      const entries = [];
      for (let offset = 0; offset < bytes.length; offset += size) {
        entries.push(...reader.push(bytes.subarray(offset, offset + size)));
      }
      assert.deepEqual(reader.conversation('c', entries), fold(events, start), `pieces of ${String(size)}`);
    }
  });

  test('takes no time for a line that comes in very many pieces', () => {
    const text = 'x'.repeat(5_000_000);
    const line = bytesOf(`${new RecordEncoder('w').event(added(questionOf(text)), 1)}\n`);
    const reader = new JournalReader();
    const began = performance.now();
    const entries = [];
    for (let offset = 0; offset < line.length; offset += 500) {
      entries.push(...reader.push(line.subarray(offset, offset + 500)));
    }
    assert.ok(performance.now() - began < 2_000);
    assert.equal(reader.conversation('c', entries).messages[0]?.text, text);
  });

  test('is read in time that grows with its length alone, however many questions it has', () => {
    const talks = Array.from({ length: 3_000 }, (_, index) => {
      const id = String(index);
      const asked = questionOf(`Question ${id}`, {
        id: `q${id}`,
        ...(index === 0 ? {} : { parentId: `a${String(index - 1)}` }),
      });
      const answered = answerTo(asked, { id: `a${id}`, status: 'waiting' });
      return [
        added(asked),
        added(answered),
        appended(answered.id, 0, 'One'),
        appended(answered.id, 3, ' two'),
        done(answered.id),
      ];
    });
    const bytes = bytesOf(journalOf(start, talks.flat()));
    const began = performance.now();
    const { conversation } = readJournal(bytes);
    assert.ok(performance.now() - began < 2_000);
    assert.equal(conversation.messages.length, 6_000);
    assert.equal(conversation.messages.at(-1)?.text, 'One two');
    assert.equal(activePath(conversation).length, 6_000);
  });

  test('says which answers are not finished, and whose they are', () => {
    const encoder = new RecordEncoder('w');
    const process = { pid: 7, host: 'h', stamp: 's' };
    const lines = [
      encodeHeader('c', start),
      encoder.writer(process, 1),
      ...[added(question), added(answer), appended('a', 0, 'x')].map((event) => encoder.event(event, 1)),
    ];
    const { reader } = readJournal(bytesOf(lines.join('\n')));
    assert.deepEqual([...reader.unfinished.keys()], ['a']);
    assert.equal(reader.unfinished.get('a')?.by, 'w');
    assert.deepEqual(reader.writerOf('w'), process);
    reader.push(bytesOf(`\n${encoder.left(2)}\n`));
    assert.equal(reader.writerOf('w'), 'left');
    reader.push(bytesOf(`${encoder.event(outcome, 2)}\n`));
    assert.equal(reader.unfinished.size, 0);
  });

  test('gives events that make the same of the conversation one by one', () => {
    const reader = new JournalReader();
    const entries = reader.push(bytesOf(journalOf(start, events)));
    const oneByOne = entries.reduce((conversation, { event }) => applyEvent(conversation, event), start);
    assert.deepEqual(oneByOne, reader.conversation('c', entries));
  });

  test('in outline has the questions and not the texts', () => {
    const reader = new JournalReader(true);
    const conversation = reader.conversation('c', reader.push(bytesOf(journalOf(start, events))));
    assert.equal(conversation.title, 'Warum');
    assert.deepEqual(
      conversation.messages.map(({ text }) => text),
      [question.text, '', 'Anders?'],
    );
    assert.deepEqual(reader.problems(), []);
  });

  test('names its format and version in the first line', () => {
    const [first = ''] = journalOf(talk('Q', 'A'), []).split('\n');
    assert.match(first, new RegExp(`^{"format":"${journalFormat}","version":1,`));
  });
});
