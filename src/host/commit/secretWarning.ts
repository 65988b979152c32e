/** Looks for secrets in changes before they are sent, and warns: what is new would be committed, too. */
import * as vscode from 'vscode';
import type { ChangedFile, Changes } from '../../core/commit/changes';
import { plainLine } from '../../core/errors';
import { findSecrets } from '../../core/secretGuard';
import { secretKindWords } from '../platform/secretWords';
import { readSetting } from '../platform/settings';
import type { Talk } from './talk';

interface SecretInChanges {
  readonly kind: string;
  readonly path: string;
  /** Of the file as it will be, from 1; undefined in what is removed. */
  readonly line?: number;
  /** It stands in the last commit already, beside what changes. */
  readonly isOld: boolean;
  /** Its contents are never sent, but would be committed. */
  readonly isExcluded: boolean;
}

/**
 * Warns where the changes hold what looks like a secret. The warning is no modal dialog: it can wait.
 * @returns whether to go on
 */
export async function mayBeSent(
  { source, files }: Pick<Changes, 'source' | 'files'>,
  root: vscode.Uri,
  talk: Talk,
  signal: AbortSignal,
): Promise<boolean> {
  const found = readSetting('secretGuard', root) ? secretsIn(files, source === 'branch') : [];
  const [first] = [...found].sort((one, other) => gravity(other) - gravity(one));
  if (first === undefined) {
    return true;
  }
  const { l10n } = vscode;
  const more = found.length > 1 ? ` ${l10n.t('There are {0} more.', String(found.length - 1))}` : '';
  const go = first.isExcluded ? l10n.t('Go On') : l10n.t('Send Anyway');
  // What is removed has no place where it could be shown.
  const show = first.line === undefined ? [] : [l10n.t('Show')];
  const answer = await Promise.race([talk('warning', sentenceOf(first, source) + more, go, ...show), aborted(signal)]);
  if (answer !== undefined && answer !== go) {
    const line = (first.line ?? 1) - 1;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, first.path), { selection, preview: true });
  }
  return answer === go;
}

/** What would be sent and committed is worse than what would only be one of these. */
function gravity({ line, isOld, isExcluded }: SecretInChanges): number {
  return (isExcluded ? 0 : 2) + (line === undefined || isOld ? 0 : 1);
}

function sentenceOf({ kind, path, line, isOld, isExcluded }: SecretInChanges, source: Changes['source']): string {
  const { l10n } = vscode;
  const [name, words] = [plainLine(path), secretKindWords(kind)];
  if (line === undefined) {
    return l10n.t('What is removed from {0} looks like a secret ({1}). It would be sent.', name, words);
  }
  const place = [String(line), name, words] as const;
  if (source === 'branch' || isOld) {
    return l10n.t('Line {0} of {1} looks like a secret ({2}). It would be sent.', ...place);
  }
  return isExcluded
    ? l10n.t('Line {0} of {1} looks like a secret ({2}). It is about to be committed.', ...place)
    : l10n.t('Line {0} of {1} looks like a secret ({2}). It is about to be committed, and would be sent.', ...place);
}

/** @param isCommitted then only what would be sent matters */
function secretsIn(files: readonly ChangedFile[], isCommitted: boolean): readonly SecretInChanges[] {
  return files.flatMap(({ path, patch = '', isExcluded = false }) => {
    const lines = linesOf(patch);
    return findSecrets(lines.map(({ text }) => text).join('\n')).flatMap(({ kind, line }): readonly SecretInChanges[] => {
      const place = lines[line - 1];
      const isOld = place?.sign === ' ';
      // What is neither sent nor committed anew harms nobody.
      return isExcluded && (isCommitted || isOld || place?.line === undefined)
        ? []
        : [{ kind, path, isOld, isExcluded, ...(place?.line === undefined ? {} : { line: place.line }) }];
    });
  });
}

interface PatchLine {
  readonly sign: string;
  readonly text: string;
  readonly line?: number;
}

function linesOf(patch: string): readonly PatchLine[] {
  let next = 1;
  return patch.split('\n').flatMap((raw): readonly PatchLine[] => {
    const [, start] = /^@@ -\S+ \+(\d+)/.exec(raw) ?? [];
    const sign = raw.charAt(0);
    if (start !== undefined) {
      next = Number(start);
      return [];
    }
    if (sign === '-') {
      return [{ sign, text: raw.slice(1) }];
    }
    next += 1;
    return [{ sign: sign === '+' ? '+' : ' ', text: raw.slice(1), line: next - 1 }];
  });
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
}
