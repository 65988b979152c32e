/** Closes the thread of an explanation. */
import type { LoadExplanations } from '../explain/loadExplanations';
import type { Command } from './command';

export function closeExplanation(load: LoadExplanations): Command {
  return {
    name: 'closeExplanation',
    async run(thread?: unknown) {
      (await load()).close(thread);
    },
  };
}
