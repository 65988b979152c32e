/** Puts one change of a review into the document: that of the lens, or at the cursor. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function acceptHunk(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'acceptHunk',
    run: async (at?: unknown) => (await reviews()).acceptHunk(at),
  };
}
