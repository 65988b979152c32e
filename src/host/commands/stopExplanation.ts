/** Ends the answer that is coming in the thread of an explanation. */
import type { LoadExplanations } from '../explain/loadExplanations';
import type { Command } from './command';

export function stopExplanation(load: LoadExplanations): Command {
  return {
    name: 'stopExplanation',
    async run(thread?: unknown) {
      (await load()).stop(thread);
    },
  };
}
