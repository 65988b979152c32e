/**
 * Places what models write instead of SEARCH/REPLACE blocks: a new version of the lines that were asked about, of a part of the
 * file, or of all of it, and unified diffs. What is placed so is said to be loose, unless it is the whole file.
 */
import { changedHunks } from './changedHunks';
import { carriedTo, TargetText, type EditFault, type PlacedPart } from './editTarget';
import { cleanLines } from './fitCode';
import { languageIdOf } from './languageIds';
import { filesInBlock, placeCode, type Placement, type UnplaceableReason } from './placeCode';
import { isPlaceholder } from './placeholders';
import { samePath } from './samePath';

/** A fenced block of an answer, or a diff without a fence. */
export interface LooseCode {
  readonly language: string;
  /** Undefined: the answer names none. */
  readonly path: string | undefined;
  readonly code: string;
}

/** Several blocks are placed one after the other, as if each were accepted. */
export function placeLooseCode(text: TargetText, blocks: readonly LooseCode[]): readonly PlacedPart[] {
  const faults: PlacedPart[] = [];
  const { target } = text;
  let current = text;
  let isExact = true;
  let count = 0;
  for (const block of blocks) {
    const result = placeOne(current, block, blocks.length);
    if ('fault' in result) {
      faults.push(result);
      continue;
    }
    count++;
    isExact &&= result.isExact;
    current = new TargetText(carriedTo(current.target, result.text));
  }
  const changes = changedHunks(text.lines, current.lines, 0);
  const standIn = changes
    .flatMap(({ lines }) => lines)
    .find((line) => isPlaceholder(line, target.languageId) && !text.has(line));
  if (standIn !== undefined) {
    return [...faults, { fault: { kind: 'standIn', line: standIn.trim() } }];
  }
  return count === 0 ? faults : [...faults, { hunks: changes.map((change) => ({ ...change, isExact })) }];
}

type LooseResult = { readonly text: string; readonly isExact: boolean } | { readonly fault: EditFault };

function placeOne(text: TargetText, block: LooseCode, count: number): LooseResult {
  const { target, lines } = text;
  const { code, language } = block;
  const files = filesInBlock(code);
  const foreign = [block.path, ...files.map(({ path }) => path)].find(
    (path) => path !== undefined && !samePath(path, target.path),
  );
  if (foreign !== undefined) {
    return { fault: { kind: 'otherFile', path: foreign } };
  }
  const placing = { code, language, languageId: target.languageId, unit: target.unit };
  const whole = placeCode(target.base, placing);
  if (files.length > 0 || (whole.outcome === 'placed' && whole.kind === 'wholeFile')) {
    return resultOf(whole, target.base, code);
  }
  const { region } = target;
  if (region === undefined) {
    return resultOf(whole, target.base, code);
  }
  const inRegion = placeCode(linesText(lines.slice(region.start, region.end)), placing);
  const replaced = (part: string, isExact: boolean): LooseResult => {
    const next = [
      ...lines.slice(0, region.start),
      ...new TargetText({ ...target, base: part }).lines,
      ...lines.slice(region.end),
    ];
    const end = target.base.endsWith('\n') ? '\n' : '';
    return { text: next.join('\n') + end, isExact };
  };
  if (inRegion.outcome === 'placed' && inRegion.kind === 'wholeFile') return replaced(inRegion.text, false);
  if (whole.outcome !== 'unplaceable') return resultOf(whole, target.base, code);
  if (inRegion.outcome === 'placed') return replaced(inRegion.text, false);
  const now = cleanLines(code, language);
  const old = lines.slice(region.start, region.end);
  return count === 1 && isVersionOf(now, old, block, target.languageId)
    ? replaced(linesText(now), false)
    : resultOf(whole, target.base, code);
}

function resultOf(placement: Placement, base: string, code: string): LooseResult {
  switch (placement.outcome) {
    case 'placed':
      return { text: placement.text, isExact: placement.isExact && placement.kind !== 'fragment' };
    case 'unchanged':
      return { text: base, isExact: true };
    case 'unplaceable':
      return { fault: faultOf(placement.reason, code) };
  }
}

function faultOf(reason: UnplaceableReason, code: string): EditFault {
  switch (reason) {
    case 'deletion':
      return { kind: 'deletion' };
    case 'empty':
      return { kind: 'noContext', searched: [] };
    default:
      return { kind: reason, searched: code.split('\n') };
  }
}

/** Of the words of the old version, those that a new one must have: an example of something else has fewer. */
const leastCommonWords = 0.4;

/** Whether the only block of an answer is what was asked about, written anew. */
function isVersionOf(now: readonly string[], old: readonly string[], block: LooseCode, languageId: string): boolean {
  const isSameLanguage = block.language === '' || languageIdOf(block.language) === languageId || languageId === 'plaintext';
  if (!isSameLanguage || now.some((line) => isPlaceholder(line, languageId))) {
    return false;
  }
  const words = (lines: readonly string[]): ReadonlySet<string> =>
    new Set(lines.join('\n').match(/[\p{L}\p{N}_$]{2,}/gu) ?? []);
  const [before, after] = [words(old), words(now)];
  const common = [...before].filter((word) => after.has(word)).length;
  return before.size > 0 && common / before.size >= leastCommonWords;
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
