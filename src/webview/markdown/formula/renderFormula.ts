/** Draws formulas with KaTeX, which is loaded with this module: DOM nodes, never HTML text. Brings the style sheet they need. */
import katex from 'katex';

/** A browser's layout would not survive formulas in formulas without end: elements in elements, and braces in braces. */
const deepest = 120;
const deepestBraces = 60;

/** @throws where the source is no formula, or one that asks too much */
export function renderFormula(source: string, isDisplay: boolean): Node {
  if (braceDepth(source) > deepestBraces) throw new RangeError('The formula is nested too deeply.');
  const element = document.createElement('span');
  katex.render(source, element, {
    displayMode: isDisplay,
    throwOnError: true,
    output: 'htmlAndMathml',
    strict: 'ignore',
    // No links, no pictures, no styles or classes of the writer's.
    trust: false,
    errorColor: 'inherit',
    maxExpand: 500,
    maxSize: 20,
    globalGroup: false,
  });
  const formula = element.firstElementChild;
  if (formula === null || depthOf(formula) > deepest) throw new RangeError('The formula is nested too deeply.');
  return formula;
}

function braceDepth(source: string): number {
  let depth = 0;
  let most = 0;
  for (const character of source) {
    depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    most = Math.max(most, depth);
  }
  return most;
}

function depthOf(root: Element): number {
  let deepestSeen = 0;
  for (let level: Element[] = [root]; level.length > 0; deepestSeen += 1)
    level = level.flatMap((element) => [...element.children]);
  return deepestSeen;
}

/** Resolves when the page has the fonts and sizes of formulas, or cannot have them. */
export function loadStyles(): Promise<void> {
  // It ships beside this chunk. Tests bundle the chunk into themselves, and have no such file.
  if (!URL.canParse('katex/katex.css', import.meta.url)) return Promise.resolve();
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('katex/katex.css', import.meta.url).href;
  if ([...document.styleSheets].some(({ href }) => href === link.href)) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['load', 'error']) {
      link.addEventListener(event, () => {
        resolve();
      });
    }
    document.head.append(link);
  });
}
