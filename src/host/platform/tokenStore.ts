/**
 * The user's tokens, each bound to the origin that it was entered for. They live in SecretStorage alone; where that fails, in
 * this window's memory. Nothing is cached, so a change in another window counts with the next request.
 */
import * as vscode from 'vscode';
import { normalizeBaseUrl, originOf } from '../../core/baseUrl';
import { environment } from '../../core/contributions';
import { AssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { cleanToken, isUsableToken } from '../../core/token';
import { environmentBaseUrl } from './settings';

/** One secret holds all: SecretStorage cannot list its keys in the oldest supported VS Code. */
const secretKey = 'aceClaude.tokens';
const allowedOriginsKey = 'aceClaude.environmentTokenOrigins';

type TokensByOrigin = Readonly<Record<string, string>>;

export class TokenStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when a token was stored or removed, in this window or another. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;
  readonly #seen = new Set<string>();
  #windowOnly: TokensByOrigin = {};

  constructor(
    private readonly secrets: vscode.SecretStorage,
    /** Remembers consent only, never a token. */
    private readonly memento: vscode.Memento,
    private readonly log: Pick<Logger, 'warn'>,
  ) {
    this.#subscription = secrets.onDidChange((event) => {
      if (event.key === secretKey) {
        this.#changed.fire();
      }
    });
  }

  /** Every token that this window has handled, for redaction. */
  get seen(): Iterable<string> {
    return this.#seen;
  }

  /** @throws AssistantError `noToken`; `tokenOrigin` where there is a token, but for another origin */
  async tokenFor(origin: string): Promise<string> {
    const tokens = await this.#read();
    const token = tokens[origin] ?? this.#environmentTokenFor(origin);
    if (token !== undefined) {
      this.#seen.add(token);
      return token;
    }
    const [otherOrigin] = Object.keys(tokens);
    if (environmentToken() !== undefined) {
      throw new AssistantError('tokenOrigin', { code: 'environment', detail: origin });
    }
    throw otherOrigin === undefined ? new AssistantError('noToken') : new AssistantError('tokenOrigin', { detail: origin });
  }

  /** Where the token of {@link tokenFor} is from. @throws the same */
  async sourceOf(origin: string): Promise<'stored' | 'windowOnly' | 'environment'> {
    await this.tokenFor(origin);
    const tokens = await this.#read();
    if (tokens[origin] === undefined) {
      return 'environment';
    }
    return this.#windowOnly[origin] === undefined ? 'stored' : 'windowOnly';
  }

  async has(origin: string): Promise<boolean> {
    return this.tokenFor(origin).then(
      () => true,
      () => false,
    );
  }

  /** The origins that a token is stored for. */
  async origins(): Promise<readonly string[]> {
    return Object.keys(await this.#read());
  }

  /** @returns whether it was stored for good, or (the keyring failed) for this window only */
  async set(origin: string, token: string): Promise<'stored' | 'windowOnly'> {
    this.#seen.add(token);
    try {
      await this.#write({ ...(await this.#readStored()), [origin]: token });
      this.#windowOnly = without(this.#windowOnly, origin);
      return 'stored';
    } catch (error) {
      this.log.warn(`The secret storage failed: ${String(error)}`);
      this.#windowOnly = { ...this.#windowOnly, [origin]: token };
      this.#changed.fire();
      return 'windowOnly';
    }
  }

  /** @throws where the keyring fails: the token may then still be there */
  async remove(origin: string): Promise<void> {
    this.#windowOnly = without(this.#windowOnly, origin);
    const stored = await this.#readStored();
    if (Object.hasOwn(stored, origin)) {
      await this.#write(without(stored, origin));
    } else {
      this.#changed.fire();
    }
  }

  /** Lets the environment's token go to `origin` too, from now on. */
  async allowEnvironmentToken(origin: string): Promise<void> {
    await this.memento.update(allowedOriginsKey, [...new Set([...this.#allowedOrigins(), origin])]);
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<TokensByOrigin> {
    try {
      return { ...(await this.#readStored()), ...this.#windowOnly };
    } catch (error) {
      this.log.warn(`The secret storage failed: ${String(error)}`);
      return this.#windowOnly;
    }
  }

  async #readStored(): Promise<TokensByOrigin> {
    const tokens = parseTokens(await this.secrets.get(secretKey));
    for (const token of Object.values(tokens)) {
      this.#seen.add(token);
    }
    return tokens;
  }

  async #write(tokens: TokensByOrigin): Promise<void> {
    if (Object.keys(tokens).length === 0) {
      await this.secrets.delete(secretKey);
    } else {
      await this.secrets.store(secretKey, JSON.stringify(tokens));
    }
  }

  #environmentTokenFor(origin: string): string | undefined {
    const isGivenFor = origin === environmentOrigin() || this.#allowedOrigins().includes(origin);
    return isGivenFor ? environmentToken() : undefined;
  }

  #allowedOrigins(): readonly string[] {
    return this.memento.get<readonly string[]>(allowedOriginsKey, []);
  }
}

/** What is not ours in the storage counts as nothing: the next token replaces it. */
function parseTokens(stored: string | undefined): TokensByOrigin {
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored ?? '{}');
  } catch {
    return {};
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};
}

function environmentToken(): string | undefined {
  const token = cleanToken(process.env[environment.token] ?? '');
  return isUsableToken(token) ? token : undefined;
}

function environmentOrigin(): string | undefined {
  try {
    return originOf(normalizeBaseUrl(environmentBaseUrl()));
  } catch {
    // An unusable address in the environment: its token then belongs nowhere.
    return undefined;
  }
}

function without(tokens: TokensByOrigin, origin: string): TokensByOrigin {
  return Object.fromEntries(Object.entries(tokens).filter(([known]) => known !== origin));
}
