/** Starts the practice endpoint as a program: `--port 8123 --token text --pace 60` (tokens a second, or `burst`) `--choices first`. */
import { parseArgs } from 'node:util';
import { choicesWays } from './practiceCommands';
import { startEndpoint, type EndpointOptions } from './endpoint';

function readOptions(): EndpointOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: text, token: text, pace: text, choices: text } });
  const choices = choicesWays.find((way) => way === (values.choices ?? 'all'));
  const port = Number(values.port ?? 0);
  const tokensPerSecond = values.pace === 'burst' ? Infinity : Number(values.pace ?? 60);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || !(tokensPerSecond > 0)) {
    throw new RangeError('Expected --port 0 to 65535 and --pace of more than 0 tokens a second, or burst.');
  }
  if (choices === undefined) {
    throw new RangeError(`Expected --choices ${choicesWays.join(', ')}.`);
  }
  return { port, tokensPerSecond, choices, ...(values.token === undefined ? {} : { token: values.token }) };
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
