/**
 * Finds the files that a text of an answer names, once the text is final, and gives each an element of its own. Loaded with the
 * first such text. Which names may be files is core's business; whether they are is the caller's, who may then make links of them.
 */
import { findPathReferences, parsePathReference, parsePathTarget, type PathReference } from '../../core/pathReference';

/** Hears of an element that may stand for a file. */
export type PathLink = (reference: PathReference, element: HTMLElement) => void;

/** Code spans that name a file, places in the running text, and links to files; never what is in a link already. */
export function markPaths(text: HTMLElement, onPath: PathLink): void {
  for (const element of text.querySelectorAll<HTMLElement>('.md-path[title]')) {
    const reference = parsePathTarget(element.title.split('\n').at(-1) ?? '');
    if (reference !== undefined) onPath(reference, element);
  }
  for (const code of text.querySelectorAll<HTMLElement>('code')) {
    const reference = isElsewhere(code) ? undefined : parsePathReference(code.textContent);
    if (reference === undefined) continue;
    const element = pathElement();
    code.replaceWith(element);
    element.append(code);
    onPath(reference, element);
  }
  for (const node of textNodes(text)) markText(node, onPath);
}

function markText(node: Text, onPath: PathLink): void {
  // From the end, so that the places before stay where they are.
  for (const { start, end, reference } of findPathReferences(node.data).reverse()) {
    const element = pathElement();
    const name = node.splitText(start);
    name.splitText(end - start);
    name.replaceWith(element);
    element.append(name);
    onPath(reference, element);
  }
}

function textNodes(root: Node): Text[] {
  return [...root.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return [node as Text];
    return isElsewhere(node as Element) || (node as Element).localName === 'code' ? [] : textNodes(node);
  });
}

/** In what has a meaning of its own. */
function isElsewhere(element: Element): boolean {
  return element.closest('a, .md-path, .md-formula, .md-link-host') !== null;
}

function pathElement(): HTMLElement {
  const element = document.createElement('span');
  element.className = 'md-path';
  return element;
}
