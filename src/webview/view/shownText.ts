/** An answer's text as it is shown: bare JSON as a code block with a layout, from its first letter on. */
import { isUnfinished, type Answer } from '../../core/conversation';
import { parseJson } from '../../core/jsonShape';
import { prettyJson } from './prettyJson';

/** More backticks than text around JSON has: nothing in it ends the block. */
const opening = '``````````json\n';

/** @param text of the answer, or what of it comes after its tools */
export function shownText(text: string, answer: Answer): string {
  if (answer.options?.answerFormat === undefined) {
    return text;
  }
  const start = text.search(/\S/);
  if (text[start] !== '{' && text[start] !== '[') {
    return start < 0 ? '' : text;
  }
  const json = text.slice(start);
  // What is said of broken JSON names its own lines.
  const isLaidOut = isUnfinished(answer) || parseJson(json) !== undefined;
  return opening + (isLaidOut ? prettyJson(json) : json);
}
