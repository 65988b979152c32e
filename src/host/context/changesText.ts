/**
 * The uncommitted changes of a repository as text: staged, not staged, and the names of new files. Read with Git itself, so that
 * no setting of the user's Git (external diffs, colours, prefixes) changes what is sent.
 */
import * as vscode from 'vscode';
import { shortenDiff } from '../../core/shortenDiff';
import type { Exclusions } from './exclusions';
import { gitApi, type GitApi, type GitRepository } from './git';
import { runGit } from './runGit';
import { nameOf, UnavailableError } from './sourceContent';

/** UTF-16 units of diffs in all; some 25,000 tokens. */
const mostDiffLength = 100_000;
const mostDiffBytes = 2_000_000;
const mostNameBytes = 2_000_000;
const mostNamesListed = 500;
/** A command line can only take so many. */
const mostExcludedPaths = 300;

const plainDiff = [
  '-c',
  'core.quotePath=false',
  'diff',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  // Another format shows the files of submodules, which no name of the list would leave out.
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '-M',
  '--no-relative',
];

export interface ChangesText {
  readonly text: string;
  readonly note?: string;
}

/** @param root of one repository; undefined: all. @throws UnavailableError */
export async function readChanges(root: vscode.Uri | undefined, exclusions: Exclusions): Promise<ChangesText> {
  const api = await gitApi();
  const repositories = api?.repositories.filter(({ rootUri }) => root === undefined || rootUri.toString() === root.toString());
  if (api === undefined || repositories === undefined || repositories.length === 0) {
    throw new UnavailableError(
      vscode.l10n.t('There is no Git repository to read changes from. Open its folder, and switch Git on in the settings.'),
    );
  }
  const found: ChangesText[] = [];
  for (const repository of repositories) {
    const changes = await changesOf(api, repository, exclusions, mostDiffLength / repositories.length);
    if (changes !== undefined) {
      const heading = repositories.length === 1 ? '' : `# Repository ${nameOf(repository.rootUri)}\n\n`;
      found.push({ ...changes, text: heading + changes.text });
    }
  }
  if (found.length === 0) {
    throw new UnavailableError(vscode.l10n.t('There are no uncommitted changes.'));
  }
  const note = found.find((changes) => changes.note !== undefined)?.note;
  return { text: found.map(({ text }) => text).join('\n\n'), ...(note === undefined ? {} : { note }) };
}

async function changesOf(
  api: GitApi,
  { rootUri }: GitRepository,
  exclusions: Exclusions,
  mostLength: number,
): Promise<ChangesText | undefined> {
  const run = (args: readonly string[], maxBytes: number) =>
    runGit(api.git.path, rootUri.fsPath, args, maxBytes).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UnavailableError(vscode.l10n.t('Git could not list the changes: {0}', reason));
    });
  const isExcluded = (path: string): boolean => exclusions.isExcluded(vscode.Uri.joinPath(rootUri, path));

  const sections: string[] = [];
  let isShortened = false;
  for (const [title, option] of [
    ['Staged changes', ['--cached']],
    ['Changes that are not staged', []],
  ] as const) {
    const list = await run([...plainDiff, ...option, '--name-status', '-z'], mostNameBytes);
    const names = changedPaths(list.text);
    const excluded = [...new Set(names.filter(isExcluded))];
    // Names that are not known cannot be left out of a diff.
    if (list.isCut || excluded.length > mostExcludedPaths) {
      const rest = names.filter((path) => !isExcluded(path));
      isShortened ||= rest.length > 0;
      sections.push(...listSection(`${title}, by name`, rest));
    } else if (names.length > excluded.length) {
      const paths = ['--', ':/', ...excluded.map((path) => `:(exclude,top,literal)${path}`)];
      const { text, isCut } = await run([...plainDiff, ...option, ...paths], mostDiffBytes);
      const diff = shortenDiff(text, mostLength / 2);
      isShortened ||= isCut || diff.isShortened;
      sections.push(`# ${title}\n\n${diff.text}`);
    }
  }
  const { text: untracked } = await run(['ls-files', '--others', '--exclude-standard', '-z', ':/'], mostNameBytes);
  sections.push(
    ...listSection(
      'New files, by name',
      untracked.split('\0').filter((path) => path !== '' && !isExcluded(path)),
    ),
  );
  return sections.length === 0
    ? undefined
    : {
        text: sections.join('\n\n'),
        ...(isShortened ? { note: vscode.l10n.t('The changes are large: the longest ones are shortened.') } : {}),
      };
}

function listSection(title: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) {
    return [];
  }
  const more = paths.length > mostNamesListed ? [`(and ${String(paths.length - mostNamesListed)} more)`] : [];
  return [`# ${title}\n\n${[...paths.slice(0, mostNamesListed), ...more].join('\n')}`];
}

/** Of `--name-status -z`: a status, then one path, or two for what was renamed or copied. */
function changedPaths(output: string): readonly string[] {
  const fields = output.split('\0').filter((field) => field !== '');
  const paths: string[] = [];
  for (let index = 0; index < fields.length;) {
    const count = /^[RC]/.test(fields[index] ?? '') ? 2 : 1;
    paths.push(...fields.slice(index + 1, index + 1 + count));
    index += 1 + count;
  }
  return paths;
}
