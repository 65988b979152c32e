/** A client beside the server that it talks to, both cleaned up after each test of the suite that calls {@link useServer}. */
import { createClient, type ClientFixture } from './clientFixture';
import { RawServer, type Responder } from './rawServer';

export interface ServedClient extends ClientFixture {
  readonly server: RawServer;
}

export interface ServerUse {
  /** Starts a server with these responders and a client of it. */
  readonly serve: (...responders: readonly Responder[]) => Promise<ServedClient>;
  /** Starts a server that no client knows. */
  readonly start: (...responders: readonly Responder[]) => Promise<RawServer>;
  /** Runs after the test, in the order of the calls. */
  readonly later: (cleanup: () => Promise<unknown>) => void;
}

/** To be called in a suite. */
export function useServer(): ServerUse {
  const cleanups: (() => Promise<unknown>)[] = [];
  teardown(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });
  const start = async (...responders: readonly Responder[]): Promise<RawServer> => {
    const server = await RawServer.start(responders);
    cleanups.push(() => server.close());
    return server;
  };
  return {
    start,
    later: (cleanup) => {
      cleanups.push(cleanup);
    },
    serve: async (...responders) => {
      const server = await start(...responders);
      const fixture = createClient(server.origin);
      cleanups.unshift(() => fixture.client.dispose());
      return { ...fixture, server };
    },
  };
}
