/** The folder that is opened in a host: a copy of `example/` as a Git repository with one commit and one staged change. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './folders';

const example = path.join(projectRoot, 'test', 'hosts', 'example');

/** @param folder made where it does not exist; whoever asks for it removes it */
export function createExampleWorkspace(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(example, folder, { recursive: true });
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=Example', '-c', 'user.email=example@example.invalid', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
  };
  git('init', '--initial-branch=main');
  git('add', '.');
  git('commit', '--message', 'Add prices, basket and receipt');
  changePrices(folder);
  git('add', 'prices.js');
}

/** Undoes whatever has become of its files since. */
export function restoreExampleWorkspace(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== '.git') rmSync(path.join(folder, name), { recursive: true });
  }
  cpSync(example, folder, { recursive: true });
  changePrices(folder);
}

function changePrices(folder: string): void {
  appendFileSync(
    path.join(folder, 'prices.js'),
    '\n/** Ten percent off from ten pieces. */\nmodule.exports.discount = (count) => (count >= 10 ? 0.9 : 1);\n',
  );
}
