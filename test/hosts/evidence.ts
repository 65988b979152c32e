/** Keeps what explains a failed test: a picture of the workbench, the extension's log and the host's logs. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { failuresFolder, listFiles } from './folders';
import type { VsCodeServer } from './server';

/** Saves it in `.vscode-test/failures/<host>-<test>/` and prints where. Never throws: the test's own failure matters more. */
export async function saveEvidence(test: string, server: VsCodeServer, page: Page | undefined): Promise<void> {
  const name = test.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  const folder = path.join(failuresFolder, `${server.host}-${name.slice(0, 100)}`);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(server.outputFile, path.join(folder, 'server.log'));
    const windowLog = windowLogFile(server.dataFolder);
    if (existsSync(windowLog)) cpSync(windowLog, path.join(folder, 'window.log'));
    const logs = path.join(server.dataFolder, 'data', 'logs');
    if (existsSync(logs)) cpSync(logs, path.join(folder, 'logs'), { recursive: true });
    for (const log of extensionLogs(server.dataFolder)) cpSync(log, path.join(folder, 'extension.log'));
    await page?.screenshot({ path: path.join(folder, 'screenshot.png'), timeout: 10_000 });
  } catch (error) {
    console.log(`    (not all of the evidence could be kept: ${String(error)})`);
  }
  console.log(`    evidence of "${test}": ${path.relative(process.cwd(), folder)}`);
}

/** Where a host writes what the window logs to its console. */
export function windowLogFile(dataFolder: string): string {
  return path.join(dataFolder, 'window.log');
}

/** @returns the text of the extension's own log channel over all windows, oldest first; empty where it has written none */
export function readExtensionLog(dataFolder: string): string {
  return extensionLogs(dataFolder)
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
}

function extensionLogs(dataFolder: string): string[] {
  return listFiles(path.join(dataFolder, 'data', 'logs'), '.log').filter((file) => path.basename(file) === 'Ace Claude.log');
}
