/** One answer: its reasoning, its text as it streams in, and the notice under it. */
import type { Answer, AnswerStatus, Notice, NoticeAction } from '../../core/conversation';
import { isUnfinished } from '../../core/conversation';
import type { UiStrings } from '../../core/protocol';
import type { MarkdownStream } from '../markdown/markdownStream';
import { element, format } from './dom';
import { noticeView } from './noticeView';

export interface AnswerViewDeps {
  readonly strings: UiStrings;
  readonly markdown: (container: HTMLElement) => MarkdownStream;
  readonly run: (answerId: string, action: NoticeAction) => void;
  readonly copy: (text: string) => void;
}

export class AnswerView {
  readonly element: HTMLElement;
  readonly #body = element('div', { class: 'markdown' });
  readonly #notice = element('div', { class: 'notice-slot' });
  readonly #markdown: MarkdownStream;
  #reasoning: HTMLElement | undefined;
  #waitingSince = Date.now();
  #clock: number | undefined;

  constructor(
    private readonly answer: Answer,
    private readonly deps: AnswerViewDeps,
  ) {
    const headingId = `from-${answer.id}`;
    this.element = element(
      'article',
      { class: 'message answer', 'aria-labelledby': headingId, tabindex: '-1' },
      element('h2', { class: 'message-author', id: headingId }, deps.strings.claude),
      this.#body,
      this.#notice,
    );
    this.#markdown = deps.markdown(this.#body);
    this.append(answer.text, answer.reasoning);
    this.change(answer.status, answer.notice);
  }

  append(text: string, reasoning: string): void {
    if (reasoning !== '') {
      this.#openReasoning().append(reasoning);
    }
    if (text !== '') {
      this.#markdown.append(text);
    }
    if (text !== '' || reasoning !== '') {
      this.#stopClock();
      this.#notice.replaceChildren();
    }
  }

  change(status: AnswerStatus, notice: Notice | undefined): void {
    this.#stopClock();
    const isOver = !isUnfinished({ ...this.answer, status });
    this.element.setAttribute('aria-busy', String(!isOver));
    this.element.classList.toggle('unfinished', !isOver);
    if (isOver) {
      this.#markdown.finish();
    }
    if (notice !== undefined) {
      this.#notice.replaceChildren(
        noticeView(notice, status === 'failed', {
          strings: this.deps.strings,
          run: (action) => {
            this.deps.run(this.answer.id, action);
          },
          copy: this.deps.copy,
        }),
      );
    } else if (status === 'waiting') {
      this.#startClock();
    } else {
      this.#notice.replaceChildren();
    }
  }

  dispose(): void {
    this.#stopClock();
    this.#markdown.dispose();
  }

  #openReasoning(): HTMLElement {
    if (this.#reasoning === undefined) {
      this.#reasoning = element('div', { class: 'reasoning-text' });
      this.#body.before(
        element('details', { class: 'reasoning' }, element('summary', {}, this.deps.strings.reasoning), this.#reasoning),
      );
    }
    return this.#reasoning;
  }

  /** A sign of life from the first moment; seconds once it takes some. */
  #startClock(): void {
    const text = element('span', {}, this.deps.strings.waiting);
    this.#notice.replaceChildren(
      element('div', { class: 'waiting' }, element('span', { class: 'pulse', 'aria-hidden': 'true' }), text),
    );
    this.#waitingSince = Date.now();
    this.#clock = window.setInterval(() => {
      const seconds = Math.round((Date.now() - this.#waitingSince) / 1000);
      if (seconds >= 3) {
        text.textContent = format(this.deps.strings.waitingLong, String(seconds));
      }
    }, 1000);
  }

  #stopClock(): void {
    window.clearInterval(this.#clock);
    this.#clock = undefined;
  }
}
