/** What `#` offers: the selection, problems, the terminal's selection, uncommitted changes. Only what is there is offered. */
import * as vscode from 'vscode';
import { labelOf } from './attachmentLabel';
import { selectionSources } from './editorSelection';
import type { Exclusions } from './exclusions';
import { knownRepositories } from './git';
import type { Offer } from './offer';
import { countProblems } from './problemsText';
import { nameOf } from './sourceContent';
import { terminalSelection } from './terminalSelection';

/** Those whose name, or one of the words that they are known by, begins like or matches `text`. */
export async function factOffers(text: string, exclusions: Exclusions): Promise<readonly Offer[]> {
  const { matchScore } = await import('../../core/pathSearch');
  return [selections(exclusions), problems(exclusions), terminal(), changes()]
    .flat()
    .filter(({ words, label }) => text === '' || [label, ...words].some((word) => matchScore(text, word) > leastScore));
}

const leastScore = 0.3;

interface Fact extends Offer {
  readonly words: readonly string[];
}

function selections(exclusions: Exclusions): readonly Fact[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || exclusions.isExcluded(editor.document.uri)) {
    return [];
  }
  return selectionSources(editor).map((source) => ({
    kind: 'selection',
    label: vscode.l10n.t('Selection'),
    detail: source.kind === 'image' ? '' : labelOf(source),
    source: () => source,
    words: ['selection'],
  }));
}

function problems(exclusions: Exclusions): readonly Fact[] {
  const { l10n } = vscode;
  const active = vscode.window.activeTextEditor?.document.uri;
  const count = countProblems(active, exclusions);
  const words = ['problems', 'errors', 'warnings', 'diagnostics'];
  const inFile: Fact[] =
    active === undefined || count.file === 0
      ? []
      : [
          {
            kind: 'problems',
            label: l10n.t('Problems in {0}', nameOf(active)),
            detail: String(count.file),
            source: () => ({ kind: 'problems', uri: active.toString() }),
            words,
          },
        ];
  return count.workspace === 0
    ? inFile
    : [
        ...inFile,
        {
          kind: 'problems',
          label: l10n.t('Problems'),
          detail: l10n.t('{0} in the workspace', String(count.workspace)),
          source: () => ({ kind: 'problems' }),
          words,
        },
      ];
}

/** Whether something is selected there cannot be known before it is picked. */
function terminal(): readonly Fact[] {
  const { activeTerminal } = vscode.window;
  return activeTerminal === undefined
    ? []
    : [
        {
          kind: 'terminal',
          label: vscode.l10n.t('Terminal selection'),
          detail: activeTerminal.name,
          source: async () => ({ kind: 'terminal', text: await terminalSelection() }),
          words: ['terminal', 'console'],
        },
      ];
}

function changes(): readonly Fact[] {
  const repositories = knownRepositories();
  return repositories.map(({ rootUri }) => ({
    kind: 'changes',
    label: vscode.l10n.t('Uncommitted changes'),
    detail: nameOf(rootUri),
    source: () => (repositories.length === 1 ? { kind: 'changes' } : { kind: 'changes', uri: rootUri.toString() }),
    words: ['changes', 'diff', 'git'],
  }));
}
