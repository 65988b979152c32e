/**
 * Saved prompts, offered after a slash: from the setting `aceClaude.chat.prompts`, and from `.github/prompts` of the workspace.
 * A prompt only becomes text in the input, which the user sees before it is sent.
 */
import * as vscode from 'vscode';
import { parsePromptFile, promptName, promptParts, type PromptInput } from '../../core/promptFile';
import type { Suggestion } from '../../core/protocol';
import { readSetting } from '../platform/settings';
import type { PromptSuggestions } from './suggestions';

export interface SavedPrompt {
  /** Each once. */
  readonly name: string;
  /** One line; may be empty. */
  readonly description: string;
  /** Where it comes from, in the user's language. */
  readonly source: string;
}

interface LoadedPrompt extends SavedPrompt {
  readonly body: string;
}

const fileEnd = '.prompt.md';
const mostFiles = 200;
const largestFile = 200_000;
/** The files are read again after this time: somebody may be writing them. */
const freshMs = 2_000;
const leastScore = 0.35;

export class PromptLibrary implements PromptSuggestions {
  #files: { readonly at: number; readonly prompts: Promise<readonly LoadedPrompt[]> } | undefined;

  /** Those of the setting first. */
  async list(): Promise<readonly SavedPrompt[]> {
    return (await this.#load()).map(({ name, description, source }) => ({ name, description, source }));
  }

  /**
   * The text of a prompt with its variables replaced; one that has no value stays as it is written. Asks for its inputs.
   * @returns undefined where there is no such prompt, or the user gave up an input
   */
  async expand(name: string): Promise<string | undefined> {
    const prompt = (await this.#load()).find((known) => known.name === name);
    return prompt === undefined ? undefined : expandBody(prompt);
  }

  async suggest(text: string): Promise<readonly Suggestion[]> {
    const { matchScore } = await import('../../core/pathSearch');
    const prompts = (await this.list())
      .map((prompt) => ({ prompt, score: text === '' ? 1 : matchScore(text, prompt.name) }))
      .filter(({ score }) => score >= leastScore);
    return prompts
      .sort((one, other) => other.score - one.score)
      .map(({ prompt: { name, description, source } }) => ({
        id: suggestionPrefix + name,
        kind: 'prompt',
        label: name,
        detail: description === '' ? source : description,
      }));
  }

  async pick(id: string): Promise<string | undefined> {
    return id.startsWith(suggestionPrefix) ? this.expand(id.slice(suggestionPrefix.length)) : undefined;
  }

  async #load(): Promise<readonly LoadedPrompt[]> {
    if (this.#files === undefined || performance.now() - this.#files.at > freshMs) {
      this.#files = { at: performance.now(), prompts: workspacePrompts() };
    }
    const own = settingPrompts();
    const taken = new Set(own.map(({ name }) => name.toLowerCase()));
    // A prompt of the user's own stands for one of the workspace of the same name.
    const others = (await this.#files.prompts).filter(({ name }) => !taken.has(name.toLowerCase()));
    return [...own, ...numbered(others)];
  }
}

const suggestionPrefix = 'prompt:';

function settingPrompts(): readonly LoadedPrompt[] {
  const set: Readonly<Record<string, unknown>> = readSetting('chat.prompts');
  const prompts = Object.entries(set).flatMap(([key, body]) => {
    const name = promptName(key);
    return name === '' || typeof body !== 'string' || body.trim() === '' || body.length > largestFile
      ? []
      : [{ name, description: firstLine(body), source: vscode.l10n.t('Settings'), body }];
  });
  return numbered(prompts);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 100) ?? '';
}

async function workspacePrompts(): Promise<readonly LoadedPrompt[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (await Promise.all(folders.map((folder) => folderPrompts(folder)))).flat();
}

async function folderPrompts({ uri, name }: vscode.WorkspaceFolder): Promise<readonly LoadedPrompt[]> {
  const folder = vscode.Uri.joinPath(uri, '.github', 'prompts');
  const files = (await orNothing(vscode.workspace.fs.readDirectory(folder))) ?? [];
  const names = files.flatMap(([file, type]) =>
    file.endsWith(fileEnd) && (type & vscode.FileType.Directory) === 0 ? [file] : [],
  );
  const prompts = await Promise.all(
    names
      .sort()
      .slice(0, mostFiles)
      .map(async (file) => {
        const text = await smallText(vscode.Uri.joinPath(folder, file));
        const called = promptName(file.slice(0, -fileEnd.length));
        const { description, body } = parsePromptFile(text ?? '');
        const source = (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? `${name}/.github/prompts` : '.github/prompts';
        return called === '' || body === '' ? [] : [{ name: called, description: description.slice(0, 200), source, body }];
      }),
  );
  return prompts.flat();
}

async function smallText(uri: vscode.Uri): Promise<string | undefined> {
  const stat = await orNothing(vscode.workspace.fs.stat(uri));
  const bytes = stat === undefined || stat.size > largestFile ? undefined : await orNothing(vscode.workspace.fs.readFile(uri));
  return bytes && new TextDecoder().decode(bytes);
}

/** What is not there, or cannot be read, is not offered. */
async function orNothing<T>(reading: Thenable<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      return undefined;
    }
    throw error;
  }
}

/** The second of a name gets a number. */
function numbered(prompts: readonly LoadedPrompt[]): readonly LoadedPrompt[] {
  const taken = new Set<string>();
  return prompts.map((prompt) => {
    let name = prompt.name;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
      name = `${prompt.name}-${String(number)}`;
    }
    taken.add(name.toLowerCase());
    return { ...prompt, name };
  });
}

/** @returns undefined where an input was given up */
async function expandBody({ name, body }: LoadedPrompt): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const inputs = new Map<string, string>();
  const texts: string[] = [];
  for (const part of promptParts(body)) {
    if (typeof part === 'string') {
      texts.push(part);
    } else if (part.kind !== 'input') {
      texts.push(placeText(part.kind, editor) ?? part.written);
    } else {
      // Asked for once, however often it stands there.
      const typed = inputs.get(part.name) ?? (await askFor(part, name));
      if (typed === undefined) {
        return undefined;
      }
      inputs.set(part.name, typed);
      texts.push(typed);
    }
  }
  return texts.join('');
}

async function askFor(input: PromptInput, prompt: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Prompt: {0}', prompt),
    prompt: input.name,
    placeHolder: input.placeholder,
    ignoreFocusOut: true,
  });
}

/** Of the editor that is active; undefined where there is none, or nothing is selected. */
function placeText(kind: 'selection' | 'file' | 'workspaceFolder', editor: vscode.TextEditor | undefined): string | undefined {
  const { workspace } = vscode;
  switch (kind) {
    case 'selection':
      return editor === undefined || editor.selection.isEmpty ? undefined : editor.document.getText(editor.selection);
    case 'file':
      return editor && workspace.asRelativePath(editor.document.uri);
    case 'workspaceFolder': {
      const ofEditor = editor && workspace.getWorkspaceFolder(editor.document.uri);
      return (ofEditor ?? workspace.workspaceFolders?.[0])?.uri.fsPath;
    }
  }
}
