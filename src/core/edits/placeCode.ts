/**
 * Decides what a block of code is to a file: a diff, SEARCH/REPLACE blocks, the whole file, or a new version of a part of it, and
 * what the file then looks like. Pure; nothing is written here. What is not clear is said to be so, never guessed.
 */
import { applyHunks, hunkOf, occurrences, type HunkResult } from './applyHunks';
import { BlockWriter } from './blockWriter';
import { cleanLines } from './fitCode';
import { leadingBlanks, type IndentUnit } from './indentation';
import { languageIdOf } from './languageIds';
import { lineChanges } from './lineDiff';
import { mergeFragment } from './mergeFragment';
import { outlineOf } from './outline';
import { findPlaceholders } from './placeholders';
import { parseSearchReplace, replacementsByFile } from './searchReplace';
import { rebuildText, splitText, type TextLines } from './textLines';
import { parseUnifiedDiff, type FileDiff } from './unifiedDiff';

export type PlacementKind = 'diff' | 'searchReplace' | 'wholeFile' | 'fragment';

export type Placement =
  | {
      readonly outcome: 'placed';
      /** The whole new text of the file. */
      readonly text: string;
      readonly kind: PlacementKind;
      /** False where blanks, numbers or names had to be bridged. */
      readonly isExact: boolean;
    }
  /** The file says all this already. */
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'unplaceable'; readonly reason: UnplaceableReason };

export type UnplaceableReason =
  /** No part of the file looks like it. */
  | 'notFound'
  /** Several parts look like it. */
  | 'ambiguous'
  /** A diff that only adds, without a line that says where. */
  | 'noContext'
  /** Parts of a diff change the same lines. */
  | 'overlap'
  /** A diff that deletes the file. */
  | 'deletion'
  | 'empty';

export interface CodeToPlace {
  readonly code: string;
  /** As written behind the fence. */
  readonly language: string;
  /** Of the file. */
  readonly languageId: string;
  /** What the editor is set to; used where the file does not tell. */
  readonly unit: IndentUnit;
  /** Which of the changed files is meant, by its number in {@link filesInBlock}. */
  readonly fileIndex?: number;
}

export function placeCode(text: string, block: CodeToPlace): Placement {
  const file = splitText(text);
  const diffs = parseUnifiedDiff(block.code);
  const diff = diffs[block.fileIndex ?? 0];
  if (diff !== undefined) {
    return placeDiff(file, text, diff, block.unit);
  }
  const replacements = replacementsByFile(parseSearchReplace(block.code))[block.fileIndex ?? 0];
  if (replacements !== undefined) {
    return fromHunks(file, text, applyHunks(file.lines, replacements.blocks.map(hunkOf), block.unit), 'searchReplace');
  }
  const lines = cleanLines(block.code, block.language);
  if (lines.length === 0) {
    return { outcome: 'unplaceable', reason: 'empty' };
  }
  if (file.lines.every((line) => line.trim() === '')) {
    return findPlaceholders(block.code, block.language).length > 0
      ? { outcome: 'unplaceable', reason: 'notFound' }
      : placed(text, rebuildText({ ...file, lines: [], ends: file.ends.slice(0, 1) }, lines, false), 'wholeFile', true);
  }
  return placeLines(file, text, lines, block);
}

/** Replaces all of the file, where the user says so; keeps its line ends, its unit of indentation and its last line break. */
export function replaceWhole(text: string, block: Pick<CodeToPlace, 'code' | 'language' | 'languageId' | 'unit'>): string {
  const file = splitText(text);
  return wholeText(file, cleanLines(block.code, block.language), block);
}

/** The files that a block is a change of, by their numbers; `path` is undefined where the block does not say. Empty for plain code. */
export function filesInBlock(code: string): readonly Pick<FileDiff, 'path' | 'isNewFile' | 'isDeletion'>[] {
  const diffs = parseUnifiedDiff(code);
  if (diffs.length > 0) {
    return diffs;
  }
  return replacementsByFile(parseSearchReplace(code)).map(({ path }) => ({ path, isNewFile: false, isDeletion: false }));
}

function placeDiff(file: TextLines, text: string, diff: FileDiff, unit: IndentUnit): Placement {
  if (diff.isDeletion) {
    return { outcome: 'unplaceable', reason: 'deletion' };
  }
  return fromHunks(file, text, applyHunks(file.lines, diff.hunks, unit), 'diff');
}

function fromHunks(file: TextLines, text: string, result: HunkResult, kind: PlacementKind): Placement {
  if ('failure' in result) {
    return { outcome: 'unplaceable', reason: result.failure };
  }
  return placed(text, rebuildText(file, result.lines, false), kind, result.isExact);
}

function placed(before: string, text: string, kind: PlacementKind, isExact: boolean): Placement {
  return before === text ? { outcome: 'unchanged' } : { outcome: 'placed', text, kind, isExact };
}

function placeLines(file: TextLines, text: string, lines: readonly string[], block: CodeToPlace): Placement {
  const language =
    block.languageId === '' || block.languageId === 'plaintext' ? languageIdOf(block.language) : block.languageId;
  const hasPlaceholders = findPlaceholders(lines.join('\n'), language).length > 0;
  if (!hasPlaceholders && isVerbatim(file.lines, lines)) {
    return { outcome: 'unchanged' };
  }
  if (!hasPlaceholders && isWholeFile(file.lines, lines)) {
    return placed(text, wholeText(file, lines, block), 'wholeFile', true);
  }
  const writer = new BlockWriter(lines, file.lines, language, block.unit);
  const result = mergeFragment(outlineOf(file.lines, language, false), outlineOf(lines, language, true), writer);
  if ('failure' in result) {
    return { outcome: 'unplaceable', reason: result.failure };
  }
  return placed(text, rebuildText(file, result.lines, true), 'fragment', result.isExact);
}

function wholeText(
  file: TextLines,
  lines: readonly string[],
  { languageId, unit }: Pick<CodeToPlace, 'languageId' | 'unit'>,
): string {
  const anchor = lines.findIndex((line) => line.trim() !== '');
  const writer = new BlockWriter(lines, file.lines, languageId, unit);
  const written = writer.write(0, lines.length, Math.max(0, anchor), leadingBlanks(lines[anchor] ?? ''));
  const adapted = rebuildText(file, written, true);
  // Where nothing but blanks differs, the blanks are the change.
  return adapted === rebuildText(file, file.lines, false) ? rebuildText(file, lines, false) : adapted;
}

/** Whether the file has these lines, apart from where they are indented to. */
function isVerbatim(file: readonly string[], lines: readonly string[]): boolean {
  const trimmed = lines.map((line) => line.trim());
  return occurrences(
    file.map((line) => line.trim()),
    trimmed,
  ).some((at) => {
    const shift = leadingBlanks(file[at] ?? '').length - leadingBlanks(lines[0] ?? '').length;
    return lines.every((line, index) => {
      const old = file[at + index] ?? '';
      return line.trim() === '' || leadingBlanks(old).length - leadingBlanks(line).length === shift;
    });
  });
}

/**
 * Whether the lines are the file anew: they hold most of its lines, and begin and end where the file does. A part that is most of
 * a file begins or ends in the middle of it.
 */
function isWholeFile(file: readonly string[], lines: readonly string[]): boolean {
  const [old, now] = [file, lines].map((all) => all.map((line) => line.trim()).filter((line) => /\w/.test(line))) as [
    string[],
    string[],
  ];
  const changes = lineChanges(old, now);
  const lost = changes.reduce((sum, change) => sum + change.oldEnd - change.oldStart, 0);
  if (old.length === 0 || (old.length - lost) / old.length < 0.5) {
    return false;
  }
  const [first, last] = [changes[0], changes.at(-1)];
  const isSmall = (oldCount: number, newCount: number): boolean =>
    oldCount === 0 || (newCount > 0 && oldCount <= Math.min(3, newCount + 1));
  const beginsAlike =
    first?.oldStart !== 0 || first.newStart !== 0 || isSmall(first.oldEnd, first.newEnd) || isHeadOfFile(now[0] ?? '');
  const endsAlike =
    last === undefined ||
    last.oldEnd < old.length ||
    last.newEnd < now.length ||
    isSmall(old.length - last.oldStart, now.length - last.newStart);
  return beginsAlike && endsAlike;
}

function isHeadOfFile(line: string): boolean {
  return /^(?:#!|import\b|package\b|from\s+\S+\s+import\b|#include\b|<\?|<!doctype|'use strict'|"use strict"|using\s+\w|namespace\b)/i.test(
    line,
  );
}
