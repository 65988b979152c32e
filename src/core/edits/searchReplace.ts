/** Reads SEARCH/REPLACE blocks: text to find between two markers, and what to put there. */

export interface SearchReplace {
  /** From the line above the block, where it is a path. */
  readonly path: string | undefined;
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** The lines around the parts of a block. The names tell them from the marks of a merge conflict. */
export const blockMarks = {
  opening: /^<{5,9}\s*(?:SEARCH|ORIGINAL|OLD|BEFORE)\s*$/i,
  middle: /^={5,9}\s*$/,
  closing: /^>{5,9}\s*(?:REPLACE|UPDATED|NEW|AFTER)\s*$/i,
} as const;

export interface FileReplacements {
  /** Undefined: no block named one so far. */
  readonly path: string | undefined;
  readonly blocks: readonly SearchReplace[];
}

/** By file, in the order in which the files come up; a block that names none is of the file before. */
export function replacementsByFile(blocks: readonly SearchReplace[]): readonly FileReplacements[] {
  const files = new Map<string | undefined, SearchReplace[]>();
  let path: string | undefined;
  for (const block of blocks) {
    path = block.path ?? path;
    files.set(path, [...(files.get(path) ?? []), block]);
  }
  return [...files].map(([name, found]) => ({ path: name, blocks: found }));
}

/** Empty where the text holds none, or an unfinished one. */
export function parseSearchReplace(text: string): readonly SearchReplace[] {
  const { opening, middle, closing } = blockMarks;
  const blocks: SearchReplace[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let start = lines.findIndex((line) => opening.test(line)); start >= 0;) {
    const divider = lines.findIndex((line, index) => index > start && middle.test(line));
    const end = lines.findIndex((line, index) => index > divider && closing.test(line));
    if (divider < 0 || end < 0) {
      return [];
    }
    blocks.push({
      path: pathOfLine(lines[start - 1] ?? ''),
      search: lines.slice(start + 1, divider),
      replace: lines.slice(divider + 1, end),
    });
    start = lines.findIndex((line, index) => index > end && opening.test(line));
  }
  return blocks;
}

/** The path that a line above a block is, if it is one. */
export function pathOfLine(line: string): string | undefined {
  const text = line.trim();
  return /^[\w@.~-][\w@./\\~ -]*\.\w+$/.test(text) ? text : undefined;
}
