/** Closes an open review and leaves the file as it is. */
import * as vscode from 'vscode';
import type { ProposalReview } from '../edits/proposalReview';
import type { Command } from './command';

export function rejectAllHunks(reviews: ProposalReview): Command {
  return {
    name: 'rejectAllHunks',
    run: (side?: unknown) => reviews.reject(side instanceof vscode.Uri ? side : undefined),
  };
}
