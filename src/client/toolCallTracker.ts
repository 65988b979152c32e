/**
 * Tells to which tool call a fragment belongs. The wire's `index` cannot be trusted: parallel calls may share one, and the first
 * may start above 0. So a new id opens a call, whatever the index says. Knows nothing of choices; one tracker serves one choice.
 */
import { isObject, numberOf, stringOf } from './json';

interface OpenCall {
  readonly index: number;
  /** As the wire gave it; empty where it gave none. */
  wireId: string;
  id: string;
  name: string;
}

/** A fragment with its call's ordinal, and what is known of the call so far. */
export interface ToolCallFragment {
  readonly call: number;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export class ToolCallTracker {
  private readonly calls: OpenCall[] = [];

  /** @param newId makes an id for a call that has none, or one that another call has already */
  constructor(private readonly newId: () => string) {}

  get count(): number {
    return this.calls.length;
  }

  /** @param position of `entry` in its array, which counts where the wire gives no index */
  read(entry: unknown, position: number): ToolCallFragment | undefined {
    if (!isObject(entry)) {
      return undefined;
    }
    const details = isObject(entry['function']) ? entry['function'] : entry;
    const name = stringOf(details['name']);
    const text = argumentsOf(details['arguments']);
    const before = this.calls.length;
    const call = this.find(numberOf(entry['index']) ?? position, stringOf(entry['id']), name);
    const isNameNews = call.name === '' && name !== '';
    if (isNameNews) {
      // Taken once: some backends repeat the whole name in every fragment.
      call.name = name;
    }
    const isNews = this.calls.length > before || isNameNews || text !== '';
    return isNews ? { call: this.calls.indexOf(call), id: call.id, name: call.name, arguments: text } : undefined;
  }

  private find(index: number, wireId: string, name: string): OpenCall {
    const atIndex = this.calls.filter((call) => call.index === index);
    const latest = atIndex.at(-1);
    if (wireId === '') {
      // A bare continuation under an index that never started anything still belongs to something.
      return latest ?? (name === '' ? this.calls.at(-1) : undefined) ?? this.open(index, '');
    }
    const known = atIndex.findLast((call) => call.wireId === wireId);
    if (known !== undefined) {
      return known;
    }
    if (latest?.wireId === '' && (latest.name === '' || name === '')) {
      latest.wireId = wireId;
      latest.id = this.uniqueId(wireId);
      return latest;
    }
    return this.open(index, wireId);
  }

  private open(index: number, wireId: string): OpenCall {
    const call = { index, wireId, id: this.uniqueId(wireId), name: '' };
    this.calls.push(call);
    return call;
  }

  private uniqueId(wireId: string): string {
    return wireId === '' || this.calls.some((call) => call.id === wireId) ? this.newId() : wireId;
  }
}

function argumentsOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  return isObject(value) ? JSON.stringify(value) : '';
}
