/**
 * Starts and ends a VS Code server on loopback, and installs extensions into its data folder. Which browser looks at it, and
 * what is tested in it, is the caller's.
 */
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from './folders';
import type { ServerHostId } from './hostVersions';
import { endProcessGroup, endWithThisProcess, killProcessGroup, runQuietly, startGroup } from './processes';
import { ensureServer } from './serverInstall';

export interface ServerOptions {
  readonly host: ServerHostId;
  /** Settings, extensions and logs; made where it does not exist, kept when the server ends. */
  readonly dataFolder: string;
  /** A port, or a range `8123-8199` of which the first free one is taken. @defaultValue any free one */
  readonly port?: string;
  /** The whole environment of server and extension host. */
  readonly env: NodeJS.ProcessEnv;
  readonly flags?: readonly string[];
}

export interface VsCodeServer {
  readonly host: ServerHostId;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly dataFolder: string;
  /** What the server process has printed. */
  readonly outputFile: string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  readonly pid: number;
  /** Ends it with every process that it has started. May be called again. */
  stop(): Promise<void>;
  /** The same without giving any of them the time for a word. */
  kill(): Promise<void>;
}

/** Adds to the server what keeps secrets over a reload of the page. */
const secretKey = path.join(projectRoot, 'test', 'hosts', 'secretKey.cjs');

/** @throws where it does not listen within 30 seconds */
export async function startServer(options: ServerOptions): Promise<VsCodeServer> {
  const { host, dataFolder, env } = options;
  const { node, serverMain } = await ensureServer(host);
  mkdirSync(dataFolder, { recursive: true });
  const outputFile = path.join(dataFolder, 'server.log');
  rmSync(outputFile, { force: true });
  const listen = ['--host', '127.0.0.1', '--port', options.port ?? '0'];
  const open = ['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'];
  const args = [
    '--require',
    secretKey,
    serverMain,
    ...listen,
    ...open,
    '--server-data-dir',
    dataFolder,
    ...(options.flags ?? []),
  ];
  const child = startGroup(node, args, { env, log: outputFile });
  const ended = once(child, 'exit');
  const release = endWithThisProcess(child);
  const stop = async (): Promise<void> => {
    release();
    await endProcessGroup(child);
  };
  const kill = async (): Promise<void> => {
    release();
    await killProcessGroup(child);
  };
  const deadline = Date.now() + 30_000;
  for (;;) {
    const output = readFileSync(outputFile, 'utf8');
    const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
    if (port !== undefined) {
      return { host, origin: `http://127.0.0.1:${port}`, dataFolder, outputFile, ended, pid: child.pid ?? 0, stop, kill };
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The VS Code server (${host}) did not start:\n${output.slice(-2000)}`);
    }
    await delay(30);
  }
}

/** Installs a packaged extension, over an older or equal one. @throws with the end of the output */
export async function installExtension(host: ServerHostId, dataFolder: string, vsix: string): Promise<void> {
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing. It is made by: npm run package`);
  const { node, serverMain } = await ensureServer(host);
  mkdirSync(dataFolder, { recursive: true });
  const args = [serverMain, '--install-extension', vsix, '--force', '--server-data-dir', dataFolder];
  await runQuietly(node, args, { env: hostEnvironment({}), log: path.join(dataFolder, 'install-extension.log') });
}

/**
 * The environment for a host under test: this process' own, without what would make a test depend on the machine (the user's
 * token and proxies) or mislead VS Code (a test started from inside VS Code's terminal).
 */
export function hostEnvironment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^ACEDATACLOUD_|_proxy$/i.test(name));
  return { ...withoutEditor(Object.fromEntries(kept)), ...added };
}

/** Without what VS Code and its debugger leave for their own children. */
export function withoutEditor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)));
}
