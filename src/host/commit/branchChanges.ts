/** What a branch has done since it left the one that it is to be merged into: commits, changes, and the template of a description. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { shortenDiff } from '../../core/shortenDiff';
import { plainDiff } from '../context/changesText';
import type { Exclusions } from '../context/exclusions';
import type { GitOutput } from '../context/runGit';
import { readSmallFile } from './commitSettings';

export type Git = (args: readonly string[], maxBytes?: number) => Promise<GitOutput>;

export interface BranchChanges {
  readonly messages: readonly string[];
  readonly text: string;
}

/** UTF-16 units of a diff; some 30,000 tokens. */
const mostDiffLength = 120_000;
const mostDiffBytes = 4_000_000;
/** A command line can only take so many. */
const mostExcludedPaths = 300;

/** Names of branches that the current one may have left, the likeliest first. */
export async function baseCandidates(git: Git, current: string | undefined): Promise<readonly string[]> {
  const text = await git(['for-each-ref', '--format=%(refname:short)%00%(symref:short)', 'refs/remotes', 'refs/heads']).then(
    (output) => output.text,
    () => '',
  );
  const refs = text.split('\n').filter((line) => line !== '');
  const heads = refs.flatMap((line) =>
    line
      .split('\0')
      .slice(1)
      .filter((target) => target !== ''),
  );
  const names = refs.flatMap((line) => (line.endsWith('\0') ? [line.slice(0, -1)] : []));
  const usual = ['origin/main', 'origin/master', 'upstream/main', 'main', 'master', 'develop'].filter((name) =>
    names.includes(name),
  );
  const own = (name: string): boolean => name === current || name.slice(name.indexOf('/') + 1) === current;
  return [...new Set([...heads, ...usual, ...names])].filter((name) => !own(name));
}

/** Undefined where the branch has no commits of its own. */
export async function readBranchChanges(
  git: Git,
  root: vscode.Uri,
  base: string,
  exclusions: Exclusions,
): Promise<BranchChanges | undefined> {
  const log = await git([
    'log',
    '--no-color',
    '--reverse',
    '--no-merges',
    '--max-count=200',
    '--format=%B%x00',
    `${base}..HEAD`,
  ]);
  const messages = log.text.split('\0').flatMap((message) => (message.trim() === '' ? [] : [message.trim()]));
  if (messages.length === 0) {
    return undefined;
  }
  const range = `${base}...HEAD`;
  const counts = await git([...plainDiff, '--stat=200', range], mostDiffBytes);
  const names = (await git([...plainDiff, '--name-only', '-z', range], mostDiffBytes)).text.split('\0');
  const excluded = names.filter((name) => name !== '' && exclusions.isExcluded(vscode.Uri.joinPath(root, name)));
  // Names that are too many to be left out one by one: then no contents at all.
  const diff =
    excluded.length > mostExcludedPaths
      ? ''
      : (
          await git(
            [...plainDiff, range, '--', ':/', ...excluded.map((name) => `:(exclude,top,literal)${name}`)],
            mostDiffBytes,
          )
        ).text;
  return { messages, text: `${counts.text.slice(0, mostDiffLength / 4)}\n${shortenDiff(diff, mostDiffLength).text}` };
}

/** Files of templates by name, as hosts of repositories look for them. */
export async function findTemplates(root: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const take = async (folder: string, pattern: RegExp): Promise<void> => {
    const names = await readdir(path.join(root, folder)).catch(() => []);
    for (const name of names.filter((each) => pattern.test(each)).sort()) {
      const text = await readSmallFile(path.join(root, folder, name));
      if (text !== undefined && text.trim() !== '') {
        found.set(path.posix.join(folder, name), text);
      }
    }
  };
  for (const folder of ['.github', '', 'docs']) {
    await take(folder, /^pull_request_template\.(?:md|txt)$/i);
  }
  for (const folder of ['.github/PULL_REQUEST_TEMPLATE', '.gitlab/merge_request_templates']) {
    await take(folder, /\.md$/i);
  }
  return found;
}
