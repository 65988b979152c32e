/** What an answer is to change: a text, the lines of it that were asked about, and how it is indented. */
import type { ProposedHunk } from '../review/proposedHunk';
import type { IndentUnit } from './indentation';
import { lineChanges, shiftedLine } from './lineDiff';

export interface EditTarget {
  /** The document's text; lines end with `\n`. Empty for a new file. */
  readonly base: string;
  /** As it stands in the prompt. */
  readonly path: string;
  readonly languageId: string;
  /** What the editor is set to; used where the text does not tell. */
  readonly unit: IndentUnit;
  /** The lines that were asked about, `end` exclusive; absent: all. They decide between places that are as good. */
  readonly region?: { readonly start: number; readonly end: number };
}

/** The same target in a text that has changed since: the lines that were asked about are wherever they are now. */
export function carriedTo(target: EditTarget, base: string): EditTarget {
  const { region } = target;
  if (region === undefined || base === target.base) {
    return { ...target, base };
  }
  const changes = lineChanges(target.base.split('\n'), base.split('\n'));
  const start = shiftedLine(changes, region.start);
  return { ...target, base, region: { start, end: Math.max(start, shiftedLine(changes, region.end)) } };
}

/** Why a part of an answer is not proposed. */
export type EditFault =
  | {
      readonly kind:
        /** No part of the text looks like it. */
        | 'notFound'
        /** Several parts do. */
        | 'ambiguous'
        /** It does not say where it belongs. */
        | 'noContext'
        /** It changes what another part of the answer changes already. */
        | 'overlap'
        /** The answer ended in the middle of it. */
        | 'unfinished';
      /** What was looked for. */
      readonly searched: readonly string[];
    }
  /** It leaves out code, which this line stands for. */
  | { readonly kind: 'standIn'; readonly line: string }
  | { readonly kind: 'otherFile'; readonly path: string }
  /** It deletes the file. */
  | { readonly kind: 'deletion' };

/** What became of a part of an answer; no hunks: the text says all of it already. */
export type PlacedPart = { readonly hunks: readonly ProposedHunk[] } | { readonly fault: EditFault };

/** An {@link EditTarget} with what every part of an answer asks for. */
export class TargetText {
  /** Without the empty one behind a final line break. */
  readonly lines: readonly string[];
  readonly #known: ReadonlySet<string>;

  constructor(readonly target: EditTarget) {
    const lines = target.base.split('\n');
    this.lines = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    this.#known = new Set(this.lines.map((line) => line.trim()));
  }

  get isBlank(): boolean {
    return this.lines.every((line) => line.trim() === '');
  }

  /** Whether the text has this line somewhere, apart from blanks around it. */
  has(line: string): boolean {
    return this.#known.has(line.trim());
  }
}
