/** Runs Git and reads what it prints, up to a limit: a diff can be larger than memory, and take longer than anybody waits. */
import { spawn } from 'node:child_process';

export interface GitOutput {
  readonly text: string;
  /** There was more than the limit; Git was stopped. */
  readonly isCut: boolean;
}

export interface GitRun {
  readonly git: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** For its standard input. */
  readonly input?: string;
  /** Beside what the process has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Git ended by itself with a complaint, which is the message: in English, maybe of several lines. */
export class GitError extends Error {}

/** How long Git has to put away its things once it is told to stop. */
const killAfterMs = 2_000;
/** Would point Git to another repository, index or format than the one that is asked about. */
const misleading =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|EXTERNAL_DIFF|DIFF_OPTS|\w+_PATHSPECS|ATTR_SOURCE|TRACE\w*)$/;

/** @throws Error with what Git said, where it failed */
export async function runGit(git: string, cwd: string, args: readonly string[], maxBytes: number): Promise<GitOutput> {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = await streamGit({ git, cwd, args }, (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    return length <= maxBytes;
  });
  return { text: Buffer.concat(chunks).subarray(0, maxBytes).toString(), isCut: end === 'stopped' };
}

/**
 * @param take gets what Git prints, piece by piece; false: no more of it, Git is stopped
 * @throws the signal's reason; GitError; what the system says where Git cannot be started
 */
export function streamGit(
  { git, cwd, args, signal, timeoutMs, input, env }: GitRun,
  take: (chunk: Buffer) => boolean,
): Promise<'ended' | 'stopped' | 'timedOut'> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(git, args, { cwd, env: { ...environment(), ...env }, stdio: 'pipe', windowsHide: true });
    let complaint = '';
    let isOver = false;
    const onTimeout = (): void => {
      stop('timedOut');
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
    const abort = (): void => {
      stop(undefined);
    };
    const settle = (act: () => void): void => {
      if (!isOver) {
        isOver = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        act();
      }
    };
    // Not awaited until Git is gone: a filter that it started may hold the pipes for as long as it likes.
    const stop = (end: 'stopped' | 'timedOut' | undefined): void => {
      settle(() => {
        child.kill();
        const force = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
        child.once('exit', () => {
          clearTimeout(force);
        });
        child.stdout.destroy();
        child.stderr.destroy();
        if (end === undefined) {
          reject(signal?.reason as Error);
        } else {
          resolve(end);
        }
      });
    };
    signal?.addEventListener('abort', abort);
    child.stdout.on('data', (chunk: Buffer) => {
      if (!isOver && !take(chunk)) {
        stop('stopped');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(0, 2000);
    });
    // Git may end before it has read all of its input; its exit code says whether that is right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', (error) => {
      settle(() => {
        reject(error);
      });
    });
    child.on('close', (code) => {
      settle(() => {
        if (code === 0) {
          resolve('ended');
        } else {
          reject(new GitError(complaint.trim() || `git ended with ${String(code)}`));
        }
      });
    });
  });
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !misleading.test(name));
  return {
    ...Object.fromEntries(own),
    // No prompt, no lock: what is only looked at must not stand in the user's way.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // Its complaints are recognised by their words.
    LANGUAGE: 'en',
  };
}
