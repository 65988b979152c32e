/**
 * Runs the integration tests in one host: `main.js [desktop|latest|oldest] [pattern of test titles]`. The tests and their entry
 * point are the same in every host; only the executable that `runTests` starts differs.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { ensureBrowser } from '../browser';
import { findDesktop } from '../desktop';
import { createExampleWorkspace } from '../exampleWorkspace';
import { createRunFolder, programFile, projectRoot, removeAbandonedRuns, resultsReporter } from '../folders';
import { parseServerHostId, type HostId } from '../hostVersions';
import { hostEnvironment } from '../server';
import { ensureServer } from '../serverInstall';

async function executableFor(host: HostId): Promise<string> {
  if (host === 'desktop') {
    const desktop = await findDesktop();
    if ('missing' in desktop) throw new Error(`No desktop host: ${desktop.missing}.`);
    return desktop.executable;
  }
  await ensureServer(host);
  await ensureBrowser();
  const launcher = programFile('server');
  // A build does not keep the mode.
  chmodSync(launcher, 0o755);
  return launcher;
}

async function main(): Promise<void> {
  const [name = 'latest', grep] = process.argv.slice(2);
  const host: HostId = name === 'desktop' ? name : parseServerHostId(name);
  removeAbandonedRuns();
  const vscodeExecutablePath = await executableFor(host);
  const folder = createRunFolder(`workspace-${host}`);
  const workspace = path.join(folder, 'shop');
  createExampleWorkspace(workspace);
  // Sockets are made in it, whose paths must be short. Only the desktop host reads it.
  const userFolder = mkdtempSync(path.join(tmpdir(), 'ace-claude-'));
  // What `runTests` starts inherits it.
  process.env = hostEnvironment({
    ACE_TEST_HOST: host,
    ACE_TEST_REPORTER: resultsReporter,
    ...(grep === undefined ? {} : { ACE_TEST_GREP: grep }),
  });
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: path.join(projectRoot, 'out', 'test', 'integration', 'index.js'),
      launchArgs: [workspace, `--user-data-dir=${userFolder}`, '--disable-extensions'],
    });
  } finally {
    for (const used of [folder, userFolder]) rmSync(used, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  // The tests have said already what failed.
  if (!(error instanceof TestRunFailedError)) console.error(error);
  process.exitCode = 1;
});
