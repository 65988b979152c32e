/**
 * Puts a fragment into a file: finds the part of the file's outline that the fragment is a new version of, takes the new lines, and
 * keeps what the fragment only stands for. Never chooses between two places that are as good.
 */
import { NodeMatcher, sameHead, sameName, type Assignment } from './alignNodes';
import type { BlockWriter } from './blockWriter';
import { declaredName } from './declaredName';
import { leadingBlanks } from './indentation';
import { joinSiblings, type Container, type Entry } from './joinSiblings';
import { hasPlaceholder, type Outline, type OutlineNode } from './outline';

export type FragmentResult =
  { readonly lines: readonly string[]; readonly isExact: boolean } | { readonly failure: 'notFound' | 'ambiguous' };

export function mergeFragment(file: Outline, block: Outline, writer: BlockWriter): FragmentResult {
  return new FragmentMerger(file, block, writer).merge();
}

/** How a list of new nodes stands for a list of the file's. */
type Scope =
  /** A part: the file goes on before and behind it. */
  | 'fragment'
  /** All of it, apart from what placeholders stand for. */
  | 'whole'
  /** Some members of a container, of which the others stay. */
  | 'members';

interface Parent {
  readonly anchor: number;
  readonly blanks: string;
}

class FragmentMerger {
  readonly #matcher: NodeMatcher;
  #isExact = true;
  #isUnclear = false;

  constructor(
    private readonly file: Outline,
    private readonly block: Outline,
    private readonly writer: BlockWriter,
  ) {
    this.#matcher = new NodeMatcher(file, block);
  }

  merge(): FragmentResult {
    const { nodes } = this.block;
    const items = nodes.filter((node) => !node.isPlaceholder);
    const candidates = this.#candidates(items);
    const pairs = candidates.reduce((sum, container) => sum + items.length * container.nodes.length, 0);
    const gaps = this.#freeGaps(nodes, 'fragment');
    const found = candidates.flatMap((container) => {
      const alignment = this.#matcher.align(items, container.nodes, gaps, pairs);
      const isFound = alignment !== undefined && this.#isFounded(items, container, alignment.first);
      return isFound ? [{ container, score: alignment.score }] : [];
    });
    const best = Math.max(...found.map(({ score }) => score));
    const [choice, other] = found.filter(({ score }) => score === best);
    if (choice === undefined) {
      return { failure: 'notFound' };
    }
    const { container } = choice;
    const merged = this.#mergeNodes(nodes, container, 'fragment', { anchor: 0, blanks: '' });
    if (other !== undefined || this.#isUnclear) {
      return { failure: 'ambiguous' };
    }
    const { lines } = this.file;
    return { lines: [...lines.slice(0, container.from), ...merged, ...lines.slice(container.to)], isExact: this.#isExact };
  }

  /** The lists of nodes that may hold nodes of the fragment; all of them where none surely does. */
  #candidates(items: readonly OutlineNode[]): readonly Container[] {
    const keys = new Set(items.flatMap((node) => this.#matcher.keysOf(node, this.block)));
    const all: Container[] = [];
    const visit = (container: Container): void => {
      all.push(container);
      for (const { sections } of container.nodes) {
        for (const { children, line, to } of sections) {
          if (children.length > 0) visit({ nodes: children, from: line + 1, to });
        }
      }
    };
    visit({ nodes: this.file.nodes, from: 0, to: this.file.lines.length });
    const isLikely = (node: OutlineNode): boolean => this.#matcher.keysOf(node, this.file).some((key) => keys.has(key));
    const likely = all.filter((container) => container.nodes.some(isLikely));
    return likely.length === 0 ? all : likely;
  }

  /** Whether what was found is more than a line that happens to be in both. */
  #isFounded(items: readonly OutlineNode[], container: Container, assignment: Assignment): boolean {
    let count = 0;
    for (const [index, node] of items.entries()) {
      const old = container.nodes[assignment[index] ?? -1];
      if (old === undefined) continue;
      const score = this.#matcher.score(node, old, true);
      if (score >= 6 && isLarge(node) && isLarge(old)) return true;
      if (score >= sameName) count++;
    }
    return count > 0 && count * 2 >= items.length;
  }

  /** Before, between and after the nodes that are no placeholders. */
  #freeGaps(nodes: readonly OutlineNode[], scope: Scope): { readonly isFree: readonly boolean[] } {
    const isKept = this.#keepsBetween(nodes, scope);
    const gaps: boolean[] = [scope !== 'whole' || isKept];
    for (const node of nodes) {
      if (node.isPlaceholder) gaps[gaps.length - 1] = true;
      else gaps.push(isKept);
    }
    if (scope !== 'whole' || isKept) gaps[gaps.length - 1] = true;
    return { isFree: gaps };
  }

  /** Whole declarations without placeholders say nothing of those between them; statements are all that there is now. */
  #keepsBetween(nodes: readonly OutlineNode[], scope: Scope): boolean {
    // The order of keys says little, and one placeholder often stands for all other keys.
    if (nodes.some((node) => node.isPlaceholder) && /^(?:json|yaml|toml)/.test(this.file.language)) {
      return true;
    }
    if (scope !== 'fragment') {
      return scope === 'members';
    }
    return !nodes.some((node) => node.isPlaceholder) && nodes.some((node) => isDeclaration(node, this.block));
  }

  #mergeNodes(nodes: readonly OutlineNode[], container: Container, scope: Scope, parent: Parent): readonly string[] {
    const items = nodes.filter((node) => !node.isPlaceholder);
    const alignment = this.#matcher.align(items, container.nodes, this.#freeGaps(nodes, scope));
    if (alignment === undefined) {
      this.#isUnclear = true;
      return [];
    }
    const { first, last } = alignment;
    const lines = this.#write(nodes, container, first, scope, parent);
    if (first.some((old, index) => old !== last[index])) {
      const others = this.#write(nodes, container, last, scope, parent);
      if (lines.join('\n') !== others.join('\n')) this.#isUnclear = true;
    }
    return lines;
  }

  #write(
    nodes: readonly OutlineNode[],
    container: Container,
    assignment: Assignment,
    scope: Scope,
    parent: Parent,
  ): readonly string[] {
    const sibling = container.nodes[0];
    const blanks = sibling === undefined ? undefined : leadingBlanks(this.file.lines[sibling.head] ?? '');
    const entries: Entry[] = [];
    const keep = (from: number, to: number, isAll: boolean): void => {
      for (let index = from; index < to; index++) {
        const old = container.nodes[index];
        if (old === undefined) continue;
        if (!isAll && !isDeclaration(old, this.file)) continue;
        if (!isAll) this.#isExact = false;
        entries.push({ old: index, lines: this.file.lines.slice(old.from, old.to) });
      }
    };
    const add = (indexes: readonly number[]): void => {
      for (const index of indexes) {
        const node = nodes[index];
        if (node === undefined) continue;
        const [anchor, base] = blanks === undefined ? [parent.anchor, parent.blanks] : [node.head, blanks];
        if (this.writer.isMoved(anchor, base)) this.#isExact = false;
        entries.push({ node: index, lines: this.writer.write(node.from, node.to, anchor, base) });
      }
    };
    const isKept = this.#keepsBetween(nodes, scope);
    let position = 0;
    let waiting: number[] = [];
    let stops: number[] = [];
    const close = (end: number, isStart: boolean, isEnd: boolean): void => {
      if (stops.length > 0) {
        const [firstStop, lastStop] = [Math.min(...stops), Math.max(...stops)];
        if (end > position && waiting.some((index) => index > firstStop && index < lastStop)) this.#isUnclear = true;
        add(waiting.filter((index) => index < firstStop));
        keep(position, end, true);
        add(waiting.filter((index) => index > firstStop));
      } else if (isStart && scope !== 'whole') {
        keep(position, end, true);
        add(waiting);
      } else if (isKept || (isEnd && scope !== 'whole')) {
        add(waiting);
        keep(position, end, true);
      } else {
        keep(position, end, false);
        add(waiting);
      }
      waiting = [];
      stops = [];
    };
    let item = 0;
    for (const [index, node] of nodes.entries()) {
      if (node.isPlaceholder) {
        stops.push(index);
        continue;
      }
      const match = assignment[item];
      item++;
      const old = match === undefined ? undefined : container.nodes[match];
      if (match === undefined || old === undefined) {
        waiting.push(index);
        continue;
      }
      close(match, position === 0 && entries.length === 0, false);
      entries.push({ node: index, old: match, lines: this.#withCommaOf(old, this.#mergeNode(node, old)) });
      position = match + 1;
    }
    close(container.nodes.length, entries.length === 0, true);
    return joinSiblings(entries, { nodes, container, file: this.file });
  }

  /** What is closed with a comma keeps it: a fragment ends without one. */
  #withCommaOf(old: OutlineNode, lines: readonly string[]): readonly string[] {
    const last = lines.at(-1) ?? '';
    const then = (this.file.lines[old.to - 1] ?? '').trim();
    const isSame = /^[}\])]+,$/.test(then) && /^[}\])]+$/.test(last.trim());
    return isSame ? [...lines.slice(0, -1), `${last},`] : lines;
  }

  #mergeNode(node: OutlineNode, old: OutlineNode): readonly string[] {
    const { lines } = this.file;
    const blanks = leadingBlanks(lines[old.head] ?? '');
    const parent = { anchor: node.head, blanks };
    if (this.writer.isMoved(node.head, blanks) || this.#matcher.score(node, old, true) < sameHead) this.#isExact = false;
    const lead =
      node.from < node.head ? this.writer.write(node.from, node.head, node.head, blanks) : lines.slice(old.from, old.head);
    const isPart = !hasPlaceholder(node) && this.#isPart(node, old);
    if (isPart) this.#isExact = false;
    if (!isPart && !hasPlaceholder(node)) {
      return [...lead, ...this.writer.write(node.head, node.to, node.head, blanks)];
    }
    const pairs = this.#sectionPairs(node, old);
    const result = [...lead];
    for (const { section, then } of pairs) {
      const oldLine = then === undefined ? undefined : (lines[then.line] ?? '');
      const isSameLine = oldLine?.trim() === (this.block.lines[section.line] ?? '').trim();
      result.push(
        ...(isSameLine ? [oldLine] : this.writer.write(section.line, section.line + 1, node.head, blanks)),
        ...this.#mergeSection(section, then, isPart, parent),
      );
    }
    return result;
  }

  #mergeSection(
    section: OutlineNode['sections'][number],
    then: OutlineNode['sections'][number] | undefined,
    isPart: boolean,
    parent: Parent,
  ): readonly string[] {
    const isOpen = section.children.some(hasPlaceholder);
    if (then === undefined || (!isOpen && !(isPart && section.children.length > 0))) {
      // A placeholder in a section that the file does not have stands for nothing.
      if (then === undefined && isOpen) this.#isUnclear = true;
      const hasLines = section.children.length > 0;
      const kept = isPart && then !== undefined && !hasLines ? this.file.lines.slice(then.line + 1, then.to) : [];
      return hasLines ? this.writer.write(section.line + 1, section.to, parent.anchor, parent.blanks) : kept;
    }
    const container = { nodes: then.children, from: then.line + 1, to: then.to };
    return this.#mergeNodes(section.children, container, isPart ? 'members' : 'whole', parent);
  }

  /** Each section of the new node with the file's, by order where there are as many, else by the text of their lines. */
  #sectionPairs(
    node: OutlineNode,
    old: OutlineNode,
  ): readonly {
    readonly section: OutlineNode['sections'][number];
    readonly then: OutlineNode['sections'][number] | undefined;
  }[] {
    const textOf = (line: number, { lines }: Outline): string => (lines[line] ?? '').trim();
    if (node.sections.length === old.sections.length) {
      return node.sections.map((section, index) => ({ section, then: old.sections[index] }));
    }
    let from = 0;
    return node.sections.map((section, index) => {
      const at =
        index === 0
          ? 0
          : old.sections.findIndex(
              (other, place) => place >= from && textOf(other.line, this.file) === textOf(section.line, this.block),
            );
      if (at >= 0) from = at + 1;
      return { section, then: at < 0 ? undefined : old.sections[at] };
    });
  }

  /** A container that lacks members of the older version and most of its lines is a part of it; its other members stay. */
  #isPart(node: OutlineNode, old: OutlineNode): boolean {
    const isContainer =
      /\b(?:class|interface|struct|impl|trait|module|namespace|object|enum|extension|protocol|record|describe|suite)\b|^@media/.test(
        this.file.lines[old.head] ?? '',
      );
    if (!isContainer) {
      return false;
    }
    const members = (of: OutlineNode, outline: Outline): readonly string[] =>
      of.sections
        .flatMap((section) => section.children)
        .filter((child) => isDeclaration(child, outline))
        .map((child) => declaredName(outline.lines[child.head] ?? '', outline.language) ?? '');
    const now = new Set(members(node, this.block));
    const isMissing = members(old, this.file).some((name) => !now.has(name));
    return isMissing && node.to - node.from < (old.to - old.from) * 0.6;
  }
}

function isLarge(node: OutlineNode): boolean {
  return node.to - node.head > 1;
}

function isDeclaration(node: OutlineNode, { lines, language }: Outline): boolean {
  return isLarge(node) && declaredName(lines[node.head] ?? '', language) !== undefined;
}
