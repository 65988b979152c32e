/** One answer's proposal within a review: its hunks, and how far the answer has come. */
import { Proposal, type PlacedHunk } from '../../core/review/proposal';

export type Outcome = 'complete' | 'stopped' | 'failed';

export class ProposalVersion {
  readonly proposal: Proposal;
  readonly startedAt = Date.now();
  /** Undefined while it streams. */
  outcome: Outcome | undefined;
  /** Why it did not end well. */
  sentence: string | undefined;

  constructor(readonly base: string) {
    this.proposal = new Proposal(base);
  }

  get isRunning(): boolean {
    return this.outcome === undefined;
  }

  place(text: readonly string[]): readonly PlacedHunk[] {
    this.proposal.follow(text);
    return this.proposal.place(text, this.isRunning);
  }

  /** Seconds since it was asked for. */
  get seconds(): number {
    return Math.floor((Date.now() - this.startedAt) / 1000);
  }
}
