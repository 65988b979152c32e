/** Goes back to an earlier version of a proposal. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function previousProposal(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'previousProposal',
    async run(at?: unknown) {
      (await reviews()).showVersion(-1, at);
    },
  };
}
