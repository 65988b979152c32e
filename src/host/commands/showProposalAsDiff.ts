/** Shows document and proposal side by side. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function showProposalAsDiff(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'showProposalAsDiff',
    run: async (at?: unknown) => (await reviews()).showAsDiff(at),
  };
}
