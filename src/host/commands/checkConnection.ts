/** Tries the way to the endpoint, and says what is in it. */
import type { ConnectionCheck } from '../connection/connectionCheck';
import type { Command } from './command';

export function checkConnection(load: () => Promise<ConnectionCheck>): Command {
  return {
    name: 'checkConnection',
    async run() {
      await (await load()).run();
    },
  };
}
