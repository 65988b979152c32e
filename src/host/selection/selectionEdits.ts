/**
 * Refactor, fix, document and test code in place: decides what the edit is about, refuses what cannot be, and starts a run. All of
 * it is loaded with the first use; what is registered before is `selectionActions.ts`.
 */
import * as vscode from 'vscode';
import type { EditKind } from '../../core/prompts/edit';
import type { Exclusions } from '../context/exclusions';
import { nameOf, UnavailableError } from '../context/sourceContent';
import { isWritable } from '../edits/codeEditor';
import { EditRun, type EditJob, type EditRunDeps } from './editRun';
import { NewProblems, type Ask } from './newProblems';
import { problemsAt } from './problemLines';
import { SelectionContext } from './selectionContext';
import { SelectionProgress } from './selectionProgress';
import { enclosingRange, selectionTarget } from './selectionTarget';
import { testFile } from './testTarget';

interface Deps extends Pick<EditRunDeps, 'model' | 'reviews' | 'documents' | 'act' | 'log'> {
  readonly exclusions: Exclusions;
  readonly ask?: Ask;
  readonly askInstruction?: EditRunDeps['askInstruction'];
}

/** The caller disposes it; that ends all runs. */
export class SelectionEdits implements vscode.Disposable {
  readonly #progress = new SelectionProgress();
  readonly #problems: NewProblems;
  readonly #runs = new Set<EditRun>();
  readonly #ask: Ask;
  readonly #askInstruction: EditRunDeps['askInstruction'];

  constructor(private readonly deps: Deps) {
    this.#ask = deps.ask ?? ((sentence, ...buttons) => vscode.window.showWarningMessage(sentence, ...buttons));
    this.#askInstruction = deps.askInstruction ?? askInstruction;
    this.#problems = new NewProblems({ ask: this.#ask, fix: (uri, problems) => this.#fixAfter(uri, problems) });
  }

  /** Resolves when the answer has come to its end; what the user decides about it comes later. */
  async run(kind: EditKind): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and select what this is about.'));
      return;
    }
    try {
      const job = await this.#job(kind, editor);
      if (job !== undefined) await this.#start(job);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      await this.#ask(error.message);
    }
  }

  /** @param id of a run, as its progress says; without it, the one in front */
  stop(id?: number): void {
    this.#progress.stop(id);
  }

  dispose(): void {
    for (const run of this.#runs) run.dispose();
    this.#runs.clear();
    this.#problems.dispose();
    this.#progress.dispose();
  }

  async #job(kind: EditKind, editor: vscode.TextEditor): Promise<EditJob | undefined> {
    const { document, selection } = editor;
    if (kind !== 'tests' && !(await this.#canChange(document))) {
      return undefined;
    }
    if (kind === 'fix') {
      return this.#fixJob(document, selection, problemsAt(document, selection));
    }
    const target = await withSign(selectionTarget(editor));
    if (target === undefined) {
      return undefined;
    }
    const job = { kind, document, range: target.range, instruction: '', problems: [] };
    if (kind === 'refactor') {
      const instruction = await this.#askInstruction(vscode.l10n.t('Refactor Selection'));
      return instruction === undefined ? undefined : { ...job, instruction };
    }
    if (kind === 'tests') {
      const tests = await testFile(document, this.deps.exclusions);
      return tests === undefined ? undefined : { ...job, tests };
    }
    return job;
  }

  async #fixJob(
    document: vscode.TextDocument,
    place: vscode.Range,
    problems: readonly vscode.Diagnostic[],
  ): Promise<EditJob | undefined> {
    const [first] = problems;
    if (first === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No problem is reported here. Put the cursor on one.'));
      return undefined;
    }
    const all = problems.reduce((range, problem) => range.union(problem.range), first.range).union(place);
    const range = (await withSign(enclosingRange(document, all))) ?? all;
    return { kind: 'fix', document, range: document.validateRange(range), instruction: '', problems };
  }

  async #fixAfter(uri: vscode.Uri, problems: readonly vscode.Diagnostic[]): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const [first] = problems;
    const job = first === undefined ? undefined : await this.#fixJob(document, first.range, problems);
    if (job !== undefined) await this.#start(job);
  }

  async #start(job: EditJob): Promise<void> {
    const run: EditRun = new EditRun(
      {
        ...this.deps,
        context: new SelectionContext(this.deps.exclusions),
        progress: this.#progress,
        problems: this.#problems,
        ask: this.#ask,
        askInstruction: this.#askInstruction,
        onDidEnd: () => {
          this.#runs.delete(run);
        },
      },
      job,
    );
    this.#runs.add(run);
    await run.start();
  }

  /** Where not, says so and offers what can be done. */
  async #canChange({ uri }: vscode.TextDocument): Promise<boolean> {
    if (isWritable(uri) && !(await isReadOnly(uri))) {
      return true;
    }
    const explain = vscode.l10n.t('Explain Instead');
    const chosen = await this.#ask(vscode.l10n.t('{0} cannot be changed.', nameOf(uri)), explain);
    if (chosen === explain) await vscode.commands.executeCommand('aceClaude.explainSelection');
    return false;
  }
}

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Nothing on a disk: an unsaved text, a cell.
    return false;
  }
}

/** A language server that is starting takes its time; the place of the edit is not known yet, so the status bar says that it goes on. */
function withSign<T>(work: Promise<T>): Promise<T> {
  vscode.window.setStatusBarMessage(`$(loading~spin) ${vscode.l10n.t('Claude: looking at the code…')}`, work);
  return work;
}

function askInstruction(title: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('What should change? Leave it empty to make the code simpler and clearer.'),
    placeHolder: vscode.l10n.t('Split it up, rename, handle errors…'),
    ignoreFocusOut: true,
  });
}
