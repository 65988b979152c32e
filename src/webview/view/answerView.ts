/** One answer: its reasoning, its text as it streams in, and under it either a sign of life or how it ended. */
import { canContinue, isUnfinished, type Answer, type ConversationEvent, type NoticeAction } from '../../core/conversation';
import type { MarkdownStream } from '../markdown/markdownStream';
import { answerFooter } from './answerFooter';
import { element } from './dom';
import { closeHeadingGaps } from './headingLevels';
import { MessageView, type MessageViewDeps } from './messageView';
import { noticeView } from './noticeView';
import { shownText } from './shownText';
import { ReasoningView } from './reasoningView';
import { WaitingView } from './waitingView';

type Appended = Extract<ConversationEvent, { type: 'answerAppended' }>;

export class AnswerView extends MessageView {
  readonly #body = element('div', { class: 'markdown' });
  /** What stands under the text: waiting, notice, footer. */
  readonly #end = element('div', { class: 'answer-end' });
  readonly #reasoning: ReasoningView;
  #markdown: MarkdownStream | undefined;
  #waiting: WaitingView | undefined;
  #answer: Answer;
  /** Of what is shown, in UTF-16 units: as the offsets of events, where it is shown as it came. */
  #textLength = 0;
  #isFinished = false;

  constructor(answer: Answer, deps: MessageViewDeps) {
    super(answer.id, deps.strings.claude, 'answer', deps);
    this.#answer = answer;
    this.#reasoning = new ReasoningView(deps);
    this.element.append(this.#reasoning.element, this.#body, this.#end);
    this.#markBusy();
  }

  /** @param answer with what was appended */
  append({ offset, text, reasoningOffset, reasoning }: Appended, answer: Answer): void {
    const wasStreaming = this.#answer.status === 'streaming';
    this.#answer = answer;
    if (!this.isFilled) {
      this.#markBusy();
      return;
    }
    if (offset === this.#textLength && answer.options?.answerFormat === undefined) {
      this.#appendText(text);
    } else {
      this.#showText();
    }
    if (reasoningOffset === this.#reasoning.length) {
      this.#reasoning.append(reasoning);
    } else {
      this.#showReasoning();
    }
    if (!wasStreaming) {
      this.#showState();
    }
  }

  update(answer: Answer): void {
    this.#answer = answer;
    if (this.isFilled) {
      this.#showText();
      this.#showReasoning();
      this.#showState();
    } else {
      this.#markBusy();
    }
  }

  dispose(): void {
    this.#waiting?.dispose();
    this.#markdown?.dispose();
  }

  protected build(): void {
    this.#reasoning.append(this.#answer.reasoning);
    this.#showText();
    this.#showState();
  }

  #appendText(text: string): void {
    if (text === '') {
      return;
    }
    this.#markdown ??= this.deps.markdown(this.#body, this.#answer);
    this.#markdown.append(text);
    this.#textLength += text.length;
    this.#isFinished = false;
  }

  /** Where the text is not the one that is shown with something after it, it is shown anew. */
  #showText(): void {
    const text = shownText(this.#answer);
    const shown = this.#markdown?.text ?? '';
    if (!text.startsWith(shown)) {
      this.#markdown?.dispose();
      this.#markdown = undefined;
      this.#textLength = 0;
    }
    this.#appendText(text.slice(this.#textLength));
  }

  #showReasoning(): void {
    if (this.#answer.reasoning !== this.#reasoning.text) {
      this.#reasoning.setText(this.#answer.reasoning);
    }
  }

  #showState(): void {
    const answer = this.#answer;
    const isOver = !isUnfinished(answer);
    if (isOver && !this.#isFinished) {
      this.#markdown?.finish();
      closeHeadingGaps(this.#body);
      this.#isFinished = true;
    }
    this.#markBusy();
    this.#reasoning.showTime(isOver ? answer.timing?.reasoningMs : undefined);
    const hadFocus = this.#end.contains(document.activeElement);
    this.#waiting?.dispose();
    this.#waiting = undefined;
    this.#end.replaceChildren(...(isOver ? this.#ending() : this.#progress()));
    if (hadFocus) {
      this.element.focus({ preventScroll: true });
    }
  }

  #markBusy(): void {
    const isComing = isUnfinished(this.#answer);
    this.element.classList.toggle('unfinished', isComing);
    this.element.setAttribute('aria-busy', String(isComing));
  }

  #progress(): readonly HTMLElement[] {
    const { notice, status } = this.#answer;
    const shown = notice === undefined ? undefined : noticeView(notice, [], this.#noticeDeps());
    if (shown !== undefined) {
      return [shown];
    }
    if (status !== 'waiting') {
      return [];
    }
    this.#waiting = new WaitingView(this.deps.strings);
    return [this.#waiting.element];
  }

  #ending(): readonly HTMLElement[] {
    const { strings } = this.deps;
    const answer = this.#answer;
    const notice =
      answer.notice ??
      (answer.status === 'interrupted' ? { severity: 'info' as const, sentence: strings.answerInterrupted } : undefined);
    const isCut = answer.status !== 'complete' || canContinue(answer);
    const offers = [...(canContinue(answer) ? ['continue' as const] : []), ...(isCut ? ['retry' as const] : [])];
    const said = noticeView(notice, offers, this.#noticeDeps());
    const hasRetry = isCut || notice?.action?.id === 'retry';
    return [...(said === undefined ? [] : [said]), answerFooter(answer, !hasRetry, this.deps)];
  }

  #noticeDeps(): Parameters<typeof noticeView>[2] {
    const { strings, gate, copy } = this.deps;
    return {
      strings,
      gate,
      copy,
      run: (action) => {
        this.#run(action);
      },
    };
  }

  #run(action: NoticeAction): void {
    const answerId = this.id;
    switch (action) {
      case 'continue':
        this.deps.post({ type: 'chat/continue', answerId });
        break;
      case 'retry':
        this.deps.post({ type: 'chat/retry', answerId });
        break;
      default:
        this.deps.post({ type: 'notice/action', answerId, action });
    }
  }
}
