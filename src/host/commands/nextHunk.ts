/** Goes to the next change of a review. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function nextHunk(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'nextHunk',
    run: async (at?: unknown) => (await reviews()).goTo('down', at),
  };
}
