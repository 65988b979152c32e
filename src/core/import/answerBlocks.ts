/**
 * Puts together an answer of text in pieces and blocks that stand apart between them, such as edits. A block may come where the
 * text has a code fence open; it never ends up in there. What the blocks say is for the readers of each format.
 */
import { openFence } from '../continuation';
import { closingLine } from '../export/openBlock';

/** A code fence that was open where a block came. */
interface Interrupted {
  readonly openingLine: string;
  readonly mark: string;
  /** There was nothing in it yet: some programs put a fence around a block. */
  readonly isEmpty: boolean;
}

export class AnswerBlocks {
  readonly #parts: string[] = [];
  /** Since the last block. */
  #text = '';
  #interrupted: Interrupted | undefined;

  addText(text: string): void {
    this.#text += text;
  }

  addBlock(block: string): void {
    this.#endText();
    this.#parts.push(block);
  }

  /** The answer so far, in parts to be joined with blank lines. */
  get parts(): readonly string[] {
    return [...this.#parts, this.#resumed()];
  }

  #endText(): void {
    const text = this.#resumed();
    this.#text = '';
    if (text.trim() === '') {
      return;
    }
    this.#interrupted = undefined;
    const mark = closingLine(text);
    if (mark === undefined || !/^[`~]/.test(mark)) {
      this.#parts.push(text);
      return;
    }
    const trimmed = text.trimEnd();
    const lastLine = trimmed.slice(trimmed.lastIndexOf('\n') + 1);
    const before = trimmed.slice(0, trimmed.length - lastLine.length);
    const isEmpty = lastLine.trimStart().startsWith(mark) && closingLine(before) === undefined;
    this.#parts.push(isEmpty ? before : `${trimmed}\n${mark}`);
    this.#interrupted = { openingLine: openFence(text.replaceAll('\r\n', '\n')) ?? mark, mark, isEmpty };
  }

  /** The text since the last block, as it reads without the fence that was open there. */
  #resumed(): string {
    const text = this.#text;
    if (this.#interrupted === undefined || text.trim() === '') {
      return text;
    }
    const { openingLine, mark, isEmpty } = this.#interrupted;
    const closing = /^\s*(`{3,}|~{3,})[ \t]*(?:\r?\n|$)/.exec(text);
    if (closing?.[1]?.startsWith(mark) === true) {
      return text.slice(closing[0].length);
    }
    // Around a block that failed, the end of the fence never came.
    return isEmpty ? text : `${openingLine}\n${text.replace(/^\r?\n/, '')}`;
  }
}
