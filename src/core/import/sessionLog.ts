/**
 * Replays the session files that VS Code keeps of its chats (`chatSessions/*.jsonl`): the first line is a session, each further
 * one a change of it. What is in a session is `copilotExport.ts`'s.
 */
import { countOf, parseJson } from '../jsonShape';
import { field } from './foreign';

/** What a line is. A session may be there again later: all that was before it is past. */
const lineKinds = { session: 0, set: 1, push: 2, remove: 3 } as const;

export interface ReplayedSession {
  readonly session: unknown;
  /** How many lines could not be read, or fit nothing in the session. */
  readonly unread: number;
}

/** Undefined where the first line is no session. A line that cannot be read loses no other. */
export function replaySessionLog(content: string): ReplayedSession | undefined {
  const [first = '', ...lines] = content.split('\n');
  const beginning = parseJson(first);
  if (field(beginning, 'kind') !== lineKinds.session) {
    return undefined;
  }
  let session = field(beginning, 'v');
  let unread = 0;
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const entry = parseJson(line);
    if (field(entry, 'kind') === lineKinds.session) {
      session = field(entry, 'v');
    } else if (!applied(entry, session)) {
      unread += 1;
    }
  }
  return { session, unread };
}

/** Changes the session, which nobody else has; false where the entry fits nothing in it. */
function applied(entry: unknown, session: unknown): boolean {
  const path = field(entry, 'k');
  if (!Array.isArray(path)) {
    return false;
  }
  const keys = path as readonly unknown[];
  const parent = keys.slice(0, -1).reduce((value, key) => childOf(value, key), session);
  const key = keys.at(-1);
  switch (field(entry, 'kind')) {
    case lineKinds.set:
      // Without a value it is set to undefined, which JSON does not have.
      return isSet(parent, key, field(entry, 'v'));
    case lineKinds.remove:
      return isSet(parent, key, undefined);
    case lineKinds.push:
      return isPushed(parent, key, field(entry, 'v') ?? [], field(entry, 'i'));
    default:
      return false;
  }
}

/** Only own properties and items: no path leads to a prototype. */
function childOf(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) {
    return (value as readonly unknown[])[countOf(key) ?? -1];
  }
  return typeof key === 'string' ? field(value, key) : undefined;
}

/** No item is set beyond the end of its list, so that no list gets longer than what is in it. */
function isSet(parent: unknown, key: unknown, value: unknown): boolean {
  if (Array.isArray(parent)) {
    const index = countOf(key);
    if (index === undefined || index > parent.length) {
      return false;
    }
    parent[index] = value;
    return true;
  }
  if (typeof parent !== 'object' || parent === null || typeof key !== 'string' || key === '__proto__') {
    return false;
  }
  (parent as Record<string, unknown>)[key] = value;
  return true;
}

/** @param from where there is one, the items from this index on are replaced */
function isPushed(parent: unknown, key: unknown, values: unknown, from: unknown): boolean {
  const list = childOf(parent, key) ?? [];
  if (!Array.isArray(list) || !Array.isArray(values)) {
    return false;
  }
  const length = from === undefined ? list.length : countOf(from);
  if (length === undefined || length > list.length || !isSet(parent, key, list)) {
    return false;
  }
  list.length = length;
  for (const value of values as readonly unknown[]) {
    list.push(value);
  }
  return true;
}
