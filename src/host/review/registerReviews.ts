/** Reviews of proposed changes, loaded with the first proposal, and their commands. */
import type { App } from '../app';
import { acceptAllHunks } from '../commands/acceptAllHunks';
import { acceptHunk } from '../commands/acceptHunk';
import { nextHunk } from '../commands/nextHunk';
import { nextProposal } from '../commands/nextProposal';
import { previousHunk } from '../commands/previousHunk';
import { previousProposal } from '../commands/previousProposal';
import { rejectAllHunks } from '../commands/rejectAllHunks';
import { rejectHunk } from '../commands/rejectHunk';
import { showProposalAsDiff } from '../commands/showProposalAsDiff';
import { stopProposal } from '../commands/stopProposal';
import { tryProposalAgain } from '../commands/tryProposalAgain';
import { lazily } from '../platform/lazily';
import type { Reviews } from './reviews';
import { closeLostReviews } from './reviewTabs';

export type LoadReviews = () => Promise<Reviews>;

export function registerReviews(app: App): LoadReviews {
  void closeLostReviews();
  const reviews = lazily(app.context.subscriptions, async () => {
    const { Reviews } = await import('./reviews');
    return new Reviews();
  });
  app.addCommands(
    acceptHunk(reviews),
    rejectHunk(reviews),
    acceptAllHunks(reviews),
    rejectAllHunks(reviews),
    nextHunk(reviews),
    previousHunk(reviews),
    stopProposal(reviews),
    tryProposalAgain(reviews),
    showProposalAsDiff(reviews),
    previousProposal(reviews),
    nextProposal(reviews),
  );
  return reviews;
}
