/** Shows the extension's log in the Output view. */
import type { Log } from '../platform/log';
import type { Command } from './command';

export function showLog(log: Log): Command {
  return {
    name: 'showLog',
    run() {
      log.info('The log was opened.');
      log.show();
    },
  };
}
