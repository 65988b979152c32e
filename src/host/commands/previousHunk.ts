/** Goes to the previous change of a review. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function previousHunk(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'previousHunk',
    run: async (at?: unknown) => (await reviews()).goTo('up', at),
  };
}
