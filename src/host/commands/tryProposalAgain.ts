/** Asks for another version of a proposal, with an instruction. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function tryProposalAgain(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'tryProposalAgain',
    run: async (at?: unknown) => (await reviews()).tryAgain(at),
  };
}
