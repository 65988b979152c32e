/** A document of jsdom for tests of the page's parts, and what a user does in it. */
import { JSDOM } from 'jsdom';
import type { WebviewToHost } from '../../src/core/protocol';
import type { UiStrings } from '../../src/core/uiStrings';

/** What the page finds in its window and Node has otherwise, or not at all. */
const windowNames = [
  'document',
  'Event',
  'InputEvent',
  'HTMLElement',
  'MutationObserver',
  'requestAnimationFrame',
  'getComputedStyle',
] as const;

/** jsdom has no layout: nothing is ever resized. */
class NoResizes {
  readonly observe = (): void => undefined;
  readonly unobserve = (): void => undefined;
  readonly disconnect = (): void => undefined;
}

/** Nor is anything out of view. */
export class SeesAll {
  constructor(private readonly changed: (entries: readonly { isIntersecting: boolean; target: Element }[]) => void) {}

  readonly observe = (target: Element): void => {
    this.changed([{ isIntersecting: true, target }]);
  };
  readonly unobserve = (): void => undefined;
}

/** Gives each test of the suite that calls it a new document. What still waits at its end never runs. */
export function usePage(): void {
  let before: readonly (readonly [string, PropertyDescriptor | undefined])[] = [];
  let timers: ReturnType<typeof setTimeout>[] = [];

  setup(() => {
    const { window } = new JSDOM('<!DOCTYPE html><html lang="en"><body></body></html>', { pretendToBeVisual: true });
    window.Element.prototype.scrollIntoView = (): void => undefined;
    const later = globalThis.setTimeout;
    const values: Readonly<Record<string, unknown>> = {
      ...Object.fromEntries(windowNames.map((name) => [name, Reflect.get(window, name) as unknown])),
      window,
      ResizeObserver: NoResizes,
      IntersectionObserver: SeesAll,
      requestIdleCallback: () => 0,
      setTimeout: (run: () => void, time?: number) => {
        const timer = later(run, time);
        timers.push(timer);
        return timer;
      },
    };
    before = Object.keys(values).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  });

  teardown(() => {
    timers.forEach((timer) => {
      clearTimeout(timer);
    });
    timers = [];
    window.close();
    for (const [name, descriptor] of before) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor !== undefined) {
        Object.defineProperty(globalThis, name, descriptor);
      }
    }
  });
}

/** Each text is its own name, but for those with values in them. */
export const pageStrings: UiStrings = new Proxy(
  {
    kindNames: new Proxy({}, { get: (_, kind) => String(kind) }),
    imageDetail: 'detail of {0}: {1}',
    imageDetailNames: new Proxy({}, { get: (_, detail) => String(detail) }),
    effortNames: new Proxy({}, { get: (_, effort) => String(effort) }),
    attached: 'attached {0}',
    attachmentRemoved: 'removed {0}',
    removeAttachment: 'remove {0}',
    suggestionCount: 'suggestions {0}',
    tokens: '{0} tokens',
    dropRefused: 'refused {0}',
    tooManyDropped: 'only {0}',
    meter: '{0} of {1}',
    answerFailed: 'failed: {0}',
    openPath: 'open {0}',
  } as UiStrings,
  { get: (known, name): unknown => Reflect.get(known, name) ?? String(name) },
);

/** What was posted to the host, to look at by type. */
export class Posted {
  readonly all: WebviewToHost[] = [];
  readonly post = (message: WebviewToHost): void => {
    this.all.push(message);
  };

  of<T extends WebviewToHost['type']>(type: T): Extract<WebviewToHost, { type: T }>[] {
    return this.all.filter((message): message is Extract<WebviewToHost, { type: T }> => message.type === type);
  }
}

/** Puts text into a field as typing does, the cursor at its end or at `cursor`. */
export function enter(field: HTMLTextAreaElement, text: string, cursor = text.length): void {
  field.value = text;
  field.setSelectionRange(cursor, cursor);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** @returns whether the page took the key, so that the browser does nothing with it */
export function press(target: Element, key: string, init: KeyboardEventInit = {}): boolean {
  const event = new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  target.dispatchEvent(new window.KeyboardEvent('keyup', { key, bubbles: true }));
  return event.defaultPrevented;
}

/** Waits until something is so. The test's own time limit is the only one. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** @throws where there is none, or none of that kind */
export function find<K extends keyof HTMLElementTagNameMap>(root: ParentNode, tag: K, selector = ''): HTMLElementTagNameMap[K] {
  const found = root.querySelector<HTMLElementTagNameMap[K]>(`${tag}${selector}`);
  if (found === null) throw new Error(`There is no ${tag}${selector}.`);
  return found;
}
