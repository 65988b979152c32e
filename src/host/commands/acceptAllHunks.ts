/** Puts all changes that a review proposes into the document. */
import type { Reviews } from '../review/reviews';
import type { Command } from './command';

export function acceptAllHunks(reviews: () => Promise<Reviews>): Command {
  return {
    name: 'acceptAllHunks',
    run: async (at?: unknown) => (await reviews()).acceptAll(at),
  };
}
