/** The words of an edit: what it is called, and what its answer was where it was not simply right. */
import * as vscode from 'vscode';
import type { EditVerdict } from '../../core/edits/editAnswer';
import type { EditFault } from '../../core/edits/editTarget';
import { plainLine } from '../../core/errors';
import type { EditKind } from '../../core/prompts/edit';

export function editLabel(kind: EditKind): string {
  switch (kind) {
    case 'refactor':
      return vscode.l10n.t('Refactor');
    case 'fix':
      return vscode.l10n.t('Fix');
    case 'document':
      return vscode.l10n.t('Document');
    case 'tests':
      return vscode.l10n.t('Tests');
  }
}

/** Undefined where there is nothing to say: all of the answer is proposed. */
export function verdictWords({ outcome, isCutOff, faults }: EditVerdict): string | undefined {
  const [first, ...others] = faults.filter(({ kind }) => kind !== 'unfinished');
  const more =
    others.length === 0 ? '' : ` ${vscode.l10n.t('{0} more parts of the answer could not be used.', String(others.length))}`;
  const fault = first === undefined ? '' : faultWords(first) + more;
  if (isCutOff) {
    const cut =
      outcome === 'hunks'
        ? vscode.l10n.t('The answer was cut off. What had come whole can be accepted; the unfinished part cannot.')
        : vscode.l10n.t('The answer was cut off before a change was whole, so there is nothing to accept.');
    return fault === '' ? cut : `${cut} ${fault}`;
  }
  switch (outcome) {
    case 'hunks':
    case 'faults':
      return fault === '' ? undefined : fault;
    case 'unchanged':
      return vscode.l10n.t('Claude would leave the code as it is.');
    case 'noCode':
      return vscode.l10n.t('Claude answered without code.');
  }
}

function faultWords(fault: EditFault): string {
  switch (fault.kind) {
    case 'notFound':
      return vscode.l10n.t('A part of the answer was left out: the file has nothing like “{0}”.', excerpt(fault.searched));
    case 'ambiguous':
      return vscode.l10n.t('A part of the answer was left out: several places look like “{0}”.', excerpt(fault.searched));
    case 'noContext':
      return vscode.l10n.t('A part of the answer was left out: it does not say where it belongs.');
    case 'overlap':
      return vscode.l10n.t('A part of the answer was left out: it changes “{0}” a second time.', excerpt(fault.searched));
    case 'unfinished':
      return vscode.l10n.t('The answer was cut off.');
    case 'standIn':
      return vscode.l10n.t('A part of the answer was left out: it replaces code with “{0}”.', plainLine(fault.line));
    case 'otherFile':
      return vscode.l10n.t('The answer would also change {0}, which was not asked about.', plainLine(fault.path));
    case 'deletion':
      return vscode.l10n.t('The answer would delete the file. Do that yourself if you want it.');
  }
}

const longestExcerpt = 60;

function excerpt(lines: readonly string[]): string {
  const line = plainLine(lines.find((text) => text.trim() !== '') ?? '');
  return line.length > longestExcerpt ? `${line.slice(0, longestExcerpt)}…` : line;
}
