/** Writes every counted answer to a file for a spreadsheet. */
import type { UsageView } from '../usage/usageView';
import type { Command } from './command';

export function exportUsage(load: () => Promise<UsageView>): Command {
  return {
    name: 'exportUsage',
    async run() {
      await (await load()).export();
    },
  };
}
