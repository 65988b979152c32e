/**
 * Suggestions while a question is written: asks the host for what fits behind an `@`, `#` or `/`, and puts the pick where it
 * belongs. The newest question to the host is the only one whose answer counts.
 */
import type { Suggestion, SuggestionTrigger, WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { format } from './dom';
import { SuggestionList } from './suggestionList';
import { triggerAt, type TypedTrigger } from './suggestionTrigger';
import { replaceRange } from './textEditing';

interface Deps {
  readonly strings: UiStrings;
  readonly input: HTMLTextAreaElement;
  readonly post: (message: WebviewToHost) => void;
  readonly announce: (sentence: string) => void;
  /** Enter, where it turned out to be none for the list. */
  readonly submit: () => void;
}

/** Milliseconds of quiet before the host is asked. */
const quietTime = 40;

export class Suggestions {
  readonly #list: SuggestionList;
  #typed: TypedTrigger | undefined;
  /** Counts the questions to the host, and the last of them that was answered. */
  #query = 0;
  #answered = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A key that came before what it is about: it counts once the answer is there. */
  #early: 'Enter' | 'Tab' | undefined;
  /** Where a trigger stands that the user wants left alone. */
  #dismissedAt: number | undefined;
  /** Where the button put an `@`. */
  #insertedAt: number | undefined;

  constructor(private readonly deps: Deps) {
    const { input, strings } = deps;
    this.#list = new SuggestionList({
      strings,
      input,
      pick: (suggestion) => {
        this.#pick(suggestion);
      },
    });
    input.addEventListener('input', (event) => {
      if (!(event instanceof InputEvent && event.isComposing)) {
        this.#look(true);
      }
    });
    input.addEventListener('compositionend', () => {
      this.#look(true);
    });
    for (const moved of ['keyup', 'click'] as const) {
      input.addEventListener(moved, () => {
        this.#look(false);
      });
    }
    input.addEventListener('blur', () => {
      this.close();
    });
  }

  get element(): HTMLElement {
    return this.#list.element;
  }

  /** What the host answered. */
  show(query: number, suggestions: readonly Suggestion[]): void {
    if (query !== this.#query || this.#typed === undefined) {
      return;
    }
    this.#answered = query;
    // What comes after the input began to say something else is about to be replaced.
    if (this.#timer !== undefined) {
      return;
    }
    this.#list.show(suggestions);
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined && this.#list.marked !== undefined) {
      this.#pick(this.#list.marked);
    } else if (early === 'Enter') {
      this.close();
      this.deps.submit();
    } else {
      const { strings } = this.deps;
      const { length } = suggestions;
      this.deps.announce(length === 0 ? strings.noSuggestions : format(strings.suggestionCount, String(length)));
    }
  }

  /** Whether the key was for the suggestions; then nothing else may come of it. */
  takeKey(event: KeyboardEvent): boolean {
    const { key } = event;
    if (this.#typed === undefined || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) {
      return false;
    }
    if (key === 'Escape' && this.#list.isShown) {
      this.#dismiss();
      return true;
    }
    if (key === 'Enter' || key === 'Tab') {
      return this.#accept(key);
    }
    return this.#list.move(key);
  }

  /** Puts the letter where the cursor is and offers what it stands for. */
  open(trigger: SuggestionTrigger): void {
    const { input } = this.deps;
    const { selectionStart, selectionEnd, value } = input;
    const needsSpace = selectionStart > 0 && !/\s/.test(value.charAt(selectionStart - 1));
    this.#insertedAt = selectionStart + (needsSpace ? 1 : 0);
    this.#dismissedAt = undefined;
    replaceRange(input, selectionStart, selectionEnd, (needsSpace ? ' ' : '') + trigger);
  }

  /** Nothing is being looked for any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#typed = undefined;
    this.#early = undefined;
    this.#insertedAt = undefined;
    // Answers that are under way are about nothing any more.
    this.#query += 1;
    this.#answered = this.#query;
    this.#list.hide();
  }

  #look(mayOpen: boolean): void {
    const { selectionStart, selectionEnd, value } = this.deps.input;
    const typed = selectionStart === selectionEnd ? triggerAt(value, selectionStart) : undefined;
    if (typed === undefined) {
      this.#dismissedAt = undefined;
      this.close();
      return;
    }
    const before = this.#typed;
    const isSame = before?.trigger === typed.trigger && before.start === typed.start && before.text === typed.text;
    if (isSame || typed.start === this.#dismissedAt || (before === undefined && !mayOpen)) {
      return;
    }
    this.#typed = typed;
    this.#early = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#query += 1;
      this.deps.post({ type: 'suggestion/query', query: this.#query, trigger: typed.trigger, text: typed.text });
    }, quietTime);
  }

  #accept(key: 'Enter' | 'Tab'): boolean {
    const isAnswered = this.#timer === undefined && this.#answered === this.#query;
    if (isAnswered) {
      const { marked } = this.#list;
      if (marked !== undefined) {
        this.#pick(marked);
      }
      return marked !== undefined;
    }
    // The second press does not wait for a host that is slow.
    if (this.#early !== undefined) {
      return false;
    }
    this.#early = key;
    return true;
  }

  #dismiss(): void {
    const typed = this.#typed;
    if (typed === undefined) {
      return;
    }
    const isOnlyInserted = typed.start === this.#insertedAt && typed.text === '';
    this.#dismissedAt = typed.start;
    this.close();
    if (isOnlyInserted) {
      replaceRange(this.deps.input, typed.start, typed.start + 1, '');
    }
  }

  /** What was typed to find it goes: the host attaches it, or inserts the prompt. */
  #pick(suggestion: Suggestion): void {
    const typed = this.#typed;
    if (typed === undefined) {
      return;
    }
    const { input, post } = this.deps;
    const end = typed.start + 1 + typed.text.length;
    const isBetweenSpaces = input.value.charAt(typed.start - 1) === ' ' && input.value.charAt(end) === ' ';
    this.close();
    replaceRange(input, typed.start, isBetweenSpaces ? end + 1 : end, '');
    post({ type: 'suggestion/pick', id: suggestion.id });
  }
}
