/**
 * Words that can be read on what is behind them. A diagram may give its shapes any colour, and few say which colour the words
 * should have then; some kinds of diagrams count on a white page.
 */
import { contrast, parseColour, type Colour } from './colour';

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
/** Less can hardly be read. */
const leastContrast = 3;

/** Changes the colour of such texts. The drawing has to be in the page, with its rules. */
export function makeReadable(drawing: SVGSVGElement): void {
  const page = parseColour(getComputedStyle(document.body).getPropertyValue('--vscode-editor-background')) ?? black;
  for (const text of drawing.querySelectorAll('text')) {
    const behind = colourBehind(text, drawing) ?? page;
    const parts = [text, ...text.querySelectorAll('tspan')];
    for (const part of parts) {
      const colour = parseColour(getComputedStyle(part).fill, behind);
      if (colour === undefined || contrast(colour, behind) >= leastContrast) continue;
      part.style.setProperty('fill', contrast(black, behind) > contrast(white, behind) ? '#000' : '#fff', 'important');
    }
  }
}

/** What the nearest shape before the text is filled with, in the groups around it. */
function colourBehind(text: Element, drawing: Element): Colour | undefined {
  const place = text.getBoundingClientRect();
  const x = place.left + place.width / 2;
  const y = place.top + place.height / 2;
  for (let element: Element = text; element !== drawing; element = element.parentElement ?? drawing) {
    for (let before = element.previousElementSibling; before !== null; before = before.previousElementSibling) {
      if (before.localName === 'text') continue;
      const shapes =
        before.localName === 'g'
          ? [...before.querySelectorAll(':scope > :is(rect, path, circle, polygon, ellipse)')].reverse()
          : [before];
      for (const shape of shapes) {
        const { left, right, top, bottom } = shape.getBoundingClientRect();
        if (x < left || x > right || y < top || y > bottom) continue;
        const { fill, fillOpacity, opacity } = getComputedStyle(shape);
        const colour = Number(fillOpacity) * Number(opacity) < 0.5 ? undefined : parseColour(fill);
        if (colour !== undefined) return colour;
      }
    }
  }
  return undefined;
}
