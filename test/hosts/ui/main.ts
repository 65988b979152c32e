/**
 * Runs the UI tests (`test/ui`) against one host: `main.js [latest|oldest] [pattern of test titles]`. They run here, in Node, and
 * drive the workbench in a browser; the extension is installed from its VSIX.
 */
import path from 'node:path';
import Mocha from 'mocha';
import { SharedWorkbench } from '../../support/sharedWorkbench';
import { provideSharedWorkbench } from '../../support/useSharedWorkbench';
import { ensureBrowser } from '../browser';
import { listFiles, projectRoot, removeAbandonedRuns, resultsReporter } from '../folders';
import { parseServerHostId } from '../hostVersions';
import { ensureServer } from '../serverInstall';

/**
 * What the page alone decides is tested in one host: its document is the same in both, and so is the browser that shows it. The
 * oldest host has no chat of its own without a sign-in.
 * A pattern that is given runs all that it matches.
 */
const testedInBoth = /^(?!Rich answers|The chat for everyone|The look of the chat|A hostile answer|VS Code's own chat)/;

async function main(): Promise<void> {
  const [name = 'latest', grep] = process.argv.slice(2);
  const host = parseServerHostId(name);
  const files = listFiles(path.join(projectRoot, 'out', 'test', 'ui'), '.test.js');
  if (files.length === 0) throw new Error('There are no UI tests in out/test/ui. They are built by: node esbuild.js --tests');
  removeAbandonedRuns();
  await ensureServer(host);
  await ensureBrowser();
  process.env['ACE_TEST_HOST'] = host;
  const pattern = grep === undefined && host === 'oldest' ? testedInBoth : grep;
  const shared = new SharedWorkbench();
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 60_000,
    slow: 10_000,
    color: true,
    forbidOnly: true,
    reporter: resultsReporter,
    rootHooks: {
      beforeAll(this: Mocha.Context) {
        provideSharedWorkbench(this, shared);
      },
      afterAll: () => shared.dispose(),
    },
    ...(pattern === undefined ? {} : { grep: pattern }),
  });
  for (const file of files) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  process.exit(failures > 0 ? 1 : 0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
