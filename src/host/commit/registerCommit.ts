/** Commit messages and what else is made of changes, loaded with the first use, and their commands. */
import type { SentAttachment } from '../../core/attachment';
import type { App } from '../app';
import type { Chat } from '../chat/registerChat';
import { describeBranch } from '../commands/describeBranch';
import { explainChanges } from '../commands/explainChanges';
import { generateAllCommitMessages } from '../commands/generateAllCommitMessages';
import { generateCommitMessage } from '../commands/generateCommitMessage';
import { splitChanges } from '../commands/splitChanges';
import { stopCommitMessage } from '../commands/stopCommitMessage';
import { lazily } from '../platform/lazily';

export function registerCommit(app: App, { controller, reveal }: Chat): void {
  const { context, log, exclusions, documents, act } = app;
  const ask = async (text: string, attached: readonly SentAttachment[]): Promise<void> => {
    await reveal();
    await controller.askInNewChat(text, attached);
  };
  const commits = lazily(context.subscriptions, async () => {
    const { CommitTools } = await import('./commitTools');
    const model = app.modelFor('commit');
    return new CommitTools({ model, state: context.globalState, log, exclusions, documents, ask, act });
  });
  app.addCommands(
    generateCommitMessage(commits),
    stopCommitMessage(commits),
    generateAllCommitMessages(commits),
    explainChanges(commits),
    describeBranch(commits),
    splitChanges(commits),
  );
}
