/**
 * Places what models write instead of SEARCH/REPLACE blocks: a new version of the lines that were asked about, of a part of the
 * file, or of all of it, and unified diffs. What is placed so is said to be loose, unless it is the whole file.
 */
import { keepsBrackets } from './brackets';
import { changedHunks } from './changedHunks';
import { declaredName } from './declaredName';
import { carriedTo, TargetText, type EditFault, type PlacedPart } from './editTarget';
import { cleanLines } from './fitCode';
import { filesInBlock, placeCode, type Placement, type UnplaceableReason } from './placeCode';
import { findStandIn, isPlaceholder } from './placeholders';
import { looseVersion, wholeVersion, type RegionVersion } from './regionVersion';
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
    .map(({ lines }) => findStandIn(lines, target.languageId, (line) => text.has(line)))
    .find((line) => line !== undefined);
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
    return checked(target.base, resultOf(whole, target.base, code), code);
  }
  const replaced = ({ start, end, lines: now }: RegionVersion): LooseResult => {
    const next = [...lines.slice(0, start), ...now, ...lines.slice(end)];
    return checked(target.base, { text: next.join('\n') + (target.base.endsWith('\n') ? '\n' : ''), isExact: false }, code);
  };
  const now = cleanLines(code, language);
  const version = wholeVersion(text, region, now);
  if (version !== undefined) return replaced(version);
  const inRegion = placeCode(linesText(lines.slice(region.start, region.end)), placing);
  const placed = (part: string): LooseResult => replaced({ ...region, lines: new TargetText({ ...target, base: part }).lines });
  const isWhole = inRegion.outcome === 'placed' && inRegion.kind === 'wholeFile';
  const loose = count === 1 || isWhole ? looseVersion(text, region, now, block.language) : undefined;
  if (isWhole && loose !== undefined) return replaced(loose);
  if (whole.outcome === 'unchanged') return resultOf(whole, target.base, code);
  if (isNamed(now, target.languageId)) {
    if (whole.outcome === 'placed') return checked(target.base, resultOf(whole, target.base, code), code);
    if (inRegion.outcome === 'placed' && inRegion.kind === 'fragment') return placed(inRegion.text);
  }
  if (loose !== undefined) return replaced(loose);
  return whole.outcome === 'placed' ? notFound(code) : resultOf(whole, target.base, code);
}

function notFound(code: string): LooseResult {
  return { fault: { kind: 'notFound', searched: code.split('\n') } };
}

/** Whether the code begins with something that has a name, by which its older version is found. */
function isNamed(code: readonly string[], languageId: string): boolean {
  const first = code.find((line) => line.trim() !== '' && !/^\s*(?:\/\/|\/?\*|#|--|@|"""|\'\'\')/.test(line)) ?? '';
  return languageId === 'markdown' || declaredName(first, languageId) !== undefined || isPlaceholder(code[0] ?? '', languageId);
}

/** Half of something, put in the place of all of it, is not guessed to be all that is to be there. */
function checked(base: string, result: LooseResult, code: string): LooseResult {
  return 'fault' in result || keepsBrackets(base, result.text) ? result : notFound(code);
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

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
