/** The words and buttons in a review: one line above all, and one above each hunk. What they do is for the commands. */
import * as vscode from 'vscode';
import { commandId, proposalScheme, type CommandName } from '../../core/contributions';
import type { MergedBlock } from '../../core/review/mergedText';
import type { Review } from './review';
import { parseReviewUri } from './reviewAddress';

/** What a lens hands to its command. */
export interface LensTarget {
  readonly review: string;
  /** The numbers of a version (from 1) and of a hunk in it. */
  readonly version?: number;
  readonly hunk?: number;
}

/** In milliseconds. Lenses that come faster are never drawn. */
const refreshInterval = 300;
const longestInterval = 5000;
const longestNote = 160;

/** The caller disposes it. */
export class ReviewLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #registration: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #firedAt = 0;
  #interval = refreshInterval;

  /** @param find by its id */
  constructor(private readonly find: (id: string) => Review | undefined) {
    this.#registration = vscode.languages.registerCodeLensProvider({ scheme: proposalScheme }, this);
  }

  refresh(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#firedAt = Date.now();
        // VS Code waits before it asks, seconds where it is busy, and starts its wait anew with each change: leave it ever more time.
        this.#interval = Math.min(2 * this.#interval, longestInterval);
        this.#changed.fire();
      },
      Math.max(0, this.#firedAt + this.#interval - Date.now()),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const address = parseReviewUri(document.uri);
    const review = address?.view === 'merged' ? this.find(address.id) : undefined;
    if (review === undefined) {
      return [];
    }
    this.#interval = refreshInterval;
    const { blocks } = review.page.shown;
    const lensesOf = (line: number, commands: readonly vscode.Command[]): vscode.CodeLens[] => {
      const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
      return commands.map((command) => new vscode.CodeLens(range, command));
    };
    return [
      ...lensesOf(0, headCommands(review)),
      ...blocks.flatMap((block, index) => lensesOf(block.line, hunkCommands(review, block, index + 1))),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function headCommands(review: Review): readonly vscode.Command[] {
  const { version, label } = review;
  const hunks = review.hunks();
  const count = (...states: readonly string[]): number => hunks.filter(({ state }) => states.includes(state)).length;
  const [open, stale, cutOff] = [count('undecided'), count('stale'), count('cutOff')];
  const target: LensTarget = { review: review.id };
  const button = buttons(target);
  const head = version.isRunning
    ? `$(loading~spin) ${escaped(label)} · ${vscode.l10n.t('{0} s', version.seconds)}`
    : `$(${version.outcome === 'complete' ? 'sparkle' : 'warning'}) ${escaped(label)} · ${headWords(open, stale + cutOff, hunks.length)}`;
  const sentence =
    version.sentence ?? (version.outcome === 'stopped' ? vscode.l10n.t('Stopped; this is what had come.') : undefined);
  return [
    words(head),
    ...(version.isRunning ? [button('stopProposal', `$(debug-stop) ${vscode.l10n.t('Stop')}`)] : []),
    ...(sentence === undefined ? [] : [words(escaped(sentence))]),
    ...(open > 0
      ? [
          button('acceptAllHunks', vscode.l10n.t('Accept All'), chord('Ctrl+Shift+Enter', 'Cmd+Shift+Enter')),
          button('rejectAllHunks', vscode.l10n.t('Reject All'), chord('Ctrl+Shift+Backspace', 'Cmd+Shift+Backspace')),
          button('showProposalAsDiff', vscode.l10n.t('Show as Diff')),
        ]
      : []),
    ...(review.canTryAgain && !version.isRunning ? [button('tryProposalAgain', vscode.l10n.t('Try Again…'))] : []),
    ...versionCommands(review, button),
  ];
}

function versionCommands(review: Review, button: ReturnType<typeof buttons>): readonly vscode.Command[] {
  const { versionNumber, versionCount } = review;
  if (versionCount === 1) {
    return [];
  }
  return [
    ...(versionNumber > 1 ? [button('previousProposal', '$(chevron-left)', vscode.l10n.t('Previous Version'))] : []),
    words(vscode.l10n.t('Version {0} of {1}', versionNumber, versionCount)),
    ...(versionNumber < versionCount ? [button('nextProposal', '$(chevron-right)', vscode.l10n.t('Next Version'))] : []),
  ];
}

function headWords(open: number, unfit: number, all: number): string {
  if (all === 0) {
    return vscode.l10n.t('no changes');
  }
  const decided = vscode.l10n.t('{0} of {1} to decide', open, all);
  return unfit === 0 ? decided : `${decided}, ${vscode.l10n.t('not fitting: {0}', unfit)}`;
}

function hunkCommands(review: Review, { hunk }: MergedBlock, position: number): readonly vscode.Command[] {
  const target: LensTarget = { review: review.id, version: review.versionNumber, hunk: hunk.id };
  const button = buttons(target);
  const accept = button('acceptHunk', `$(check) ${vscode.l10n.t('Accept')}`, chord('Ctrl+Enter', 'Cmd+Enter'));
  const reject = button('rejectHunk', `$(close) ${vscode.l10n.t('Reject')}`, chord('Ctrl+Backspace', 'Cmd+Backspace'));
  const note = hunk.note?.replace(/\s+/g, ' ').trim() ?? '';
  const place = vscode.l10n.t('Change {0}, line {1}', position, hunk.start + 1);
  const notes = [
    ...(hunk.isExact
      ? []
      : [
          words(
            `$(warning) ${vscode.l10n.t('Matched loosely')}`,
            vscode.l10n.t('Blanks or context differ from the file. Look twice.'),
          ),
        ]),
    ...(note === '' ? [] : [words(escaped(vscode.l10n.t('Note: {0}', shortened(note))), note)]),
  ];
  switch (hunk.state) {
    case 'undecided':
      return [accept, reject, words(place, chord('Alt+F5', 'Alt+F5')), ...notes];
    case 'growing':
      return [words(`$(loading~spin) ${place}`), ...notes];
    case 'cutOff':
      return [words(`$(warning) ${vscode.l10n.t('Cut off, so it cannot be accepted')}`), reject, ...notes];
    case 'stale':
      return [words(`$(warning) ${vscode.l10n.t('No longer fits: the lines that it changes have changed')}`), reject, ...notes];
    case 'accepted':
    case 'rejected':
      return [];
  }
}

function buttons(target: LensTarget): (name: CommandName, title: string, tooltip?: string) => vscode.Command {
  return (name, title, tooltip) => ({
    command: commandId(name),
    title,
    arguments: [target],
    ...(tooltip === undefined ? {} : { tooltip }),
  });
}

function words(title: string, tooltip?: string): vscode.Command {
  return { command: '', title, ...(tooltip === undefined ? {} : { tooltip }) };
}

/** The machine that shows the editor need not be the one that this runs on. */
function chord(key: string, onMac: string): string {
  return key === onMac ? key : vscode.l10n.t('{0} ({1} on macOS)', key, onMac);
}

function shortened(note: string): string {
  return note.length > longestNote ? `${note.slice(0, longestNote)}…` : note;
}

/** Others' words show no icons. */
function escaped(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
