/**
 * What questions and answers have in common: the article with its heading and its versions, and that what is below the heading is
 * built later.
 */
import type { Answer, Message } from '../../core/conversation';
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import type { MarkdownStream } from '../markdown/markdownStream';
import type { AnsweringGate } from './answeringGate';
import { element } from './dom';
import type { NumberFormats } from './numberFormats';
import type { Pictures } from './pictures';
import type { Sounds } from './sounds';
import { VersionSwitch, type VersionPosition, type VersionStep } from './versionSwitch';

export interface MessageViewDeps {
  readonly strings: UiStrings;
  readonly numbers: NumberFormats;
  readonly pictures: Pictures;
  readonly sounds: Sounds;
  readonly gate: AnsweringGate;
  readonly markdown: (container: HTMLElement, answer: Answer) => MarkdownStream;
  readonly post: (message: WebviewToHost) => void;
  /** Screen readers are told too. */
  readonly copy: (text: string) => void;
  /** Says a sentence to screen readers. */
  readonly announce: (sentence: string) => void;
  /** Most rounds of tools that an answer runs on its own. */
  readonly toolRounds: () => number;
  /** What is being written instead of a question; undefined: nothing. */
  readonly editOf: (questionId: string) => string | undefined;
  /** Keeps that; empty: nothing any more. */
  readonly edited: (questionId: string, text: string) => void;
  readonly selectVersion: (messageId: string, step: VersionStep) => void;
  /** Whether it is an answer that is not over. */
  readonly isComing: (messageId: string) => boolean;
}

export abstract class MessageView {
  readonly element: HTMLElement;
  /** The row of the heading. */
  protected readonly head: HTMLElement;
  readonly #versions: VersionSwitch;
  #isFilled = false;

  constructor(
    readonly id: string,
    author: string,
    className: string,
    protected readonly deps: MessageViewDeps,
  ) {
    const headingId = `from-${id}`;
    this.#versions = new VersionSwitch(id, deps);
    this.head = element('div', { class: 'message-head' }, element('h2', { class: 'message-author', id: headingId }, author));
    this.head.append(this.#versions.element);
    this.element = element(
      'article',
      { class: `message ${className}`, 'aria-labelledby': headingId, tabindex: '-1', 'data-message-id': id },
      this.head,
    );
  }

  get versionPosition(): VersionPosition {
    return this.#versions.position;
  }

  protected get isFilled(): boolean {
    return this.#isFilled;
  }

  /** Builds what is below the heading, once. Until then a message costs next to nothing. */
  fill(): void {
    if (!this.#isFilled) {
      this.#isFilled = true;
      this.build();
    }
  }

  /** @param versions ids of all versions of this message, oldest first */
  showVersions(versions: readonly string[]): void {
    this.#versions.show(versions);
  }

  /** Takes the focus that the message before in this place had; on the button of its version switch, if that was used. */
  takeFocus(step: VersionStep | undefined): void {
    if (step === undefined || !this.#versions.takeFocus(step)) {
      this.element.focus({ preventScroll: true });
    }
  }

  abstract dispose(): void;

  protected abstract build(): void;
}

/** Rough height in pixels of a message that was never laid out, for the length of the scroll bar. */
export function estimatedHeight(message: Message): number {
  const lineBreaks = message.text.split('\n').length - 1;
  return 70 + 21 * (lineBreaks + Math.ceil(message.text.length / 70));
}
