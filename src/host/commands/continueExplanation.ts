/** Takes an explanation over into the chat. */
import type { LoadExplanations } from '../explain/loadExplanations';
import type { Command } from './command';

export function continueExplanation(load: LoadExplanations): Command {
  return {
    name: 'continueExplanation',
    async run(thread?: unknown) {
      await (await load()).continueInChat(thread);
    },
  };
}
