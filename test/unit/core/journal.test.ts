/** Journals are written and read back, whole, cut and damaged. Files, processes and disks are the host's tests. */
import assert from 'node:assert/strict';
import { applyEvent, activePath, type Conversation, type ConversationEvent } from '../../../src/core/conversation';
import { encodeConversation, encodeHeader, journalFormat, RecordEncoder } from '../../../src/core/journal';
import { JournalReader } from '../../../src/core/journalReader';
import { added, answerTo, appended, emptyConversation, fold, questionOf, talk } from '../../support/conversations';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(bytes: Uint8Array, id = 'c'): { reader: JournalReader; conversation: Conversation } {
  const reader = new JournalReader();
  const entries = [...reader.push(bytes), ...reader.end()];
  return { reader, conversation: reader.conversation(id, entries) };
}

/** A journal as a window writes it. */
function journalOf(conversation: Conversation, events: readonly ConversationEvent[]): string {
  const encoder = new RecordEncoder('window');
  const lines = [...encodeConversation(conversation, encoder, 1), ...events.map((event) => encoder.event(event, 1))];
  return `${lines.join('\n')}\n`;
}

const question = questionOf('Wozu? 🦊 "Zitat" \\ \u2028', {
  id: 'q',
  attachments: [
    {
      kind: 'selection',
      label: 'a.ts:1-2',
      uri: 'file:///a.ts',
      range: { startLine: 0, startCharacter: 0, endLine: 2, endCharacter: 0 },
      languageId: 'typescript',
      text: 'let a;\n',
      tokens: 3,
    },
    { kind: 'image', label: 'x.png', mediaType: 'image/png', data: 'AAAA', tokens: 100 },
  ],
});
const answer = answerTo(question, { id: 'a', status: 'waiting', effort: 'high' });
const outcome: ConversationEvent = {
  type: 'answerChanged',
  id: 'a',
  status: 'complete',
  notice: { severity: 'info', sentence: 'Cut.', traceId: 't', action: { id: 'continue', label: 'Continue' } },
  usage: {
    prompt_tokens: 1,
    completion_tokens: 2,
    total_tokens: 3,
    prompt_tokens_details: { cached_tokens: 1 },
    cost: { amount: 0.5, currency: 'USD' },
  },
  facts: { id: 'r', created: 5, finishReason: 'length' },
  timing: { firstTokenMs: 10, streamMs: 20 },
  firstSentId: 'q',
};
const events: readonly ConversationEvent[] = [
  added(question),
  added(answer),
  { type: 'answerAppended', id: 'a', offset: 0, text: 'Weil \ud83e', reasoningOffset: 0, reasoning: 'Hm' },
  { type: 'answerAppended', id: 'a', offset: 6, text: '\udd8a halb', reasoningOffset: 2, reasoning: '' },
  { type: 'answerAppended', id: 'a', offset: 8, text: 'ganz', reasoningOffset: 2, reasoning: '…' },
  outcome,
  added(questionOf('Anders?', { id: 'q2' })),
  { type: 'versionSelected', id: 'q' },
  { type: 'renamed', title: 'Warum' },
  { type: 'pinned', isPinned: true },
  { type: 'choiceChanged', model: 'claude-other', effort: 'low' },
];
const start = emptyConversation({ id: 'c', workspace: 'file:///w', effort: 'high' });

suite('A journal', () => {
  test('gives back the conversation that its events made', () => {
    const { reader, conversation } = read(bytesOf(journalOf(start, events)));
    assert.deepEqual(conversation, fold(events, start));
    assert.deepEqual(reader.problems(), []);
    assert.equal(reader.unfinished.size, 0);
  });

  test('gives back a conversation that is written as a whole', () => {
    const whole = fold(events, start);
    const { effort, ...rest } = whole;
    assert.deepEqual(read(bytesOf(journalOf(whole, []))).conversation, { ...rest, effort, selected: { '': 'q', q: 'a' } });
    assert.deepEqual(
      activePath(whole).map(({ id }) => id),
      ['q', 'a'],
    );
  });

  test('writes an answer that nobody will finish as interrupted', () => {
    const asked = fold([added(question), added(answer)], start);
    const { conversation, reader } = read(bytesOf(journalOf(asked, [])));
    assert.equal(conversation.messages[1]?.role === 'assistant' && conversation.messages[1].status, 'interrupted');
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

  test('cut at any byte, keeps every record before the cut', () => {
    const text = journalOf(start, events);
    const bytes = bytesOf(text);
    const lines = text.split('\n').slice(0, -1);
    for (let length = 0; length <= bytes.length; length += 1) {
      const { reader, conversation } = read(bytes.subarray(0, length));
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
    const { reader, conversation } = read(bytesOf(`${rewritten}\n`));
    assert.deepEqual(conversation, read(bytesOf(whole)).conversation);
    assert.deepEqual(reader.problems(), []);
  });

  test('goes on after a torn line, which is said', () => {
    const encoder = new RecordEncoder('other');
    const torn = journalOf(start, events.slice(0, 3)).slice(0, -20);
    const { reader, conversation } = read(bytesOf(`${torn}\n${encoder.event({ type: 'renamed', title: 'After' }, 2)}\n`));
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
      const { conversation } = read(damaged);
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
      const { conversation } = read(bytesOf(lines.with(index, '{"type":"mess').join('\n')));
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
    const { conversation } = read(bytesOf(lines.toSpliced(2, 1).join('\n')));
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
    const { conversation } = read(bytesOf(lines));
    assert.equal(conversation.messages[1]?.text, 'One two');
    assert.equal(conversation.messages.length, 2);
    assert.equal(conversation.model, start.model);
  });

  test('is not read where a newer version made it', () => {
    const text = journalOf(start, events).replace('"version":1', '"version":2');
    const { reader, conversation } = read(bytesOf(text));
    assert.equal(reader.isNewer, true);
    assert.equal(conversation.messages.length, 0);
    assert.equal(reader.header?.createdAt, start.createdAt);
  });

  test('skips records of types that it does not know, silently', () => {
    const text = journalOf(start, events) + '{"type":"starred","time":1,"by":"w","n":1}\n';
    const { reader, conversation } = read(bytesOf(text));
    assert.deepEqual(conversation, fold(events, start));
    assert.deepEqual(reader.problems(), []);
  });

  test('without its header takes model and time from what is there, and says so', () => {
    const text = journalOf(start, [added(question), added({ ...answer, model: 'claude-a' })])
      .split('\n')
      .slice(1)
      .join('\n');
    const { reader, conversation } = read(bytesOf(text));
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
    const { conversation, reader } = read(bytesOf(lines.map((line) => line.replace('"n":1', '"n":-1')).join('\n')));
    assert.deepEqual(
      activePath(conversation).map(({ id }) => id),
      ['s', 'x', 'y'],
    );
    assert.deepEqual(reader.problems(), [{ kind: 'damaged', records: 1 }]);
  });

  test('does not remove a message that another window asked under, and finds a place for what follows a removed one', () => {
    const under = added(questionOf('Under', { id: 'u', parentId: 'a' }));
    const kept = read(bytesOf(journalOf(start, [added(question), added(answer), under, { type: 'messageRemoved', id: 'a' }])));
    assert.deepEqual(
      kept.conversation.messages.map(({ id }) => id),
      ['q', 'a', 'u'],
    );
    const late = read(bytesOf(journalOf(start, [added(question), added(answer), { type: 'messageRemoved', id: 'a' }, under])));
    assert.deepEqual(
      late.conversation.messages.map(({ id, parentId }) => [id, parentId]),
      [
        ['q', undefined],
        ['u', 'q'],
      ],
    );
  });

  test('says which answers are not finished, and whose they are', () => {
    const encoder = new RecordEncoder('w');
    const process = { pid: 7, host: 'h', stamp: 's' };
    const lines = [
      encodeHeader('c', start),
      encoder.writer(process, 1),
      ...[added(question), added(answer), appended('a', 0, 'x')].map((event) => encoder.event(event, 1)),
    ];
    const { reader } = read(bytesOf(lines.join('\n')));
    assert.deepEqual([...reader.unfinished.keys()], ['a']);
    assert.equal(reader.unfinished.get('a')?.by, 'w');
    assert.deepEqual(reader.writerOf('w'), process);
    reader.push(bytesOf(`\n${encoder.left(2)}\n`));
    assert.equal(reader.writerOf('w'), 'left');
    reader.push(bytesOf(`${encoder.event(outcome, 2)}\n`));
    assert.equal(reader.unfinished.size, 0);
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
    const { reader, conversation } = read(bytesOf(lines.map((line) => JSON.stringify(line)).join('\n')));
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
