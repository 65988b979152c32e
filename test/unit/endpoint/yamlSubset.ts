/**
 * Reads the part of YAML in which the specification is written: block mappings and sequences, plain and quoted scalars, folded
 * text. Anything else throws, so that a specification written differently is noticed.
 */

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** @throws SyntaxError */
export function parseYamlSubset(source: string): unknown {
  const lines: Line[] = source
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }));
  const value = readBlock(lines, 0);
  if (lines.length > 0) {
    throw new SyntaxError(`unexpected: ${lines[0]?.text ?? ''}`);
  }
  return value;
}

/** Takes the lines of one block away from the front of `lines`. */
function readBlock(lines: Line[], indent: number): unknown {
  return lines[0]?.text.startsWith('- ') === true ? readSequence(lines, indent) : readMapping(lines, indent);
}

function readSequence(lines: Line[], indent: number): readonly unknown[] {
  const items: unknown[] = [];
  for (let line = lines[0]; line?.indent === indent && line.text.startsWith('- '); line = lines[0]) {
    const text = line.text.slice(2);
    if (keyAndRest(text) === undefined) {
      lines.shift();
      items.push(scalar(text));
    } else {
      lines[0] = { indent: indent + 2, text };
      items.push(readMapping(lines, indent + 2));
    }
  }
  return items;
}

function readMapping(lines: Line[], indent: number): Readonly<Record<string, unknown>> {
  const members: [string, unknown][] = [];
  for (let line = lines[0]; line?.indent === indent; line = lines[0]) {
    const [key, rest] = keyAndRest(line.text) ?? [];
    if (key === undefined || rest === undefined) {
      throw new SyntaxError(`no mapping: ${line.text}`);
    }
    lines.shift();
    members.push([key, readValue(lines, indent, rest)]);
  }
  return Object.fromEntries(members);
}

function readValue(lines: Line[], indent: number, rest: string): unknown {
  if (rest === '>-') {
    const folded: string[] = [];
    while ((lines[0]?.indent ?? 0) > indent) {
      folded.push(lines.shift()?.text ?? '');
    }
    return folded.join(' ');
  }
  return rest === '' ? readBlock(lines, lines[0]?.indent ?? 0) : scalar(rest);
}

function keyAndRest(text: string): readonly [string, string] | undefined {
  const [, quoted, plain, rest = ''] = /^(?:'([^']*)'|([^\s:'"]+)):(?: (.*))?$/.exec(text) ?? [];
  const key = quoted ?? plain;
  return key === undefined ? undefined : [key, rest];
}

function scalar(text: string): unknown {
  if (/^[[{&*!|>"%@`]/.test(text)) {
    if (text === '[]') return [];
    throw new SyntaxError(`not in the subset: ${text}`);
  }
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
