/**
 * What in the layout of YAML is no indentation by levels: the columns that a dash makes for the rest of its item, and the text of
 * block scalars, whose inner blanks are a value. A look at single lines, no parser.
 */
import { languageIdOf } from './languageIds';

const yamlIds = /^(?:yaml|dockercompose|ansible|github-actions-workflow|azure-pipelines|helm|home-assistant|esphome)$/;

/** Whether a language, as an identifier or as written behind a fence, is a kind of YAML. */
export function isYaml(language: string): boolean {
  return yamlIds.test(languageIdOf(language));
}

/** How far behind the start of its text the contents of the items begin that a line opens: 2 for `- a`, 2 and 4 for `- - a`. */
export function itemOffsets(line: string): readonly number[] {
  const dashes = /^ *((?:- +)*)(?:-$)?/.exec(line.trimEnd())?.[1] ?? '';
  const offsets = [...dashes.matchAll(/- +/g)].map((dash) => dash.index + dash[0].length);
  return /^ *(?:- +)*-$/.test(line.trimEnd()) ? [...offsets, dashes.length + 2] : offsets;
}

/** The lines of text in block scalars, each with how many of its leading blanks place it; those after them are its own. */
export function scalarIndents(lines: readonly string[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let line = 0; line < lines.length; line++) {
    const header = scalarHeader(lines[line] ?? '');
    if (header === undefined) continue;
    let indent = header.hasIndicator ? header.column : undefined;
    for (let next = line + 1; next < lines.length; next++) {
      const text = lines[next] ?? '';
      const blanks = /^ */.exec(text)?.[0].length ?? 0;
      if (text.trim() === '') continue;
      if (blanks <= header.column) break;
      indent ??= blanks;
      found.set(next, Math.min(indent, blanks));
      line = next;
    }
  }
  return found;
}

/** Whether the lines below are the text of a block scalar. */
export function isScalarHeader(line: string): boolean {
  return scalarHeader(line) !== undefined;
}

/** The column of what has a block scalar as its value, where the line ends with the sign of one. */
function scalarHeader(line: string): { readonly column: number; readonly hasIndicator: boolean } | undefined {
  const sign = /(?:^|\s)[|>]([-+]?\d?|\d[-+])(?:\s+#.*)?$/.exec(line.trimEnd());
  if (sign === null) {
    return undefined;
  }
  const start = /^ */.exec(line)?.[0].length ?? 0;
  // In `- |` the text belongs to the dash, in `- a: |` to what stands behind it.
  const columns = [0, ...itemOffsets(line)].map((offset) => start + offset).filter((column) => column < sign.index);
  return { column: columns.at(-1) ?? start, hasIndicator: /\d/.test(sign[1] ?? '') };
}
