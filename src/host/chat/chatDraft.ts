/**
 * What is being written in one conversation: text, attachments, questions that are edited, and where the reader is. Kept on disk
 * with the conversation from the first letter on, and until the question is in the journal.
 */
import type { Attachment } from '../../core/attachment';
import type { ReasoningEffort } from '../../core/chatCompletions';
import type { ChatOptions } from '../../core/chatOptions';
import type { ScrollPosition } from '../../core/protocol';
import type { Draft, DraftStore } from '../history/draftStore';

export class ChatDraft {
  #text: string;
  #attachments: readonly Attachment[];
  #scroll: ScrollPosition | undefined;
  #edits: Readonly<Record<string, string>>;
  #effort: ReasoningEffort | undefined;
  #options: ChatOptions | undefined;
  /** A question on its way, until it is in the journal. */
  #sending: string | undefined;

  constructor(
    private readonly store: DraftStore,
    /** Of the conversation. */
    readonly id: string,
    stored: Partial<Draft> = {},
  ) {
    this.#text = stored.draft ?? '';
    this.#attachments = stored.attachments ?? [];
    this.#scroll = stored.scroll;
    this.#edits = stored.edits ?? {};
    this.#effort = stored.effort;
    this.#options = stored.options;
  }

  /** What stands in the input. */
  get text(): string {
    return this.#text;
  }

  get attachments(): readonly Attachment[] {
    return this.#attachments;
  }

  /** Where the reader is; absent: at the end. */
  get scroll(): ScrollPosition | undefined {
    return this.#scroll;
  }

  /** Questions that are being edited, by their ids. */
  get edits(): Readonly<Record<string, string>> {
    return this.#edits;
  }

  get isEmpty(): boolean {
    return this.#text.trim() === '' && this.#attachments.length === 0;
  }

  setText(text: string): void {
    this.#text = text;
    this.#save();
  }

  setAttachments(attachments: readonly Attachment[]): void {
    this.#attachments = attachments;
    this.#save();
  }

  setScroll(scroll: ScrollPosition | undefined): void {
    this.#scroll = scroll;
    this.#save();
  }

  /** @param text empty: the question stays as it is */
  setEdit(questionId: string, text: string): void {
    const { [questionId]: before, ...others } = this.#edits;
    this.#edits = text === '' ? others : { ...others, [questionId]: text };
    this.#save();
  }

  /** What a conversation without a message, which has no journal, would lose. */
  setEffort(effort: ReasoningEffort | undefined): void {
    this.#effort = effort;
    this.#save();
  }

  /** The same of the options of its answers. */
  setOptions(options: ChatOptions | undefined): void {
    this.#options = options;
    this.#save();
  }

  /** The input is empty from now on; what is sent stays on disk all the same. */
  beginSending(text: string): void {
    this.#sending = text;
    this.#text = '';
    this.#save();
  }

  /** The question is in the journal. @param sent what went along with it */
  endSending(sent: readonly Attachment[]): void {
    this.#sending = undefined;
    this.#scroll = undefined;
    this.#attachments = this.#attachments.filter(({ id }) => !sent.some((attachment) => attachment.id === id));
    this.#save();
  }

  /** It was not sent: it stands in the input again, before what has been written since. */
  cancelSending(): void {
    this.#text = this.#whole;
    this.#sending = undefined;
    this.#save();
  }

  get #whole(): string {
    return [this.#sending ?? '', this.#text].filter((text) => text !== '').join('\n\n');
  }

  #save(): void {
    this.store.write(this.id, {
      draft: this.#whole,
      attachments: this.#attachments,
      edits: this.#edits,
      ...(this.#scroll === undefined ? {} : { scroll: this.#scroll }),
      ...(this.#effort === undefined ? {} : { effort: this.#effort }),
      ...(this.#options === undefined ? {} : { options: this.#options }),
    });
  }
}
