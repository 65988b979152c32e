/** Shows the history, with search over all messages. */
import type { HistoryPick } from '../history/historyPick';
import type { Command } from './command';

/** @param load makes a pick list, to be shown once */
export function showHistory(load: () => Promise<HistoryPick>): Command {
  return {
    name: 'showHistory',
    async run() {
      await (await load()).show();
    },
  };
}
