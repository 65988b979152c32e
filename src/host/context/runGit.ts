/** Runs Git and reads what it prints, up to a limit: a diff can be larger than memory. */
import { spawn } from 'node:child_process';

export interface GitOutput {
  readonly text: string;
  /** There was more than the limit; Git was stopped. */
  readonly isCut: boolean;
}

/** @throws Error with what Git said, where it failed */
export function runGit(git: string, cwd: string, args: readonly string[], maxBytes: number): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    // No prompt, no lock: what is only looked at must not stand in the user's way.
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
    const child = spawn(git, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const chunks: Buffer[] = [];
    let length = 0;
    let isCut = false;
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (isCut) {
        return;
      }
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) {
        isCut = true;
        child.kill();
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(0, 2000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0 && !isCut) {
        reject(new Error(complaint.trim() || `git ended with ${String(code)}`));
        return;
      }
      resolve({ text: Buffer.concat(chunks).subarray(0, maxBytes).toString(), isCut });
    });
  });
}
