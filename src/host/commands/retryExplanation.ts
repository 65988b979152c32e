/** Asks again for the last answer of an explanation. */
import type { LoadExplanations } from '../explain/loadExplanations';
import type { Command } from './command';

export function retryExplanation(load: LoadExplanations): Command {
  return {
    name: 'retryExplanation',
    async run(thread?: unknown) {
      await (await load()).retry(thread);
    },
  };
}
