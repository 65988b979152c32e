/** Puts code into a text as Apply does, and says what came of it. */
import assert from 'node:assert/strict';
import { placeCode, type Placement } from '../../src/core/edits/placeCode';

export const unit = { useTabs: false, size: 2 } as const;

export function place(text: string, code: string, languageId = 'typescript', language = ''): Placement {
  return placeCode(text, { code, language, languageId, unit });
}

interface Expected {
  readonly kind?: string;
  readonly isExact?: boolean;
}

export function assertPlaced(placement: Placement, text: string, { kind, isExact }: Expected = {}): void {
  assert.ok(placement.outcome === 'placed', JSON.stringify(placement));
  assert.equal(placement.text, text);
  if (kind !== undefined) assert.equal(placement.kind, kind);
  if (isExact !== undefined) assert.equal(placement.isExact, isExact);
}

export function assertUnplaceable(placement: Placement, reason: string): void {
  assert.deepEqual(placement, { outcome: 'unplaceable', reason });
}

/** Two spaces, a class, and functions with and without comments. */
export const shop = `import { a } from './a';
import { b } from './b';

const limit = 10;

/** Adds. */
export function add(x: number, y: number): number {
  return x + y;
}

export function sub(x: number, y: number): number {
  const result = x - y;
  return result;
}

export class Basket {
  readonly #items: string[] = [];

  add(item: string): void {
    this.#items.push(item);
  }

  get size(): number {
    return this.#items.length;
  }

  clear(): void {
    this.#items.length = 0;
  }
}
`;
