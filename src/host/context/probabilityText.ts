/**
 * The tokens of an answer as lines of an editor, and where each of them stands there, so that it can be shaded and say what else could
 * have come. Nothing is hidden: blanks that are a token of their own have a sign.
 */
import * as vscode from 'vscode';
import type { TokenLogprob } from '../../core/chatCompletions';
import { fenced } from '../../core/fences';
import { probabilityOf, tokenPieces, type TokenPiece } from '../../core/tokenProbabilities';
import { code, count } from './previewText';

/** A piece of the answer in the text; lines and characters count from 0. */
export interface PlacedPiece extends TokenPiece {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface ProbabilityText {
  readonly text: string;
  readonly pieces: readonly PlacedPiece[];
}

/** Editors do not draw the rest of very long lines. */
const lineLength = 100;

/** Lower bounds of how sure a model is, and what each is called. */
export const likelihoods = [0.9, 0.5, 0.1, 0] as const;

export function likelihoodOf({ probability }: Pick<TokenPiece, 'probability'>): number {
  return likelihoods.findIndex((bound) => probability >= bound);
}

/** @param parts one for each time that the answer was gone on with. @param firstLine of the editor on which the text begins */
export function probabilityText(parts: readonly (readonly TokenLogprob[])[], firstLine: number): ProbabilityText {
  const { l10n } = vscode;
  const pieces = parts.map(tokenPieces);
  const all = pieces.flat();
  const counts = likelihoods.map((_, index) => all.filter((piece) => likelihoodOf(piece) === index).length);
  const [sure = 0, likely = 0, unsure = 0, unlikely = 0] = counts;
  const head = [
    `## ${l10n.t('Token Probabilities')}`,
    l10n.t('Hover over a token, or press the keys of Show Hover at it, to see its probability and what else could have come.'),
    [
      `- ${l10n.t('90 % and more, not marked: {0}', count(sure))}`,
      `- ${l10n.t('50 % and more, dotted: {0}', count(likely))}`,
      `- ${l10n.t('10 % and more, dashed: {0}', count(unsure))}`,
      `- ${l10n.t('less, wavy: {0}', count(unlikely))}`,
      `- ${l10n.t('⏎ is a line break, ⇥ a tab and ␣ a space that is a token of its own. Other lines break only here.')}`,
    ].join('\n'),
  ].join('\n\n');
  let text = head;
  const placed: PlacedPiece[] = [];
  for (const part of pieces) {
    const lines = linesOf(part);
    const block = fenced(lines.text, 'text');
    // The fence is one line, and a blank one stands before it.
    const line = firstLine + text.split('\n').length + 1 + 1;
    placed.push(...lines.pieces.map((piece) => ({ ...piece, line: piece.line + line })));
    text = `${text}\n\n${block}`;
  }
  return { text, pieces: placed };
}

function linesOf(pieces: readonly TokenPiece[]): ProbabilityText {
  const lines: string[] = [''];
  const placed: PlacedPiece[] = [];
  for (const piece of pieces) {
    const [first = '', ...more] = visible(piece.text).split('\n');
    const before = lines.at(-1) ?? '';
    if (before !== '' && before.length + first.length > lineLength) {
      lines.push('');
    }
    const line = lines.length - 1;
    const start = lines[line]?.length ?? 0;
    lines[line] = (lines[line] ?? '') + first;
    placed.push({ ...piece, line, start, end: start + first.length });
    lines.push(...more);
    if (more.length > 0 && more.at(-1) !== '') {
      // The rest of a token after its line break is marked as well.
      placed.push({ ...piece, line: lines.length - 1, start: 0, end: more.at(-1)?.length ?? 0 });
    }
  }
  return { text: lines.join('\n'), pieces: placed };
}

/** With a sign for what would not be seen; a line break of the text is one here, too. */
function visible(text: string): string {
  const marked = text
    .replace(/\r\n|\r|\n/g, '⏎\n')
    .replaceAll('\t', '⇥')
    .replace(/[\u0000-\u0008\u000B-\u001F]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007F-\u009F\u2028\u2029\uFEFF]/g, '␦');
  return text === '' ? '∅' : /^ +$/.test(text) ? '␣'.repeat(text.length) : marked;
}

/** What a hover says of a piece, as Markdown. */
export function pieceHover({ text, tokens, probability }: TokenPiece): string {
  const { l10n } = vscode;
  const head = `${quoted(text)} · **${percent(probability)}**`;
  const [only] = tokens;
  const each =
    tokens.length === 1 && only !== undefined
      ? alternatives(only)
      : [
          l10n.t('A character of {0} tokens:', count(tokens.length)),
          ...tokens.map(
            (token) => `${quoted(token.token)} · ${percent(probabilityOf(token))}\n\n${alternatives(token).join('\n\n')}`,
          ),
        ];
  return [head, ...each].filter((block) => block.trim() !== '').join('\n\n');
}

function alternatives({ token, top_logprobs: top = [] }: TokenLogprob): readonly string[] {
  if (top.length === 0) {
    return [];
  }
  const rows = [...top]
    .sort((one, other) => other.logprob - one.logprob)
    .map((other) => `| ${quoted(other.token)} | ${percent(probabilityOf(other))} | ${other.token === token ? '←' : ''} |`);
  return [[`| ${vscode.l10n.t('What could have come')} | | |`, '| --- | ---: | --- |', ...rows].join('\n')];
}

/** As a code span in which blanks are seen. */
function quoted(text: string): string {
  return code(`"${text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll(' ', '␣')}"`);
}

function percent(probability: number): string {
  const digits = probability >= 0.1 ? 1 : 3;
  return `${(probability * 100).toLocaleString(vscode.env.language, { maximumFractionDigits: digits })} %`;
}
