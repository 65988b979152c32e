/** Finds files and folders by what somebody types of their names: a fuzzy match in which the last name of a path counts most. */
import * as fuzzysort from 'fuzzysort';

export interface PathItem {
  readonly path: string;
}

/** Takes from matches that are as good: of two the shorter path is meant more often. */
const perCharacter = 0.0005;
/** Lets a match in names come before one in paths. */
const pathWeight = 0.8;
const leastScore = 0.35;

interface Prepared<T> {
  readonly item: T;
  readonly name: fuzzysort.Prepared;
  readonly path: fuzzysort.Prepared;
}

/** A list of paths that is searched often. */
export class PathSearch<T extends PathItem> {
  readonly #items: readonly Prepared<T>[];

  private constructor(items: readonly Prepared<T>[]) {
    this.#items = items;
  }

  /**
   * Prepares the search of `items`, which takes some 15 ms a thousand.
   * @param pause called now and then, to let something else have its turn
   */
  static async of<T extends PathItem>(items: readonly T[], pause: () => Promise<void>): Promise<PathSearch<T>> {
    const prepared: Prepared<T>[] = [];
    for (const [index, item] of items.entries()) {
      const { path } = item;
      const name = fuzzysort.prepare(path.slice(path.lastIndexOf('/') + 1));
      prepared.push({ item, name, path: fuzzysort.prepare(path) });
      if (index % itemsInOneGo === itemsInOneGo - 1) {
        await pause();
      }
    }
    return new PathSearch(prepared);
  }

  /** The best matches, best first. @param text not empty; words that are parted by blanks all have to be there */
  find(text: string, limit: number): readonly T[] {
    const query = text.replaceAll('\\', '/');
    const byName = query.includes('/') ? [] : this.#search(query, 'name', limit);
    const byPath = byName.length >= limit ? [] : this.#search(query, 'path', limit);
    const scores = new Map<T, number>();
    for (const [results, weight] of [
      [byName, 1],
      [byPath, pathWeight],
    ] as const) {
      for (const { obj, score } of results) {
        const weighted = score * weight - obj.path.target.length * perCharacter;
        scores.set(obj.item, Math.max(weighted, scores.get(obj.item) ?? -Infinity));
      }
    }
    return [...scores]
      .sort(([, one], [, other]) => other - one)
      .slice(0, limit)
      .map(([item]) => item);
  }

  #search(query: string, key: 'name' | 'path', limit: number): fuzzysort.KeyResults<Prepared<T>> {
    return fuzzysort.go(query, this.#items, {
      key: (prepared: Prepared<T>) => prepared[key],
      limit: limit * 5,
      threshold: leastScore,
    });
  }
}

const itemsInOneGo = 500;

/** How well a text matches another one, from 0 (not at all) to 1 (equal). */
export function matchScore(text: string, target: string): number {
  return fuzzysort.single(text, target)?.score ?? 0;
}
