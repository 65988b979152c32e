/** Looks for secrets in changes before they are sent, and warns: they would be committed, too. */
import * as vscode from 'vscode';
import type { ChangedFile } from '../../core/commit/changes';
import { plainLine } from '../../core/errors';
import { findSecrets } from '../../core/secretGuard';
import { readSetting } from '../platform/settings';
import type { Talk } from './talk';

interface SecretInChanges {
  readonly kind: string;
  readonly path: string;
  /** Of the file as it will be, from 1; undefined in what is removed. */
  readonly line?: number;
}

/**
 * Warns where the changes hold what looks like a secret. The warning is no modal dialog: it can wait.
 * @returns whether to go on
 */
export async function mayBeSent(
  files: readonly ChangedFile[],
  root: vscode.Uri,
  talk: Talk,
  signal: AbortSignal,
): Promise<boolean> {
  const found = readSetting('secretGuard', root) ? secretsIn(files) : [];
  const [first] = [...found].sort((one, other) => Number(one.line === undefined) - Number(other.line === undefined));
  if (first === undefined) {
    return true;
  }
  const { l10n } = vscode;
  const more = found.length > 1 ? ` ${l10n.t('There are {0} more.', String(found.length - 1))}` : '';
  const name = plainLine(first.path);
  const sentence =
    first.line === undefined
      ? l10n.t('What is removed from {0} looks like a secret ({1}). It would be sent.', name, first.kind)
      : l10n.t(
          'Line {0} of {1} looks like a secret ({2}). It is about to be committed, and would be sent.',
          String(first.line),
          name,
          first.kind,
        );
  const [send, show] = [l10n.t('Send Anyway'), l10n.t('Show')];
  const answer = await Promise.race([talk('warning', sentence + more, send, show), aborted(signal)]);
  if (answer === show) {
    const line = (first.line ?? 1) - 1;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, first.path), { selection, preview: true });
  }
  return answer === send;
}

function secretsIn(files: readonly ChangedFile[]): readonly SecretInChanges[] {
  return files.flatMap(({ path, patch = '' }) => {
    const lines = linesOf(patch);
    return findSecrets(lines.map(({ text }) => text).join('\n')).flatMap(({ kind, line }): readonly SecretInChanges[] => {
      const place = lines[line - 1];
      // What stays as it is, is committed already.
      return place?.sign === ' ' ? [] : [{ kind, path, ...(place?.line === undefined ? {} : { line: place.line }) }];
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
