/** The short name of an attachment, as its chip and the request have it. */
import * as vscode from 'vscode';
import type { AttachmentSource, TextRange } from '../../core/attachment';
import { lastLine } from '../../core/textRange';
import { nameOf } from './sourceContent';

/** @param source not of an image, which has the name that it came with */
export function labelOf(source: Exclude<AttachmentSource, { kind: 'image' }>): string {
  const { l10n } = vscode;
  switch (source.kind) {
    case 'file':
      return pathOf(source.uri);
    case 'folder':
      return `${pathOf(source.uri)}/`;
    case 'selection':
      return `${nameOf(vscode.Uri.parse(source.uri))}:${linesOf(source.range)}`;
    case 'symbol':
      return source.name;
    case 'problems':
      return source.uri === undefined ? l10n.t('Problems') : l10n.t('Problems in {0}', nameOf(vscode.Uri.parse(source.uri)));
    case 'changes':
      return source.uri === undefined
        ? l10n.t('Uncommitted changes')
        : l10n.t('Uncommitted changes in {0}', nameOf(vscode.Uri.parse(source.uri)));
    case 'terminal':
      return l10n.t('Terminal selection');
  }
}

function pathOf(address: string): string {
  const uri = vscode.Uri.parse(address);
  const relative = vscode.workspace.asRelativePath(uri);
  // Outside of the workspace that is the whole path, which says more than it should.
  return relative === uri.fsPath || relative === uri.path || relative === '' ? nameOf(uri) : relative;
}

/** `3`, `3-9`; lines count from 1 here. */
function linesOf(range: TextRange): string {
  const [first, last] = [range.startLine + 1, lastLine(range) + 1];
  return last === first ? String(last) : `${String(first)}-${String(last)}`;
}
