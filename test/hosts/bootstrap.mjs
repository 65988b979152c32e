/**
 * The way in on a fresh clone, with Node's own modules alone: installs the dependencies where they are missing or outdated,
 * builds the programs and tests, and runs the program that the command names.
 *
 *   node test/hosts/bootstrap.mjs install|start|test|integration|ui|bench [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Command → folder of its program in `test`; `install` ends once everything is there. */
const programs = {
  install: undefined,
  start: 'hosts/start',
  test: 'hosts/all',
  integration: 'hosts/integration',
  ui: 'hosts/ui',
  bench: 'bench',
};

function requireNode(major, minor) {
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  console.error(`Ace Claude needs Node ${major}.${minor} or newer to be built; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Whether node_modules holds what the lock file says. npm writes its own copy of it there when an install has finished. */
function hasDependencies() {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  try {
    const wanted = read('package-lock.json');
    const installed = read('node_modules/.package-lock.json');
    return Object.entries(wanted).every(([name, { version, optional }]) => {
      const found = installed[name];
      return name === '' || (found === undefined ? optional === true : found.version === version);
    });
  } catch {
    return false;
  }
}

function run(command, args) {
  // npm is a script on Windows, which only a shell starts.
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

const [command, ...args] = process.argv.slice(2);
if (!Object.hasOwn(programs, command)) {
  console.error(`Usage: node test/hosts/bootstrap.mjs ${Object.keys(programs).join('|')} [arguments]`);
  process.exit(1);
}
requireNode(20, 19);
if (!hasDependencies()) {
  console.log('Installing dependencies (npm ci)…');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
}
const program = programs[command];
if (program === undefined) process.exit(0);
run(process.execPath, ['esbuild.js', '--tests']);

const child = spawn(process.execPath, ['--enable-source-maps', path.join('out', 'test', program, 'main.js'), ...args], {
  cwd: root,
  stdio: 'inherit',
});
// The program ends what it has started, and this one waits for it. Ctrl+C in a terminal reaches it twice, which it bears.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm, when it is ended, does not pass that on through its shell: this process is left with another parent.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
child.on('exit', (code) => process.exit(code ?? 1));
