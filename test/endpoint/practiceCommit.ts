/** A mechanical commit message from a unified diff: what changed where, and how much. */

interface FileChange {
  readonly path: string;
  readonly verb: 'Add' | 'Remove' | 'Rename' | 'Update';
  readonly added: number;
  readonly removed: number;
}

const maxSubjectLength = 72;

export function hasDiff(text: string): boolean {
  return /^diff --git /m.test(text) || (/^\+\+\+ /m.test(text) && /^@@ /m.test(text));
}

/**
 * @param isConventional whether the subject begins with a type, as in `docs: …`
 * @param alternative counts from 0; each one words it differently
 */
export function commitMessage(diff: string, isConventional: boolean, alternative = 0): string {
  const files = changedFiles(diff);
  const [first] = files;
  if (first === undefined) {
    return 'Update files';
  }
  const verbs = new Set(files.map((file) => file.verb));
  const verb = verbs.size === 1 ? first.verb : 'Update';
  const what = files.length === 1 ? shorten(first.path) : `${String(files.length)} files${inFolder(files)}`;
  const counts = `+${String(sum(files, 'added'))} -${String(sum(files, 'removed'))}`;
  const wordings = [`${verb} ${what} (${counts})`, `${verb} ${what}`, `${counts} lines: ${verb.toLowerCase()} ${what}`];
  const subject = wordings[alternative % wordings.length] ?? '';
  const typed = isConventional ? `${commitType(files)}: ${subject.charAt(0).toLowerCase()}${subject.slice(1)}` : subject;
  return typed.length <= maxSubjectLength ? typed : `${typed.slice(0, maxSubjectLength - 1)}…`;
}

function changedFiles(diff: string): readonly FileChange[] {
  const parts = /^diff --git /m.test(diff) ? diff.split(/^(?=diff --git )/m) : diff.split(/^(?=--- )/m);
  return parts.flatMap((part) => {
    const [, oldPath = ''] = /^--- (?:a\/)?([^\t\n]+)/m.exec(part) ?? [];
    const [, newPath = ''] = /^\+\+\+ (?:b\/)?([^\t\n]+)/m.exec(part) ?? [];
    const [, headerPath = ''] = /^diff --git .* b\/(\S[^\n]*)$/m.exec(part) ?? [];
    const path = [newPath, oldPath, headerPath].find((candidate) => candidate !== '' && candidate !== '/dev/null');
    if (path === undefined) {
      return [];
    }
    const isNew = /^new file mode/m.test(part) || oldPath === '/dev/null';
    const isGone = /^deleted file mode/m.test(part) || newPath === '/dev/null';
    const verb = isNew ? 'Add' : isGone ? 'Remove' : /^rename to /m.test(part) ? 'Rename' : 'Update';
    const body = part.slice(Math.max(0, part.search(/^@@ /m)));
    const added = body.match(/^\+(?!\+\+ )/gm)?.length ?? 0;
    const removed = body.match(/^-(?!-- )/gm)?.length ?? 0;
    return [{ path, verb, added, removed }];
  });
}

function inFolder(files: readonly FileChange[]): string {
  const [first = [], ...others] = files.map((file) => file.path.split('/').slice(0, -1));
  const shared = first.filter((_, depth) =>
    others.every((path) => path.slice(0, depth + 1).join('/') === first.slice(0, depth + 1).join('/')),
  );
  return shared.length === 0 ? '' : ` in ${shorten(shared.join('/'))}`;
}

function commitType(files: readonly FileChange[]): string {
  if (files.every(({ path }) => /\.(md|txt|rst)$/.test(path))) return 'docs';
  if (files.every(({ path }) => /(^|\/)tests?\/|\.(test|spec)\./.test(path))) return 'test';
  return files.some(({ verb }) => verb === 'Add') ? 'feat' : 'chore';
}

function shorten(path: string): string {
  return path.length <= 40 ? path : (path.split('/').at(-1) ?? path);
}

function sum(files: readonly FileChange[], side: 'added' | 'removed'): number {
  return files.reduce((total, file) => total + file[side], 0);
}
