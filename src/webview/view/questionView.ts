/** One question: its text, folded where it is long, what was attached to it, and what can be done with it. */
import type { Question } from '../../core/conversation';
import { button, element } from './dom';
import { copyButton, iconButton } from './iconButton';
import { MessageView, type MessageViewDeps } from './messageView';
import { questionEditor } from './questionEditor';
import { sentAttachments } from './sentAttachments';

/** Shorter questions are not even measured: in no width do they reach the height from which on a text is folded. */
const maybeLong = { characters: 250, lines: 12 };

export class QuestionView extends MessageView {
  readonly #content = element('div', { class: 'question-content' });
  readonly #edit: HTMLButtonElement;
  /** Puts the cursor into the editor, while that is open. */
  #focusEditor: (() => void) | undefined;
  #fold: ResizeObserver | undefined;

  constructor(
    private readonly question: Question,
    deps: MessageViewDeps,
  ) {
    super(question.id, deps.strings.you, 'question', deps);
    const { strings, post, copy } = deps;
    this.#edit = iconButton('edit', strings.edit, () => {
      this.fill();
      (this.#focusEditor ?? this.#openEditor(question.text))();
    });
    this.head.append(
      element(
        'div',
        { class: 'actions' },
        this.#edit,
        copyButton(strings.copyQuestion, () => {
          copy(question.text);
        }),
        iconButton('fork', strings.fork, () => {
          post({ type: 'chat/fork', messageId: question.id });
        }),
      ),
    );
    this.element.append(this.#content);
  }

  dispose(): void {
    this.#fold?.disconnect();
  }

  protected build(): void {
    this.#content.append(this.#text());
    const edit = this.deps.editOf(this.question.id);
    if (edit !== undefined) {
      this.#openEditor(edit);
    }
    const { attachments = [] } = this.question;
    if (attachments.length > 0) {
      this.element.append(sentAttachments(this.question.id, attachments, this.deps));
    }
  }

  #text(): HTMLElement {
    const { text } = this.question;
    const shown = element('div', { class: 'question-text' }, text);
    if (text.length < maybeLong.characters && text.split('\n').length <= maybeLong.lines) {
      return shown;
    }
    shown.classList.add('folded');
    const { strings } = this.deps;
    const more = button(strings.showMore, 'link-button', () => {
      const isFolded = shown.classList.toggle('folded');
      more.textContent = isFolded ? strings.showMore : strings.showLess;
      more.setAttribute('aria-expanded', String(!isFolded));
    });
    more.setAttribute('aria-expanded', 'false');
    more.hidden = true;
    // How many lines a text has depends on the width.
    this.#fold = new ResizeObserver(() => {
      if (shown.classList.contains('folded')) {
        more.hidden = shown.scrollHeight <= shown.clientHeight + 1;
        shown.classList.toggle('cut', !more.hidden);
      }
    });
    this.#fold.observe(shown);
    return element('div', { class: 'question-box' }, shown, more);
  }

  /**
   * In place of the text. It stays open until the question is asked anew, or not: what was typed is not lost to a refusal.
   *
   * @returns puts the cursor into it
   */
  #openEditor(text: string): () => void {
    const before = [...this.#content.childNodes];
    const { strings, gate, post, edited } = this.deps;
    const { element: editor, focus } = questionEditor(text, {
      strings,
      gate,
      typed: (typed) => {
        edited(this.question.id, typed);
      },
      send: (text) => {
        post({ type: 'chat/edit', questionId: this.question.id, text });
      },
      cancel: () => {
        edited(this.question.id, '');
        this.#content.replaceChildren(...before);
        this.#focusEditor = undefined;
        this.#edit.hidden = false;
        this.#edit.focus();
      },
    });
    this.#edit.hidden = true;
    this.#content.replaceChildren(editor);
    this.#focusEditor = focus;
    return focus;
  }
}
