/**
 * What is offered for `@` (open files, files and folders of the workspace, symbols), `#` (what is at hand) and `/` (from the prompt
 * library), and attaching what is picked.
 */
import * as vscode from 'vscode';
import type { Suggestion, SuggestionTrigger } from '../../core/protocol';
import type { DraftAttachments } from './draftAttachments';
import type { Exclusions } from './exclusions';
import { factOffers } from './factOffers';
import type { Offer } from './offer';
import { openFiles } from './openFiles';
import { UnavailableError } from './sourceContent';
import { documentSymbols, symbolSource, workspaceSymbols, type FoundSymbol } from './symbols';
import { WorkspacePaths } from './workspacePaths';

/** What `/` offers. */
export interface PromptSuggestions {
  suggest(text: string): Promise<readonly Suggestion[]>;
  /** @returns the text to put into the input; undefined where there is no such suggestion, or nothing is to be put there */
  pick(id: string): Promise<string | undefined>;
}

interface Deps {
  readonly attachments: DraftAttachments;
  readonly exclusions: Exclusions;
  readonly prompts: PromptSuggestions;
  /** Tells the user a sentence. */
  readonly say: (sentence: string) => void;
}

const mostShown = 50;
/** Of those that stand there before anything is typed. */
const mostUnasked = 20;
const mostSymbols = 15;
const fewestSymbolLetters = 2;
const leastScore = 0.35;
/** Suggestions that can still be picked; the page shows far fewer at a time. */
const keptOffers = 2000;

export class Suggestions implements vscode.Disposable {
  readonly #paths: WorkspacePaths;
  readonly #offers = new Map<string, Offer>();
  #queries = 0;
  #nextId = 0;

  constructor(private readonly deps: Deps) {
    this.#paths = new WorkspacePaths(deps.exclusions);
  }

  /** Lists the workspace's files, so that the first `@` has them. */
  warmUp(): void {
    void this.#paths.refresh();
  }

  /** First what is known at once, then what takes a while, each time the whole list. Ends early when a newer query begins. */
  async *query(trigger: SuggestionTrigger, text: string): AsyncGenerator<readonly Suggestion[]> {
    this.#queries += 1;
    const query = this.#queries;
    const isCurrent = (): boolean => query === this.#queries;
    const { matchScore } = await import('../../core/pathSearch');
    if (trigger === '/') {
      yield await this.deps.prompts.suggest(text);
      return;
    }
    if (trigger === '#') {
      yield this.#publish(await factOffers(text, this.deps.exclusions));
      return;
    }
    const refreshed = this.#paths.refresh();
    yield this.#publish(this.#fileOffers(text, matchScore));
    const isAsked = text.length >= fewestSymbolLetters;
    const symbols = isAsked ? this.#symbolOffers(text) : Promise.resolve([]);
    if ((await refreshed) && isCurrent()) {
      yield this.#publish(this.#fileOffers(text, matchScore));
    }
    const found = await symbols;
    if (found.length > 0 && isCurrent()) {
      const files = this.#fileOffers(text, matchScore);
      // Both must be seen without scrolling far: names that match by chance come after symbols that match.
      yield this.#publish([...files.slice(0, mostUnasked), ...found, ...files.slice(mostUnasked)].slice(0, mostShown));
    }
  }

  /** Attaches what was picked. @returns text to put into the input, if that is what was picked */
  async pick(id: string): Promise<string | undefined> {
    const offer = this.#offers.get(id);
    if (offer === undefined) {
      return this.deps.prompts.pick(id);
    }
    try {
      await this.deps.attachments.add(await offer.source());
    } catch (error) {
      if (!(error instanceof UnavailableError)) {
        throw error;
      }
      this.deps.say(error.message);
    }
    return undefined;
  }

  dispose(): void {
    this.#paths.dispose();
  }

  #fileOffers(text: string, matchScore: (text: string, target: string) => number): readonly Offer[] {
    const open = openFiles()
      .map((uri) => ({ kind: 'file' as const, path: vscode.workspace.asRelativePath(uri), uri }))
      .map((item) => ({ item, score: text === '' ? 1 : matchScore(text, item.path) }))
      .filter(({ score }) => score >= leastScore)
      .sort((one, other) => other.score - one.score)
      .map(({ item }) => item);
    const known = new Set(open.map(({ uri }) => uri.toString()));
    const limit = text === '' ? mostUnasked : mostShown;
    const others = this.#paths.find(text, limit).filter(({ uri }) => !known.has(uri.toString()));
    return [...open, ...others]
      .filter(({ uri }) => !this.deps.exclusions.isExcluded(uri))
      .slice(0, Math.max(limit, open.length))
      .map(({ kind, path, uri }) => ({
        kind,
        label: path.slice(path.lastIndexOf('/') + 1) + (kind === 'folder' ? '/' : ''),
        detail: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
        source: () => ({ kind, uri: uri.toString() }),
      }));
  }

  async #symbolOffers(text: string): Promise<readonly Offer[]> {
    const document = vscode.window.activeTextEditor?.document;
    const [near, far] = await Promise.all([
      document === undefined ? [] : documentSymbols(document, text, mostSymbols),
      workspaceSymbols(text, mostSymbols),
    ]);
    const seen = new Set<string>();
    return [...near, ...far]
      .filter((symbol) => {
        const key = `${symbol.uri.toString()} ${symbol.name} ${String(symbol.range.start.line)}`;
        const isNew = !seen.has(key) && !this.deps.exclusions.isExcluded(symbol.uri);
        seen.add(key);
        return isNew;
      })
      .slice(0, mostSymbols)
      .map(symbolOffer);
  }

  #publish(offers: readonly Offer[]): readonly Suggestion[] {
    return offers.map((offer) => {
      this.#nextId += 1;
      const id = `context:${String(this.#nextId)}`;
      this.#offers.set(id, offer);
      const [oldest] = this.#offers.keys();
      if (this.#offers.size > keptOffers && oldest !== undefined) {
        this.#offers.delete(oldest);
      }
      return { id, kind: offer.kind, label: offer.label, detail: offer.detail };
    });
  }
}

function symbolOffer(symbol: FoundSymbol): Offer {
  const place = `${vscode.workspace.asRelativePath(symbol.uri)}:${String(symbol.range.start.line + 1)}`;
  return {
    kind: 'symbol',
    label: symbol.name,
    detail: symbol.container === undefined || symbol.container === '' ? place : `${symbol.container} · ${place}`,
    source: () => symbolSource(symbol),
  };
}
