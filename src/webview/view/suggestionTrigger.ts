/** Finds the `@`, `#` or `/` that the cursor stands behind, if it asks for suggestions. */
import type { SuggestionTrigger } from '../../core/protocol';

export interface TypedTrigger {
  readonly trigger: SuggestionTrigger;
  /** Where the trigger stands. */
  readonly start: number;
  /** What was typed behind it, up to the cursor. */
  readonly text: string;
}

/** A longer word names nothing. */
const maxLength = 200;

/**
 * `@` and `#` ask at the beginning of a word only, so that `foo@bar` and `C#` stay what they are; `/` only as the first character
 * of all. A space ends the word.
 */
export function triggerAt(input: string, cursor: number): TypedTrigger | undefined {
  const word = /(?:^|[\s([{"'])([@#])(\S*)$/.exec(input.slice(Math.max(0, cursor - maxLength), cursor));
  const [, trigger, text = ''] = word ?? [];
  const start = cursor - text.length - 1;
  if ((trigger === '@' || trigger === '#') && isWordStart(input, start) && !text.startsWith(trigger)) {
    return { trigger, start, text };
  }
  const command = input.startsWith('/') && cursor > 0 && cursor <= maxLength ? input.slice(1, cursor) : ' ';
  return /\s/.test(command) ? undefined : { trigger: '/', start: 0, text: command };
}

/** The piece that was looked at may begin within a word. */
function isWordStart(input: string, start: number): boolean {
  return start === 0 || /[\s([{"']/.test(input.charAt(start - 1));
}
