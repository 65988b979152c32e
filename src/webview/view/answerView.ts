/** One answer: its reasoning, its texts and tools as they come, and under them either a sign of life or how it ended. */
import { canContinue, isUnfinished, type Answer, type ConversationEvent, type NoticeAction } from '../../core/conversation';
import { AnswerBody } from './answerBody';
import { answerFooter } from './answerFooter';
import { element } from './dom';
import { MessageView, type MessageViewDeps } from './messageView';
import { noticeView } from './noticeView';
import { ReasoningView } from './reasoningView';
import type { Players } from './sounds';
import { sourceList } from './sourceList';
import { WaitingView } from './waitingView';

type Appended = Extract<ConversationEvent, { type: 'answerAppended' }>;

export class AnswerView extends MessageView {
  readonly #body: AnswerBody;
  readonly #audio = element('div', { class: 'answer-audios' });
  #players: Players | undefined;
  /** How many of its sounds have a player. */
  #playerCount = 0;
  /** What stands under the text: waiting, notice, footer. */
  readonly #end = element('div', { class: 'answer-end' });
  readonly #reasoning: ReasoningView;
  #waiting: WaitingView | undefined;
  #answer: Answer;

  constructor(answer: Answer, deps: MessageViewDeps) {
    super(answer.id, deps.strings.claude, 'answer', deps);
    this.#answer = answer;
    this.#reasoning = new ReasoningView(deps);
    this.#body = new AnswerBody(deps);
    this.element.append(this.#reasoning.element, this.#body.element, this.#audio, this.#end);
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
    if (!this.#body.append(offset, text, answer)) {
      this.#body.show(answer);
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
      this.#body.show(answer);
      this.#showReasoning();
      this.#showState();
    } else {
      this.#markBusy();
    }
  }

  /** Its calls of tools have changed, and nothing else. */
  updateTools(answer: Answer): void {
    this.#answer = answer;
    if (this.isFilled) {
      this.#body.show(answer);
    }
  }

  dispose(): void {
    this.#waiting?.dispose();
    this.#body.dispose();
    this.#players?.dispose();
  }

  protected build(): void {
    this.#reasoning.append(this.#answer.reasoning);
    this.#body.show(this.#answer);
    this.#showState();
  }

  #showReasoning(): void {
    if (this.#answer.reasoning !== this.#reasoning.text) {
      this.#reasoning.setText(this.#answer.reasoning);
    }
  }

  #showState(): void {
    const answer = this.#answer;
    const isOver = !isUnfinished(answer);
    if (isOver) {
      this.#body.finish();
    }
    this.#showAudio();
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

  /** Built again only where there is more to hear: one may be playing. */
  #showAudio(): void {
    const { audio = [] } = this.#answer;
    // One that is still coming would be played as far as it is now.
    if (audio.length !== this.#playerCount && !isUnfinished(this.#answer)) {
      this.#players?.dispose();
      this.#players = this.deps.sounds.players(this.id, audio);
      this.#playerCount = audio.length;
      this.#audio.replaceChildren(...this.#players.elements);
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
    const sources = sourceList(answer.facts?.sources ?? [], strings);
    return [...[sources, said].filter((part) => part !== undefined), answerFooter(answer, !hasRetry, this.deps)];
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
