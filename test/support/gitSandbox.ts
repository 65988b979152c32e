/** A real Git repository in a folder of its own, for the time of one test. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class GitSandbox {
  readonly root: string;
  readonly #folder: string;

  /** @param initial arguments for `git init` */
  constructor(initial: readonly string[] = []) {
    this.#folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'ace-claude-commit-')));
    this.root = path.join(this.#folder, 'repository');
    mkdirSync(this.root);
    this.git('init', '--quiet', '--initial-branch=main', ...initial);
    this.git('config', 'user.name', 'Tester');
    this.git('config', 'user.email', 'tester@example.com');
    this.git('config', 'commit.gpgSign', 'false');
  }

  /** @throws with what Git said, where it fails */
  git(...args: readonly string[]): string {
    return execFileSync('git', args, {
      cwd: this.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1e9,
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' },
    });
  }

  /** For what ends in a conflict. */
  tryGit(...args: readonly string[]): void {
    try {
      this.git(...args);
    } catch {
      // The test looks at the state that this leaves.
    }
  }

  write(name: string, content: string | Buffer): void {
    const file = this.path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Writes and stages. */
  stage(name: string, content: string | Buffer): void {
    this.write(name, content);
    this.git('add', '--force', '--', `:(literal)${name}`);
  }

  commit(subject: string, ...args: readonly string[]): void {
    this.git('commit', '--quiet', '--allow-empty', '--message', subject, ...args);
  }

  /** A program that can be named in the configuration. */
  script(name: string, text: string): string {
    const file = path.join(this.#folder, name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  path(name: string): string {
    return path.join(this.root, name);
  }

  /** Beside the repository. */
  outside(name: string): string {
    return path.join(this.#folder, name);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
