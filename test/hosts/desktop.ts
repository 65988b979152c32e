/** Gets the desktop VS Code, where the network and the machine allow it. Elsewhere the server hosts stand alone. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { testFolder } from './folders';
import { hostVersions } from './hostVersions';
import { readOutput } from './processes';

/** Milliseconds without data after which the vendor's server counts as out of reach. */
const timeout = 4000;

/** The executable and what it is started through, or why there is none, as one sentence. */
export type Desktop = { readonly executable: string; readonly wrapper: readonly string[] } | { readonly missing: string };

/** Downloads it at most once. Never throws; a closed network costs {@link timeout} at most. */
export async function findDesktop(): Promise<Desktop> {
  const wrapper = await displayWrapper();
  if (wrapper === undefined) return { missing: 'there is no display and no xvfb-run' };
  const version = hostVersions.latest.vscode;
  removeHalfDownloaded(version);
  let executable: string;
  try {
    executable = await downloadAndUnzipVSCode({ version, cachePath: testFolder, timeout });
  } catch (error) {
    return {
      missing: `VS Code ${version} could not be downloaded (${error instanceof Error ? error.message : String(error)})`,
    };
  }
  // Run as plain Node it needs no display, but every library that the real start needs.
  const isStarting = await readOutput(executable, ['--eval', '0'], { ...process.env, ELECTRON_RUN_AS_NODE: '1' });
  if (isStarting === undefined)
    return { missing: 'the downloaded VS Code does not start here (libraries of the system are missing)' };
  return { executable, wrapper };
}

async function displayWrapper(): Promise<readonly string[] | undefined> {
  const hasDisplay = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  if (process.platform !== 'linux' || hasDisplay) return [];
  return (await readOutput('xvfb-run', ['--help'])) === undefined ? undefined : ['xvfb-run', '--auto-servernum'];
}

/** A folder without the mark of a complete download would be tried again three times, network or not. */
function removeHalfDownloaded(version: string): void {
  if (!existsSync(testFolder)) return;
  for (const name of readdirSync(testFolder)) {
    const folder = path.join(testFolder, name);
    const isDownload = name.startsWith('vscode-') && name.endsWith(`-${version}`);
    if (isDownload && !existsSync(path.join(folder, 'is-complete'))) rmSync(folder, { recursive: true, force: true });
  }
}
