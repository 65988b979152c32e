/** Templates of a pull request's description, where hosts of repositories look for them. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readSmallFile } from './commitSettings';

/** Their texts, by the path from the root. */
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
