/**
 * Makes links of the paths in answers that exist in the workspace. Which words could be paths is the markdown's to say, whether
 * they exist the host's.
 */
import type { PathReference } from '../../core/pathReference';
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { activatePathLink } from '../markdown/pathLink';
import { format } from './dom';

/** Milliseconds in which paths are gathered, and most that go into one message. */
const gatheringTime = 100;
const maxPerMessage = 200;
/** Longer ones could not be opened. */
const maxPathLength = 500;
/** Milliseconds after which a path that was not there may be asked for again: it may have been made since. */
const askAgainAfter = 5000;

export class PathLinks {
  readonly #found = new Set<string>();
  readonly #askedAt = new Map<string, number>();
  readonly #toAsk = new Set<string>();
  /** What may become a link. Elements that left the page meanwhile are dropped with the next question. */
  #waiting: { readonly reference: PathReference; readonly element: HTMLElement }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly strings: UiStrings,
    private readonly post: (message: WebviewToHost) => void,
  ) {}

  /** The element becomes a link at once where the path is known, else when the host finds it. */
  add(reference: PathReference, element: HTMLElement): void {
    const { path } = reference;
    if (path === '' || path.length > maxPathLength) {
      return;
    }
    if (this.#found.has(path)) {
      this.#makeLink(reference, element);
      return;
    }
    this.#waiting.push({ reference, element });
    if (Date.now() - (this.#askedAt.get(path) ?? -Infinity) > askAgainAfter) {
      this.#toAsk.add(path);
    }
    this.#timer ??= setTimeout(() => {
      this.#ask();
    }, gatheringTime);
  }

  /** Those of the paths that exist, as they were asked for. */
  found(paths: readonly string[]): void {
    for (const path of paths) {
      this.#found.add(path);
    }
    const isFound = ({ reference }: { reference: PathReference }): boolean => this.#found.has(reference.path);
    for (const { reference, element } of this.#waiting.filter(isFound)) {
      this.#makeLink(reference, element);
    }
    this.#waiting = this.#waiting.filter((waiting) => !isFound(waiting));
  }

  /** Another conversation is shown. What is known of paths stays true. */
  clear(): void {
    this.#waiting = [];
    this.#toAsk.clear();
  }

  #ask(): void {
    this.#timer = undefined;
    this.#waiting = this.#waiting.filter(({ element }) => element.isConnected);
    const paths = [...this.#toAsk];
    this.#toAsk.clear();
    for (let from = 0; from < paths.length; from += maxPerMessage) {
      this.post({ type: 'path/check', paths: paths.slice(from, from + maxPerMessage) });
    }
    const now = Date.now();
    for (const path of paths) {
      this.#askedAt.set(path, now);
    }
  }

  #makeLink({ path, line = 0, column = 0, endLine = 0 }: PathReference, element: HTMLElement): void {
    element.title = format(this.strings.openPath, path);
    activatePathLink(element, () => {
      this.post({ type: 'path/open', path, line, column, endLine });
    });
  }
}
