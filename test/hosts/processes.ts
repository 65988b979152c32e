/** Starts and ends child processes, always by their id. Which ones there are, and with what environment, is the caller's. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that a process gets to end on its own; longer for programs that end others in turn. */
const grace = 3000;
const nestedGrace = 10_000;

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Takes the output; shown to the user only where the command fails. Without it the output is the user's. */
  readonly log?: string;
  /** Milliseconds until it is ended. @defaultValue 15 minutes */
  readonly timeout?: number;
}

/** @returns the exit code; 1 where it was ended by a signal or by the timeout */
export async function runProgram(command: string, args: readonly string[], options: CommandOptions = {}): Promise<number> {
  const log = options.log === undefined ? undefined : openSync(options.log, 'a');
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: log === undefined ? 'inherit' : ['ignore', log, log],
    detached: true,
  });
  const release = endWithThisProcess(child, nestedGrace);
  const timer = setTimeout(
    () => {
      console.error(`${command} ${args.join(' ')} took too long and is ended.`);
      void endProcessGroup(child, nestedGrace);
    },
    options.timeout ?? 15 * 60_000,
  );
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    clearTimeout(timer);
    release();
    if (log !== undefined) closeSync(log);
  }
}

/** @throws with the end of its output where the command fails */
export async function runQuietly(
  command: string,
  args: readonly string[],
  options: CommandOptions & { log: string },
): Promise<void> {
  const code = await runProgram(command, args, options);
  if (code === 0) return;
  const lines = readFileSync(options.log, 'utf8').trimEnd().split('\n');
  throw new Error(`${command} ${args.join(' ')} failed (${String(code)}):\n${lines.slice(-15).join('\n')}`);
}

/** @returns the trimmed standard output; `undefined` where the program does not start, fails or takes 20 seconds */
export function readOutput(program: string, args: readonly string[], env = process.env): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: 20_000 }, (error, output) => {
      resolve(error ? undefined : output.trim());
    });
  });
}

/** Starts a process in a group of its own, which {@link endProcessGroup} ends with everything it has started. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; log: string },
): ChildProcess {
  const log = openSync(options.log, 'a');
  try {
    return spawn(command, args, { env: options.env, stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

/** Asks the group to end, insists after `patience` milliseconds, and resolves when its leader has ended. */
export async function endProcessGroup(child: ChildProcess, patience = grace): Promise<void> {
  const hasExited = child.exitCode !== null || child.signalCode !== null;
  const exited = hasExited ? Promise.resolve() : once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  const insist = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, patience);
  await exited;
  clearTimeout(insist);
  // Whatever the leader left behind.
  signalGroup(child, 'SIGKILL');
}

/** Ends the group at once, as a crash or a power cut would. Resolves when its leader has ended. */
export async function killProcessGroup(child: ChildProcess): Promise<void> {
  const hasExited = child.exitCode !== null || child.signalCode !== null;
  const exited = hasExited ? Promise.resolve() : once(child, 'exit');
  signalGroup(child, 'SIGKILL');
  await exited;
}

/** Ids of the processes in the group of `leader` whose command line holds `text`. Linux only. */
export function groupProcesses(leader: number, text: string): readonly number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((pid) => {
    try {
      const group = Number(/\) \S (?:\d+) (\d+)/.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))?.[1]);
      return group === leader && readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(text);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}

/**
 * Ends the child's group when this process ends, also by Ctrl+C: a group of its own does not get the terminal's signals.
 * @returns a function that takes the promise back
 */
export function endWithThisProcess(child: ChildProcess, patience = grace): () => void {
  const onExit = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  let isEnding = false;
  // Stays registered: the same Ctrl+C may arrive twice, from the terminal and from a parent that passes it on.
  const onSignal = (): void => {
    if (isEnding) return;
    isEnding = true;
    void endProcessGroup(child, patience).finally(() => process.exit(130));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  process.once('exit', onExit);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    process.removeListener('exit', onExit);
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}
