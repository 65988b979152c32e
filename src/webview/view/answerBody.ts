/**
 * What an answer consists of as it comes: texts, and between them the rounds of tool calls. A part that is shown keeps its nodes; a
 * text that goes on is appended to.
 */
import type { Answer } from '../../core/conversation';
import { answerParts, type AnswerPart } from '../../core/tools/toolUse';
import type { MarkdownStream } from '../markdown/markdownStream';
import { element } from './dom';
import { closeHeadingGaps } from './headingLevels';
import type { MessageViewDeps } from './messageView';
import { shownText } from './shownText';
import { ToolRoundView } from './toolRoundView';

class TextView {
  readonly element = element('div', { class: 'markdown' });
  #markdown: MarkdownStream | undefined;
  /** In UTF-16 units. */
  #length = 0;
  #isFinished = false;

  constructor(
    readonly offset: number,
    private readonly deps: MessageViewDeps,
  ) {}

  get end(): number {
    return this.offset + this.#length;
  }

  append(text: string, answer: Answer): void {
    if (text === '') {
      return;
    }
    this.#markdown ??= this.deps.markdown(this.element, answer);
    this.#markdown.append(text);
    this.#length += text.length;
    this.#isFinished = false;
  }

  /** Where the text is not the one that is shown with something after it, it is shown anew. */
  show(text: string, answer: Answer): void {
    if (!text.startsWith(this.#markdown?.text ?? '')) {
      this.dispose();
      this.#markdown = undefined;
      this.#length = 0;
    }
    this.append(text.slice(this.#length), answer);
  }

  finish(): void {
    if (!this.#isFinished) {
      this.#isFinished = true;
      this.#markdown?.finish();
      closeHeadingGaps(this.element);
    }
  }

  dispose(): void {
    this.#markdown?.dispose();
  }
}

type View = TextView | ToolRoundView;

export class AnswerBody {
  readonly element = element('div', { class: 'answer-body' });
  #views: View[] = [];

  constructor(private readonly deps: MessageViewDeps) {}

  /** @returns whether the text at this offset belongs behind all that is shown: else the answer is to be shown as a whole */
  append(offset: number, text: string, answer: Answer): boolean {
    const last = this.#views.at(-1);
    const isNext = last instanceof TextView && last.end === offset && answer.options?.answerFormat === undefined;
    if (isNext) last.append(text, answer);
    return isNext;
  }

  show(answer: Answer): void {
    const parts = answerParts(answer);
    const kept = parts.findIndex((part, index) => !isViewOf(this.#views[index], part));
    for (const view of this.#views.splice(kept < 0 ? parts.length : kept)) {
      view.element.remove();
      view.dispose();
    }
    for (const [index, part] of parts.entries()) {
      const view = this.#views[index] ?? this.#add(part);
      if (view instanceof TextView && part.type === 'text') {
        const isLast = index === parts.length - 1;
        view.show(isLast ? shownText(part.text, answer) : part.text, answer);
        if (!isLast) view.finish();
      } else if (view instanceof ToolRoundView && part.type === 'tools') {
        view.show(part.uses, answer);
      }
    }
  }

  /** No more comes for now. */
  finish(): void {
    for (const view of this.#views) {
      if (view instanceof TextView) view.finish();
    }
  }

  dispose(): void {
    for (const view of this.#views) view.dispose();
  }

  #add(part: AnswerPart): View {
    const view = part.type === 'text' ? new TextView(part.offset, this.deps) : new ToolRoundView(part.round, this.deps);
    this.#views.push(view);
    this.element.append(view.element);
    return view;
  }
}

function isViewOf(view: View | undefined, part: AnswerPart): boolean {
  return part.type === 'text'
    ? view instanceof TextView && view.offset === part.offset
    : view instanceof ToolRoundView && view.round === part.round;
}
