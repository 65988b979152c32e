/** What the client needs around it in tests: settings, a token that is none, a log to read, and deltas gathered with their error. */
import { ChatClient, type ChatClientDeps } from '../../src/client/chatClient';
import type { ChatRequest } from '../../src/core/chatCompletions';
import type { ChatDelta } from '../../src/core/chatModel';
import type { Connection, ConnectionSource } from '../../src/core/connection';
import { AssistantError } from '../../src/core/errors';
import type { Logger } from '../../src/core/logger';

export const fakeToken = 'test-token-not-real';
export const question: ChatRequest = { model: 'claude-sonnet-4-6', messages: [{ role: 'user', content: 'Hello' }] };

export class RecordingLogger implements Logger {
  readonly lines: string[] = [];
  trace(message: string): void {
    this.lines.push(message);
  }
  debug(message: string): void {
    this.lines.push(message);
  }
  info(message: string): void {
    this.lines.push(message);
  }
  warn(message: string): void {
    this.lines.push(message);
  }
  error(message: string): void {
    this.lines.push(message);
  }
}

export class FakeSource implements ConnectionSource {
  readonly askedOrigins: string[] = [];
  token = fakeToken;
  timeouts: Connection['timeouts'] = { connect: 5, firstByte: 5, idle: 5 };
  proxy: Connection['proxy'] = { url: '', noProxy: [], authorization: '', strictTls: true, enabled: true };

  constructor(public baseUrl: string) {}

  connection(): Connection {
    return { baseUrl: this.baseUrl, timeouts: this.timeouts, proxy: this.proxy };
  }

  tokenFor(origin: string): Promise<string> {
    this.askedOrigins.push(origin);
    return Promise.resolve(this.token);
  }
}

export interface ClientFixture {
  readonly client: ChatClient;
  readonly source: FakeSource;
  readonly log: RecordingLogger;
}

/** With an empty environment and no jitter, unless `deps` says otherwise. */
export function createClient(origin: string, deps: Partial<ChatClientDeps> = {}): ClientFixture {
  const source = new FakeSource(`${origin}/v1`);
  const log = new RecordingLogger();
  const client = new ChatClient({ source, log, environment: {}, random: () => 0, ...deps });
  return { client, source, log };
}

export interface Outcome {
  readonly deltas: ChatDelta[];
  readonly error: AssistantError | undefined;
}

/** All deltas, and the error after them. Anything but an AssistantError is thrown on. */
export async function outcomeOf(deltas: AsyncIterable<ChatDelta>): Promise<Outcome> {
  const seen: ChatDelta[] = [];
  try {
    for await (const delta of deltas) {
      seen.push(delta);
    }
    return { deltas: seen, error: undefined };
  } catch (error) {
    if (error instanceof AssistantError) {
      return { deltas: seen, error };
    }
    throw error;
  }
}

export function ask({ client }: ClientFixture, request: ChatRequest = question): Promise<Outcome> {
  return outcomeOf(client.stream(request, new AbortController().signal));
}

export function textOf(deltas: readonly ChatDelta[]): string {
  return deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('');
}

/** The error that a promise is rejected with. @throws where it is none, or no AssistantError */
export async function failureOf(promise: Promise<unknown>): Promise<AssistantError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AssistantError) {
      return error;
    }
    throw error;
  }
  throw new Error('It did not fail.');
}
