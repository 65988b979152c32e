/** A server that accepts connections and says nothing. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface MuteServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly server: Server;
  readonly sockets: readonly Socket[];
  close(): Promise<void>;
}

export async function startMuteServer(): Promise<MuteServer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    server,
    sockets,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}
