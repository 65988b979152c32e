/** What is said of an answer while it comes: that it began, goes on, and how it ended. Never its text. */
import { isUnfinished, type Conversation, type ConversationEvent } from '../../core/conversation';
import type { UiStrings } from '../../core/uiStrings';
import { format } from './dom';

export class AnswerAnnouncements {
  /** The answers that are not over, and whether it was said that they began. */
  readonly #began = new Map<string, boolean>();

  constructor(private readonly strings: UiStrings) {}

  show(conversation: Conversation): void {
    this.#began.clear();
    for (const message of conversation.messages.filter(isUnfinished)) {
      this.#began.set(message.id, message.role === 'assistant' && message.status === 'streaming');
    }
  }

  /** The sentence for this event, if it is worth one. */
  sentence(event: ConversationEvent): string | undefined {
    switch (event.type) {
      case 'messageAdded':
        if (isUnfinished(event.message)) {
          this.#began.set(event.message.id, false);
        }
        return undefined;
      case 'messageRemoved':
        this.#began.delete(event.id);
        return undefined;
      case 'answerAppended':
        return this.#firstText(event.id);
      case 'answerChanged':
        return this.#change(event);
      default:
        return undefined;
    }
  }

  #firstText(id: string): string | undefined {
    if (this.#began.get(id) !== false) {
      return undefined;
    }
    this.#began.set(id, true);
    return this.strings.answerBegan;
  }

  #change(event: Extract<ConversationEvent, { type: 'answerChanged' }>): string | undefined {
    const wasUnfinished = this.#began.has(event.id);
    switch (event.status) {
      case 'waiting':
      case 'streaming':
        if (wasUnfinished) {
          return undefined;
        }
        this.#began.set(event.id, true);
        return this.strings.answerContinued;
      case 'complete':
        return this.#end(event.id, [this.strings.answerFinished, event.notice?.sentence ?? ''].join(' ').trim());
      case 'stopped':
      case 'interrupted':
        return this.#end(event.id, this.strings.answerStopped);
      case 'failed':
        return this.#end(event.id, format(this.strings.answerFailed, event.notice?.sentence ?? ''));
    }
  }

  /** What comes of an answer after its end, such as its costs, is not its end again. */
  #end(id: string, sentence: string): string | undefined {
    return this.#began.delete(id) ? sentence : undefined;
  }
}
