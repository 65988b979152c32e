/** What a command of the participant is about where nothing is attached: the code at the cursor, or the uncommitted changes. */
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import type { ParticipantCommand } from '../../core/contributions';
import { codeContextText } from '../../core/selection/codeContext';
import { estimateTokens } from '../../core/tokens';
import { labelOf } from '../context/attachmentLabel';
import { readChanges } from '../context/changesText';
import type { Exclusions } from '../context/exclusions';
import { UnavailableError } from '../context/sourceContent';
import { SelectionContext } from '../selection/selectionContext';
import { enclosingRange } from '../selection/selectionTarget';

export interface CommandContext {
  /** To be put before the question. */
  readonly texts: readonly string[];
  readonly attachments: readonly SentAttachment[];
  /** Of the code, to be shown. */
  readonly location?: vscode.Location;
}

/** @throws UnavailableError with a sentence that says what to do */
export async function commandContext(
  command: ParticipantCommand,
  exclusions: Exclusions,
  signal: AbortSignal,
): Promise<CommandContext> {
  return command === 'commit' ? changesContext(exclusions) : codeContext(exclusions, signal);
}

async function changesContext(exclusions: Exclusions): Promise<CommandContext> {
  const { text } = await readChanges(undefined, exclusions);
  const label = labelOf({ kind: 'changes' });
  return { texts: [], attachments: [{ kind: 'changes', label, languageId: 'diff', text, tokens: estimateTokens(text) }] };
}

async function codeContext(exclusions: Exclusions, signal: AbortSignal): Promise<CommandContext> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new UnavailableError(vscode.l10n.t('Open a file and select what this is about.'));
  }
  const { document, selection } = editor;
  const isSelected = document.getText(selection).trim() !== '';
  const range = isSelected ? selection : await enclosingRange(document, selection);
  if (range === undefined) {
    throw new UnavailableError(vscode.l10n.t('Open a file and select what this is about.'));
  }
  const context = await new SelectionContext(exclusions).collect({ document, range: document.validateRange(range) }, signal);
  return { texts: [codeContextText(context)], attachments: [], location: new vscode.Location(document.uri, range) };
}
