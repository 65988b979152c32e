/**
 * Commit messages into the boxes of repositories, each on its own: which are being written, how one is begun, stopped and ended.
 * Reading the changes, asking the model, and the box itself are next door.
 */
import * as vscode from 'vscode';
import type { ChatModel } from '../../core/chatModel';
import type { Changes } from '../../core/commit/changes';
import type { CommitlintConfig } from '../../core/commit/commitlintConfig';
import { splitTrailers } from '../../core/commit/trailers';
import { commitContextKeys } from '../../core/contributions';
import type { NoticeButton } from '../../core/conversation';
import { isCancellation } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { ChoiceMemory } from '../answers/choiceMemory';
import type { Exclusions } from '../context/exclusions';
import { gitApi, type GitRepository } from '../context/git';
import type { ReadOnlyDocuments } from '../context/readOnlyDocuments';
import { runGit } from '../context/runGit';
import { wordList } from '../platform/wordList';
import { pickAlternative, type Choice } from './alternativesPick';
import { readCommitlint, readCommitModel, readCommitSettings } from './commitSettings';
import { showFailure } from './failureNotice';
import { InputBoxWriter } from './inputBoxWriter';
import { MessageSource } from './messageSource';
import { readForModel, sentWords, type ReadForModel } from './readForModel';
import { allRepositories, repositoryName, rootOf } from './repositories';
import { SuggestionMemory } from './suggestionMemory';
import type { Talk } from './talk';

export interface CommitDeps {
  readonly model: ChatModel;
  /** Over all windows. */
  readonly state: vscode.Memento;
  readonly log: Logger;
  readonly exclusions: Exclusions;
  readonly documents: ReadOnlyDocuments;
  readonly talk: Talk;
  /** Does what the button of a failure says. @returns whether what failed may be tried again */
  readonly act: (button: NoticeButton, model: string) => Promise<boolean>;
}

interface Options {
  /** The message of the latest commit, which is to be written anew. */
  readonly amend?: boolean;
  /** One of several repositories: no choice, and no word where there is nothing to do. */
  readonly isOneOfMany?: boolean;
}

interface Run {
  readonly repository: GitRepository;
  readonly abort: AbortController;
}

/** @returns what was written, or that there was nothing */
type Outcome = 'written' | 'nothing' | 'ended';

export class CommitMessages implements vscode.Disposable {
  readonly #runs = new Map<string, Run>();
  /** The latest of each repository. */
  readonly #writers = new Map<string, InputBoxWriter>();
  readonly #memory = new SuggestionMemory();
  readonly #toldOfRules = new Set<string>();

  constructor(private readonly deps: CommitDeps) {}

  /** Ends when the message is there, or what stood in the box is. Never throws for what it can say. */
  async generate(repository: GitRepository, options: Options = {}): Promise<void> {
    const outcome = await this.#attempt(repository, options);
    if (outcome === 'nothing') {
      await this.#sayNothing(repository, options);
    }
  }

  /** Of every repository that has changes, at the same time. */
  async generateAll(): Promise<void> {
    const repositories = await allRepositories();
    const outcomes = await Promise.all(repositories.map((repository) => this.#attempt(repository, { isOneOfMany: true })));
    if (repositories.length > 0 && outcomes.every((outcome) => outcome === 'nothing')) {
      void this.deps.talk('info', vscode.l10n.t('There is nothing to commit in any repository.'));
    }
  }

  /** @param source what the menu handed over; without one, everything that is being written stops */
  stop(source: unknown): void {
    const root = rootOf(source)?.toString();
    for (const [key, { abort }] of this.#runs) {
      if (root === undefined || key === root) {
        abort.abort();
      }
    }
  }

  dispose(): void {
    this.stop(undefined);
  }

  async #attempt(repository: GitRepository, options: Options): Promise<Outcome> {
    const key = repository.rootUri.toString();
    if (this.#runs.has(key)) {
      return 'ended';
    }
    const abort = new AbortController();
    const box = new InputBoxWriter(repository, this.#writers.get(key));
    this.#writers.set(key, box);
    this.#runs.set(key, { repository, abort });
    this.#showBusy();
    try {
      return await vscode.window.withProgress({ location: vscode.ProgressLocation.SourceControl }, () =>
        this.#write(repository, box, options, abort.signal),
      );
    } catch (error) {
      box.restore();
      if (!abort.signal.aborted && !isCancellation(error)) {
        // Not waited for: a notification can stay for long.
        void showFailure(error, this.deps, readCommitModel(repository.rootUri), () => this.generate(repository, options));
      }
      return 'ended';
    } finally {
      box.dispose();
      this.#runs.delete(key);
      this.#showBusy();
    }
  }

  async #write(repository: GitRepository, box: InputBoxWriter, options: Options, signal: AbortSignal): Promise<Outcome> {
    const read = await readForModel(repository, this.deps, signal, options);
    if (read === 'nothing' || read === 'held') {
      return read === 'nothing' ? 'nothing' : 'ended';
    }
    const settings = readCommitSettings(repository.rootUri);
    const [commitlint, signed] = await Promise.all([
      readCommitlint(repository.rootUri.fsPath),
      settings.isSignedOff ? signOff(repository) : [],
    ]);
    this.#sayBefore(repository, read, commitlint);
    for (;;) {
      const { intent, refused } = this.#memory.of(repository, withoutTemplate(box.before, read.changes));
      const wish = splitTrailers(intent);
      const prepared = splitTrailers(withoutComments(read.changes.state.prepared ?? '', read.changes)).trailers;
      const source = new MessageSource(
        this.deps.model,
        {
          model: settings.model,
          state: read.changes.state,
          source: read.changes.source,
          changes: read.sent,
          style: settings.style,
          language: settings.language,
          instructions: settings.instructions,
          rules: commitlint?.rules ?? [],
          subjectLength: settings.subjectLength,
          intent: wish.text,
          refused,
        },
        settings,
        [...wish.trailers, ...prepared, ...signed],
      );
      const choice = await this.#choose(
        repository,
        source,
        box,
        options.isOneOfMany === true ? 1 : settings.alternatives,
        signal,
      );
      if (choice === undefined) {
        box.restore();
        return 'ended';
      }
      if (choice !== 'others') {
        const message = await this.#end(repository, source, choice, box, signal);
        this.#memory.remember(repository, intent, message, [...choice.all, message]);
        return 'written';
      }
      this.#memory.remember(repository, intent, box.before, source.offered);
    }
  }

  /** What the user should know of what is sent, and, once, of rules that are not checked. */
  #sayBefore(repository: GitRepository, read: ReadForModel, commitlint: CommitlintConfig | undefined): void {
    const notes = sentWords(read.changes.source, read.sent);
    const key = repository.rootUri.toString();
    if (commitlint !== undefined && commitlint.unread.length > 0 && !this.#toldOfRules.has(key)) {
      this.#toldOfRules.add(key);
      notes.push(
        commitlint.unread.includes('*')
          ? vscode.l10n.t('{0} could not be read (its code is never run), so its rules are not checked.', commitlint.file)
          : vscode.l10n.t('Of {0} this is not checked: {1}', commitlint.file, wordList(commitlint.unread)),
      );
    }
    if (notes.length > 0) {
      void this.deps.talk('info', `${repositoryName(repository)}: ${notes.join(' ')}`);
    }
  }

  async #choose(
    repository: GitRepository,
    source: MessageSource,
    box: InputBoxWriter,
    count: number,
    signal: AbortSignal,
  ): Promise<Choice | 'others' | undefined> {
    if (count > 1) {
      return pickAlternative({
        source,
        alternatives: new ChoiceMemory(this.deps.state).alternatives(this.deps.model, count),
        title: vscode.l10n.t('Commit Message for {0}', repositoryName(repository)),
        signal,
        preview: (message) => {
          box.write(message === '' ? box.before : message);
        },
        open: (message) => void this.deps.documents.showText('Commit Message', message, 'git-commit'),
      });
    }
    const written = await source.stream(0, signal, (message) => {
      box.write(message === '' ? box.before : message);
    });
    return { written, all: [written.message] };
  }

  /** @returns what the box is left with, unless it is the user's */
  async #end(
    repository: GitRepository,
    source: MessageSource,
    { written }: Choice,
    box: InputBoxWriter,
    signal: AbortSignal,
  ): Promise<string> {
    box.write(written.message);
    const { message, broken, isCut } = await source.repair(written, signal).catch((error: unknown) => {
      if (isCancellation(error)) {
        throw error;
      }
      // The message is complete but for a rule: it stays.
      this.deps.log.warn(`A commit message could not be repaired: ${String(error)}`);
      return written;
    });
    if (!(await box.finish(message))) {
      void offer(box, repository, message, this.deps.talk);
    }
    const errors = broken.filter(({ level }) => level === 'error');
    if (errors.length > 0) {
      const rules = wordList(errors.map(({ name, words }) => `${name} (${words})`));
      void this.deps.talk('warning', vscode.l10n.t('The commit message still breaks a rule: {0}', rules));
    } else if (isCut) {
      void this.deps.talk('warning', vscode.l10n.t('The commit message ended at the length limit of the model.'));
    }
    return message;
  }

  async #sayNothing(repository: GitRepository, options: Options): Promise<void> {
    const { l10n } = vscode;
    const sentence = l10n.t('There is nothing to commit in {0}.', repositoryName(repository));
    const amend = l10n.t('Rewrite Message of Last Commit');
    const canAmend = options.amend !== true && repository.state.HEAD?.commit !== undefined;
    const chosen = await this.deps.talk('info', sentence, ...(canAmend ? [amend] : []));
    if (chosen === amend) {
      await this.generate(repository, { amend: true });
    }
  }

  /** Menus compare URIs, as the workbench knows them: as texts they would not match in a remote window. */
  #showBusy(): void {
    const roots = [...this.#runs.values()].map(({ repository }) => repository.rootUri);
    void vscode.commands.executeCommand('setContext', commitContextKeys.busyRepositories, roots);
    void vscode.commands.executeCommand('setContext', commitContextKeys.isWritingCommitMessage, roots.length > 0);
  }
}

/** Where the user has typed meanwhile: the box is theirs until they say otherwise. */
async function offer(box: InputBoxWriter, repository: GitRepository, message: string, talk: Talk): Promise<void> {
  const { l10n } = vscode;
  const [replace, copy] = [l10n.t('Replace My Text'), l10n.t('Copy Message')];
  const chosen = await talk(
    'info',
    l10n.t(
      'You have typed, so the message for {0} was not put into the box: {1}',
      repositoryName(repository),
      firstLine(message),
    ),
    replace,
    copy,
  );
  if (chosen === replace) {
    box.replace(message);
  } else if (chosen === copy) {
    await vscode.env.clipboard.writeText(message);
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}

/** As Git puts it under a message. None where Git does not know who commits. */
async function signOff({ rootUri }: GitRepository): Promise<readonly string[]> {
  try {
    const git = (await gitApi())?.git.path ?? 'git';
    const { text } = await runGit(git, rootUri.fsPath, ['var', 'GIT_COMMITTER_IDENT'], 10_000);
    const [, who] = /^(.+>) \d+/.exec(text) ?? [];
    return who === undefined ? [] : [`Signed-off-by: ${who}`];
  } catch {
    return [];
  }
}

/** Git fills an empty box with the template, or with what it prepared: that is not the user's. */
function withoutTemplate(box: string, changes: Changes): string {
  const { template = '', prepared = '' } = changes.state;
  const isGits = [template, prepared].some((text) => withoutComments(text, changes) === withoutComments(box, changes));
  return isGits ? '' : box;
}

function withoutComments(text: string, { state }: Pick<Changes, 'state'>): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith(state.commentChar))
    .join('\n')
    .trim();
}
