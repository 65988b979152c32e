/**
 * Takes a fenced block for what was asked about, written anew: with the lines around it that it repeats, at the depth of the file.
 * What looks like a part of it only is none.
 */
import { BlockWriter } from './blockWriter';
import { keepsBrackets } from './brackets';
import { declaredName } from './declaredName';
import type { TargetText } from './editTarget';
import { isOpening, leadingBlanks } from './indentation';
import { languageIdOf } from './languageIds';
import { findStandIn } from './placeholders';

/** Lines of a text, `end` exclusive, and what they become. */
export interface RegionVersion {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

interface Region {
  readonly start: number;
  readonly end: number;
}

/** Where the block begins and ends as the region does, which leaves no doubt. @param code without blank lines around */
export function wholeVersion(text: TargetText, region: Region, code: readonly string[]): RegionVersion | undefined {
  return fitting(text, region, code, (isFirst, isLast) => isFirst && isLast);
}

/** Of the words of the old version, those that a new one must have: an example of something else has fewer. */
const leastCommonWords = 0.4;

/** Where the block has the words of the region, and begins or ends as it does. @param language of the fence */
export function looseVersion(
  text: TargetText,
  region: Region,
  code: readonly string[],
  language: string,
): RegionVersion | undefined {
  const { languageId } = text.target;
  const isSameLanguage = language === '' || languageIdOf(language) === languageId || languageId === 'plaintext';
  const words = (lines: readonly string[]): ReadonlySet<string> =>
    new Set(lines.join('\n').match(/[\p{L}\p{N}_$]{2,}/gu) ?? []);
  const old = text.lines.slice(region.start, region.end);
  const [before, after] = [words(old), words(code)];
  const common = [...before].filter((word) => after.has(word)).length;
  if (!isSameLanguage || before.size === 0 || common / before.size < leastCommonWords) {
    return undefined;
  }
  const isHead = (line: string): boolean => isOpening(line) && declaredName(line, languageId) !== undefined;
  const hasHead = !isHead(old.find(isText) ?? '') || code.some(isHead);
  const isProse = languageId === 'plaintext' || languageId === 'markdown';
  return hasHead ? fitting(text, region, code, (isFirst, isLast) => isProse || isFirst || isLast) : undefined;
}

/** With the lines around the region that the block repeats, so that no bracket stays open; it does not begin or end in its middle. */
function fitting(
  text: TargetText,
  asked: Region,
  code: readonly string[],
  isEnough: (isFirst: boolean, isLast: boolean) => boolean,
): RegionVersion | undefined {
  const { lines, target } = text;
  if (findStandIn(code, target.languageId) !== undefined) {
    return undefined;
  }
  const region = withoutBlanks(lines, asked);
  const isNew = (line: string): boolean => !text.has(line) || comment.test(line);
  const afterNew = code.findIndex((line) => isText(line) && !isNew(line));
  for (const { from, above } of beginnings(lines, region, code, afterNew)) {
    for (const below of endings(lines, region, code)) {
      const [start, end] = [region.start - above, region.end + below];
      const old = lines.slice(start, end);
      const isLast = isAlike(code.at(-1) ?? '', old.findLast(isText));
      const isFirst = isAlike(code[from] ?? '', old.find(isText));
      const isPart =
        (!isFirst && old.some((line) => isAlike(line, code[from]))) ||
        (!isLast && old.some((line) => isAlike(line, code.at(-1))));
      if (!isPart && isEnough(isFirst, isLast) && keepsBrackets(old.join('\n'), code.join('\n'))) {
        return { start, end, lines: moved(text, old, code, isFirst ? from : 0) };
      }
    }
  }
  return undefined;
}

/** Blank lines around what was asked about stay. */
function withoutBlanks(lines: readonly string[], { start, end }: Region): Region {
  const part = lines.slice(start, end);
  const from = part.findIndex(isText);
  return from < 0 ? { start, end } : { start: start + from, end: start + part.findLastIndex(isText) + 1 };
}

const comment = /^\s*(?:\/\/|\/\*|\*|#|--|@|"""|''')/;

/** How many lines right above the region the block repeats, from which of its own lines on: what is new may come first. */
function beginnings(
  lines: readonly string[],
  { start }: Region,
  code: readonly string[],
  afterNew: number,
): readonly { readonly from: number; readonly above: number }[] {
  const froms = afterNew > 0 ? [0, afterNew] : [0];
  return froms.flatMap((from) => {
    const found = countsDown(code.length - from).filter((many) => repeats(lines, start - many, code.slice(from, from + many)));
    return [0, ...found.slice(0, mostTries)].map((above) => ({ from, above }));
  });
}

function endings(lines: readonly string[], { end }: Region, code: readonly string[]): readonly number[] {
  return [
    0,
    ...countsDown(code.length)
      .filter((many) => repeats(lines, end, code.slice(-many)))
      .slice(0, mostTries),
  ];
}

/** Longest stretch of repeated lines that is looked for, and how many of them are tried: lines of braces are all alike. */
const mostRepeated = 200;
const mostTries = 3;

function countsDown(length: number): readonly number[] {
  const most = Math.max(0, Math.min(length - 1, mostRepeated));
  return Array.from({ length: most }, (_, index) => most - index);
}

function repeats(lines: readonly string[], at: number, part: readonly string[]): boolean {
  return at >= 0 && part.some(isText) && part.every((line, index) => isAlike(line, lines[at + index]));
}

/** At the depth of the file. A first line that was copied without its blanks gets them. */
function moved(text: TargetText, old: readonly string[], code: readonly string[], anchor: number): readonly string[] {
  const { lines, target } = text;
  const [first, last] = [old.find(isText) ?? '', old.findLast(isText) ?? ''];
  const blanks = leadingBlanks(first);
  const end = code.at(-1) ?? '';
  const isTrimmed =
    isAlike(end, last) && leadingBlanks(end) === leadingBlanks(last) && leadingBlanks(code[anchor] ?? '') === '';
  const whole = isTrimmed ? code.map((line, index) => (index <= anchor && isText(line) ? blanks + line : line)) : code;
  const own = leadingBlanks(whole[anchor] ?? '');
  const lost = blanks.slice(0, Math.max(0, blanks.length - own.length));
  const shifted = whole.map((line) => (isText(line) ? lost + line : line));
  const asInFile = [whole, shifted].find((some) => repeatsExactly(some, old));
  return asInFile ?? new BlockWriter(whole, lines, target.languageId, target.unit).write(0, whole.length, anchor, blanks);
}

/** Whether the lines that both have are indented alike, and there are some. */
function repeatsExactly(code: readonly string[], old: readonly string[]): boolean {
  const known = new Set(old.map((line) => line.trim()));
  const exact = new Set(old.map((line) => line.trimEnd()));
  const both = code.filter((line) => isText(line) && known.has(line.trim()));
  return both.length > 0 && both.every((line) => exact.has(line.trimEnd()));
}

function isAlike(one: string, other: string | undefined): boolean {
  return one.trim() === other?.trim();
}

function isText(line: string): boolean {
  return line.trim() !== '';
}
