/**
 * A code block as the stream needs it: what a fence of the language `math` becomes is one too. Whoever makes the stream decides how
 * the others look and what can be done with them.
 */

export interface CodeBlockView {
  readonly element: HTMLElement;
  /** More text at the end; lines end with `\n`. */
  append(text: string): void;
  /** Replaces the text. May come after `close`. */
  setText(text: string): void;
  /** No more text is expected. May be called again. */
  close(): void;
  /** Called once, when the element has been taken out of the page. */
  dispose(): void;
}
