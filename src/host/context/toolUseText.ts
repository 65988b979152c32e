/** A call of a tool as a Markdown text: its arguments, and what the model was told of it. */
import * as vscode from 'vscode';
import { fenced } from '../../core/fences';
import { argumentsOf, isSettled, resultOf, type ToolUse } from '../../core/tools/toolUse';
import { code } from './previewText';

export function toolUseText(use: ToolUse): string {
  const { l10n } = vscode;
  const input = argumentsOf(use);
  return [
    `# ${l10n.t('Tool')} ${code(use.name)}`,
    `## ${l10n.t('Arguments')}`,
    fenced(input === undefined ? use.arguments : JSON.stringify(input, undefined, 2), 'json'),
    `## ${l10n.t('Result')}`,
    isSettled(use) ? fenced(resultOf(use)) : l10n.t('It has not ended yet.'),
    '',
  ].join('\n\n');
}
