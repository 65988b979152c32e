/** Edits of a selection with the real client against the local endpoint, a folder in the workspace, and reviews that tests decide. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatClient } from '../../src/client/chatClient';
import type { ChatModel } from '../../src/core/chatModel';
import { nullLogger } from '../../src/core/logger';
import type { EditKind } from '../../src/core/prompts/edit';
import { Exclusions } from '../../src/host/context/exclusions';
import { SelectionEdits } from '../../src/host/selection/selectionEdits';
import { startEndpoint, type Endpoint, type RecordedRequest } from '../endpoint/endpoint';
import { createClient } from './clientFixture';
import { CodeFixture } from './codeFixture';
import { ShownReviews } from './editReviews';

export class SelectionFixture {
  readonly code = new CodeFixture();
  readonly reviews = new ShownReviews();
  /** The sentences that were asked, and what is answered to the next. */
  readonly asked: { readonly sentence: string; readonly buttons: readonly string[] }[] = [];
  readonly answers: string[] = [];
  /** What the user wants changed next; nothing: they turn away. */
  readonly instructions: string[] = [];
  readonly acted: string[] = [];
  readonly shown: string[] = [];
  readonly edits: SelectionEdits;
  readonly #parts: vscode.Disposable[] = [];

  private constructor(
    readonly endpoint: Endpoint,
    private readonly client: ChatClient,
    model: ChatModel,
  ) {
    this.edits = new SelectionEdits({
      model,
      reviews: this.reviews,
      documents: {
        showText: (_name, text) => {
          this.shown.push(text);
          const [editor] = vscode.window.visibleTextEditors;
          assert.ok(editor);
          return Promise.resolve(editor);
        },
      },
      exclusions: new Exclusions(() => ['**/secret.*']),
      act: ({ id }) => {
        this.acted.push(id);
        return Promise.resolve(false);
      },
      log: nullLogger,
      ask: (sentence, ...buttons) => {
        this.asked.push({ sentence, buttons });
        return Promise.resolve(this.answers.shift());
      },
      askInstruction: () => Promise.resolve(this.instructions.shift()),
    });
  }

  /** @param modelOf puts something between the edits and the client */
  static async begin(modelOf = (client: ChatModel): ChatModel => client): Promise<SelectionFixture> {
    const endpoint = await startEndpoint({ tokensPerSecond: Infinity });
    const { client } = createClient(endpoint.origin);
    const fixture = new SelectionFixture(endpoint, client, modelOf(client));
    await fixture.code.begin();
    return fixture;
  }

  async end(): Promise<void> {
    this.edits.dispose();
    vscode.Disposable.from(...this.#parts).dispose();
    await this.code.end();
    await this.client.dispose();
    await this.endpoint.close();
  }

  /** Disposed at the end. */
  add<T extends vscode.Disposable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  /** Shows a new file with these lines selected, `end` inclusive; without them, with the cursor at its start. */
  async open(name: string, text: string, lines?: readonly [start: number, end: number]): Promise<vscode.TextEditor> {
    const editor = await this.code.show(await this.code.write(name, text), [0, 0]);
    if (lines !== undefined) {
      const [start, end] = lines;
      editor.selection = new vscode.Selection(start, 0, end, editor.document.lineAt(end).text.length);
    }
    return editor;
  }

  run(kind: EditKind): Promise<void> {
    if (kind === 'refactor' && this.instructions.length === 0) this.instructions.push('');
    return this.edits.run(kind);
  }

  /** The texts of the messages of a request. */
  static messages({ json }: RecordedRequest): readonly string[] {
    return (json as { messages: { content: string }[] }).messages.map(({ content }) => content);
  }

  /** What the last request asked. */
  get question(): string {
    const request = this.endpoint.requests.at(-1);
    assert.ok(request, 'nothing was asked');
    return SelectionFixture.messages(request).at(-1) ?? '';
  }
}
