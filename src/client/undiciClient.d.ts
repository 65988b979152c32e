/**
 * The parts of undici that are used. The package's front door loads far more, and puts a dispatcher of its own under the `fetch` of
 * the whole process, which belongs to other extensions too. Keep to the exact version of package.json: these paths are not promised.
 */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client } from 'undici';
  /** Without `request` and its like, which only the front door adds. */
  const client: new (...args: ConstructorParameters<typeof Client>) => Omit<Client, 'request'>;
  export = client;
}

declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';
  function request(this: Pick<Dispatcher, 'dispatch'>, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
  export = request;
}
