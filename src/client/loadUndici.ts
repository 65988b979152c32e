/**
 * Loads the parts of undici that are used (`undiciClient.d.ts` says why not the whole), and only when a request is made: it takes
 * a while, and VS Code starts without one.
 */

export type Undici = Awaited<ReturnType<typeof loadUndici>>;

export async function loadUndici() {
  const [client, request] = await Promise.all([
    import('undici/lib/dispatcher/client.js'),
    import('undici/lib/api/api-request.js'),
  ]);
  return { Client: client.default, request: request.default };
}
