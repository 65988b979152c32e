/** Asks a proxy for a tunnel with `CONNECT`. The connection to the proxy, time-outs and TLS are `openSocket.ts`'s matter. */
import { on } from 'node:events';
import type { Socket } from 'node:net';
import { AssistantError } from '../core/errors';
import { cleanLine } from './httpErrors';

const maxHeadBytes = 64 * 1024;

/**
 * @param authority host and port behind the proxy
 * @throws AssistantError `proxy`, with the proxy's status where it refused; what the socket or `signal` throws
 */
export async function requestTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const login = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`);
  const head = await readHead(socket, signal);
  const [, statusText, reason = ''] = /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?/.exec(head) ?? [];
  if (statusText === undefined) {
    throw new AssistantError('proxy', { code: 'proxyResponse' });
  }
  const status = Number(statusText);
  if (status < 200 || status > 299) {
    throw new AssistantError('proxy', {
      status,
      detail: cleanLine(reason, authorization === undefined ? [] : [authorization]),
    });
  }
}

/** Up to the blank line. What would follow it cannot be there: behind a tunnel the client speaks first. */
async function readHead(socket: Socket, signal: AbortSignal): Promise<string> {
  const arrivals = on(socket, 'readable', { signal, close: ['end', 'close'] });
  let head = '';
  try {
    for (let turn = await arrivals.next(); turn.done !== true; turn = await arrivals.next()) {
      for (let chunk = read(socket); chunk !== undefined; chunk = read(socket)) {
        head += chunk.toString('latin1');
      }
      const end = head.indexOf('\r\n\r\n');
      if (end >= 0) {
        return head.slice(0, end);
      }
      if (head.length > maxHeadBytes) {
        throw new AssistantError('proxy', { code: 'proxyResponse' });
      }
    }
  } finally {
    await arrivals.return?.();
  }
  throw new AssistantError('proxy', { code: 'ECONNRESET' });
}

function read(socket: Socket): Buffer | undefined {
  return (socket.read() as Buffer | null) ?? undefined;
}
