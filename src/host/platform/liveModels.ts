/**
 * What the endpoint itself lists as its models: asked in the background, kept over restarts for each address, and never waited for.
 * An answer that is none, and one that names no Claude model, changes nothing.
 */
import * as vscode from 'vscode';
import { originOf } from '../../core/baseUrl';
import type { ModelDirectory } from '../../core/chatModel';
import { chatModelIds } from '../../core/offeredModels';
import { readBaseUrl } from './settings';

interface Deps {
  readonly directory: ModelDirectory;
  /** Over all windows. */
  readonly state: vscode.Memento;
  readonly hasToken: () => Promise<boolean>;
  /** Unix time in milliseconds. @defaultValue `Date.now` */
  readonly now?: () => number;
}

interface Kept {
  /** When it was asked, Unix time in milliseconds. */
  readonly at: number;
  readonly ids: readonly string[];
}

const stateKey = 'models.live';
const keptOrigins = 5;
const dayMs = 24 * 60 * 60 * 1000;
/** After a failure, and between two looks at the same list. */
const pauseMs = 60 * 1000;

export class LiveModels implements ModelDirectory, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The endpoint lists other models than before. */
  readonly onDidChange = this.#changed.event;
  readonly #abort = new AbortController();
  readonly #now: () => number;
  #refreshing: Promise<void> | undefined;
  /** When which address was asked last in this window. */
  #asked: { readonly origin: string; readonly at: number } | undefined;

  constructor(private readonly deps: Deps) {
    this.#now = deps.now ?? Date.now;
  }

  /** The endpoint's Claude models that chat; undefined as long as it has not been asked. */
  get ids(): readonly string[] | undefined {
    const origin = currentOrigin();
    return origin === undefined ? undefined : keptOf(this.#kept[origin])?.ids;
  }

  /** Passes the question on, and remembers the answer. */
  async listModels(signal: AbortSignal, token?: string): Promise<readonly string[]> {
    const origin = currentOrigin();
    const ids = await this.deps.directory.listModels(signal, token);
    if (origin !== undefined) {
      await this.#keep(origin, ids);
    }
    return ids;
  }

  /**
   * Asks again where the list is older than a day, or (`isLookedAt`) than a minute. Not without a token. Resolves when that is over,
   * whatever came of it.
   */
  refresh(isLookedAt = false): Promise<void> {
    return (this.#refreshing ??= this.#refresh(isLookedAt ? pauseMs : dayMs).finally(() => {
      this.#refreshing = undefined;
    }));
  }

  dispose(): void {
    this.#abort.abort();
    this.#changed.dispose();
  }

  async #refresh(maxAgeMs: number): Promise<void> {
    const origin = currentOrigin();
    const now = this.#now();
    const age = origin === undefined ? 0 : now - (keptOf(this.#kept[origin])?.at ?? 0);
    const asked = this.#asked;
    const hasJustAsked = asked !== undefined && asked.origin === origin && Math.abs(now - asked.at) < pauseMs;
    // A clock that was set back makes a list of the future: it is asked again.
    if (origin === undefined || (age >= 0 && age < maxAgeMs) || hasJustAsked || !(await this.deps.hasToken())) {
      return;
    }
    this.#asked = { origin, at: now };
    try {
      await this.listModels(this.#abort.signal);
    } catch {
      // Whoever asks a question is told what is wrong; here what is known has to do.
    }
  }

  async #keep(origin: string, listed: readonly string[]): Promise<void> {
    const ids = chatModelIds(listed);
    if (ids === undefined || this.#abort.signal.aborted) {
      return;
    }
    const before = keptOf(this.#kept[origin])?.ids;
    const others = Object.entries(this.#kept).filter(([other]) => other !== origin);
    const kept = [...others.slice(-(keptOrigins - 1)), [origin, { at: this.#now(), ids } satisfies Kept]];
    await this.deps.state.update(stateKey, Object.fromEntries(kept));
    if (JSON.stringify(before) !== JSON.stringify(ids)) {
      this.#changed.fire();
    }
  }

  get #kept(): Readonly<Record<string, unknown>> {
    const kept = this.deps.state.get<unknown>(stateKey);
    return typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  }
}

/** What another version has written may be anything. */
function keptOf(value: unknown): Kept | undefined {
  const { at, ids } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
  return typeof at === 'number' && isList ? { at, ids: ids } : undefined;
}

function currentOrigin(): string | undefined {
  try {
    return originOf(readBaseUrl());
  } catch {
    // An address that cannot be used is said with the first question.
    return undefined;
  }
}
