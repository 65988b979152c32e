/** Packages the extension for a host, unless the package is newer than everything it is made of. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, testFolder, vsixFile } from './folders';
import { runQuietly } from './processes';

/** Whatever the package is made of or with; folders with all that is in them. */
const sources = [
  'src',
  'media',
  'l10n',
  'package.json',
  ...readdirSync(projectRoot).filter((name) => name.startsWith('package.nls')),
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
  'esbuild.js',
  'node_modules/.package-lock.json',
];

/** @throws with the end of the output where it cannot be built */
export async function packageExtension(): Promise<void> {
  if (
    existsSync(vsixFile) &&
    newestChange(sources.map((source) => path.join(projectRoot, source))) < statSync(vsixFile).mtimeMs
  ) {
    return;
  }
  console.log('Packaging the extension…');
  // A search for secrets takes most of the time, and what is packaged here stays on this machine.
  const flags = ['--allow-package-all-secrets', '--allow-package-env-file'];
  const log = path.join(testFolder, 'package.log');
  await runQuietly('npm', ['run', '--silent', 'package', '--', ...flags], { cwd: projectRoot, log });
}

/** In milliseconds of the epoch. A folder changes when something in it is made, renamed or removed. */
function newestChange(places: readonly string[]): number {
  return Math.max(
    ...places.map((place) => {
      const stat = statSync(place, { throwIfNoEntry: false });
      if (stat === undefined) return 0;
      if (!stat.isDirectory()) return stat.mtimeMs;
      return Math.max(stat.mtimeMs, newestChange(readdirSync(place).map((name) => path.join(place, name))));
    }),
  );
}
