/**
 * Colours code blocks line by line in the user's colour theme: a few milliseconds at a time, and only blocks that are in sight
 * or near it. Owns the order and the pace; how a line is coloured is the tokenizer's, which is loaded with the first block that
 * needs it.
 */
import type { MergedColorTheme } from '../../core/colorTheme';
import { themeKindOf, type ThemeKind } from './themeKind';
import { languageId, type LanguageId } from './languages';
import type { LineState, Tokenizer } from './tokenizer';

/** A code block as the highlighter sees it. */
export interface HighlightTarget {
  readonly element: HTMLElement;
  /** As written after the fence. */
  readonly language: string;
  /** Lines that will not change any more; only these are coloured. */
  readonly finishedLineCount: number;
  lineText(index: number): string;
  /** Shows a finished line; the nodes' text is the line's, without its end. */
  showLine(index: number, nodes: readonly Node[]): void;
  /** The listener hears of more finished lines, of text that was replaced, and of the block's end. */
  listen(listener: (change: 'lines' | 'replaced' | 'disposed') => void): void;
}

export interface HighlighterOptions {
  readonly loadTokenizer?: (pause: () => Promise<void>) => Promise<Tokenizer>;
  /** Runs a slice of work soon, between what the page has to do for its reader. */
  readonly schedule?: (run: () => void) => void;
  readonly now?: () => number;
}

interface Job {
  readonly target: HighlightTarget;
  readonly language: LanguageId;
  /** Index of the next line, and the grammar's state before it. */
  next: number;
  state: LineState | undefined;
  isInSight: boolean;
}

/** How long to colour without a pause, in milliseconds. */
const sliceTime = 6;
/** A page that is busy all the time still gets its colours: after as many milliseconds. */
const longestWait = 100;

export class Highlighter {
  readonly #loadTokenizer: (pause: () => Promise<void>) => Promise<Tokenizer>;
  readonly #schedule: (run: () => void) => void;
  readonly #now: () => number;
  readonly #jobs = new Map<Element, Job>();
  readonly #sight: IntersectionObserver | undefined;
  readonly #languages = new Map<LanguageId, 'loading' | 'ready' | 'failed'>();
  #tokenizer: Tokenizer | 'loading' | 'failed' | undefined;
  #isScheduled = false;
  #theme: { readonly value: MergedColorTheme | undefined; readonly kind: ThemeKind; readonly json: string } | undefined;

  constructor(options: HighlighterOptions = {}) {
    this.#loadTokenizer = options.loadTokenizer ?? (async (pause) => (await import('./tokenizer')).createTokenizer(pause));
    this.#schedule = options.schedule ?? ((run) => requestIdleCallback(run, { timeout: longestWait }));
    this.#now = options.now ?? (() => performance.now());
    if (typeof IntersectionObserver === 'function') {
      this.#sight = new IntersectionObserver(
        (entries) => {
          this.#see(entries);
        },
        { scrollMargin: '400px' },
      );
    }
  }

  /**
   * Colours everything anew when the theme is another one. `undefined` stands for a theme that could not be read: a built-in
   * one of the page's kind takes its place. Before the first call nothing is coloured.
   */
  setTheme(theme: MergedColorTheme | undefined): void {
    const kind = themeKindOf(document.body.dataset['vscodeThemeKind']);
    const json = theme === undefined ? kind : JSON.stringify(theme);
    if (json === this.#theme?.json) return;
    this.#theme = { value: theme, kind, json };
    if (typeof this.#tokenizer === 'object') this.#tokenizer.setTheme(theme, kind);
    for (const job of this.#jobs.values()) restart(job);
    this.#wake();
  }

  /** Colours the block's finished lines, now and as they come, until the block is disposed. Call once per block. */
  highlight(target: HighlightTarget): void {
    const language = languageId(target.language);
    if (language === undefined) return;
    const job: Job = { target, language, next: 0, state: undefined, isInSight: this.#sight === undefined };
    this.#jobs.set(target.element, job);
    this.#sight?.observe(target.element);
    target.listen((change) => {
      if (change === 'disposed') {
        this.#sight?.unobserve(target.element);
        this.#jobs.delete(target.element);
        return;
      }
      if (change === 'replaced') restart(job);
      this.#wake();
    });
    this.#wake();
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const job = this.#jobs.get(entry.target);
      if (job !== undefined) job.isInSight = entry.isIntersecting;
    }
    this.#wake();
  }

  /** The first block in sight that has lines to colour. */
  #nextJob(isReady: boolean): Job | undefined {
    for (const job of this.#jobs.values()) {
      const language = this.#languages.get(job.language);
      const isWanted = isReady ? language === 'ready' : language === undefined;
      if (isWanted && job.isInSight && job.next < job.target.finishedLineCount) return job;
    }
    return undefined;
  }

  /** Starts whatever the blocks in sight need: the tokenizer, a language, or a slice of work. */
  #wake(): void {
    if (this.#theme === undefined || this.#tokenizer === 'loading' || this.#tokenizer === 'failed') return;
    const unready = this.#nextJob(false);
    if (this.#tokenizer === undefined) {
      if (unready !== undefined) void this.#startTokenizer();
      return;
    }
    if (unready !== undefined) void this.#startLanguage(this.#tokenizer, unready.language);
    if (this.#isScheduled || this.#nextJob(true) === undefined) return;
    this.#isScheduled = true;
    const tokenizer = this.#tokenizer;
    this.#schedule(() => {
      this.#isScheduled = false;
      this.#work(tokenizer);
      this.#wake();
    });
  }

  async #startTokenizer(): Promise<void> {
    this.#tokenizer = 'loading';
    try {
      const tokenizer = await this.#loadTokenizer(() => {
        return new Promise((resolve) => {
          this.#schedule(resolve);
        });
      });
      if (this.#theme !== undefined) tokenizer.setTheme(this.#theme.value, this.#theme.kind);
      this.#tokenizer = tokenizer;
    } catch {
      // Code without colours is still code; there is nobody here to tell.
      this.#tokenizer = 'failed';
    }
    this.#wake();
  }

  async #startLanguage(tokenizer: Tokenizer, language: LanguageId): Promise<void> {
    this.#languages.set(language, 'loading');
    try {
      await tokenizer.load(language);
      this.#languages.set(language, 'ready');
    } catch {
      this.#languages.set(language, 'failed');
    }
    this.#wake();
  }

  #work(tokenizer: Tokenizer): void {
    const end = this.#now() + sliceTime;
    do {
      const job = this.#nextJob(true);
      if (job === undefined) return;
      try {
        const { nodes, state } = tokenizer.colourLine(job.language, job.target.lineText(job.next), job.state);
        job.target.showLine(job.next, nodes);
        job.state = state;
        job.next += 1;
      } catch {
        // A grammar that fails on one line may fail on all: the language stays plain from here on.
        this.#languages.set(job.language, 'failed');
      }
    } while (this.#now() < end);
  }
}

function restart(job: Job): void {
  job.next = 0;
  job.state = undefined;
}
