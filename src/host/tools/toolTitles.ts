/** What the extension's own tools are called, in the user's language. */
import * as vscode from 'vscode';
import type { OwnToolName } from '../../core/tools/ownTools';

export function ownToolTitles(): Readonly<Record<OwnToolName, string>> {
  const { l10n } = vscode;
  return {
    read_file: l10n.t('Read File'),
    list_files: l10n.t('List Files'),
    search_text: l10n.t('Search Text'),
    read_problems: l10n.t('Read Problems'),
    find_definitions: l10n.t('Find Definitions'),
    find_references: l10n.t('Find References'),
    propose_edit: l10n.t('Propose Edit'),
  };
}
