/** What a history costs: listing and searching ten and five thousand conversations of about ten kilobytes. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Conversation } from '../../src/core/conversation';
import { encodeConversation, RecordEncoder } from '../../src/core/journal';
import { nullLogger } from '../../src/core/logger';
import { ConversationStore } from '../../src/host/history/conversationStore';
import { median, type Row, type Section } from './table';

const rounds = 5;
/** Stands once in the oldest conversation and nowhere else. */
const rareWord = 'Quittenmus';
/** Stands in every conversation. */
const commonWord = 'conversation';
const paragraph =
  'The answer goes on for a while, as answers do: a sentence about the question, one about the exceptions to it, and a third that ' +
  'would not have been missed. Größe, naïveté and 漢字 stand for everything that is not ASCII.\n\n';

/** The floors: a folder read and each file looked at; or each file read, too. Nothing is done with what was read. */
export async function measureHistory(): Promise<Section> {
  const rows = [...(await measureFolder(10)), ...(await measureFolder(5_000))];
  return { title: 'History, conversations of 10 kB', rows };
}

async function measureFolder(count: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ace-claude-bench-'));
  try {
    const conversations = path.join(folder, 'conversations');
    fill(conversations, count);
    const times = { first: [], again: [], hit: [], rare: [], cached: [], stats: [], reads: [] } as Record<string, number[]>;
    const time = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      const began = performance.now();
      await work();
      times[name]?.push(performance.now() - began);
    };
    for (let round = 0; round < rounds; round += 1) {
      rmSync(path.join(conversations, 'index.json'), { force: true });
      await time('reads', () => readAll(conversations));
      await time('first', () => new ConversationStore({ folder, log: nullLogger }).list());
      await time('stats', () => statAll(conversations));
      const store = new ConversationStore({ folder, log: nullLogger });
      await time('again', () => store.list());
      await time('hit', () => firstHit(store, commonWord));
      await time('rare', () => firstHit(store, rareWord));
      await time('cached', () => firstHit(store, rareWord));
      store.dispose();
    }
    const row = (measure: string, ours: string, floor?: string): Row => ({
      measure: `${measure}, ${String(count)}`,
      unit: 'ms',
      ours: median(times[ours] ?? []),
      ...(floor === undefined ? {} : { floor: median(times[floor] ?? []) }),
    });
    return [
      row('list without an index', 'first', 'reads'),
      row('list', 'again', 'stats'),
      row('search: first hit', 'hit'),
      row('search: all, one hit in the last', 'rare', 'reads'),
      row('search again', 'cached'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As windows write them: answers in many records. */
function fill(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const id = randomUUID();
    const start: Conversation = {
      id,
      createdAt: index,
      model: 'claude-bench',
      selected: {},
      messages: [{ role: 'user', id: 'q', at: index + 1, text: `Question ${String(index)} of this conversation?` }],
    };
    const encoder = new RecordEncoder('bench');
    const lines = [...encodeConversation(start, encoder, index)];
    const base = { role: 'assistant', id: 'a', parentId: 'q', at: index + 2, model: 'm', status: 'waiting' } as const;
    lines.push(encoder.event({ type: 'messageAdded', message: { ...base, text: '', reasoning: '' } }, index));
    for (let offset = 0; offset < 26 * paragraph.length; offset += paragraph.length) {
      const text = index === 0 && offset === 0 ? `${rareWord} ${paragraph}`.slice(0, paragraph.length) : paragraph;
      const appended = { type: 'answerAppended', id: 'a', offset, text, reasoningOffset: 0, reasoning: '' } as const;
      lines.push(encoder.event(appended, index));
    }
    lines.push(encoder.event({ type: 'answerChanged', id: 'a', status: 'complete' }, index));
    writeFileSync(path.join(folder, `${id}.jsonl`), `${lines.join('\n')}\n`);
  }
}

async function firstHit(store: ConversationStore, query: string): Promise<void> {
  for await (const { conversation } of store.search(query, new AbortController().signal)) {
    if (conversation.id !== '') return;
  }
  throw new Error(`Nothing found for ${query}.`);
}

async function statAll(folder: string): Promise<void> {
  await inTurns(await readdir(folder), (name) => stat(path.join(folder, name)));
}

async function readAll(folder: string): Promise<void> {
  await inTurns(await readdir(folder), (name) => readFile(path.join(folder, name)));
}

async function inTurns(names: readonly string[], work: (name: string) => Promise<unknown>): Promise<void> {
  const rest = names.values();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (const name of rest) {
        await work(name);
      }
    }),
  );
}
