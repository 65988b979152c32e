/**
 * A Git repository of the test's own, opened in the real Git extension, and what writes its messages with the real client against
 * the local endpoint. For tests inside the extension host.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChatClient } from '../../src/client/chatClient';
import type { ChatModel } from '../../src/core/chatModel';
import { nullLogger } from '../../src/core/logger';
import { CommitMessages, type CommitDeps } from '../../src/host/commit/commitMessages';
import type { Talk } from '../../src/host/commit/talk';
import { Exclusions } from '../../src/host/context/exclusions';
import { gitApi, type GitRepository } from '../../src/host/context/git';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { createClient } from './clientFixture';
import { MemoryMemento } from './storage';
import { until } from './until';

interface Opener {
  openRepository(root: vscode.Uri): Promise<(GitRepository & { status(): Promise<void> }) | null>;
}

export class CommitFixture {
  /** What the user was told. */
  readonly said: string[] = [];
  /** Which button the user presses, by a part of the sentence. */
  readonly answers = new Map<string, string>();
  /** The buttons of failures that were pressed, with the model that was asked. */
  readonly acted: string[] = [];
  /** Whether what they do lets a failure be tried again. */
  mayTryAgain = true;
  readonly messages: CommitMessages;
  readonly deps: CommitDeps;
  /** What all windows remember. */
  readonly state = new MemoryMemento();
  readonly #documents = new ReadOnlyDocuments(`ace-claude-test-${String(performance.now()).replace('.', '-')}`);
  readonly #client: ChatClient;
  readonly #roots: string[] = [];
  readonly #opened: vscode.Uri[] = [];
  readonly #changed: (() => Promise<void>)[] = [];

  private constructor(
    readonly endpoint: Endpoint,
    modelOf: (client: ChatModel) => ChatModel,
  ) {
    this.#client = createClient(endpoint.origin).client;
    const talk: Talk = (_, sentence, ...buttons) => {
      this.said.push(sentence);
      const [, answer] = [...this.answers].find(([part]) => sentence.includes(part)) ?? [];
      assert.ok(answer === undefined || buttons.includes(answer), `${String(answer)} is no button of: ${sentence}`);
      return Promise.resolve(answer);
    };
    this.deps = {
      model: modelOf(this.#client),
      state: this.state,
      log: nullLogger,
      exclusions: new Exclusions(() => ['**/.env']),
      documents: this.#documents,
      talk,
      act: ({ id }, model) => {
        this.acted.push(`${id} ${model}`);
        return Promise.resolve(this.mayTryAgain);
      },
    };
    this.messages = new CommitMessages(this.deps);
  }

  /** @param modelOf puts something between the messages and the client */
  static async start(modelOf = (client: ChatModel): ChatModel => client): Promise<CommitFixture> {
    return new CommitFixture(await startEndpoint({ tokensPerSecond: Infinity }), modelOf);
  }

  /** A new repository with one commit of `a.txt`, open in VS Code. */
  async repository(name = 'repository'): Promise<GitRepository> {
    // Older versions open none that is outside of the workspace.
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace !== undefined);
    const root = path.join(realpathSync(mkdtempSync(path.join(workspace.uri.fsPath, 'commit-test-'))), name);
    this.#roots.push(path.dirname(root));
    mkdirSync(root);
    const uri = vscode.Uri.file(root);
    git(uri, 'init', '--initial-branch=main');
    git(uri, 'config', 'user.name', 'Example');
    git(uri, 'config', 'user.email', 'example@example.invalid');
    write(uri, 'a.txt', 'one\n');
    git(uri, 'add', '.');
    git(uri, '-c', 'commit.gpgsign=false', 'commit', '--message', 'Add a text');
    const api = (await gitApi()) as (Awaited<ReturnType<typeof gitApi>> & Opener) | undefined;
    const opened = await api?.openRepository(uri);
    assert.ok(opened !== undefined && opened !== null, 'Git did not open the repository.');
    this.#opened.push(opened.rootUri);
    await until(() => opened.state.HEAD?.commit !== undefined);
    // Until Git has looked at it once, it may still empty the box.
    await opened.status();
    return opened;
  }

  /** Sets a setting of the user until the end of the test. */
  async set(key: string, value: unknown): Promise<void> {
    const update = async (to: unknown): Promise<void> => {
      await vscode.workspace.getConfiguration().update(key, to, vscode.ConfigurationTarget.Global);
    };
    await update(value);
    this.#changed.push(() => update(undefined));
  }

  /** Text of all messages of the latest request, or of an earlier one. */
  request(index = -1): string {
    const json = this.endpoint.requests.filter(({ method }) => method === 'POST').at(index)?.json;
    const { messages } = json as { readonly messages: readonly { readonly content: string }[] };
    return messages.map(({ content }) => content).join('\n');
  }

  async dispose(): Promise<void> {
    this.messages.dispose();
    for (const undo of this.#changed) await undo();
    this.#documents.dispose();
    await this.#client.dispose();
    await this.endpoint.close();
    for (const root of this.#opened) {
      // The view shows the boxes of a few repositories only.
      await vscode.commands.executeCommand('git.close', root);
    }
    for (const root of this.#roots) {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

export function git(root: vscode.Uri, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root.fsPath, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Folders on the way are made. */
export function write(root: vscode.Uri, file: string, text: string): void {
  const name = path.join(root.fsPath, file);
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, text);
}
