/**
 * Where the question is written: what is attached, the input, and the bar with the pickers and the button that sends or stops.
 * Puts its parts together and gives each key to the part that it is for.
 */
import type { AttachmentChip } from '../../core/attachment';
import type { Controls } from '../../core/controls';
import type { ContextMeter as Meter, Suggestion, SuggestionTrigger, WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { AnswerOptions } from './answerOptions';
import { AttachmentChips } from './attachmentChips';
import { AttachmentIntake } from './attachmentIntake';
import { ComposerNote } from './composerNote';
import { ContextMeter } from './contextMeter';
import { element } from './dom';
import { iconButton } from './iconButton';
import { InputRecall } from './inputRecall';
import { NumberFormats } from './numberFormats';
import type { Pictures } from './pictures';
import { Pickers } from './pickers';
import { SendButton } from './sendButton';
import { ToolsButton } from './toolsButton';
import { Suggestions } from './suggestions';
import { replaceRange } from './textEditing';
import { readTransfer, type TransferData } from './transferData';

interface Deps {
  readonly strings: UiStrings;
  readonly pictures: Pictures;
  readonly post: (message: WebviewToHost) => void;
  readonly announce: (sentence: string) => void;
  /** The user changed the draft. @param aside drafts that made room for it, newest first */
  readonly draftTyped: (draft: string, aside: readonly string[]) => void;
  /** The host replaced it. */
  readonly draftReplaced: (draft: string, aside: readonly string[]) => void;
  /** Tells the host of the draft now. */
  readonly flushDraft: () => void;
}

/** What the host's state says of the composer. */
export interface ComposerState {
  readonly draft: string;
  readonly aside: readonly string[];
  readonly attachments: readonly AttachmentChip[];
  /** Newest first. */
  readonly inputs: readonly string[];
}

export class Composer {
  readonly element: HTMLElement;
  readonly #input: HTMLTextAreaElement;
  readonly #send: SendButton;
  readonly #chips: AttachmentChips;
  readonly #pickers: Pickers;
  readonly #options: AnswerOptions;
  readonly #tools: ToolsButton;
  readonly #meter: ContextMeter;
  readonly #note: ComposerNote;
  readonly #suggestions: Suggestions;
  /** A sign of life while what is attached is read to be sent. */
  readonly #reading: HTMLElement;
  readonly #recall: InputRecall;
  readonly #intake: AttachmentIntake;
  #isAnswering = false;
  /** The host has a question of which it has not said yet what became of it: it may be reading what is attached. */
  #isSending = false;
  /** Says why nothing can be sent: it would not fit. */
  #fullSentence: string | undefined;

  constructor(private readonly deps: Deps) {
    const { strings, pictures, post, announce } = deps;
    const numbers = new NumberFormats(document.documentElement.lang);
    const focusInput = (): void => {
      this.focus();
    };
    this.#input = element('textarea', {
      class: 'input',
      rows: '1',
      'aria-label': strings.inputLabel,
      placeholder: strings.inputPlaceholder,
    });
    this.#chips = new AttachmentChips({ strings, numbers, pictures, post, announce, focusInput });
    this.#reading = element('p', { class: 'composer-reading' }, strings.readingAttachments);
    this.#pickers = new Pickers(strings, post);
    this.#options = new AnswerOptions({ strings, post, announce, focusInput });
    this.#tools = new ToolsButton(strings, post);
    this.#note = new ComposerNote({ strings, announce, leave: focusInput });
    this.#intake = new AttachmentIntake({
      strings,
      post,
      say: (sentence) => {
        this.#note.add(sentence);
      },
    });
    this.#meter = new ContextMeter({
      strings,
      numbers,
      announce,
      showPreview: () => {
        post({ type: 'preview/show' });
      },
    });
    this.#suggestions = new Suggestions({
      strings,
      input: this.#input,
      post,
      announce,
      submit: () => {
        this.#submit();
      },
    });
    this.#recall = new InputRecall(this.#input, () => {
      this.#draftChanged();
    });
    this.#send = new SendButton(strings, () => {
      this.#sendOrStop();
    });
    this.element = this.#build();
    this.#input.addEventListener('keydown', this.#onKeydown);
    this.#input.addEventListener('paste', this.#onPaste);
    this.#input.addEventListener('blur', deps.flushDraft);
    this.#input.addEventListener('input', () => {
      this.#draftChanged();
    });
    this.#update();
  }

  show({ draft, aside, attachments, inputs }: ComposerState): void {
    if (this.#input.value !== draft) {
      this.#input.value = draft;
    }
    this.#suggestions.close();
    this.#recall.show(inputs, aside);
    this.#chips.show(attachments, false);
    this.#note.clear();
    this.#meter.clear();
    this.#fullSentence = undefined;
    this.#isSending = false;
    this.#update();
  }

  focus(): void {
    this.#input.focus();
  }

  /** @param isNews whether a change of them is to be announced */
  showControls(controls: Controls, isNews: boolean): void {
    this.#pickers.show(controls);
    this.#options.show(controls.options, isNews);
    this.#tools.show(controls.toolCount);
  }

  showAnswering(isAnswering: boolean): void {
    if (this.#isAnswering !== isAnswering) {
      this.#isAnswering = isAnswering;
      this.#isSending = false;
      this.#update();
    }
  }

  showAttachments(attachments: readonly AttachmentChip[]): void {
    this.#chips.show(attachments, true);
    this.#update();
  }

  showSuggestions(query: number, suggestions: readonly Suggestion[]): void {
    this.#suggestions.show(query, suggestions);
  }

  showMeter(meter: Meter): void {
    this.#meter.show(meter);
    this.#fullSentence = meter.state === 'full' ? (meter.sentence ?? '') : undefined;
    this.#update();
  }

  /** More of the earlier inputs are known. What was sent here meanwhile stays before them. */
  extendInputs(inputs: readonly string[]): void {
    this.#recall.extend(inputs);
  }

  /** Shows the host's draft; what was written instead is not lost, but the first of the earlier inputs. */
  replaceDraft(draft: string): void {
    const aside = this.#recall.setAside(draft);
    this.#suggestions.close();
    this.#input.value = draft;
    this.#input.setSelectionRange(draft.length, draft.length);
    this.deps.draftReplaced(draft, aside);
    this.#isSending = false;
    this.#update();
  }

  /** Puts text where the cursor is. */
  insert(text: string): void {
    replaceRange(this.#input, this.#input.selectionStart, this.#input.selectionEnd, text);
  }

  /** Opens what can be added by this letter. */
  offer(trigger: SuggestionTrigger): void {
    this.#suggestions.open(trigger);
  }

  /** What was dropped on the page. */
  take(data: TransferData): void {
    this.#note.clear();
    if (data.uris.length === 0 && data.files.length === 0) {
      this.insert(data.links.join('\n'));
    } else {
      void this.#intake.take(data);
    }
    this.focus();
  }

  /** Makes an image smaller that the host has read. @param data base64 */
  fitImage(name: string, data: string): void {
    void this.#intake.fit(name, data);
  }

  #build(): HTMLElement {
    const { strings } = this.deps;
    const add = iconButton('add', strings.addContext, () => {
      this.offer('@');
    });
    add.title = strings.addContextHint;
    const box = element(
      'div',
      { class: 'composer-box' },
      this.#chips.element,
      this.#input,
      this.#options.chips,
      element(
        'div',
        { class: 'composer-bar' },
        add,
        this.#tools.element,
        ...this.#options.buttons,
        this.#pickers.element,
        this.#send.element,
      ),
    );
    box.addEventListener('click', (event) => {
      if (event.target === box) {
        this.focus();
      }
    });
    return element(
      'div',
      { class: 'composer' },
      this.#note.element,
      this.#reading,
      element('div', { class: 'composer-frame' }, this.#suggestions.element, box),
      this.#meter.element,
    );
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter and Escape belong to it. Some report it by the key code alone.
    if (event.isComposing || event.key === 'Process') {
      return;
    }
    if (this.#suggestions.takeKey(event) || this.#takeKey(event)) {
      event.preventDefault();
    }
  };

  #takeKey(event: KeyboardEvent): boolean {
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) {
      return false;
    }
    switch (event.key) {
      case 'Enter':
        this.#submit();
        return true;
      case 'Escape':
        if (this.#recall.leave()) {
          return true;
        }
        if (this.#isBusy) {
          this.deps.post({ type: 'chat/stop' });
        }
        return this.#isBusy;
      case 'ArrowUp':
      case 'ArrowDown':
        return this.#recall.takeArrow(event.key);
      case 'Backspace':
        // A key that is held empties the input, and stops there.
        return this.#input.value === '' && !event.repeat && this.#chips.focusLast();
      default:
        return false;
    }
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    const { clipboardData } = event;
    // Office programs add a picture of the text: the text is what is meant.
    if (clipboardData?.getData('text/plain') !== '') {
      return;
    }
    const data = readTransfer(clipboardData);
    if (data.uris.length > 0 || data.files.length > 0) {
      event.preventDefault();
      this.#note.clear();
      void this.#intake.take(data);
    }
  };

  #sendOrStop(): void {
    if (this.#isBusy) {
      this.deps.post({ type: 'chat/stop' });
    } else {
      this.#submit();
    }
    this.focus();
  }

  #submit(): void {
    const { post, announce, flushDraft } = this.deps;
    if (this.#isBusy) {
      return;
    }
    const obstacle = this.#obstacle;
    if (obstacle !== undefined) {
      announce(obstacle);
      return;
    }
    const text = this.#input.value;
    this.#input.value = this.#recall.sent(text);
    this.#note.clear();
    this.#isSending = true;
    this.#draftChanged();
    // First, so that a host that refuses the question can put it back.
    flushDraft();
    post({ type: 'chat/send', text });
  }

  get #isBusy(): boolean {
    return this.#isSending || this.#isAnswering;
  }

  /** Why nothing can be sent now, as a sentence. */
  get #obstacle(): string | undefined {
    const { strings } = this.deps;
    if (this.#input.value.trim() === '') {
      return this.#chips.isEmpty ? strings.sendNeedsText : strings.sendNeedsTextBeside;
    }
    return this.#fullSentence;
  }

  #draftChanged(): void {
    const { draft, aside } = this.#recall.toKeep();
    this.deps.draftTyped(draft, aside);
    this.#update();
  }

  #update(): void {
    this.#send.show(this.#isBusy, this.#obstacle);
    this.#reading.hidden = !this.#isSending || this.#chips.isEmpty;
  }
}
