/** Joins nodes of a file and of new code to a list of siblings, with the blank lines between them that each side has. */
import type { Outline, OutlineNode } from './outline';

/** Sibling nodes of a file, and the lines that they and the blank lines around them take. */
export interface Container {
  readonly nodes: readonly OutlineNode[];
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface Entry {
  /** Its number among the new nodes, where it is one. */
  readonly node?: number;
  /** Its number among the file's, where it is one. */
  readonly old?: number;
  readonly lines: readonly string[];
}

interface Sources {
  /** The new nodes, placeholders as well. */
  readonly nodes: readonly OutlineNode[];
  readonly container: Container;
  readonly file: Outline;
}

/** The container's lines. */
export function joinSiblings(entries: readonly Entry[], { nodes, container, file: outline }: Sources): readonly string[] {
  const file = outline.lines;
  const { nodes: olds, from, to } = container;
  const gapBefore = (siblings: readonly OutlineNode[], index: number | undefined): number => {
    const node = siblings[index ?? -1];
    const previous = siblings[(index ?? 0) - 1];
    return node === undefined || previous === undefined ? 0 : node.from - previous.to;
  };
  const result = file.slice(from, olds[0]?.from ?? to);
  const isJson = outline.language.startsWith('json');
  let previous: Entry | undefined;
  for (const [index, entry] of entries.entries()) {
    if (previous !== undefined) {
      const isOld = previous.old !== undefined && entry.old === previous.old + 1;
      const isNew = previous.node !== undefined && entry.node === previous.node + 1;
      if (isOld) {
        result.push(...file.slice(olds[previous.old ?? 0]?.to, olds[entry.old ?? 0]?.from));
      } else {
        const after = previous.node === undefined ? undefined : previous.node + 1;
        const blank =
          isNew && (previous.old !== undefined || entry.old === undefined)
            ? gapBefore(nodes, entry.node)
            : Math.max(gapBefore(olds, entry.old), gapBefore(nodes, entry.node), gapBefore(nodes, after));
        result.push(...Array.from({ length: blank }, () => ''));
      }
    }
    result.push(...(isJson ? withComma(entry.lines, index < entries.length - 1) : entry.lines));
    previous = entry;
  }
  return [...result, ...file.slice(olds.at(-1)?.to ?? to, to)];
}

/** Between the members of an object or a list, and not behind the last. Comments stay as they are. */
function withComma(lines: readonly string[], hasNext: boolean): readonly string[] {
  const last = lines.at(-1) ?? '';
  if (!/^\s*["\w\-[\]{}].*[\w"\]}],?$/.test(last)) {
    return lines;
  }
  return [...lines.slice(0, -1), last.replace(/,?$/, hasNext ? ',' : '')];
}
