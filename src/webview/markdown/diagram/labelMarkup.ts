/**
 * Stands for DOMPurify in the diagram library. Labels become text, never HTML, so all that is needed is to take tags out of them
 * that would otherwise be read; what is drawn is copied node by node by sanitizeSvg.
 */

const hidden = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const otherTag = /<(?!br\s*\/?>)\/?[a-z][^<>]*>/gi;

/** The part of DOMPurify that the library calls. */
const labelMarkup = {
  /** Line breaks stay as `<br>`; other tags go. An icon of the library's own stays: markup.ts looks at each of its parts. */
  sanitize(text: string): string {
    return text.includes('<') && !text.startsWith('<svg')
      ? text
          .replace(hidden, '')
          .replace(otherTag, '')
          .replace(/<br\s*\/?>/gi, '<br>')
      : text;
  },
  addHook(): void {
    // Hooks see nodes, and there are none.
  },
};

// eslint-disable-next-line import-x/no-default-export -- the library imports DOMPurify by its default export
export default labelMarkup;
