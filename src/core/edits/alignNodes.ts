/**
 * Which nodes of a new piece of code are which nodes of a file: the assignment, in order, with the highest score. Where two are as
 * good, both are given, for the caller must not guess.
 */
import { declaredName, importMark } from './declaredName';
import type { Outline, OutlineNode } from './outline';
import { isPlaceholder } from './placeholders';

/** What may be between two nodes of the new code: nothing else, or nodes of the file that stay. */
export interface Gaps {
  /** For each place before, between and after the new nodes: whether nodes of the file may be there at no cost. */
  readonly isFree: readonly boolean[];
}

/** For each new node its node of the file, or undefined where it is new. */
export type Assignment = readonly (number | undefined)[];

export interface Alignment {
  readonly score: number;
  /** Those with the best score that lie furthest at the front and at the back; mostly one and the same. */
  readonly first: Assignment;
  readonly last: Assignment;
}

/** Scores of {@link NodeMatcher.score}: from here on two nodes are surely the same. */
export const sameHead = 12;
export const sameName = 8;

/** Above so many pairs, what is alike without having the same head or name is not looked for. */
const maxPairs = 200_000;
/** Above so many, nothing is: the tables would take hundreds of megabytes. */
const maxCells = 10_000_000;

interface Head {
  readonly text: string;
  readonly name: string | undefined;
  readonly words: ReadonlyMap<string, number>;
}

export class NodeMatcher {
  readonly #heads = new Map<OutlineNode, Head>();
  readonly #bags = new Map<OutlineNode, ReadonlyMap<string, number>>();

  constructor(
    private readonly file: Outline,
    private readonly block: Outline,
  ) {}

  /** How surely the two are the same; 0 where they are not. */
  score(node: OutlineNode, old: OutlineNode, looksForLikeness: boolean): number {
    const now = this.#head(node, this.block);
    const then = this.#head(old, this.file);
    const isLarge = node.to - node.head > 1 && old.to - old.head > 1;
    if (now.text === then.text) {
      if (now.name === undefined && !/\w{2}|\w.*\w/.test(now.text)) return isLarge && this.#isMostlyIn(node, old) ? 6 : 2;
      return sameHead + (isLarge ? this.#likeness(node, old, 2) : 0);
    }
    if (now.name !== undefined && now.name === then.name) {
      if (now.name.startsWith(importMark) && !hasAll(now.words, then.words)) return 0;
      return sameName + (isLarge ? this.#likeness(node, old, 2) : 0);
    }
    if (!looksForLikeness) {
      return 0;
    }
    if (isLarge) return this.#likeness(node, old, 10) >= 6 ? 6 : 0;
    const isLine = node.to - node.head === 1 && old.to - old.head === 1;
    if (!isLine || /^import\b|^from\b/.test(now.text)) return 0;
    const isSameExit = /^return\b/.test(now.text) && /^return\b/.test(then.text);
    return isSameExit || alike(now.words, then.words) >= 0.6 ? 4 : 0;
  }

  /** The head lines and names that a node of the file must have to be surely the same as one of the new nodes. */
  keysOf(node: OutlineNode, outline: Outline): readonly string[] {
    const { text, name } = this.#head(node, outline);
    return name === undefined ? [text] : [text, `name ${name}`];
  }

  /**
   * @param pairs how many there are in all, where several lists are tried
   * @returns undefined where the lists are too long
   */
  align(
    nodes: readonly OutlineNode[],
    old: readonly OutlineNode[],
    { isFree }: Gaps,
    pairs = nodes.length * old.length,
  ): Alignment | undefined {
    const [n, m] = [nodes.length, old.length];
    if (n * m > maxCells) {
      return undefined;
    }
    const scores = pairs <= maxPairs ? this.#allScores(nodes, old) : this.#sureScores(nodes, old);
    const best = Array.from({ length: n + 1 }, () => new Int32Array(m + 1));
    const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
    const skip = (i: number): number => (isFree[i] === true ? 0 : -1);
    const pair = (i: number, j: number): number => scores[i - 1]?.[j - 1] ?? 0;
    for (let i = 0; i <= n; i++) {
      const row = best[i] ?? new Int32Array();
      for (let j = 0; j <= m; j++) {
        if (i === 0 && j === 0) continue;
        row[j] = Math.max(
          j > 0 ? at(i, j - 1) + skip(i) : -Infinity,
          i > 0 ? at(i - 1, j) - 1 : -Infinity,
          i > 0 && j > 0 && pair(i, j) > 0 ? at(i - 1, j - 1) + pair(i, j) : -Infinity,
        );
      }
    }
    const walk = (prefersLast: boolean): Assignment => {
      const found: (number | undefined)[] = nodes.map(() => undefined);
      for (let i = n, j = m; i > 0 || j > 0;) {
        const isPair = i > 0 && j > 0 && pair(i, j) > 0 && at(i, j) === at(i - 1, j - 1) + pair(i, j);
        const isSkip = j > 0 && at(i, j) === at(i, j - 1) + skip(i);
        if (isPair && (prefersLast || !isSkip)) {
          found[i - 1] = j - 1;
          i--;
          j--;
        } else if (isSkip) {
          j--;
        } else {
          i--;
        }
      }
      return found;
    };
    return { score: at(n, m), first: walk(false), last: walk(true) };
  }

  #allScores(nodes: readonly OutlineNode[], old: readonly OutlineNode[]): readonly Int16Array[] {
    return nodes.map((node) => Int16Array.from(old, (other) => this.score(node, other, true)));
  }

  /** Of those alone that have a head or a name in common. */
  #sureScores(nodes: readonly OutlineNode[], old: readonly OutlineNode[]): readonly Int16Array[] {
    const places = new Map<string, number[]>();
    for (const [index, node] of old.entries()) {
      for (const key of this.keysOf(node, this.file)) {
        const known = places.get(key);
        if (known === undefined) places.set(key, [index]);
        else known.push(index);
      }
    }
    return nodes.map((node) => {
      const row = new Int16Array(old.length);
      for (const index of this.keysOf(node, this.block).flatMap((key) => places.get(key) ?? [])) {
        const other = old[index];
        if (other !== undefined) row[index] = this.score(node, other, false);
      }
      return row;
    });
  }

  /** Share of the lines that both have, from 0 to `steps`, rounded down: small differences decide nothing. */
  #likeness(node: OutlineNode, old: OutlineNode, steps: number): number {
    return Math.floor(alike(this.#bag(node, this.block), this.#bag(old, this.file)) * steps);
  }

  /** Whether at least half of the new lines are old ones: some may stand for others. */
  #isMostlyIn(node: OutlineNode, old: OutlineNode): boolean {
    const [now, then] = [this.#bag(node, this.block), this.#bag(old, this.file)];
    const lines = [...now.keys()].filter((line) => !isPlaceholder(line, this.block.language));
    return lines.filter((line) => then.has(line)).length * 2 >= lines.length;
  }

  #head(node: OutlineNode, outline: Outline): Head {
    let found = this.#heads.get(node);
    if (found === undefined) {
      const line = outline.lines[node.head] ?? '';
      found = { text: line.trim(), name: declaredName(line, outline.language), words: counted(line.match(/\w+/g) ?? []) };
      this.#heads.set(node, found);
    }
    return found;
  }

  #bag(node: OutlineNode, { lines }: Outline): ReadonlyMap<string, number> {
    let found = this.#bags.get(node);
    if (found === undefined) {
      const texts = lines.slice(node.head, node.to).filter((line) => /\w/.test(line));
      found = counted(texts.map((line) => line.trim().replace(/,$/, '')));
      this.#bags.set(node, found);
    }
    return found;
  }
}

function counted(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function hasAll(all: ReadonlyMap<string, number>, some: ReadonlyMap<string, number>): boolean {
  return [...some.keys()].every((item) => all.has(item));
}

/** From 0 to 1. */
function alike(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  let all = 0;
  for (const [item, count] of a) {
    common += Math.min(count, b.get(item) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 0 : (2 * common) / all;
}
