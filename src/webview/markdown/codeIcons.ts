/** The drawings on the buttons of a code block: lines on 16 × 16, in the colour of the text. Names are the buttons' business. */

const shapes: Readonly<Record<string, string>> = {
  copy: 'M5.5 4.5v-3h8v9h-3 M2.5 5.5h8v9h-8z',
  done: 'M3 8.5l3.4 3.5L13 4.5',
  insert: 'M2 2.5h12 M2 13.5h12 M2 8h6 M13.8 8H9.5 M11.5 6l-2 2 2 2',
  apply: 'M3.5 1.5h6l3 3v10h-9z M5.7 9.2l1.8 1.8 3.2-3.9',
  newFile: 'M9 1.5H3.5v13h9V8 M11.5 1v5 M9 3.5h5',
  wrap: 'M1.5 3.5h13 M1.5 8h10.2a2.4 2.4 0 0 1 0 4.8H8.3 M10 11l-1.8 1.8 1.8 1.7 M1.5 12.8h3.3',
  source: 'M5.5 4L1.8 8l3.7 4 M10.5 4l3.7 4-3.7 4',
};
const namespace = 'http://www.w3.org/2000/svg';

/** Hidden from screen readers; undefined where there is none of that name. */
export function codeIcon(name: string): SVGSVGElement | undefined {
  if (shapes[name] === undefined) return undefined;
  const drawing = document.createElementNS(namespace, 'svg');
  drawing.setAttribute('class', 'code-icon');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  setIcon(path, name);
  drawing.append(path);
  return drawing;
}

/** Makes the drawing's only path another drawing's. */
export function setIcon(path: SVGPathElement, name: string): void {
  path.setAttribute('d', shapes[name] ?? '');
}
