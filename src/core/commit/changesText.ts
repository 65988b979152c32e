/**
 * What of the changes is sent: the list of all files, then contents as far as a budget goes. Contents are shared out by worth, and
 * within one worth alike, so that no file starves another; files are shortened inside before any is left out.
 */
import { estimateTokens } from '../tokens';
import { changeList, shownPath, totalOf } from './changeList';
import type { ChangedFile, Changes, ChangesSource } from './changes';
import { worthOf, worths, type FileWorth } from './fileWorth';
import { shareOut } from './shareOut';
import { shortenPatch } from './shortenPatch';

export interface ChangesText {
  readonly text: string;
  /** Estimated, of `text`. */
  readonly tokens: number;
  /** Paths of files whose contents are there in part. */
  readonly shortened: readonly string[];
  /** Paths of files with contents none of which are there. */
  readonly leftOut: readonly string[];
}

interface Piece {
  readonly file: ChangedFile;
  readonly worth: FileWorth;
  readonly heading: string;
  readonly headingTokens: number;
  readonly patch: string;
  /** Tokens, with the heading. */
  readonly need: number;
}

const titles: Readonly<Record<ChangesSource, string>> = {
  index: 'Staged for the commit',
  workingTree: 'Nothing is staged. In the working tree',
  branch: 'Changed by the branch',
};
/** What is left for contents, however many names there are. */
const listShare = 0.7;
/** How much more one worth gets than another while neither has enough. */
const weights: Readonly<Record<FileWorth, number>> = { source: 28, test: 8, docs: 4, generated: 1 };
/** With fewer tokens a file's contents say nothing. */
const fewestTokens = 30;
/** UTF-16 units of patches up to which each is estimated for itself. */
const mostEstimated = 300_000;
/** Tokens of the sentences around the list. */
const sentences = 60;

/** What of the changes is sent: every path with its counts always, contents within the budget, by worth. */
export function changesText(changes: Pick<Changes, 'source' | 'files'>, budgetTokens: number): ChangesText {
  const { files } = changes;
  const list = changeList(files, Math.max(0, budgetTokens * listShare - sentences));
  const pieces = piecesOf(files);
  let room = Math.max(0, budgetTokens - sentences - estimateTokens(list));
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const result = written(changes, list, pieces, attempt === 11 ? 0 : room);
    if (result.tokens <= budgetTokens) {
      return result;
    }
    room = Math.min(room * 0.97, room - (result.tokens - budgetTokens) * 1.05);
  }
  return written(changes, list, [], 0);
}

function written(
  { source, files }: Pick<Changes, 'source' | 'files'>,
  list: string,
  pieces: readonly Piece[],
  room: number,
): ChangesText {
  const contents = filled(pieces, room);
  const shown = new Map(contents.map(({ piece, text, isWhole }) => [piece.file, { text, isWhole }]));
  const leftOut = files.filter((file) => hasContents(file) && !shown.has(file));
  const shortened = contents.filter(({ isWhole }) => !isWhole).map(({ piece }) => piece.file);
  const text = [
    `${titles[source]}: ${totalOf(files)}\n\n${list}`,
    ...(contents.length === 0 ? [] : ['\nContents:\n', ...contents.map((content) => content.text)]),
    ...(shortened.length === 0 ? [] : [`\nLines that begin with … stand for what is left out of ${countOf(shortened)}.\n`]),
    ...(leftOut.length === 0 ? [] : [`\nThe contents of ${countOf(leftOut)} are left out here.\n`]),
  ].join('');
  const pathsOf = (some: readonly ChangedFile[]): readonly string[] => some.map(({ path }) => path);
  return { text, tokens: estimateTokens(text), shortened: pathsOf(shortened), leftOut: pathsOf(leftOut) };
}

function countOf(files: readonly ChangedFile[]): string {
  return files.length === 1 ? shownPath(files[0]?.path ?? '') : `${String(files.length)} files`;
}

/** Not of a file that is no text, and not of one whose name or mode alone changed. */
function hasContents({ patch, isPatchCut, isBinary }: ChangedFile): boolean {
  return !isBinary && (patch !== undefined || isPatchCut === true);
}

function piecesOf(files: readonly ChangedFile[]): readonly Piece[] {
  const sent = files.filter(({ isExcluded, patch }) => isExcluded !== true && patch !== undefined);
  const patches = sent.map(({ patch = '', isPatchCut }) =>
    isPatchCut === true ? `${endedLine(patch)}… more was not read …\n` : endedLine(patch),
  );
  const length = patches.reduce((sum, patch) => sum + patch.length, 0);
  const estimate = length <= mostEstimated ? estimateTokens : byLength(patches.join('').slice(0, mostEstimated * 2));
  return sent
    .map((file, index): Piece => {
      const patch = patches[index] ?? '';
      const heading = `\n### ${shownPath(file.path)}\n`;
      const headingTokens = estimateTokens(heading);
      return { file, worth: worthOf(file), heading, headingTokens, patch, need: headingTokens + estimate(patch) };
    })
    .sort((one, other) => worths.indexOf(one.worth) - worths.indexOf(other.worth));
}

function endedLine(patch: string): string {
  return patch === '' || patch.endsWith('\n') ? patch : `${patch}\n`;
}

/** For megabytes, each of which an estimate of its own would take too long for. */
function byLength(sample: string): (text: string) => number {
  const perUnit = estimateTokens(sample) / sample.length;
  return (text) => Math.ceil(text.length * perUnit);
}

interface Content {
  readonly piece: Piece;
  readonly text: string;
  readonly isWhole: boolean;
}

function filled(pieces: readonly Piece[], room: number): readonly Content[] {
  const tiers = worths.map((worth) => pieces.filter((piece) => piece.worth === worth));
  const rooms = shareOut(
    tiers.map((tier, index) => ({
      need: tier.reduce((sum, { need }) => sum + need, 0),
      weight: weights[worths[index] ?? 'generated'],
    })),
    room,
  );
  return tiers.flatMap((tier, index) => filledTier(tier, rooms[index] ?? 0));
}

/** In the order of the pieces. */
function filledTier(tier: readonly Piece[], room: number): readonly Content[] {
  const kept = keptPieces(tier, room);
  const shares = shareOut(
    kept.map(({ need }) => ({ need, weight: 1 })),
    room,
  );
  return kept.map((piece, index) => {
    // A share is what its need was summed up from, but for the rounding.
    const share = Math.min(1, ((shares[index] ?? 0) + 1e-6) / piece.need);
    const patch = share >= 1 ? piece.patch : shortenPatch(piece.patch, Math.floor(piece.patch.length * share));
    return {
      piece,
      text: piece.heading + patch,
      isWhole: patch === piece.patch && piece.file.isPatchCut !== true,
    };
  });
}

/** All that can show something; else as many as can, the smallest. */
function keptPieces(tier: readonly Piece[], room: number): readonly Piece[] {
  const kept = new Set<Piece>();
  let rest = room + 1e-6;
  for (const piece of [...tier].sort((one, other) => one.need - other.need)) {
    rest -= Math.min(piece.need, fewestTokens + piece.headingTokens);
    if (rest < 0) {
      break;
    }
    kept.add(piece);
  }
  return tier.filter((piece) => kept.has(piece));
}
