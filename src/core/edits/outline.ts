/**
 * A text as a tree of its indentation: every line with the deeper lines below it, the lines that close it, and the comments right
 * above it. Works for any language that people indent; headings and sections count as if they were.
 */
import { columnsOf, leadingBlanks } from './indentation';
import { languageIdOf } from './languageIds';
import { isPlaceholder } from './placeholders';
import { stringSpans } from './stringSpans';
import { isYaml } from './yamlLayout';

export interface OutlineNode {
  /** First line, with the comments above; line numbers from 0. */
  readonly from: number;
  /** The line that it is known by. */
  readonly head: number;
  /** Exclusive; without blank lines at its end. */
  readonly to: number;
  /** The head and the lines that close or continue it (`} else {`, `}`), each with what is below it. */
  readonly sections: readonly OutlineSection[];
  /** Stands for lines that are left out. */
  readonly isPlaceholder: boolean;
}

export interface OutlineSection {
  readonly line: number;
  /** Exclusive. */
  readonly to: number;
  readonly children: readonly OutlineNode[];
}

export interface Outline {
  readonly lines: readonly string[];
  readonly language: string;
  readonly nodes: readonly OutlineNode[];
}

/** @param findsPlaceholders whether lines can stand for others; those of a file are what they are */
export function outlineOf(lines: readonly string[], language: string, findsPlaceholders: boolean): Outline {
  const name = languageIdOf(language);
  const depths = depthsOf(lines, name);
  const read = (from: number, to: number): readonly OutlineNode[] => {
    const nodes: OutlineNode[] = [];
    for (let line = nextText(lines, from, to); line < to;) {
      const depth = depths[line] ?? 0;
      const sections: OutlineSection[] = [];
      let next = line;
      do {
        const end = endOfDeeper(depths, next + 1, to, depth);
        const lastText = lastTextBefore(lines, end, next);
        sections.push({ line: next, to: lastText + 1, children: read(next + 1, lastText + 1) });
        next = nextText(lines, end, to);
      } while (next < to && depths[next] === depth && isContinuation(lines[next] ?? ''));
      const end = sections.at(-1)?.to ?? line + 1;
      const isStandIn = findsPlaceholders && sections.length === 1 && isPlaceholder(lines[line] ?? '', name);
      nodes.push({ from: line, head: line, to: end, sections, isPlaceholder: isStandIn });
      line = next;
    }
    return withComments(nodes, lines, name);
  };
  return { lines, language: name, nodes: read(0, lines.length) };
}

function nextText(lines: readonly string[], from: number, to: number): number {
  let line = from;
  while (line < to && (lines[line] ?? '').trim() === '') line++;
  return line;
}

function lastTextBefore(lines: readonly string[], end: number, atLeast: number): number {
  let line = end - 1;
  while (line > atLeast && (lines[line] ?? '').trim() === '') line--;
  return line;
}

function endOfDeeper(depths: readonly number[], from: number, to: number, depth: number): number {
  let line = from;
  while (line < to && (depths[line] ?? Infinity) > depth) line++;
  return line;
}

/** Blank lines, and lines inside strings or of a preprocessor, are deeper than anything: they end nothing. */
function depthsOf(lines: readonly string[], language: string): readonly number[] {
  const depths = lines.map((line) => {
    if (line.trim() === '') return Infinity;
    if (language === 'markdown') return /^#{1,6}(?=\s)/.exec(line)?.[0].length ?? 10 + leadingBlanks(line).length;
    const columns = columnsOf(leadingBlanks(line), 4);
    if (/^(?:toml|ini|properties)$/.test(language)) return line.startsWith('[') ? 0 : columns + 1;
    if (isYaml(language) && /^\s*- /.test(line)) return columns + 0.5;
    if (/^(?:c|cpp|objective-c|csharp)$/.test(language) && /^#\s*(?:if|else|elif|endif)/.test(line)) return Infinity;
    return columns;
  });
  for (const span of stringSpans(lines, language)) {
    for (let line = span.start + 1; line <= span.end; line++) depths[line] = Infinity;
  }
  return depths;
}

function isContinuation(line: string): boolean {
  return /^\s*(?:[}\])]|\{\s*$|<\/|(?:end|fi|done|esac|else|elif|elsif|except|finally|catch|rescue|ensure)\b)/i.test(line);
}

/** Comments and decorators right above a node belong to it. */
function withComments(nodes: readonly OutlineNode[], lines: readonly string[], language: string): readonly OutlineNode[] {
  const result: OutlineNode[] = [];
  let from: number | undefined;
  let waiting: OutlineNode[] = [];
  for (const node of nodes) {
    if (waiting.at(-1)?.to !== node.from) {
      result.push(...waiting);
      waiting = [];
      from = undefined;
    }
    if (!node.isPlaceholder && isLead(lines[node.head] ?? '', language)) {
      from ??= node.from;
      waiting.push(node);
      continue;
    }
    if (node.isPlaceholder) {
      result.push(...waiting, node);
    } else {
      result.push({ ...node, from: from ?? node.from });
    }
    waiting = [];
    from = undefined;
  }
  return [...result, ...waiting];
}

function isLead(line: string, language: string): boolean {
  const text = line.trim();
  if (language === 'markdown') return false;
  if (/^(?:\/\/|\/\*|\*|--(?=\s)|<!--|@[\w.]+)/.test(text)) return true;
  if (text.startsWith('#[')) return language === 'rust';
  if (/^\[[A-Z]\w*/.test(text)) return language === 'csharp';
  return (
    /^#(?!!)/.test(text) &&
    !/^#\s*(?:include|define|undef|pragma|if|else|elif|endif|region|endregion)\b/.test(text) &&
    !/^#[\w-]+\s*[{,]/.test(text)
  );
}

/** Whether the node, or anything in it, stands for lines that are left out. */
export function hasPlaceholder(node: OutlineNode): boolean {
  return node.isPlaceholder || node.sections.some((section) => section.children.some(hasPlaceholder));
}
