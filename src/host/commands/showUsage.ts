/** Shows what was used, and what it cost. */
import type { UsageView } from '../usage/usageView';
import type { Command } from './command';

export function showUsage(load: () => Promise<UsageView>): Command {
  return {
    name: 'showUsage',
    async run() {
      await (await load()).show();
    },
  };
}
