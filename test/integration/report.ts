/**
 * The inside end of the line from the tests to the server host that runs them (`test/hosts/witness.ts`): the output of Mocha,
 * and failed tests while the window still shows why. In the desktop host there is no such line, and output goes to the console.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { format } from 'node:util';
import type { WitnessMessage } from '../hosts/witness';

export interface Report {
  /** In place of `console.log`. */
  readonly say: (...args: readonly unknown[]) => void;
  /** Resolves when a picture and the logs are saved. */
  readonly testFailed: (title: string) => Promise<void>;
  /** Resolves when everything said has arrived. */
  readonly end: () => Promise<void>;
}

/** @param port of the host that listens; undefined in the desktop host */
export async function openReport(port: string | undefined): Promise<Report | undefined> {
  if (port === undefined) return undefined;
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  return {
    say: (...args) => {
      send(socket, { say: format(...args) });
    },
    testFailed: async (title) => {
      send(socket, { failed: title });
      await once(socket, 'data');
    },
    end: async () => {
      // A reader that has seen all of it closes its side, too.
      socket.resume();
      socket.end();
      await once(socket, 'close');
    },
  };
}

function send(socket: Socket, message: WitnessMessage): void {
  socket.write(`${JSON.stringify(message)}\n`);
}
