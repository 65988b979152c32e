#!/usr/bin/env node
/**
 * Stands in for the VS Code executable that `runTests` of `@vscode/test-electron` starts: takes the same command line, runs the
 * tests in a server host with a browser, and exits with their code. Which host is in the environment (`ACE_TEST_HOST`).
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import { launchBrowser } from '../browser';
import { saveEvidence, windowLogFile } from '../evidence';
import { createRunFolder, removeFolder } from '../folders';
import { parseServerHostId } from '../hostVersions';
import { hostEnvironment, startServer, type VsCodeServer } from '../server';
import { calmSettings, writeSettings } from '../settings';
import { startWitness } from '../witness';

/** Milliseconds for all tests of one host. */
const patience = 12 * 60_000;

interface CommandLine {
  readonly extension: string;
  readonly tests: string;
  readonly folder: string | undefined;
}

function parse(args: readonly string[]): CommandLine {
  const valueOf = (name: string): string => {
    const value = args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
    if (value === undefined) throw new Error(`--${name} is missing.`);
    return value;
  };
  const folder = args.find((arg) => !arg.startsWith('-'));
  return { extension: valueOf('extensionDevelopmentPath'), tests: valueOf('extensionTestsPath'), folder };
}

/** The workbench takes what a desktop window gets by command line from its address. */
function workbenchAddress(server: VsCodeServer, { extension, tests, folder }: CommandLine): string {
  const remote = (file: string): string => `vscode-remote://${new URL(server.origin).host}${file}`;
  const address = new URL(server.origin);
  if (folder !== undefined) address.searchParams.set('folder', folder);
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
  ];
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

async function main(): Promise<number> {
  const commandLine = parse(process.argv.slice(2));
  const host = parseServerHostId(process.env['ACE_TEST_HOST']);
  const dataFolder = createRunFolder(`integration-${host}`);
  writeSettings(dataFolder, calmSettings);

  const witness = await startWitness((test) => saveEvidence(test, server, page));
  const server = await startServer({
    host,
    dataFolder,
    env: hostEnvironment({ ACE_TEST_WITNESS_PORT: String(witness.port) }),
    flags: ['--disable-workspace-trust', '--enable-smoke-test-driver', '--enable-remote-auto-shutdown'],
  });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const windowLog = windowLogFile(dataFolder);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => {
        void saveEvidence('all tests within the time limit', server, page).then(() => {
          reject(new Error(`The tests in ${host} took more than ${String(patience / 60_000)} minutes.`));
        });
      }, patience);
      page.once('crash', () => {
        reject(new Error('The page of the workbench crashed.'));
      });
      const open = async (): Promise<void> => {
        await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
          appendFileSync(windowLog, `${format(...args)}\n`);
        });
        await page.exposeFunction('codeAutomationExit', (code: number) => {
          // Tests that did not even start have said nothing; the window has.
          if (code !== 0 && !witness.hasHeard()) console.log(readFileSync(windowLog, 'utf8'));
          resolve(code);
        });
        await page.goto(workbenchAddress(server, commandLine));
      };
      open().catch(reject);
    });
  } finally {
    clearTimeout(timer);
    await browser.close();
    await server.stop();
    witness.close();
    removeFolder(dataFolder);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
