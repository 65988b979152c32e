/**
 * What the diagram library gets in place of the DOM's ways to turn text into markup and style attributes, which the page's policy
 * forbids. `esbuild.strictPolicy.js` puts the calls there. Understands what the library itself writes: icons and labels.
 */
import { allowedElement, copyAttribute, svgNamespace } from './sanitizeSvg';

const tag = /<(\/?)([a-z][\w:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/gi;
const attribute = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const voidElements = new Set(['br', 'hr', 'img', 'input', 'wbr']);

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  equals: '=',
  infin: '∞',
  hearts: '♥',
  rarr: '→',
  larr: '←',
  uarr: '↑',
  darr: '↓',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  bull: '•',
  middot: '·',
  times: '×',
  deg: '°',
  copy: '©',
  reg: '®',
  euro: '€',
  check: '✓',
  le: '≤',
  ge: '≥',
  ne: '≠',
};

/** Text with its character references resolved: numbers, and the names that are usual in labels. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Text of a label as it was meant: while it parses, the library hides `#35;` and `#amp;` behind marks of its own. */
export function readLabel(text: string): string {
  if (!text.includes('\ufb02\u00b0')) return text;
  return decodeEntities(
    text.replaceAll('\ufb02\u00b0\u00b0', '&#').replaceAll('\ufb02\u00b0', '&').replaceAll('\u00b6\u00df', ';'),
  );
}

/** Makes `parent`'s children what the text says, of allowed elements and attributes only. */
export function appendMarkup(parent: Element, text: string): void {
  parent.replaceChildren();
  const path = [parent];
  let end = 0;
  const current = (): Element => path.at(-1) ?? parent;
  for (const found of text.matchAll(tag)) {
    current().append(decodeEntities(text.slice(end, found.index)));
    end = found.index + found[0].length;
    const [, closing, name = '', attributes = '', selfClosing] = found;
    if (closing !== '') {
      if (path.length > 1) path.pop();
      continue;
    }
    const namespace = name.toLowerCase() === 'svg' ? svgNamespace : (current().namespaceURI ?? svgNamespace);
    const element = allowedElement(namespace, name) ?? document.createElementNS(namespace, 'g');
    for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
      copyAttribute(element, key, decodeEntities(double ?? single ?? ''));
    }
    current().append(element);
    if (selfClosing === '' && !voidElements.has(name.toLowerCase())) path.push(element);
  }
  current().append(decodeEntities(text.slice(end)));
}

/** Sets a `style` attribute the way the policy allows. @returns whether `name` was that attribute */
export function writeStyle(element: Element, name: string, value: unknown): boolean {
  if (name !== 'style' || !('style' in element)) return false;
  (element as SVGElement | HTMLElement).style.cssText = String(value);
  return true;
}
