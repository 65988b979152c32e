/** Goes on to a later version of a proposal. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function nextProposal(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'nextProposal',
    async run(at?: unknown) {
      (await reviews()).showVersion(1, at);
    },
  };
}
