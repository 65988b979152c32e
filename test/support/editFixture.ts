/** Feeds an answer to an edit, whole or in pieces, and says what came of it. */
import { EditAnswer, type EditVerdict } from '../../src/core/edits/editAnswer';
import type { EditTarget } from '../../src/core/edits/editTarget';
import type { ProposedHunk } from '../../src/core/review/proposedHunk';

export interface Read {
  readonly hunks: readonly ProposedHunk[];
  readonly verdict: EditVerdict;
  /** The text with all hunks. */
  readonly text: string;
}

export function targetOf(base: string, more: Partial<EditTarget> = {}): EditTarget {
  return { base, path: 'src/shop.ts', languageId: 'typescript', unit: { useTabs: false, size: 2 }, ...more };
}

export function readAnswer(target: EditTarget, pieces: readonly string[], isWhole = true): Read {
  const answer = new EditAnswer(target);
  for (const piece of pieces) answer.push(piece);
  const verdict = answer.finish(isWhole);
  return { hunks: answer.hunks, verdict, text: withHunks(target.base, answer.hunks) };
}

/** As a review applies them. */
export function withHunks(base: string, hunks: readonly ProposedHunk[]): string {
  const end = base === '' || base.endsWith('\n') ? '\n' : '';
  const lines = base === '' ? [] : base.replace(/\n$/, '').split('\n');
  for (const { start, end: until, lines: now } of [...hunks].reverse()) lines.splice(start, until - start, ...now);
  return lines.join('\n') + (lines.length === 0 ? '' : end);
}

export function block(search: string, replace: string): string {
  const part = (text: string): string => (text === '' ? '' : `${text}\n`);
  return `<<<<<<< SEARCH\n${part(search)}=======\n${part(replace)}>>>>>>> REPLACE\n`;
}
