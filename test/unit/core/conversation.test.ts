import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  activePath,
  applyEvent,
  applyEvents,
  canContinue,
  isUnfinished,
  pathTo,
  selectionsToShow,
  versionsOf,
  type Answer,
  type Conversation,
  type ConversationEvent,
  type Message,
  type Question,
} from '../../../src/core/conversation';

const empty: Conversation = { id: 'c', createdAt: 0, model: 'm', messages: [], selected: {} };

function question(id: string, parentId?: string): Question {
  return { role: 'user', id, at: 0, text: id, ...(parentId === undefined ? {} : { parentId }) };
}

function answer(id: string, parentId: string, changes: Partial<Answer> = {}): Answer {
  return { role: 'assistant', id, parentId, at: 0, model: 'm', text: '', reasoning: '', status: 'waiting', ...changes };
}

function after(events: readonly ConversationEvent[], start = empty): Conversation {
  return events.reduce(applyEvent, start);
}

function added(...messages: readonly Message[]): ConversationEvent[] {
  return messages.map((message) => ({ type: 'messageAdded', message }));
}

function shown(conversation: Conversation): readonly string[] {
  return activePath(conversation).map(({ id }) => id);
}

const start = after(added(question('q'), answer('a', 'q')));

function answerOf(conversation: Conversation): Answer {
  const found = conversation.messages.find((message) => message.id === 'a');
  assert.ok(found?.role === 'assistant');
  return found;
}

function append(text: string, offset: number, reasoning = '', reasoningOffset = 0): ConversationEvent {
  return { type: 'answerAppended', id: 'a', offset, text, reasoningOffset, reasoning };
}

suite('A conversation', () => {
  test('takes text and reasoning in pieces, and streams from the first', () => {
    const twice = after([append('Be', 0, 'Hm'), append('cause', 2, '', 2)], start);
    assert.deepEqual(answerOf(twice), { ...answer('a', 'q'), text: 'Because', reasoning: 'Hm', status: 'streaming' });
    assert.equal(isUnfinished(answerOf(twice)), true);
  });

  test('takes the same piece twice without harm, and one that takes back half a word', () => {
    const events = [append('Because of th', 0), append('Because of th', 0), append('the', 11)];
    assert.equal(answerOf(after(events, start)).text, 'Because of the');
  });

  test('replaces the notice with the status, and clears it where there is none', () => {
    const notice = { severity: 'info', sentence: 'Trying again' } as const;
    const retrying = applyEvent(start, { type: 'answerChanged', id: 'a', status: 'waiting', notice });
    assert.deepEqual(answerOf(retrying).notice, notice);
    const done = applyEvent(retrying, { type: 'answerChanged', id: 'a', status: 'complete' });
    assert.equal(answerOf(done).notice, undefined);
    assert.equal(isUnfinished(answerOf(done)), false);
  });

  test('does not change the one that it was', () => {
    const before = structuredClone(start);
    after([append('x', 0), { type: 'messageRemoved', id: 'a' }, { type: 'versionSelected', id: 'q' }], start);
    assert.deepEqual(start, before);
  });

  test('is after many events at once what it is after one by one', () => {
    const id = fc.constantFrom('1', '2', '3', 'q', '__proto__');
    const at = fc.nat(3);
    const text = fc.string({ maxLength: 3 });
    const event: fc.Arbitrary<ConversationEvent> = fc.oneof(
      fc.tuple(id, fc.option(id, { nil: undefined })).map(([own, parent]) => ({
        type: 'messageAdded' as const,
        message: parent === undefined ? question(own) : answer(own, parent),
      })),
      id.map((own) => ({ type: 'messageRemoved' as const, id: own })),
      id.map((own) => ({ type: 'versionSelected' as const, id: own })),
      fc.tuple(id, text, at, text, at).map(([own, more, offset, reasoning, reasoningOffset]) => ({
        ...{ type: 'answerAppended' as const, id: own, offset, text: more, reasoningOffset, reasoning },
      })),
      fc.tuple(id, fc.boolean()).map(([own, isFirst]) => ({
        ...{ type: 'answerChanged' as const, id: own, status: 'complete' as const },
        ...(isFirst ? { firstSentId: 'q' } : {}),
      })),
      text.map((title) => ({ type: 'renamed' as const, title })),
      text.map((model) => ({ type: 'choiceChanged' as const, model })),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const before = structuredClone(start);
        assert.deepEqual(applyEvents(start, events), after(events, start));
        assert.deepEqual(start, before);
      }),
      { numRuns: 500 },
    );
  });

  test('ignores an event about a message that is gone, and a message that is there', () => {
    const removed = applyEvent(start, { type: 'messageRemoved', id: 'a' });
    assert.deepEqual(applyEvent(removed, append('late', 0)), removed);
    assert.equal(applyEvent(start, { type: 'messageAdded', message: question('q') }), start);
  });

  test('shows the newest version of each message until another one is selected', () => {
    const versions = after(added(answer('a2', 'q'), question('q2', 'a2')), start);
    assert.deepEqual(shown(versions), ['q', 'a2', 'q2']);
    const older = applyEvent(versions, { type: 'versionSelected', id: 'a' });
    assert.deepEqual(shown(older), ['q', 'a']);
    assert.deepEqual(shown(applyEvent(older, { type: 'versionSelected', id: 'a2' })), ['q', 'a2', 'q2']);
    assert.deepEqual(
      versionsOf(versions, answer('a2', 'q')).map(({ id }) => id),
      ['a', 'a2'],
    );
  });

  test('shows what is added, also where an older version was selected', () => {
    const edited = after([...added(question('p')), { type: 'versionSelected', id: 'q' }, ...added(question('r'))], start);
    assert.deepEqual(shown(edited), ['r']);
  });

  test('falls back to what is left when the selected version is removed', () => {
    const removed = after([...added(answer('a2', 'q')), { type: 'messageRemoved', id: 'a2' }], start);
    assert.deepEqual(shown(removed), ['q', 'a']);
  });

  test('knows the way to a message that is not shown', () => {
    const versions = after(added(question('q2', 'a'), answer('b', 'q'), question('q3', 'b')), start);
    assert.deepEqual(
      pathTo(versions, 'q2').map(({ id }) => id),
      ['q', 'a', 'q2'],
    );
    assert.deepEqual(pathTo(versions, 'nowhere'), []);
  });

  test('knows which versions to select for a message to be shown', () => {
    const versions = after(added(question('q2', 'a'), answer('b', 'q'), question('q3', 'b'), question('p')), start);
    assert.deepEqual(selectionsToShow(versions, 'q2'), ['q', 'a']);
    assert.deepEqual(selectionsToShow(versions, 'q3'), ['q']);
    assert.deepEqual(selectionsToShow(versions, 'p'), []);
    assert.deepEqual(selectionsToShow(versions, 'nowhere'), []);
    const select = (id: string): ConversationEvent => ({ type: 'versionSelected', id });
    assert.deepEqual(shown(after(selectionsToShow(versions, 'q2').map(select), versions)), ['q', 'a', 'q2']);
  });

  test('finds the way to a message of a very long conversation at once', () => {
    const messages = Array.from({ length: 20_000 }, (_, index) =>
      question(String(index), index === 0 ? undefined : String(index - 1)),
    );
    const long = applyEvents(empty, added(...messages, question('other')));
    const began = performance.now();
    assert.deepEqual(selectionsToShow(long, '19999'), ['0']);
    assert.ok(performance.now() - began < 1_000);
  });

  test('remembers model, effort, name and pin', () => {
    const changed = after([
      { type: 'choiceChanged', model: 'n', effort: 'high' },
      { type: 'renamed', title: 'Mine' },
      { type: 'pinned', isPinned: true },
    ]);
    assert.deepEqual(changed, { ...empty, model: 'n', effort: 'high', title: 'Mine', isPinned: true });
    assert.deepEqual(
      after(
        [
          { type: 'choiceChanged', model: 'm' },
          { type: 'renamed', title: '' },
          { type: 'pinned', isPinned: false },
        ],
        changed,
      ),
      { ...empty, isPinned: false },
    );
  });
});

suite('An answer can be gone on with', () => {
  const cases: readonly (readonly [string, Partial<Answer>, boolean])[] = [
    ['when it was stopped', { status: 'stopped', text: 'Half' }, true],
    ['when it broke off', { status: 'failed', text: 'Half' }, true],
    ['when VS Code ended', { status: 'interrupted', text: 'Half' }, true],
    ['when it reached its length limit', { status: 'complete', text: 'Half', facts: { finishReason: 'length' } }, true],
    ['not when it is complete', { status: 'complete', text: 'All', facts: { finishReason: 'stop' } }, false],
    ['not while it is coming', { status: 'streaming', text: 'Half' }, false],
    ['not when nothing had come', { status: 'stopped', text: ' ' }, false],
  ];
  for (const [name, changes, expected] of cases) {
    test(name, () => {
      assert.equal(canContinue(answer('a', 'q', changes)), expected);
    });
  }
});
