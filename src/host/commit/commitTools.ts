/** What can be done with the changes of a repository. A bundle of its own, loaded with the first use. */
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import { isCancellation } from '../../core/errors';
import type { GitRepository } from '../context/git';
import { describeBranch } from './branchDescription';
import { CommitMessages, type CommitDeps } from './commitMessages';
import { readCommitModel } from './commitSettings';
import { showFailure } from './failureNotice';
import { readForModel, sentWords } from './readForModel';
import { chooseRepository, repositoryName } from './repositories';
import { SplitSuggestion } from './splitSuggestion';
import { talkInNotifications } from './talk';

interface CommitToolsDeps extends CommitDeps {
  /** Shows the chat, and asks in a conversation of its own, which looks for secrets first. */
  readonly ask: (text: string, attachments: readonly SentAttachment[]) => Promise<void>;
}

/** Each method takes what the menu handed over. */
export class CommitTools {
  readonly messages: CommitMessages;
  readonly #deps: CommitToolsDeps;
  readonly #split: SplitSuggestion;

  constructor(given: Omit<CommitToolsDeps, 'talk'> & Partial<CommitToolsDeps>) {
    this.#deps = { talk: talkInNotifications, ...given };
    this.messages = new CommitMessages(this.#deps);
    this.#split = new SplitSuggestion(this.#deps);
  }

  async generate(source: unknown): Promise<void> {
    const repository = await chooseRepository(source);
    if (repository !== undefined) {
      await this.messages.generate(repository);
    }
  }

  explain(source: unknown): Promise<void> {
    return this.#with(source, (repository) => this.#explain(repository));
  }

  describe(source: unknown): Promise<void> {
    return this.#with(source, (repository) => describeBranch(repository, this.#deps));
  }

  split(source: unknown): Promise<void> {
    return this.#with(source, (repository) => this.#split.suggest(repository));
  }

  dispose(): void {
    this.messages.dispose();
  }

  async #explain(repository: GitRepository): Promise<void> {
    const { l10n } = vscode;
    const { talk, ask } = this.#deps;
    const read = await readForModel(repository, this.#deps, new AbortController().signal, { isGuarded: true });
    if (read === 'nothing') {
      void talk('info', l10n.t('There is nothing to commit in {0}.', repositoryName(repository)));
    }
    if (read === 'nothing' || read === 'held') {
      return;
    }
    const notes = sentWords(read.changes.source, read.sent);
    if (notes.length > 0) {
      void talk('info', notes.join(' '));
    }
    const { text, tokens } = read.sent;
    const label = l10n.t('changes of {0}', repositoryName(repository));
    const uri = repository.rootUri.toString();
    await ask(
      l10n.t('What do these changes do? Explain them, and say what you would look at twice before they are committed.'),
      [{ kind: 'changes', label, uri, languageId: 'diff', text, tokens }],
    );
  }

  async #with(source: unknown, work: (repository: GitRepository) => Promise<void>): Promise<void> {
    const repository = await chooseRepository(source);
    if (repository === undefined) {
      return;
    }
    try {
      await work(repository);
    } catch (error) {
      if (!isCancellation(error)) {
        // Not waited for: a notification can stay for long.
        void showFailure(error, this.#deps, readCommitModel(repository.rootUri), () => this.#with(repository.rootUri, work));
      }
    }
  }
}
