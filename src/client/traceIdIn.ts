/** What an answer's headers call the request, for the endpoint's support. What its body says counts before. */
import type { IncomingHttpHeaders } from 'node:http';

const names = ['trace-id', 'x-trace-id', 'x-acedata-trace-id', 'x-request-id', 'x-oneapi-request-id', 'request-id'] as const;
const maxLength = 200;

/** Undefined where there is none that could be one. */
export function traceIdIn(headers: IncomingHttpHeaders): string | undefined {
  return names
    .flatMap((name) => headers[name] ?? [])
    .map((id) => id.trim())
    .find((id) => id.length <= maxLength && /^[\x21-\x7e]+$/.test(id));
}
