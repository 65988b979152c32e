/** A window's chat with the real client and a real store, against the local endpoint. Needs the extension host. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChatClient } from '../../src/client/chatClient';
import type { ChatDelta, ChatModel } from '../../src/core/chatModel';
import { activePath, type Answer } from '../../src/core/conversation';
import { nullLogger } from '../../src/core/logger';
import { formatNotice } from '../../src/host/answers/formatNotice';
import { answerTogether } from '../../src/host/chat/answerTogether';
import { ChatController } from '../../src/host/chat/chatController';
import { DraftAttachments } from '../../src/host/context/draftAttachments';
import { Exclusions } from '../../src/host/context/exclusions';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { SourceReader } from '../../src/host/context/sourceReader';
import { ConversationStore } from '../../src/host/history/conversationStore';
import type { Reviews } from '../../src/host/review/reviews';
import { ChatTools } from '../../src/host/tools/chatTools';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { createClient } from './clientFixture';
import { until } from './until';

export class ChatFixture {
  readonly #folder = temporaryFolder();
  readonly #documents = new ReadOnlyDocuments('test-chat');
  /** What this workspace remembers. */
  readonly #state = new Map<string, unknown>();
  #parts: { dispose(): unknown }[] = [];
  #store: ConversationStore | undefined;
  /** Answers that are coming: each writes to the folder when it ends. */
  #coming = 0;

  private constructor(
    readonly endpoint: Endpoint,
    readonly client: ChatClient,
    private readonly model: ChatModel,
    private readonly reviews: () => Promise<Reviews>,
  ) {}

  /**
   * @param modelOf puts something between the chat and the client
   * @param reviews of proposed edits; there is one set of them in a window
   */
  static async start({
    modelOf = (client: ChatModel): ChatModel => client,
    reviews = (): Promise<Reviews> => Promise.reject(new Error('This test has no reviews.')),
  } = {}): Promise<ChatFixture> {
    const endpoint = await startEndpoint({ tokensPerSecond: Infinity });
    const { client } = createClient(endpoint.origin);
    return new ChatFixture(endpoint, client, modelOf(client), reviews);
  }

  /** Of the window that is open. */
  get store(): ConversationStore {
    assert.ok(this.#store);
    return this.#store;
  }

  /** The chat of this workspace in a new window; the one that was open is closed. */
  async open(): Promise<ChatController> {
    this.#close();
    const store = new ConversationStore({ folder: this.#folder, log: nullLogger });
    this.#store = store;
    const exclusions = new Exclusions(() => ['**/secret.txt']);
    const attachments = new DraftAttachments({
      reader: new SourceReader(exclusions),
      documents: this.#documents,
      log: nullLogger,
      say: (sentence) => {
        assert.fail(sentence);
      },
    });
    const state = {
      keys: () => [...this.#state.keys()],
      get: (key: string, fallback?: unknown) => (this.#state.get(key) ?? fallback) as never,
      update: (key: string, value: unknown) => Promise.resolve(void this.#state.set(key, value)),
    };
    const tools = new ChatTools({ exclusions, reviews: this.reviews, state });
    const controller = new ChatController({
      model: {
        stream: (request, signal) => this.#stream(request, signal),
        complete: (request, signal) => this.model.complete(request, signal),
      },
      log: nullLogger,
      store,
      attachments,
      tools: () => Promise.resolve(tools),
      state,
      together: () => Promise.resolve(answerTogether(this.model, state)),
      check: (text, format) => Promise.resolve(formatNotice(text, format)),
    });
    this.#parts = [controller, store, attachments];
    await controller.restore();
    return controller;
  }

  async dispose(): Promise<void> {
    this.#close();
    this.#documents.dispose();
    await this.client.dispose();
    await this.endpoint.close();
    await until(() => this.#coming === 0, 'the end of all answers');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async *#stream(...asked: Parameters<ChatModel['stream']>): AsyncGenerator<ChatDelta> {
    this.#coming += 1;
    try {
      yield* this.model.stream(...asked);
    } finally {
      this.#coming -= 1;
    }
  }

  #close(): void {
    this.#parts.forEach((part) => void part.dispose());
    this.#parts = [];
  }
}

/** Removed at the end of the process at the latest: a journal that is being written when its window closes is made anew. */
function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ace-chat-'));
  folders.add(folder);
  return folder;
}

const folders = new Set<string>();
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function lastAnswer(chat: ChatController): Answer {
  const last = activePath(chat.conversation).at(-1);
  assert.ok(last?.role === 'assistant');
  return last;
}

/** Resolves when the last answer is this text. */
export async function untilText(chat: ChatController, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const check = (): void => {
      const last = activePath(chat.conversation).at(-1);
      if (last?.role === 'assistant' && last.text === text) resolve();
    };
    chat.onDidChangeConversation(check);
    check();
  });
}
