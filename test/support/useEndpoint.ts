/** Gives a suite a local endpoint of its own: started before its tests, ended after them. */
import { startEndpoint, type Endpoint, type EndpointOptions } from '../endpoint/endpoint';
import { practiceToken } from './practice';

/**
 * Called inside `suite(...)`, before whatever needs its address.
 *
 * @param options by default it wants the practice token, and loses no time
 * @returns what the tests call to get it
 */
export function useEndpoint(options: EndpointOptions = {}): () => Endpoint {
  let endpoint: Endpoint | undefined;

  suiteSetup(async () => {
    endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity, ...options });
  });

  suiteTeardown(async () => {
    await endpoint?.close();
    endpoint = undefined;
  });

  return () => {
    if (endpoint === undefined) throw new Error('The endpoint is there from suiteSetup to suiteTeardown.');
    return endpoint;
  };
}
