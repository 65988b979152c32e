/** An answer's text as it is shown: bare JSON as a code block, from its first letter on. */
import type { Answer } from '../../core/conversation';

/** More backticks than text around JSON has: nothing in it ends the block. */
const opening = '``````````json\n';

export function shownText({ text, options }: Answer): string {
  if (options?.answerFormat === undefined) {
    return text;
  }
  const start = text.search(/\S/);
  const isBare = text[start] === '{' || text[start] === '[';
  return isBare ? opening + text.slice(start) : start < 0 ? '' : text;
}
