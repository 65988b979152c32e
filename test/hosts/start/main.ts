/**
 * `npm start`: packages the extension, installs it into the latest server host and serves VS Code on loopback with an example
 * folder open. With a token in the environment it talks to the real endpoint, else to a practice endpoint on this machine.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { startEndpoint } from '../../endpoint/endpoint';
import { createExampleWorkspace } from '../exampleWorkspace';
import { testFolder, vsixFile } from '../folders';
import { hostVersions } from '../hostVersions';
import { packageExtension } from '../packageExtension';
import { installExtension, startServer, withoutEditor } from '../server';
import { ensureServer } from '../serverInstall';
import { calmSettings, writeSettings } from '../settings';

const host = 'latest';

/** Kept between starts: settings, extensions, and the example folder with what was changed in it. */
const folder = path.join(testFolder, 'start');
const dataFolder = path.join(folder, 'data');
const workspace = path.join(folder, 'shop');

/** The first of these that is free. */
const ports = '8123-8199';

interface Backend {
  readonly description: string;
  readonly env: NodeJS.ProcessEnv;
}

async function chooseBackend(): Promise<Backend> {
  const token = process.env['ACEDATACLOUD_API_TOKEN'];
  if (token !== undefined && token.trim() !== '') {
    return { description: 'It uses the token of ACEDATACLOUD_API_TOKEN and the real endpoint.', env: {} };
  }
  const endpoint = await startEndpoint();
  return {
    description:
      'It talks to a practice endpoint on this machine: the answers are canned, no model writes them and nothing is charged.\n' +
      'For real answers, start it with a token in ACEDATACLOUD_API_TOKEN.',
    env: { ACEDATACLOUD_API_TOKEN: 'practice-token-not-real', ACEDATACLOUD_API_BASE_URL: endpoint.origin },
  };
}

async function main(): Promise<void> {
  await ensureServer(host);
  await packageExtension();
  await installExtension(host, dataFolder, vsixFile);
  if (!existsSync(path.join(dataFolder, 'data', 'User', 'settings.json'))) writeSettings(dataFolder, calmSettings);
  if (!existsSync(workspace)) createExampleWorkspace(workspace);

  const { description, env } = await chooseBackend();
  const server = await startServer({
    host,
    dataFolder,
    port: ports,
    env: { ...withoutEditor(process.env), ...env },
    flags: ['--disable-workspace-trust', '--default-folder', workspace],
  });
  console.log(`
VS Code ${hostVersions[host].vscode} with Ace Claude is ready. Open this address in a browser:

${server.origin}/

${description}
The chat is behind the Ace Claude icon on the left. Ctrl+C ends everything.`);
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      asked.abort();
    });
  }
  await server.ended;
  if (!asked.signal.aborted) throw new Error(`The VS Code server has ended. Its output: ${server.outputFile}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
