/**
 * What the tests of the transcript share: a page of jsdom with an idle time, timers and a layout that they drive themselves, a
 * transcript in it that notes what it asked for, and conversations.
 */
import { JSDOM } from 'jsdom';
import type { Usage } from '../../src/core/chatCompletions';
import type { Answer, Conversation, Message, Question } from '../../src/core/conversation';
import type { ScrollPosition, WebviewToHost } from '../../src/core/protocol';
import type { UiStrings } from '../../src/core/uiStrings';
import { MarkdownStream } from '../../src/webview/markdown/markdownStream';
import { SeesAll } from './pageFixture';
import { Pictures } from '../../src/webview/view/pictures';
import { Sounds } from '../../src/webview/view/sounds';
import { Transcript } from '../../src/webview/view/transcript';
import { PlainCodeBlock } from './markdownFixture';

const texts: Partial<UiStrings> = {
  you: 'You',
  claude: 'Claude',
  retry: 'Retry',
  continueAnswer: 'Continue',
  versionOf: '{0} of {1}',
  imageDetail: 'Detail of {0}: {1}',
  imageDetailNames: { auto: 'auto', low: 'low', high: 'high' },
  versionShown: 'Version {0} of {1} is shown.',
  reasonedFor: 'Reasoned for {0} s',
  tokens: '{0} tokens',
  usageIn: '{0} in',
  usageOut: '{0} out',
  usageCached: '{0} cached',
  usageFirstToken: '{0} s to first token',
  usageSpeed: '{0} tokens/s',
  usageInWords: 'tokens sent: {0}',
  usageOutWords: 'tokens received: {0}',
  usageCachedWords: '{0} of the sent ones from the cache',
  usageCostWords: 'cost {0}',
  usageFirstTokenWords: 'first words after {0} seconds',
  usageSpeedWords: '{0} tokens per second',
  usageModelWords: 'model {0}',
  usageTogether: 'for {0} together',
  usageTogetherWords: 'for {0} answers together',
  usageWithFirst: 'with the first of {0}',
  usageWithFirstWords: 'with the first of {0} answers',
  kindNames: {
    file: 'File',
    folder: 'Folder',
    selection: 'Selection',
    symbol: 'Symbol',
    problems: 'Problems',
    terminal: 'Terminal',
    changes: 'Changes',
    image: 'Image',
    prompt: 'Prompt',
  },
};

/** English where a test looks at values; else the text's own key. */
export const testStrings = new Proxy(texts, {
  get: (target, key): unknown => Reflect.get(target, key) ?? String(key),
}) as UiStrings;

export const testUsage: Usage = { prompt_tokens: 1204, completion_tokens: 356, total_tokens: 1560 };

export function question(id: string, parentId?: string, more: Partial<Question> = {}): Question {
  return { role: 'user', id, at: 0, text: `Question ${id}`, ...(parentId === undefined ? {} : { parentId }), ...more };
}

export function answer(id: string, parentId: string, more: Partial<Answer> = {}): Answer {
  const text = `Answer ${id}`;
  return { role: 'assistant', id, parentId, at: 0, model: 'm', text, reasoning: '', status: 'complete', ...more };
}

export function conversation(messages: readonly Message[], selected: Conversation['selected'] = {}): Conversation {
  return { id: 'c', createdAt: 0, model: 'm', messages, selected };
}

/** Two messages a turn: `q0`, `a0`, `q1`, … */
export function longConversation(turns: number): Conversation {
  const messages: Message[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    messages.push(question(`q${String(turn)}`, messages.at(-1)?.id), answer(`a${String(turn)}`, `q${String(turn)}`));
  }
  return conversation(messages);
}

const globalNames = [
  'window',
  'document',
  'navigator',
  'HTMLElement',
  'HTMLSelectElement',
  'HTMLTextAreaElement',
  'ResizeObserver',
  'IntersectionObserver',
  'requestIdleCallback',
] as const;

/** A page for one test. Elements have no layout but what {@link layOut} gives the messages. */
export class TestPage {
  readonly window = new JSDOM('<!DOCTYPE html><html lang="en"><body></body></html>').window;
  readonly #idle: IdleRequestCallback[] = [];
  readonly #timers = new Map<number, () => void>();
  readonly #resized = new Set<() => void>();
  readonly #before = new Map<string, PropertyDescriptor | undefined>();
  #timerCount = 0;

  constructor() {
    const { window } = this;
    Object.assign(window, {
      setTimeout: (run: () => void) => {
        this.#timerCount += 1;
        this.#timers.set(this.#timerCount, run);
        return this.#timerCount;
      },
      clearTimeout: (id: number) => this.#timers.delete(id),
    });
    // jsdom has no layout to scroll in.
    window.HTMLElement.prototype.scrollIntoView = () => undefined;
    const resized = this.#resized;
    const values: Readonly<Record<(typeof globalNames)[number], unknown>> = {
      window,
      document: window.document,
      navigator: window.navigator,
      HTMLElement: window.HTMLElement,
      HTMLSelectElement: window.HTMLSelectElement,
      HTMLTextAreaElement: window.HTMLTextAreaElement,
      IntersectionObserver: SeesAll,
      ResizeObserver: class {
        readonly #run: () => void;
        constructor(run: () => void) {
          this.#run = run;
        }
        observe(): void {
          resized.add(this.#run);
        }
        disconnect(): void {
          resized.delete(this.#run);
        }
      },
      requestIdleCallback: (run: IdleRequestCallback) => this.#idle.push(run),
    };
    for (const name of globalNames) {
      this.#before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      Object.defineProperty(globalThis, name, { value: values[name], configurable: true });
    }
  }

  /** Gives back what was there before. */
  close(): void {
    for (const [name, descriptor] of this.#before) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor !== undefined) {
        Object.defineProperty(globalThis, name, descriptor);
      }
    }
    this.window.close();
  }

  /** One idle period that is over at once. @returns whether there was anything to do */
  idle(): boolean {
    const run = this.#idle.shift();
    run?.({ didTimeout: false, timeRemaining: () => 0 });
    return run !== undefined;
  }

  /** All waiting timers run out. */
  passTime(): void {
    const runs = [...this.#timers.values()];
    this.#timers.clear();
    runs.forEach((run) => {
      run();
    });
  }

  /** What observes sizes is told that one has changed. */
  resize(): void {
    [...this.#resized].forEach((run) => {
      run();
    });
  }

  /** Messages below one another in a log that shows 400 pixels. @param heights by id; 100 where none is given */
  layOut(log: HTMLElement, heights: Readonly<Record<string, number>> = {}): void {
    const heightOf = (article: HTMLElement): number => heights[article.dataset['messageId'] ?? ''] ?? 100;
    const articles = (): HTMLElement[] => [...log.querySelectorAll<HTMLElement>('article')];
    const total = (before: readonly HTMLElement[]): number => before.reduce((sum, article) => sum + heightOf(article), 0);
    let top = 0;
    Object.defineProperties(log, {
      clientHeight: { configurable: true, get: () => 400 },
      scrollHeight: { configurable: true, get: () => Math.max(400, total(articles())) },
      scrollTop: {
        configurable: true,
        get: () => top,
        set: (value: number) => {
          top = Math.max(0, Math.min(value, Math.max(400, total(articles())) - 400));
        },
      },
    });
    const { window } = this;
    window.HTMLElement.prototype.getBoundingClientRect = function (this: HTMLElement): DOMRect {
      const all = articles();
      const index = all.indexOf(this);
      const y = index < 0 ? 0 : total(all.slice(0, index)) - top;
      const height = index < 0 ? 400 : heightOf(this);
      return { x: 0, y, top: y, bottom: y + height, left: 0, right: 0, width: 0, height, toJSON: () => ({}) };
    };
  }
}

/** A transcript in a page of its own, for each test of the suite that calls this. */
export function useTranscript(): () => TranscriptInPage {
  let made: TranscriptInPage | undefined;
  setup(() => {
    made = new TranscriptInPage();
  });
  teardown(() => {
    made?.transcript.dispose();
    made?.page.close();
  });
  return () => {
    if (made === undefined) {
      throw new Error('Only within a test.');
    }
    return made;
  };
}

export class TranscriptInPage {
  readonly page = new TestPage();
  readonly posted: WebviewToHost[] = [];
  readonly copied: string[] = [];
  readonly said: string[] = [];
  readonly saved: (ScrollPosition | undefined)[] = [];
  /** How many answers' texts were begun to be shown. */
  streamCount = 0;
  readonly transcript = new Transcript({
    strings: testStrings,
    toolRounds: () => 25,
    pictures: new Pictures((message) => this.posted.push(message)),
    sounds: new Sounds({ strings: testStrings, post: (message) => this.posted.push(message) }),
    markdown: (container) => {
      this.streamCount += 1;
      const codeBlock = (language: string, path: string | undefined): PlainCodeBlock => new PlainCodeBlock(language, path);
      return new MarkdownStream(container, { strings: testStrings, codeBlock });
    },
    post: (message) => this.posted.push(message),
    copy: (text) => this.copied.push(text),
    announce: (sentence) => this.said.push(sentence),
    saveScroll: (position) => this.saved.push(position),
  });

  constructor() {
    document.body.append(this.transcript.element);
  }

  get log(): HTMLElement {
    return this.find('.transcript');
  }

  get articles(): readonly HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>('article')];
  }

  get ids(): readonly (string | undefined)[] {
    return this.articles.map((article) => article.dataset['messageId']);
  }

  /** @throws where there is none */
  article(id: string): HTMLElement {
    return this.find(`[data-message-id=${id}]`);
  }

  /** The text of an answer as it is shown. */
  textOf(id: string): string {
    return this.find('.markdown', this.article(id)).textContent.trim();
  }

  /** Names of the buttons, in order. */
  buttonNames(within: Element): readonly string[] {
    return [...within.querySelectorAll('button')].map(nameOf);
  }

  /** @throws where there is no such button, or several */
  button(name: string, within: Element = document.body): HTMLButtonElement {
    const found = [...within.querySelectorAll('button')].filter((button) => nameOf(button) === name);
    const [button] = found;
    if (button === undefined || found.length > 1) {
      throw new Error(`${String(found.length)} buttons are named ${name}.`);
    }
    return button;
  }

  find(selector: string, within: ParentNode = document): HTMLElement {
    const found = within.querySelector<HTMLElement>(selector);
    if (found === null) {
      throw new Error(`Nothing is ${selector}.`);
    }
    return found;
  }

  press(target: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
    const event = new this.page.window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    return event;
  }
}

function nameOf(button: Element): string {
  return button.getAttribute('aria-label') ?? button.textContent;
}
