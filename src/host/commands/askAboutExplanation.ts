/** Asks a follow-up question in the thread of an explanation. */
import type { LoadExplanations } from '../explain/loadExplanations';
import type { Command } from './command';

export function askAboutExplanation(load: LoadExplanations): Command {
  return {
    name: 'askAboutExplanation',
    async run(reply?: unknown) {
      await (await load()).ask(reply);
    },
  };
}
