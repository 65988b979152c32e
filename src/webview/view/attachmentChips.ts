/**
 * What is attached to the question that is being written: a toolbar of chips above the input, one tab stop, gone through with the
 * arrow keys. Which chips there are the host says; this asks it to open or remove them, and keeps the focus near.
 */
import type { AttachmentChip } from '../../core/attachment';
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { ChipView } from './chipView';
import { element, format } from './dom';
import type { NumberFormats } from './numberFormats';
import type { Pictures } from './pictures';

interface Deps {
  readonly strings: UiStrings;
  readonly numbers: NumberFormats;
  readonly pictures: Pictures;
  readonly post: (message: WebviewToHost) => void;
  readonly announce: (sentence: string) => void;
  readonly focusInput: () => void;
}

export class AttachmentChips {
  readonly element: HTMLElement;
  #views: ChipView[] = [];

  constructor(private readonly deps: Deps) {
    this.element = element('div', { class: 'chips', role: 'toolbar', 'aria-label': deps.strings.attachments });
    this.element.hidden = true;
    this.element.addEventListener('keydown', this.#onKeydown);
    this.element.addEventListener('focusin', (event) => {
      this.#setTabStop(this.#views.find((view) => view.element.contains(event.target as Node)));
    });
  }

  get isEmpty(): boolean {
    return this.#views.length === 0;
  }

  /** Replaces what is shown. @param isNews whether what came and went is to be announced */
  show(chips: readonly AttachmentChip[], isNews: boolean): void {
    const before = new Map(this.#views.map((view) => [view.id, view]));
    const focused = this.#views.findIndex((view) => view.element.contains(document.activeElement));
    this.#views = chips.map((chip) => {
      const view = before.get(chip.id) ?? this.#view(chip);
      view.show(chip);
      return view;
    });
    const removed = [...before.values()].filter((view) => !this.#views.includes(view));
    removed.forEach((view) => {
      view.element.remove();
    });
    // Those that stay are not moved: that would take their focus.
    this.#views.forEach((view, index) => {
      if (this.element.children[index] !== view.element) {
        this.element.insertBefore(view.element, this.element.children[index] ?? null);
      }
    });
    this.element.hidden = this.isEmpty;
    const tabStop = this.#views.find((view) => view.isTabStop) ?? this.#views.at(-1);
    this.#setTabStop(tabStop);
    if (focused >= 0 && !this.element.contains(document.activeElement)) {
      this.#focusNear(focused);
    }
    if (isNews) {
      this.#announce(
        this.#views.filter((view) => !before.has(view.id)),
        removed,
      );
    }
  }

  /** Whether there is one. */
  focusLast(): boolean {
    this.#views.at(-1)?.focus();
    return !this.isEmpty;
  }

  #view(chip: AttachmentChip): ChipView {
    const { strings, numbers, pictures, post, announce } = this.deps;
    const { id } = chip;
    return new ChipView(id, {
      strings,
      numbers,
      pictures,
      open: () => {
        post({ type: 'attachment/open', id });
      },
      remove: () => {
        this.#remove(id);
      },
      setDetail: (detail) => {
        post({ type: 'attachment/setDetail', id, detail });
        announce(format(strings.imageDetail, chip.label, strings.imageDetailNames[detail]));
      },
    });
  }

  /** The chip goes when the host says so; the focus leaves it at once, so that the next key is for the next chip. */
  #remove(id: string): void {
    const place = this.#views.findIndex((view) => view.id === id);
    this.deps.post({ type: 'attachment/remove', id });
    const neighbour = this.#views[place + 1] ?? this.#views[place - 1];
    if (neighbour === undefined) {
      this.deps.focusInput();
    } else {
      neighbour.focus();
    }
  }

  #focusNear(place: number): void {
    const near = this.#views[place] ?? this.#views.at(-1);
    if (near === undefined) {
      this.deps.focusInput();
    } else {
      near.focus();
    }
  }

  #setTabStop(view: ChipView | undefined): void {
    for (const other of this.#views) {
      other.isTabStop = other === view;
    }
  }

  #announce(added: readonly ChipView[], removed: readonly ChipView[]): void {
    const { strings, announce } = this.deps;
    for (const [text, views] of [
      [strings.attached, added],
      [strings.attachmentRemoved, removed],
    ] as const) {
      if (views.length > 0) {
        announce(format(text, views.map(({ label }) => label).join(', ')));
      }
    }
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const current = this.#views.find((view) => view.element.contains(document.activeElement));
    if (current === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const stops = this.#views.flatMap((view) => view.stops);
    const focused = stops.find((stop) => stop === document.activeElement) ?? current.stops[0];
    const place = stops.findIndex((stop) => stop === focused);
    const last = stops.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(place - 1, 0),
      ArrowUp: Math.max(place - 1, 0),
      ArrowRight: Math.min(place + 1, last),
      ArrowDown: Math.min(place + 1, last),
      Home: 0,
      End: last,
    };
    if (Object.hasOwn(targets, event.key)) {
      event.preventDefault();
      stops[targets[event.key] ?? place]?.focus();
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      // A key that is held empties the input, not what is attached.
      if (!event.repeat) {
        this.#remove(current.id);
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.deps.focusInput();
    }
  };
}
