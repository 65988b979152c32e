/** The file that the tests of some code go to, with what a model needs to know of it. */
import * as vscode from 'vscode';
import type { TestTarget } from '../../core/prompts/edit';
import { beginningAndEnd } from '../../core/selection/beginningAndEnd';
import { testPlace } from '../../core/selection/testFiles';
import type { Exclusions } from '../context/exclusions';
import { excludedError, nameOf, UnavailableError } from '../context/sourceContent';
import { listFiles } from '../context/workspaceFiles';
import { isFile } from '../edits/workspacePath';
import { fileOf } from './selectionContext';

export interface TestFile {
  readonly uri: vscode.Uri;
  readonly target: TestTarget;
}

const mostFiles = 20_000;
/** Characters of a test file that are sent; of a longer one, its beginning and its end. */
const mostText = 24_000;
const mostExample = 6000;

/**
 * Found by the project's own convention; asked for where there is none.
 *
 * @returns undefined where the user turns away
 * @throws UnavailableError where the tests can have no place, or the file that has them is never sent
 */
export async function testFile(document: vscode.TextDocument, exclusions: Exclusions): Promise<TestFile | undefined> {
  const file = fileOf(document);
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri ?? vscode.Uri.joinPath(file, '..');
  if (file.scheme === 'untitled') {
    throw new UnavailableError(vscode.l10n.t('{0} is not saved yet. Save it, so that its tests have a place.', nameOf(file)));
  }
  const root = folder.path.replace(/\/$/, '');
  const paths = (await listFiles(folder, mostFiles, exclusions)).map(({ path }) => path.slice(root.length + 1)).sort();
  const source = sourcePath(file.path.slice(root.length + 1), document);
  const place = testPlace(source, paths);
  const path = place?.path ?? (await askPath(source));
  if (path === undefined) {
    return undefined;
  }
  const uri = vscode.Uri.joinPath(folder, ...path.split('/'));
  if (await exclusions.isExcludedOnDisk(uri)) {
    throw excludedError(path);
  }
  const existing = (await isFile(uri)) ? await vscode.workspace.openTextDocument(uri) : undefined;
  const example = place?.example === undefined ? undefined : await readExample(folder, place.example, exclusions);
  return {
    uri,
    target: {
      path,
      text: beginningAndEnd(existing?.getText().replace(/\r\n/g, '\n') ?? '', mostText),
      languageId: existing?.languageId ?? document.languageId,
      ...(example === undefined ? {} : { example }),
    },
  };
}

/** Code of a notebook is tested as if it were a file beside it. */
function sourcePath(path: string, document: vscode.TextDocument): string {
  return path.endsWith('.ipynb') && document.languageId === 'python' ? path.replace(/\.ipynb$/, '.py') : path;
}

async function askPath(source: string): Promise<string | undefined> {
  const value = source.replace(/(\.\w+)?$/, '.test$1');
  const path = await vscode.window.showInputBox({
    title: vscode.l10n.t('Generate Tests'),
    prompt: vscode.l10n.t('Where do the tests of {0} go? A path in the workspace.', source),
    value,
    valueSelection: [value.lastIndexOf('/') + 1, value.length],
    validateInput: (text) =>
      text.split('/').some((part) => part === '..' || part.trim() === '')
        ? vscode.l10n.t('This is no path of a file in the workspace.')
        : undefined,
  });
  return path?.trim();
}

async function readExample(
  folder: vscode.Uri,
  path: string,
  exclusions: Exclusions,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const uri = vscode.Uri.joinPath(folder, ...path.split('/'));
  if (await exclusions.isExcludedOnDisk(uri)) {
    return undefined;
  }
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return { path, text: beginningAndEnd(document.getText().replace(/\r\n/g, '\n'), mostExample) };
  } catch {
    // No text, or gone: tests can be written without it.
    return undefined;
  }
}
