/**
 * Paths that a model names, as files and folders of the workspace. Nothing outside of it, and nothing that `context.exclude` names,
 * is looked at. Errors are sentences for the model.
 */
import * as vscode from 'vscode';
import type { Exclusions } from '../context/exclusions';
import { resolveFolders, resolveTarget } from '../edits/workspacePath';
import { ToolError } from './tool';

export class WorkspacePlaces {
  constructor(private readonly exclusions: Exclusions) {}

  /** A file that is there. @throws ToolError */
  async file(path: string): Promise<vscode.Uri> {
    const target = await this.#target(path);
    if (target.isNew) {
      throw new ToolError(`There is no file ${path} in the workspace. list_files shows what there is.`);
    }
    return target.uri;
  }

  /** A file that is there or could be made. @throws ToolError */
  async fileOrNew(path: string): Promise<{ readonly uri: vscode.Uri; readonly isNew: boolean }> {
    return this.#target(path);
  }

  /** Folders of this path; of none, those of the workspace. @throws ToolError */
  async folders(path: string): Promise<readonly vscode.Uri[]> {
    const folders = await resolveFolders(path);
    if (folders === undefined) {
      throw new ToolError(`There is no folder ${path} in the workspace.`);
    }
    return folders;
  }

  /** Whether a file may be read; asked before anything of it is. */
  async mayRead(uri: vscode.Uri): Promise<boolean> {
    return !(await this.exclusions.isExcludedOnDisk(uri));
  }

  /** As the other tools take it back. */
  pathOf(uri: vscode.Uri): string {
    return vscode.workspace.asRelativePath(uri);
  }

  async #target(path: string): Promise<{ readonly uri: vscode.Uri; readonly isNew: boolean }> {
    if (path.trim() === '') {
      throw new ToolError('The path is empty.');
    }
    const target = await resolveTarget(path);
    switch (target.kind) {
      case 'file':
      case 'new':
        if (!(await this.mayRead(target.uri))) {
          throw new ToolError(
            `${path} is excluded by the user's settings (aceClaude.context.exclude): it is never read or sent.`,
          );
        }
        return { uri: target.uri, isNew: target.kind === 'new' };
      case 'ambiguous':
        throw new ToolError(`Several files are meant by ${path}: ${target.uris.map((uri) => this.pathOf(uri)).join(', ')}.`);
      case 'outside':
        throw new ToolError(`${path} is outside the workspace, which cannot be read.`);
      case 'none':
        throw new ToolError('No folder is open in VS Code, so there are no files.');
    }
  }
}
