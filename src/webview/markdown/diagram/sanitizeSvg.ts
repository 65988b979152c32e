/**
 * Copies a drawing node by node: shapes, text and their looks; no script, no link, no image, nothing that is loaded. Whatever is
 * not known to be harmless is left out.
 */

export const svgNamespace = 'http://www.w3.org/2000/svg';
const htmlNamespace = 'http://www.w3.org/1999/xhtml';

const names = (list: string): ReadonlyMap<string, string> => new Map(list.split(' ').map((name) => [name.toLowerCase(), name]));

const svgElements = names(
  'svg g path rect circle ellipse line polyline polygon text tspan textPath defs marker clipPath mask linearGradient ' +
    'radialGradient stop pattern filter feDropShadow feGaussianBlur feOffset feFlood feComposite feMerge feMergeNode feBlend ' +
    'title desc symbol use switch foreignObject',
);
const htmlElements = names('div span p br b i u s em strong code pre ul ol li sub sup');

const attributes = names(
  'id class transform d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height viewBox preserveAspectRatio points rotate ' +
    'text-anchor dominant-baseline alignment-baseline baseline-shift textLength lengthAdjust startOffset letter-spacing ' +
    'font-family font-size font-weight font-style text-decoration opacity color visibility display ' +
    'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap ' +
    'stroke-linejoin stroke-miterlimit marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient ' +
    'offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternTransform fx fy ' +
    'clip-path clip-rule clipPathUnits mask maskUnits filter filterUnits in in2 result stdDeviation flood-color flood-opacity ' +
    'operator mode vector-effect shape-rendering paint-order overflow href xlink:href',
);
const foreignReference = /url\((?!\s*["']?#)|image-set|expression|@import/i;

/** An element of that name, or undefined where it is none of the harmless ones. */
export function allowedElement(namespace: string, name: string): Element | undefined {
  const local = name.includes(':') ? name.slice(name.indexOf(':') + 1) : name;
  const isHtml = namespace === htmlNamespace;
  const known = (isHtml ? htmlElements : svgElements).get(local.toLowerCase());
  if (known === undefined) return undefined;
  return document.createElementNS(isHtml ? htmlNamespace : svgNamespace, known);
}

/** Sets the attribute where it is a harmless one with a harmless value. */
export function copyAttribute(element: Element, name: string, value: string): void {
  if (foreignReference.test(value)) return;
  if (name === 'style') {
    (element as SVGElement | HTMLElement).style.cssText = value;
    return;
  }
  const known = attributes.get(name.toLowerCase());
  if (known === undefined) return;
  if (!known.endsWith('href')) element.setAttribute(known, value);
  else if (value.startsWith('#')) element.setAttribute('href', value);
}

/**
 * A copy of the drawing of harmless parts only.
 *
 * @param readText what a text in the drawing says
 */
export function sanitizeSvg(drawing: Element, readText: (text: string) => string = (text) => text): Element {
  const copy = copyOf(drawing, readText);
  if (copy === undefined) throw new TypeError('That is no drawing.');
  return copy;
}

function copyOf(node: Element, readText: (text: string) => string): Element | undefined {
  // What a link shows is kept; where it leads is not.
  const name = node.localName === 'a' ? (node.namespaceURI === htmlNamespace ? 'span' : 'g') : node.localName;
  const copy = allowedElement(node.namespaceURI ?? '', name);
  if (copy === undefined) return undefined;
  for (const { name: key, value } of node.attributes) copyAttribute(copy, key, value);
  for (const child of node.childNodes) {
    if (child.nodeType === 3) copy.append(readText(child.textContent ?? ''));
    else if (child.nodeType === 1) {
      const inner = copyOf(child as Element, readText);
      if (inner !== undefined) copy.append(inner);
    }
  }
  return copy;
}
