/**
 * Draws diagrams with mermaid, which is loaded with this module. What it draws is measured out of sight, in a style sheet that
 * reaches nothing else, and handed out as a harmless copy. Where and when it is shown is the caller's business.
 */
import mermaid from 'mermaid';
import { diagramThemeVariables, isDarkTheme } from './diagramTheme';
import { readLabel } from './markup';
import { makeReadable } from './readableText';
import { isTooLarge, largestDiagram, withoutSettings } from './diagramLimits';
import { sanitizeSvg } from './sanitizeSvg';

export interface Drawing {
  readonly svg: SVGSVGElement;
  /** The drawing's rules; for the shadow tree that the drawing is in. */
  readonly styles: CSSStyleSheet;
  /** Its size when nothing is scaled, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** What the diagram calls itself. */
  readonly title: string | undefined;
}

/** @throws where the text is no diagram */
export async function drawDiagram(text: string): Promise<Drawing | 'tooLarge'> {
  const source = withoutSettings(text);
  if (isTooLarge(source)) return 'tooLarge';
  const id = `diagram-${Math.random().toString(36).slice(2)}`;
  const variables = diagramThemeVariables();
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    logLevel: 'fatal',
    htmlLabels: false,
    theme: 'base',
    darkMode: isDarkTheme(),
    fontFamily: variables.fontFamily,
    themeVariables: variables,
    maxTextSize: largestDiagram.characters,
    maxEdges: largestDiagram.edges,
    deterministicIds: false,
    // What a diagram may not set by a directive of its own.
    secure: [
      ...['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'suppressErrorRendering', 'maxEdges', 'logLevel'],
      ...['htmlLabels', 'themeCSS', 'fontFamily', 'altFontFamily', 'dompurifyConfig', 'theme', 'themeVariables', 'darkMode'],
    ],
  });
  const holder = document.createElement('div');
  holder.className = 'md-diagram-measure';
  holder.setAttribute('aria-hidden', 'true');
  const styles = new CSSStyleSheet();
  // The library says so by these events since esbuild.strictPolicy.js has changed it.
  holder.addEventListener('styles', (event) => {
    styles.replaceSync(scopedRules(`${String((event as CustomEvent).detail)}\n${ownRules(id)}`, `#${id}`));
    document.adoptedStyleSheets.push(styles);
  });
  let drawing: Drawing | undefined;
  holder.addEventListener('drawn', (event) => {
    const drawn = (event as CustomEvent<SVGSVGElement>).detail;
    makeReadable(drawn);
    const title = drawn.querySelector(':scope > title')?.textContent.trim();
    drawing = {
      svg: sanitizeSvg(drawn, readLabel) as SVGSVGElement,
      styles,
      ...sizeOf(drawn),
      title: title === '' ? undefined : title,
    };
  });
  document.body.append(holder);
  try {
    await mermaid.render(id, source, holder);
    if (drawing === undefined) throw new TypeError('Nothing was drawn.');
    return drawing;
  } finally {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== styles);
    holder.remove();
  }
}

function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (width > 0 && height > 0) return { width, height };
  return {
    width: Number.parseFloat(svg.getAttribute('width') ?? '') || 300,
    height: Number.parseFloat(svg.getAttribute('height') ?? '') || 150,
  };
}

/** Where the library's own rules fit its labels of HTML only, or a light background. */
function ownRules(id: string): string {
  return `
    #${id} .edgeLabel rect { opacity: 1; }
    #${id} .mindmap-node > circle ~ .label text,
    #${id} .mindmap-node > rect ~ .label text,
    #${id} .mindmap-node > polygon ~ .label text { text-anchor: middle; }
    #${id} .links .link { mix-blend-mode: normal !important; }
  `;
}

/** The rules that are about the drawing alone. A diagram can name styles of its own, which might try to reach further. */
function scopedRules(css: string, scope: string): string {
  const parsed = new CSSStyleSheet();
  parsed.replaceSync(css);
  return [...parsed.cssRules]
    .filter((rule) => rule instanceof CSSKeyframesRule || (rule instanceof CSSStyleRule && isWithin(rule.selectorText, scope)))
    .map((rule) => rule.cssText)
    .join('\n');
}

function isWithin(selector: string, scope: string): boolean {
  // Commas in parentheses do not separate selectors.
  let flat = selector;
  for (let before = ''; before !== flat;) {
    before = flat;
    flat = flat.replace(/\([^()]*\)/g, '');
  }
  return flat.split(',').every((part) => part.trim().startsWith(scope));
}
