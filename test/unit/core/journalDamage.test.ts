/** Journals that are cut, damaged, written twice or of another version. */
import assert from 'node:assert/strict';
import { activePath, type ConversationEvent } from '../../../src/core/conversation';
import { encodeHeader, RecordEncoder } from '../../../src/core/journal';
import { JournalReader } from '../../../src/core/journalReader';
import { added, answerTo, appended, fold, questionOf } from '../../support/conversations';
import { answer, bytesOf, events, journalOf, question, readJournal, start } from '../../support/journals';

suite('A damaged journal', () => {
  test('cut at any byte, keeps every record before the cut', () => {
    const text = journalOf(start, events);
    const bytes = bytesOf(text);
    const lines = text.split('\n').slice(0, -1);
    for (let length = 0; length <= bytes.length; length += 1) {
      const { reader, conversation } = readJournal(bytes.subarray(0, length));
      // A line that lacks nothing but its end is there, too.
      let end = 0;
      const whole = lines.filter((line) => (end += bytesOf(line).length + 1) - 1 <= length).length;
      const kept = fold(events.slice(0, Math.max(0, whole - 1)), start);
      if (whole === 0) {
        assert.equal(reader.isJournal, false);
      } else {
        assert.deepEqual(conversation, kept, `after ${String(length)} bytes`);
        const isTorn = bytes.subarray(0, length).lastIndexOf(10) + 1 < length && !isWholeLine(bytes.subarray(0, length));
        assert.equal(
          reader.problems().some(({ kind }) => kind === 'torn'),
          isTorn,
        );
      }
    }
  });

  test('is whole where a piece that could not be written is written again', () => {
    const whole = journalOf(start, events);
    const lines = whole.trimEnd().split('\n');
    const [torn = ''] = lines.slice(3);
    const rewritten = [...lines.slice(0, 3), torn.slice(0, torn.length / 2), ...lines.slice(3)].join('\n');
    const { reader, conversation } = readJournal(bytesOf(`${rewritten}\n`));
    assert.deepEqual(conversation, readJournal(bytesOf(whole)).conversation);
    assert.deepEqual(reader.problems(), []);
  });

  test('is whole where a piece was torn within a character, or twice, and is written again', () => {
    const whole = journalOf(start, [...events.slice(0, 2), appended('a', 0, 'Weil 🦊 ganz'), ...events.slice(5)]);
    const lines = whole.trimEnd().split('\n');
    const index = lines.findIndex((line) => line.includes('🦊 ganz'));
    const fox = (lines[index] ?? '').indexOf('🦊');
    const within = (bytes: number): Uint8Array => bytesOf(lines[index] ?? '').slice(0, fox + bytes);
    for (const bytes of [-20, 0, 1, 2, 3, 4]) {
      const torn = [...within(bytes), 10];
      const before = bytesOf(`${lines.slice(0, index).join('\n')}\n`);
      const rewritten = Uint8Array.from([...before, ...torn, ...torn, ...bytesOf(`${lines.slice(index).join('\n')}\n`)]);
      const { reader, conversation } = readJournal(rewritten);
      assert.deepEqual(conversation, readJournal(bytesOf(whole)).conversation);
      assert.deepEqual(reader.problems(), [], `${String(bytes)} bytes of the character`);
    }
  });

  test('says that a piece is lost, also where the next one of the answer begins like it', () => {
    const pieces = ['One, ', 'two, ', 'three, ', 'four.'].map((text, index, all) =>
      appended('a', all.slice(0, index).join('').length, text),
    );
    const thoughts = Array.from({ length: 4 }, (_, index): ConversationEvent => ({
      ...{ type: 'answerAppended', id: 'a', offset: 18, text: '', reasoningOffset: 3 * index, reasoning: 'Hm ' },
    }));
    const lines = journalOf(start, [added(question), added(answer), ...pieces, ...thoughts])
      .trimEnd()
      .split('\n');
    const problemsOf = (damaged: readonly string[]): unknown =>
      readJournal(bytesOf(`${damaged.join('\n')}\n`)).reader.problems();
    assert.deepEqual(problemsOf(lines), []);
    for (const index of [4, 5, 8, 9]) {
      const line = lines[index] ?? '';
      for (const length of [1, 9, 20, 40, line.indexOf('"text":"') + 8, line.length - 1]) {
        const torn = lines.with(index, line.slice(0, length));
        assert.deepEqual(problemsOf(torn), [{ kind: 'damaged', records: 1 }], `${String(length)} of ${line}`);
      }
      assert.deepEqual(problemsOf(lines.toSpliced(index, 1)), [{ kind: 'damaged', records: 1 }], `without ${line}`);
    }
    assert.deepEqual(problemsOf(lines.toSpliced(4, 3)), [{ kind: 'damaged', records: 1 }]);
    const [lost = ''] = lines.splice(6, 1);
    assert.deepEqual(problemsOf([...lines, lost]), [], 'a piece that comes late is there');
  });

  test('says that the last piece of a window is lost, after which another one asked', () => {
    const encoder = new RecordEncoder('other');
    const next = [
      encoder.writer({ pid: 1, host: 'h', stamp: '' }, 2),
      encoder.event(added(questionOf('Next', { parentId: 'a' })), 2),
    ];
    const lines = journalOf(start, [...events.slice(0, 2), added(questionOf('Lost', { parentId: 'a' }))])
      .trimEnd()
      .split('\n');
    const torn = lines.at(-1)?.slice(0, 50) ?? '';
    const { reader } = readJournal(bytesOf([...lines.slice(0, -1), torn, ...next, ''].join('\n')));
    assert.deepEqual(reader.problems(), [{ kind: 'damaged', records: 1 }]);
  });

  test('is read in time that grows with its length alone, whatever is in it', () => {
    const encoder = new RecordEncoder('w');
    const lines = Array.from({ length: 30_000 }, () => '{"type":"renamed');
    lines.push(...Array.from({ length: 30_000 }, (_, index) => encoder.event(appended('a', index, 'x'), 1)));
    const began = performance.now();
    const { conversation } = readJournal(bytesOf(lines.join('\n')));
    assert.ok(performance.now() - began < 5_000);
    assert.equal(conversation.messages[0]?.text.length, 30_000);
  });

  test('goes on after a torn line, which is said', () => {
    const encoder = new RecordEncoder('other');
    const torn = journalOf(start, events.slice(0, 3)).slice(0, -20);
    const { reader, conversation } = readJournal(
      bytesOf(`${torn}\n${encoder.event({ type: 'renamed', title: 'After' }, 2)}\n`),
    );
    assert.equal(conversation.title, 'After');
    assert.equal(conversation.messages.length, 2);
    assert.deepEqual(reader.problems(), [{ kind: 'damaged', records: 1 }]);
  });

  test('takes a torn line that another look finds whole', () => {
    const bytes = bytesOf(journalOf(start, events.slice(0, 1)));
    const reader = new JournalReader();
    const first = [...reader.push(bytes.subarray(0, bytes.length - 9)), ...reader.end()];
    assert.deepEqual(reader.problems(), [{ kind: 'torn' }]);
    const second = reader.push(bytes.subarray(bytes.length - 9));
    assert.deepEqual([first.length, second.length], [0, 1]);
    assert.deepEqual(reader.problems(), []);
  });

  test('never throws, and shows only what fits together, with any byte damaged', () => {
    const bytes = bytesOf(journalOf(start, events));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = bytes.slice();
      damaged[at] = [0, 0x0a, 0x22, 0x39, 0x7b, 0xff][at % 6] ?? 0;
      const { conversation } = readJournal(damaged);
      const ids = conversation.messages.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      conversation.messages.forEach(({ parentId }, index) => {
        assert.ok(parentId === undefined || ids.slice(0, index).includes(parentId));
      });
      assert.ok(activePath(conversation).length <= ids.length);
    }
  });

  test('never loses the text of an answer because one other line is lost', () => {
    const lines = journalOf(start, events).split('\n');
    const later = added(answerTo({ id: 'q2' }, { id: 'a2', text: 'later' }));
    const encoder = new RecordEncoder('other');
    lines.splice(-1, 0, encoder.event(later, 2));
    const record = (beginning: string): number => lines.findIndex((line) => line.startsWith(beginning));
    const lost = [
      0,
      record('{"type":"messageAdded","message":{"role":"user"'),
      record('{"type":"messageAdded","message":{"role":"assistant"'),
    ];
    for (const index of lost) {
      const { conversation } = readJournal(bytesOf(lines.with(index, '{"type":"mess').join('\n')));
      const texts = conversation.messages.map(({ text }) => text);
      assert.ok(
        texts.some((text) => text.includes('Weil 🦊 ganz')),
        texts.join('|'),
      );
      assert.ok(texts.includes('later'));
    }
  });

  test('keeps versions beside each other when their question is lost', () => {
    const asked = questionOf('lost', { id: 'lost' });
    const [one, two] = [answerTo(asked, { id: '1', text: 'one' }), answerTo(asked, { id: '2', text: 'two' })];
    const lines = journalOf(start, [added(questionOf('First', { id: 'f' })), added(asked), added(one), added(two)]).split('\n');
    const { conversation } = readJournal(bytesOf(lines.toSpliced(2, 1).join('\n')));
    assert.deepEqual(
      conversation.messages.map(({ id, parentId }) => [id, parentId]),
      [
        ['f', undefined],
        ['1', 'f'],
        ['2', 'f'],
      ],
    );
  });

  test('counts a record once that was written twice, wherever the second stands', () => {
    const encoder = new RecordEncoder('w');
    const [a, b, c] = [added(question), added(answer), appended('a', 0, 'One')].map((event) => encoder.event(event, 1));
    const d = encoder.event(appended('a', 3, ' two'), 1);
    const lines = [encodeHeader('c', start), a, b, c, d, c, d, b, encodeHeader('c', { ...start, model: 'no' }), c].join('\n');
    const { conversation } = readJournal(bytesOf(lines));
    assert.equal(conversation.messages[1]?.text, 'One two');
    assert.equal(conversation.messages.length, 2);
    assert.equal(conversation.model, start.model);
  });

  test('is not read where a newer version made it', () => {
    for (const version of ['2', '1.5', '"2.0"', '"2"', 'null', '[2]', '-1']) {
      const text = journalOf(start, events).replace('"version":1', `"version":${version}`);
      const { reader, conversation } = readJournal(bytesOf(text));
      assert.equal(reader.isNewer, true, version);
      assert.equal(conversation.messages.length, 0);
      assert.equal(reader.header?.createdAt, start.createdAt);
    }
    for (const version of ['"version":0', '"n":0']) {
      assert.equal(
        readJournal(bytesOf(journalOf(start, events).replace('"version":1', version))).reader.isNewer,
        false,
        version,
      );
    }
  });

  test('skips records of types that it does not know, silently', () => {
    const text = journalOf(start, events) + '{"type":"starred","time":1,"by":"w","n":1}\n';
    const { reader, conversation } = readJournal(bytesOf(text));
    assert.deepEqual(conversation, fold(events, start));
    assert.deepEqual(reader.problems(), []);
  });

  test('without its header takes model and time from what is there, and says so', () => {
    const text = journalOf(start, [added(question), added({ ...answer, model: 'claude-a' })])
      .split('\n')
      .slice(1)
      .join('\n');
    const { reader, conversation } = readJournal(bytesOf(text));
    assert.equal(conversation.model, 'claude-a');
    assert.equal(conversation.createdAt, 1);
    assert.deepEqual(reader.problems(), [{ kind: 'headerLost' }]);
  });

  test('does not follow messages in circles, nor under themselves', () => {
    const lines = [
      encodeHeader('c', start),
      ...[
        added(questionOf('self', { id: 's', parentId: 's' })),
        added(questionOf('x', { id: 'x', parentId: 'y' })),
        added(questionOf('y', { id: 'y', parentId: 'x' })),
      ].map((event) => new RecordEncoder('').event(event, 1)),
      '{"type":"messageAdded","message":{"role":"user","id":"","text":"root of itself"}}',
    ];
    const { conversation, reader } = readJournal(bytesOf(lines.map((line) => line.replace('"n":1', '"n":-1')).join('\n')));
    assert.deepEqual(
      activePath(conversation).map(({ id }) => id),
      ['s', 'x', 'y'],
    );
    assert.deepEqual(reader.problems(), [{ kind: 'damaged', records: 1 }]);
  });

  test('does not remove a message that another window asked under, and finds a place for what follows a removed one', () => {
    const under = added(questionOf('Under', { id: 'u', parentId: 'a' }));
    const kept = readJournal(
      bytesOf(journalOf(start, [added(question), added(answer), under, { type: 'messageRemoved', id: 'a' }])),
    );
    assert.deepEqual(
      kept.conversation.messages.map(({ id }) => id),
      ['q', 'a', 'u'],
    );
    const late = readJournal(
      bytesOf(journalOf(start, [added(question), added(answer), { type: 'messageRemoved', id: 'a' }, under])),
    );
    assert.deepEqual(
      late.conversation.messages.map(({ id, parentId }) => [id, parentId]),
      [
        ['q', undefined],
        ['u', 'q'],
      ],
    );
  });

  test('shapes that are wrong become defaults, or nothing', () => {
    const message = {
      role: 'assistant',
      id: 'a',
      at: 'noon',
      model: 5,
      effort: 'enormous',
      text: null,
      status: 'dreaming',
      notice: { sentence: 'Hm', action: { id: 'format', label: 'Do it' } },
      usage: { prompt_tokens: '1' },
      facts: [],
      timing: { streamMs: 'long' },
      firstSentId: '',
    };
    const lines = [{ type: 'messageAdded', message, time: 9 }, { type: 'pinned', isPinned: 'yes' }, [], null, 'x', { no: 1 }];
    const { reader, conversation } = readJournal(bytesOf(lines.map((line) => JSON.stringify(line)).join('\n')));
    assert.deepEqual(conversation.messages, [
      {
        role: 'assistant',
        id: 'a',
        at: 9,
        model: '',
        text: '',
        reasoning: '',
        status: 'interrupted',
        notice: { severity: 'info', sentence: 'Hm' },
      },
    ]);
    assert.deepEqual(reader.problems()[1], { kind: 'damaged', records: 5 });
  });
});

function isWholeLine(bytes: Uint8Array): boolean {
  const line = new TextDecoder().decode(bytes.subarray(bytes.lastIndexOf(10) + 1));
  return line.startsWith('{') && line.endsWith('}') && isJson(line);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
