/** Lays out JSON that came in one line, as far as it has come: what is shown of a part is the beginning of what is shown of more. */

const indentation = '  ';

/** @param text begins with `{` or `[`. What follows its last bracket, and JSON that has a layout of its own, stays as it is. */
export function prettyJson(text: string): string {
  if (/^.[ \t]*\r?\n/.test(text)) {
    return text;
  }
  let shown = '';
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  /** A bracket was opened: a line begins, unless it is closed at once. */
  let isOpen = false;
  const line = (): string => `\n${indentation.repeat(depth)}`;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (isInString) {
      shown += letter;
      isInString = isEscaped || letter !== '"';
      isEscaped = !isEscaped && letter === '\\';
    } else if (letter === '}' || letter === ']') {
      depth = Math.max(0, depth - 1);
      shown += (isOpen ? '' : line()) + letter;
      isOpen = false;
      if (depth === 0) {
        return shown + text.slice(index + 1);
      }
    } else if (!/\s/.test(letter)) {
      shown += isOpen ? line() : '';
      isOpen = letter === '{' || letter === '[';
      depth += isOpen ? 1 : 0;
      isInString = letter === '"';
      shown += letter === ':' ? ': ' : letter === ',' ? `,${line()}` : letter;
    }
  }
  return shown;
}
