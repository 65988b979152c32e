/**
 * A code block in an answer: its header with what can be done with the code, and its lines, which arrive one after the other.
 * Colours come from outside, line by line; what the actions do is the caller's. A diagram's source is a code block too, which
 * shows its picture once it is complete.
 */
import type { HighlightTarget } from '../highlight/highlighter';
import { languageName } from '../highlight/languages';
import type { CodeBlockView } from './codeBlockView';
import { CodeFold, type CodeFoldStrings } from './codeFold';
import { CodeHeader, type CodeBlockAction } from './codeHeader';
import type { CodeDiagram, CodeDiagramStrings } from './diagram/codeDiagram';

export interface CodeBlockStrings extends CodeFoldStrings, CodeDiagramStrings {
  /** Names a block whose language is not known. */
  readonly code: string;
  readonly wrap: string;
}

export interface CodeBlockOptions {
  /** As written after the fence; may be empty. */
  readonly language: string;
  readonly path?: string | undefined;
  readonly actions: readonly CodeBlockAction[];
  readonly strings: CodeBlockStrings;
}

type Listener = Parameters<HighlightTarget['listen']>[0];

/** What is written after the fence of a diagram. */
const diagramLanguages = new Set(['mermaid', 'mmd']);

export class CodeBlock implements CodeBlockView, HighlightTarget {
  readonly element = document.createElement('figure');
  readonly language: string;
  readonly #strings: CodeBlockStrings;
  readonly #isDiagram: boolean;
  readonly #header: CodeHeader;
  readonly #fold: CodeFold;
  readonly #code = document.createElement('code');
  readonly #lines: HTMLElement[] = [];
  readonly #texts: string[] = [];
  /** The line that is not finished: its text node is there once it has text. */
  #openLine: Text | undefined;
  #isClosed = false;
  #isDisposed = false;
  #listener: Listener | undefined;
  #diagram: CodeDiagram | undefined;

  constructor(options: CodeBlockOptions) {
    this.language = options.language;
    this.#isDiagram = diagramLanguages.has(options.language.toLowerCase());
    const { code, diagram } = options.strings;
    const name = this.#isDiagram ? diagram : options.language === '' ? code : languageName(options.language);
    this.element.className = 'code-block';
    this.element.setAttribute('aria-label', options.path === undefined ? name : `${name}: ${options.path}`);

    this.#strings = options.strings;
    this.#header = new CodeHeader(options.path ?? name);
    this.#header.addToggle('wrap', options.strings.wrap, (isWrapped) => {
      this.element.classList.toggle('is-wrapped', isWrapped);
    });
    for (const action of options.actions) this.#header.addAction(action, () => this.text);

    const frame = document.createElement('pre');
    // Long lines scroll: also for those who have no mouse.
    frame.tabIndex = 0;
    frame.append(this.#code);
    this.#fold = new CodeFold(this.element, frame, options.strings);
    this.element.append(this.#header.element, frame);
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
    this.#fold.unfold();
    this.#diagram?.hide();
    this.#code.replaceChildren();
    this.#listener?.('replaced');
    this.append(text);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#openLine !== undefined) {
      this.#texts.push(this.#openLine.data);
      this.#listener?.('lines');
    }
    this.#fold.fold(this.#texts.length);
    if (this.#isDiagram && this.text.trim() !== '') void this.#showDiagram();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#diagram?.hide();
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
    this.#fold.unfold();
    this.#diagram?.hide();
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

  async #showDiagram(): Promise<void> {
    try {
      const { CodeDiagram } = await import('./diagram/codeDiagram');
      if (!this.#isClosed || this.#isDisposed) return;
      this.#diagram ??= new CodeDiagram({ block: this.element, header: this.#header, strings: this.#strings });
      this.#diagram.show(this.text);
    } catch {
      // The source is there.
    }
  }
}
