/** Starts the practice endpoint as a program: `--port 8123 --token text --pace 60` (tokens a second, or `burst`). */
import { parseArgs } from 'node:util';
import { startEndpoint, type EndpointOptions } from './endpoint';

function readOptions(): EndpointOptions {
  const { values } = parseArgs({ options: { port: { type: 'string' }, token: { type: 'string' }, pace: { type: 'string' } } });
  const port = Number(values.port ?? 0);
  const tokensPerSecond = values.pace === 'burst' ? Infinity : Number(values.pace ?? 60);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || !(tokensPerSecond > 0)) {
    throw new RangeError('Expected --port 0 to 65535 and --pace of more than 0 tokens a second, or burst.');
  }
  return { port, tokensPerSecond, ...(values.token === undefined ? {} : { token: values.token }) };
}

async function main(): Promise<void> {
  const endpoint = await startEndpoint(readOptions());
  const stop = () => {
    void endpoint.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  console.log(`Practice endpoint listening on ${endpoint.origin}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
