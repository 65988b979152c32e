/** Ends an answer that streams into a review; what has come stays. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function stopProposal(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'stopProposal',
    async run(at?: unknown) {
      (await reviews()).stop(at);
    },
  };
}
