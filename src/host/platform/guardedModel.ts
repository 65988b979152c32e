/**
 * The endpoint behind the secret guard: what looks like a key, a token or a password is not sent before the user has said so.
 * Features ask through it and need not know; commit messages look at the staged changes themselves.
 */
import * as vscode from 'vscode';
import type { ChatCompletion, ChatRequest } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import { AssistantError } from '../../core/errors';
import { secretsInRequest, type RequestSecret } from '../../core/requestSecrets';
import { secretKindWords } from './secretWords';
import { readSetting } from './settings';
import { wordList } from './wordList';

/** Named in the sentence; more are counted. */
const mostNamed = 3;

export class GuardedModel implements ChatModel {
  /** Lines that may be sent, until VS Code ends. Like all that is kept here, never written anywhere. */
  readonly #allowed = new Set<string>();
  /** Lines that were not sent, by finding. */
  readonly #findings = new Map<string, readonly string[]>();

  constructor(private readonly model: ChatModel) {}

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    this.#check(request);
    yield* this.model.stream(request, signal);
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    this.#check(request);
    return this.model.complete(request, signal);
  }

  /** What was found then may be sent from now on. One of an earlier run of VS Code is not known any more, and found again. */
  allow(finding: string): void {
    for (const line of this.#findings.get(finding) ?? []) this.#allowed.add(line);
  }

  /** @throws AssistantError `secret` */
  #check(request: ChatRequest): void {
    const found = readSetting('secretGuard') ? secretsInRequest(request, this.#allowed) : [];
    if (found.length === 0) {
      return;
    }
    const finding = crypto.randomUUID();
    this.#findings.set(
      finding,
      found.map(({ line }) => line),
    );
    throw new AssistantError('secret', { finding, detail: findingWords(found) });
  }
}

function findingWords(found: readonly RequestSecret[]): string {
  const named = found.map(({ kind, place }) => {
    const words = secretKindWords(kind);
    return place === undefined ? words : vscode.l10n.t('{0} in {1}', words, place);
  });
  const words = [...new Set(named)];
  const left = words.length - mostNamed;
  return wordList(left > 0 ? [...words.slice(0, mostNamed), vscode.l10n.t('{0} more', String(left))] : words);
}
