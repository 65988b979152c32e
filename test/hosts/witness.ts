/**
 * The outside end of the line to the tests that run in a server host: prints what they say, and acts when one fails. The
 * inside end is `test/integration/report.ts`. What the window itself logs does not come this way.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/** One line of JSON each. `failed` is answered with an empty line when everything is done about it. */
export type WitnessMessage = { readonly say: string } | { readonly failed: string };

export interface Witness {
  readonly port: number;
  /** Whether the tests have said anything. */
  readonly hasHeard: () => boolean;
  close(): void;
}

/** Listens on loopback. Whoever starts it closes it. */
export async function startWitness(onFailure: (test: string) => Promise<void>): Promise<Witness> {
  let hasHeard = false;
  const server = createServer((socket) => {
    socket.on('error', () => {
      // The extension host has ended; its exit code tells the rest.
    });
    createInterface(socket).on('line', (line) => {
      const message = JSON.parse(line) as WitnessMessage;
      hasHeard = true;
      if ('say' in message) console.log(message.say);
      else void onFailure(message.failed).then(() => socket.write('\n'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    hasHeard: () => hasHeard,
    close: () => {
      server.close();
    },
  };
}
