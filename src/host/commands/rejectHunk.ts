/** Takes one change out of a review: that of the lens, or at the cursor. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function rejectHunk(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'rejectHunk',
    run: async (at?: unknown) => (await reviews()).rejectHunk(at),
  };
}
