/** A journal with every kind of record, as a window writes it, for tests of reading it. */
import type { Conversation, ConversationEvent } from '../../src/core/conversation';
import { encodeConversation, RecordEncoder } from '../../src/core/journal';
import { JournalReader } from '../../src/core/journalReader';
import { added, answerTo, emptyConversation, questionOf } from './conversations';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function readJournal(bytes: Uint8Array, id = 'c'): { reader: JournalReader; conversation: Conversation } {
  const reader = new JournalReader();
  const entries = [...reader.push(bytes), ...reader.end()];
  return { reader, conversation: reader.conversation(id, entries) };
}

/** A journal as a window writes it. */
export function journalOf(conversation: Conversation, events: readonly ConversationEvent[]): string {
  const encoder = new RecordEncoder('window');
  const lines = [...encodeConversation(conversation, encoder, 1), ...events.map((event) => encoder.event(event, 1))];
  return `${lines.join('\n')}\n`;
}

export const question = questionOf('Wozu? 🦊 "Zitat" \\ \u2028', {
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
export const answer = answerTo(question, { id: 'a', status: 'waiting', effort: 'high' });
export const outcome: ConversationEvent = {
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
export const events: readonly ConversationEvent[] = [
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
export const start = emptyConversation({ id: 'c', workspace: 'file:///w', effort: 'high' });
