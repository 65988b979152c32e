/** Ends a review; the document stays as it is. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function rejectAllHunks(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'rejectAllHunks',
    run: async (at?: unknown) => (await reviews()).rejectAll(at),
  };
}
