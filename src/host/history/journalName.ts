/** How journals are named, in the folder of conversations and in the trash. Whatever else lies there is left alone. */
import path from 'node:path';
import { HistoryError } from './historyError';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const journalPattern = new RegExp(`^(${uuid})\\.jsonl$`);
const trashedPattern = new RegExp(`^(${uuid})\\.(\\d{1,15})\\.jsonl$`);
const idPattern = new RegExp(`^${uuid}$`);

/** Ids become names of files: nothing else may. */
export function isConversationId(id: string): boolean {
  return idPattern.test(id);
}

/** @throws HistoryError where the id is none */
export function journalPath(folder: string, id: string): string {
  if (!isConversationId(id)) {
    throw new HistoryError('missing', folder);
  }
  return path.join(folder, `${id}.jsonl`);
}

export function journalId(fileName: string): string | undefined {
  return journalPattern.exec(fileName)?.[1];
}

/** @param deletedAt Unix time in milliseconds */
export function trashedName(id: string, deletedAt: number): string {
  return `${id}.${String(deletedAt)}.jsonl`;
}

export function trashedJournal(fileName: string): { readonly id: string; readonly deletedAt: number } | undefined {
  const [, id, deletedAt] = trashedPattern.exec(fileName) ?? [];
  return id === undefined ? undefined : { id, deletedAt: Number(deletedAt) };
}
