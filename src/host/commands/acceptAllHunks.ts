/** Makes the change that an open review proposes. */
import * as vscode from 'vscode';
import type { ProposalReview } from '../edits/proposalReview';
import type { Command } from './command';

export function acceptAllHunks(reviews: ProposalReview): Command {
  return {
    name: 'acceptAllHunks',
    run: (side?: unknown) => reviews.accept(side instanceof vscode.Uri ? side : undefined),
  };
}
