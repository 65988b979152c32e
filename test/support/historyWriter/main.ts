/**
 * A window in a process of its own, for tests that kill it: asks in one conversation and lets an answer come, a piece every few
 * milliseconds. A line on stdout for each piece, after it was handed over: the length of the answer so far.
 *
 *   node main.js <storage folder> <id of the conversation> <name of the window> <pieces; 0: until it is killed>
 */
import { existsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nullLogger } from '../../../src/core/logger';
import { ConversationStore } from '../../../src/host/history/conversationStore';
import { added, answerTo, appended, emptyConversation, questionOf } from '../conversations';
import { pieceOf } from '../writerPieces';

async function main(folder: string, id: string, name: string, pieces: number): Promise<void> {
  const store = new ConversationStore({ folder, log: nullLogger });
  const isThere = existsSync(path.join(folder, 'conversations', `${id}.jsonl`));
  const open = isThere ? (await store.open(id)).open : store.create(emptyConversation({ id }));
  const question = questionOf(`Question of ${name}`, { id: `${name}-q`, at: Date.now() });
  open.append(added(question));
  open.append(added(answerTo(question, { id: `${name}-a`, status: 'waiting', at: Date.now() })));
  let length = 0;
  for (let index = 0; pieces === 0 || index < pieces; index += 1) {
    const piece = pieceOf(name, index);
    open.append(appended(`${name}-a`, length, piece));
    length += piece.length;
    // At once, however soon the process is killed.
    writeSync(1, `${String(length)}\n`);
    await delay(4);
  }
  open.append({ type: 'answerChanged', id: `${name}-a`, status: 'complete' });
  store.dispose();
}

const [folder = '', id = '', name = '', pieces = '0'] = process.argv.slice(2);
main(folder, id, name, Number(pieces)).catch((error: unknown) => {
  writeSync(2, `${String(error)}\n`);
  process.exitCode = 1;
});
