/** Shows the history, with search over all messages. */
import { HistoryPick, type HistoryPickDeps } from '../history/historyPick';
import type { Command } from './command';

export function showHistory(deps: HistoryPickDeps): Command {
  return { name: 'showHistory', run: () => new HistoryPick(deps).show() };
}
