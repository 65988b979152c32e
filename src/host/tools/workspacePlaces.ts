/**
 * Paths that a model names, as files and folders of the workspace. Nothing outside of it, and nothing that `context.exclude` names,
 * is looked at: not by a link, and not where it is open in an editor. Errors are sentences for the model.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Exclusions } from '../context/exclusions';
import { listFiles } from '../context/workspaceFiles';
import { resolveFolders, resolveTarget } from '../edits/workspacePath';
import { ToolError } from './tool';

export class WorkspacePlaces {
  constructor(private readonly exclusions: Exclusions) {}

  /** A file that is there. @throws ToolError */
  async file(written: string): Promise<vscode.Uri> {
    const target = await this.#target(written);
    if (target.isNew) {
      throw new ToolError(`There is no file ${written} in the workspace. list_files shows what there is.`);
    }
    return target.uri;
  }

  /** A file that is there or could be made. @throws ToolError */
  async fileOrNew(written: string): Promise<{ readonly uri: vscode.Uri; readonly isNew: boolean }> {
    return this.#target(written);
  }

  /** Folders of this path; of none, those of the workspace. @throws ToolError */
  async folders(written: string): Promise<readonly vscode.Uri[]> {
    const folders = await resolveFolders(written);
    if (folders === undefined) {
      throw new ToolError(`There is no folder ${written} in the workspace.`);
    }
    if (!(await Promise.all(folders.map(isInWorkspace))).every(Boolean)) {
      throw outsideError(written);
    }
    return folders;
  }

  /** Those that lists show. */
  filesBelow(folder: vscode.Uri, most: number): Promise<readonly vscode.Uri[]> {
    return listFiles(folder, most, this.exclusions);
  }

  /** Whether a file may be read; asked before anything of it is. */
  async mayRead(uri: vscode.Uri): Promise<boolean> {
    return (await isInWorkspace(uri)) && !(await this.exclusions.isExcludedOnDisk(uri));
  }

  /** As the other tools take it back. */
  pathOf(uri: vscode.Uri): string {
    return vscode.workspace.asRelativePath(uri);
  }

  async #target(written: string): Promise<{ readonly uri: vscode.Uri; readonly isNew: boolean }> {
    if (written.trim() === '') {
      throw new ToolError('The path is empty.');
    }
    const target = await resolveTarget(written);
    switch (target.kind) {
      case 'file':
      case 'new':
        if (!(await isInWorkspace(target.uri))) {
          throw outsideError(written);
        }
        if (await this.exclusions.isExcludedOnDisk(target.uri)) {
          throw new ToolError(
            `${written} is excluded by the user's settings (aceClaude.context.exclude): it is never read or sent.`,
          );
        }
        return { uri: target.uri, isNew: target.kind === 'new' };
      case 'ambiguous':
        throw new ToolError(`Several files are meant by ${written}: ${target.uris.map((uri) => this.pathOf(uri)).join(', ')}.`);
      case 'outside':
        throw outsideError(written);
      case 'none':
        throw new ToolError('No folder is open in VS Code, so there are no files.');
    }
  }
}

function outsideError(written: string): ToolError {
  return new ToolError(`${written} is outside the workspace, or a link that leads out of it: it cannot be read.`);
}

/** A link that comes with the files of others can lead to any file of the user's. */
async function isInWorkspace(uri: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    return false;
  }
  if (uri.scheme !== 'file') {
    return true;
  }
  const target = await realPath(uri.fsPath);
  if (target === uri.fsPath) {
    return true;
  }
  const folders = await Promise.all((vscode.workspace.workspaceFolders ?? []).map((folder) => realPath(folder.uri.fsPath)));
  return folders.some((folder) => isBelow(target, folder));
}

/** Without links; of what is not there yet, as far as there is something. */
async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(await realPath(folder), path.basename(file));
  }
}

function isBelow(target: string, folder: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
