/**
 * A code block in an answer: its header with what can be done with the code, and its lines, which arrive one after the other.
 * Colours come from outside, line by line; what the actions do is the caller's.
 */
import type { HighlightTarget } from '../highlight/highlighter';
import { languageName } from '../highlight/languages';
import type { CodeBlockView } from './blockView';

export interface CodeBlockAction {
  readonly id: string;
  readonly label: string;
  /** Shown for a moment once the action has been run. */
  readonly doneLabel?: string;
  /** Gets the code as it stands, without the line end after its last line. */
  readonly run: (code: string) => void;
}

export interface CodeBlockOptions {
  /** As written after the fence; may be empty. */
  readonly language: string;
  readonly path?: string | undefined;
  readonly actions: readonly CodeBlockAction[];
  /** `code` names a block whose language is not known. */
  readonly strings: { readonly code: string };
}

type Listener = Parameters<HighlightTarget['listen']>[0];

/** How long a button says that its action is done, in milliseconds. */
const doneTime = 2000;

export class CodeBlock implements CodeBlockView, HighlightTarget {
  readonly element = document.createElement('figure');
  readonly language: string;
  readonly #code = document.createElement('code');
  readonly #lines: HTMLElement[] = [];
  readonly #texts: string[] = [];
  /** The line that is not finished: its text node is there once it has text. */
  #openLine: Text | undefined;
  #isClosed = false;
  #listener: Listener | undefined;

  constructor(options: CodeBlockOptions) {
    this.language = options.language;
    const name = options.language === '' ? options.strings.code : languageName(options.language);
    this.element.className = 'code-block';
    this.element.setAttribute('aria-label', options.path === undefined ? name : `${name}: ${options.path}`);

    const header = document.createElement('div');
    header.className = 'code-header';
    const title = document.createElement('span');
    title.className = 'code-title';
    title.textContent = options.path ?? name;
    title.title = options.path ?? name;
    header.append(title, ...options.actions.map((action) => this.#button(action)));

    const frame = document.createElement('pre');
    // Long lines scroll: also for those who have no mouse.
    frame.tabIndex = 0;
    frame.append(this.#code);
    this.element.append(header, frame);
  }

  /** The code without the line end after its last line. */
  get text(): string {
    const unfinished = this.#isClosed || this.#openLine === undefined ? [] : [this.#openLine.data];
    return [...this.#texts, ...unfinished].join('\n');
  }

  get finishedLineCount(): number {
    return this.#texts.length;
  }

  append(text: string): void {
    this.#reopen();
    const before = this.#texts.length;
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#extendLine(text.slice(from, end));
      this.#finishLine();
      from = end + 1;
    }
    if (from < text.length) this.#extendLine(text.slice(from));
    if (this.#texts.length > before) this.#listener?.('lines');
  }

  setText(text: string): void {
    this.#lines.length = 0;
    this.#texts.length = 0;
    this.#openLine = undefined;
    this.#isClosed = false;
    this.#code.replaceChildren();
    this.#listener?.('replaced');
    this.append(text);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#openLine === undefined) return;
    this.#texts.push(this.#openLine.data);
    this.#listener?.('lines');
  }

  dispose(): void {
    this.#listener?.('disposed');
    this.#listener = undefined;
  }

  lineText(index: number): string {
    return this.#texts[index] ?? '';
  }

  showLine(index: number, nodes: readonly Node[]): void {
    const line = this.#lines[index];
    if (line === undefined) return;
    const hasNoEnd = this.#openLine !== undefined && index === this.#lines.length - 1;
    line.replaceChildren(...nodes, ...(hasNoEnd ? [] : ['\n']));
  }

  listen(listener: Listener): void {
    this.#listener = listener;
  }

  /** Text after `close`: an answer is continued, so that its last line was not the last. */
  #reopen(): void {
    if (!this.#isClosed) return;
    this.#isClosed = false;
    if (this.#openLine === undefined) return;
    const text = this.#texts.pop() ?? '';
    const line = this.#lines[this.#texts.length];
    this.#openLine = document.createTextNode(text);
    line?.replaceChildren(this.#openLine);
    this.#listener?.('replaced');
  }

  #extendLine(text: string): void {
    if (this.#openLine !== undefined) {
      this.#openLine.appendData(text);
      return;
    }
    this.#openLine = document.createTextNode(text);
    const line = document.createElement('span');
    line.className = 'code-line';
    line.append(this.#openLine);
    this.#lines.push(line);
    this.#code.append(line);
  }

  /** The line end is part of the line, so that a selection copies it. */
  #finishLine(): void {
    const line = this.#openLine;
    if (line === undefined) return;
    this.#texts.push(line.data);
    line.appendData('\n');
    this.#openLine = undefined;
  }

  #button(action: CodeBlockAction): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'code-action';
    button.dataset['action'] = action.id;
    button.textContent = action.label;
    let reset: ReturnType<typeof setTimeout> | undefined;
    button.addEventListener('click', () => {
      action.run(this.text);
      if (action.doneLabel === undefined) return;
      button.textContent = action.doneLabel;
      clearTimeout(reset);
      reset = setTimeout(() => {
        button.textContent = action.label;
      }, doneTime);
    });
    return button;
  }
}
