/**
 * Looks at what the language server says after a change was accepted: errors that were not there before are offered for a fix or an
 * undo. It waits until the server has had its say, and says nothing where all is well.
 */
import * as vscode from 'vscode';
import { nameOf } from '../context/sourceContent';
import { codeOf } from './problemLines';

/** As long as nothing new is reported, the server is taken to be done. */
const settledMs = 1500;
const longestWaitMs = 15_000;

/** Asks with a sentence and buttons; undefined where the user turns away. */
export type Ask = (sentence: string, ...buttons: readonly string[]) => Thenable<string | undefined>;

interface Deps {
  readonly ask: Ask;
  readonly fix: (uri: vscode.Uri, problems: readonly vscode.Diagnostic[]) => Promise<void>;
}

/** The errors of one document as they were right before its last change. The caller disposes it. */
export class ErrorsBefore implements vscode.Disposable {
  #now: readonly vscode.Diagnostic[];
  #before: readonly vscode.Diagnostic[];
  readonly #listener: vscode.Disposable;

  constructor(uri: vscode.Uri) {
    const key = uri.toString();
    this.#now = errorsOf(uri);
    this.#before = this.#now;
    this.#listener = vscode.Disposable.from(
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((changed) => changed.toString() === key)) this.#now = errorsOf(uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.toString() === key && contentChanges.length > 0) this.#before = this.#now;
      }),
    );
  }

  get errors(): readonly vscode.Diagnostic[] {
    return this.#before;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

export class NewProblems implements vscode.Disposable {
  /** What still waits for a language server. */
  readonly #waiting = new Set<AbortController>();

  constructor(private readonly deps: Deps) {}

  /**
   * To be called right after the change, with the errors before it. Ends when the user was asked, or there was nothing to ask.
   *
   * @param ranges what was changed
   */
  async look(uri: vscode.Uri, ranges: readonly vscode.Range[], before: readonly vscode.Diagnostic[]): Promise<void> {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document === undefined) {
      return;
    }
    const { version } = document;
    const abort = new AbortController();
    this.#waiting.add(abort);
    try {
      await settled(uri, abort.signal);
    } finally {
      this.#waiting.delete(abort);
    }
    const isSame = document.version === version;
    // What the user typed since then is not to be laid at the change's door.
    const added = addedErrors(before, errorsOf(uri)).filter(
      ({ range }) => isSame || ranges.some((changed) => changed.intersection(range) !== undefined),
    );
    if (abort.signal.aborted || added.length === 0) {
      return;
    }
    const [fix, undo] = [vscode.l10n.t('Fix'), vscode.l10n.t('Undo')];
    const first = added[0]?.message.split('\n')[0] ?? '';
    const name = nameOf(uri);
    const sentence =
      added.length === 1
        ? vscode.l10n.t('The change brings an error to {0}: {1}', name, first)
        : vscode.l10n.t('The change brings {0} errors to {1}, first: {2}', String(added.length), name, first);
    const chosen = await this.deps.ask(sentence, fix, ...(isSame ? [undo] : []));
    if (chosen === fix) {
      await this.deps.fix(uri, added);
    } else if (chosen === undo) {
      await undoChange(document, version);
    }
  }

  dispose(): void {
    for (const abort of this.#waiting) abort.abort();
  }
}

/** Those of `after` that `before` has not, wherever they are now. */
export function addedErrors(
  before: readonly vscode.Diagnostic[],
  after: readonly vscode.Diagnostic[],
): readonly vscode.Diagnostic[] {
  const key = (problem: vscode.Diagnostic): string => JSON.stringify([problem.source, codeOf(problem), problem.message]);
  const known = new Map<string, number>();
  for (const problem of before) known.set(key(problem), (known.get(key(problem)) ?? 0) + 1);
  return after.filter((problem) => {
    const count = known.get(key(problem)) ?? 0;
    known.set(key(problem), count - 1);
    return count <= 0;
  });
}

async function undoChange(document: vscode.TextDocument, version: number): Promise<void> {
  await vscode.window.showTextDocument(document);
  // A step of somebody else's must not be undone.
  if (document.version === version) {
    await vscode.commands.executeCommand('undo');
  } else {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} has changed since. Undo it there.', nameOf(document.uri)));
  }
}

function errorsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}

function settled(uri: vscode.Uri, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer = setTimeout(done, settledMs);
    const longest = setTimeout(done, longestWaitMs);
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((changed) => changed.toString() === uri.toString())) return;
      clearTimeout(timer);
      timer = setTimeout(done, settledMs);
    });
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      clearTimeout(longest);
      listener.dispose();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
