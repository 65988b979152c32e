/** The JSON of an answer: bare, or in the code block that models like to put around it. */
import { parse, type ParseError } from 'jsonc-parser';

export type AnswerJson =
  /** `isAlone`: there is nothing beside it. */
  | { readonly kind: 'json'; readonly value: unknown; readonly isAlone: boolean }
  /** Line and column count from 1, in the text as it is. `atEnd`: it ends too early. */
  | { readonly kind: 'broken'; readonly line: number; readonly column: number; readonly atEnd: boolean };

const block = /^[ \t]*(`{3,}|~{3,})[ \t]*(?:jsonc?|json5)?[ \t]*\r?\n([\s\S]*?)\r?\n?^[ \t]*\1[ \t]*$/gim;

/** Never throws. */
export function answerJson(text: string): AnswerJson {
  const whole = parsed(text);
  if (whole !== undefined) {
    return { kind: 'json', value: whole.value, isAlone: true };
  }
  const [found, another] = [...text.matchAll(block)];
  if (found === undefined || another !== undefined) {
    return brokenAt(text, 0, text);
  }
  const [all, , inside = ''] = found;
  const json = parsed(inside);
  const isAlone = text.replace(all, '').trim() === '';
  return json === undefined
    ? brokenAt(text, found.index + all.indexOf(inside), inside)
    : { kind: 'json', value: json.value, isAlone };
}

/** Where text that is no JSON stops being it. */
export function brokenAt(text: string, start = 0, json = text): Extract<AnswerJson, { kind: 'broken' }> {
  const errors: ParseError[] = [];
  parse(json, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const offset = Math.min(errors[0]?.offset ?? json.length, json.length);
  const atEnd = json.slice(offset).trim() === '';
  const lines = text.slice(0, start + offset).split(/\r\n|\r|\n/);
  return { kind: 'broken', line: lines.length, column: (lines.at(-1) ?? '').length + 1, atEnd };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
