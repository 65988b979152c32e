/** Installs packages from the npm registry into folders of their own, beside the project's dependencies. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './processes';

/**
 * Install scripts do not run: they would compile native modules, which the tests do not need.
 *
 * @param packages `name@exact.version`; none installs what the folder's own manifest and lock file say
 * @throws with the end of npm's output
 */
export async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  if (packages.length > 0) writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  await runQuietly('npm', ['install', ...flags, ...packages], {
    cwd: folder,
    env: withoutOuterNpm(process.env),
    log: path.join(folder, 'npm.log'),
  });
}

/** Under `npm run`, npm tells its children which project they belong to; this one belongs to another. */
function withoutOuterNpm(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const outer = /^(npm_(package|lifecycle|command|execpath)|npm_config_(local_prefix|prefix)$)/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !outer.test(name)));
}
