/**
 * Asks Git about one repository, so that no configuration of the user changes the answer, nothing is fetched and nothing waits for
 * ever. What is asked is the callers'.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { plainLine } from '../../core/errors';
import { GitError, streamGit, type GitOutput } from '../context/runGit';
import { CommitError } from './commitError';

export interface GitLimits {
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly input?: string;
}

/** How a run ended; `stopped`: by who took what it printed. */
export type GitEnd = 'ended' | 'stopped' | 'timedOut';

/** More than this is no answer to a question about the state. */
const mostBytes = 1_000_000;
const longestMs = 10_000;

/** Before the command. */
const plainly = [
  '--no-pager',
  '-c',
  'core.quotePath=false',
  // A hook of the user's; the service built into Git would be started.
  '-c',
  'core.fsmonitor=false',
  '-c',
  'diff.suppressBlankEmpty=false',
  // A file that is not there is an error to Git.
  '-c',
  'diff.orderFile=/dev/null',
  // Larger files are shown as binary ones.
  '-c',
  'core.bigFileThreshold=512m',
  '-c',
  'log.showSignature=false',
];

/** What a driver of `.gitattributes` would change: the headings of hunks, where Git fails over a wrong pattern, and what is text. */
const driverSettings = /^diff\.[\s\S]*\.(?:(x?funcname)|binary)$/i;
/** As without a driver. */
const usualHeading = '^[A-Za-z_$].*$';

/** Of a partial clone nothing is fetched just to be looked at. Older versions of Git know the second alone. */
const offline = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

export class GitReader {
  /**
   * @param env for every question
   * @param gitFolder of another place: `root` is then taken for its working tree
   */
  constructor(
    private readonly git: string,
    readonly root: string,
    readonly signal: AbortSignal,
    private readonly env: Readonly<Record<string, string>> = offline,
    private readonly gitFolder?: string,
  ) {}

  /** For the repository around `root`. @throws CommitError where there is none; the signal's reason */
  async ofRepository(): Promise<GitReader> {
    const root = await this.path('--show-toplevel');
    const names =
      (await this.tryRead(['config', '-z', '--name-only', '--get-regexp', '^diff[.].*[.](x?funcname|binary)$'])) ?? '';
    const settings = [...new Set(names.split('\0'))].flatMap((name) => {
      const [whole, pattern] = driverSettings.exec(name) ?? [];
      return whole === undefined ? [] : [[whole, pattern === undefined ? 'auto' : usualHeading] as const];
    });
    const before = Number(process.env['GIT_CONFIG_COUNT'] ?? 0) || 0;
    const env = settings.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${String(before + index)}`, name] as const,
      [`GIT_CONFIG_VALUE_${String(before + index)}`, value] as const,
    ]);
    const count = { GIT_CONFIG_COUNT: String(before + settings.length) };
    return new GitReader(this.git, root, this.signal, { ...offline, ...count, ...Object.fromEntries(env) });
  }

  /**
   * For questions about the index alone. Git reads a file of the working tree in place of the object where the two seem to be the
   * same; here is no such file, and attributes are those of the index.
   */
  async withoutWorkingTree(): Promise<GitReader> {
    const gitFolder = await this.path('--absolute-git-dir');
    const objects = await this.path('--git-path', 'objects');
    return new GitReader(this.git, path.resolve(this.root, objects), this.signal, this.env, gitFolder);
  }

  /** Answer of `rev-parse` that is one path. @throws CommitError; the signal's reason */
  async path(...question: readonly string[]): Promise<string> {
    return (await this.read(['rev-parse', ...question])).text.replace(/\r?\n$/, '');
  }

  /** @throws CommitError; the signal's reason */
  async read(args: readonly string[], limits: GitLimits = {}): Promise<GitOutput> {
    const most = limits.maxBytes ?? mostBytes;
    const chunks: Buffer[] = [];
    let length = 0;
    const end = await this.stream(args, limits, (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      return length <= most;
    });
    if (end === 'timedOut') {
      throw new CommitError('tooSlow');
    }
    return { text: Buffer.concat(chunks).subarray(0, most).toString(), isCut: end === 'stopped' };
  }

  /** Undefined where Git has no answer, or not in time. @throws the signal's reason */
  async tryRead(args: readonly string[], limits: GitLimits = {}): Promise<string | undefined> {
    try {
      return (await this.read(args, limits)).text;
    } catch (error) {
      if (error instanceof CommitError) {
        return undefined;
      }
      throw error;
    }
  }

  /** @param take false: no more. @throws CommitError; the signal's reason */
  async stream(args: readonly string[], limits: GitLimits, take: (chunk: Buffer) => boolean): Promise<GitEnd> {
    const { timeoutMs = longestMs, input } = limits;
    try {
      return await streamGit(
        {
          git: this.git,
          cwd: this.root,
          args: [
            ...(this.gitFolder === undefined ? [] : [`--git-dir=${this.gitFolder}`, '--work-tree=.']),
            ...plainly,
            ...args,
          ],
          signal: this.signal,
          timeoutMs: Math.max(1, Math.round(timeoutMs)),
          env: this.env,
          ...(input === undefined ? {} : { input }),
        },
        take,
      );
    } catch (error) {
      this.signal.throwIfAborted();
      throw await this.#explained(error);
    }
  }

  async #explained(error: unknown): Promise<CommitError> {
    const complaint = error instanceof Error ? error.message : String(error);
    if (error instanceof GitError) {
      return new CommitError(kindOf(complaint), plainLine(/^(?:fatal|error): (.+)/m.exec(complaint)?.[1] ?? complaint));
    }
    // The system says the same of a program that is not there and of a folder that is not there.
    const isFolder = await stat(this.root).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    return new CommitError(isFolder ? 'gitMissing' : 'noFolder', plainLine(complaint));
  }
}

function kindOf(complaint: string) {
  return /dubious ownership|unsafe repository/.test(complaint)
    ? 'unsafeOwner'
    : complaint.includes('must be run in a work tree')
      ? 'noWorkTree'
      : /not a git repository/i.test(complaint)
        ? 'notRepository'
        : 'failed';
}
