/**
 * A model's Markdown made fit for a comment of VS Code, which draws images from anywhere, drops HTML without a word, and opens
 * links of many schemes. It is done in two passes: the first knows what is code, and makes prose that reads well; the second
 * knows nothing and takes nothing for granted, so what is no image and no dangerous link after it is none to any parser.
 */

/** No width, no break, and no part of Markdown: it keeps two characters apart. */
const apart = '\u200b';

/**
 * Schemes that VS Code would act on, or that hold what is run, where the target of a link, a definition or an address in angle
 * brackets begins. The first pass has left links to the web and to mail alone.
 */
const dangerousTarget = /(command|data|file|javascript|vbscript|vscode[a-z-]{0,40})(?=\\?:)(?<=(?:\]\(|\]:|<)[\s<>]*\1)/gi;

/** The same text to read, with no image, with HTML as text, and without links to anything but the web and mail. */
export function commentMarkdown(text: string): string {
  return withoutDangerousLinks(withoutImages(readable(text.replace(/\r\n?/g, '\n'))));
}

/** Any text as Markdown that shows just that text, in one paragraph. */
export function plainMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!<>|~&:]/g, '\\$&');
}

/** First pass: prose that reads well, code as it is. */
function readable(text: string): string {
  const done: string[] = [];
  let prose: string[] = [];
  let fence: string | undefined;
  const endProse = (): void => {
    if (prose.length > 0) {
      done.push(readableProse(prose.join('\n')));
      prose = [];
    }
  };
  for (const line of text.split('\n')) {
    const [, mark, info = ''] = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      done.push(line);
      fence = mark?.startsWith(fence) === true && info.trim() === '' ? undefined : fence;
    } else if (mark !== undefined && !(mark.startsWith('`') && info.includes('`'))) {
      endProse();
      done.push(line);
      fence = mark;
    } else {
      prose.push(line);
    }
  }
  endProse();
  return done.join('\n');
}

/**
 * Escapes and code spans first, so that nothing in them is taken for something else. White space in a link is bounded, and backticks
 * that end nowhere are taken at once: otherwise a hostile text would take a time that grows with the square of its length.
 */
const proseSyntax =
  /\\[^]|(?<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[^])*?(?<!`)\k<ticks>(?!`)|`+|(?<image>!(?=\[))|\[(?<label>[^[\]\n]*)\]\(\s{0,9}<?(?<target>[^\s<>()`]*)>?(?:\s{1,9}"[^"\n]*")?\s{0,9}\)|\]\((?!\s*<?(?:https?:\/\/|mailto:))|<(?=[a-z/!?])(?!https?:\/\/|mailto:)/gi;

function readableProse(text: string): string {
  return text.replace(proseSyntax, (found: string, ...rest: readonly unknown[]) => {
    const { image, label, target } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (image !== undefined) {
      return '';
    }
    if (label !== undefined && target !== undefined) {
      return readableLink(label, target);
    }
    // What is left of a link to anywhere else, around an image for one, is no link.
    return found === '<' ? '&lt;' : found === '](' ? ']\\(' : found;
  });
}

function readableLink(label: string, target: string): string {
  const shown = readableProse(label);
  if (/^(?:https?:\/\/|mailto:)/i.test(target)) {
    return `[${shown.trim() === '' ? plainMarkdown(target) : shown}](${target})`;
  }
  const isSaid = target === '' || label.replaceAll('`', '').includes(target);
  return isSaid ? shown : `${shown} (\`${target}\`)`.trim();
}

/**
 * Second pass, over code and prose alike. An image is `![`, then, in the same paragraph, either `](`, or a label that is defined
 * somewhere. Where neither is there, as in most code that has `![`, nothing is changed.
 */
function withoutImages(text: string): string {
  if (!text.includes('![')) {
    return text;
  }
  const defined = new Set([...text.matchAll(/\[((?:\\[^]|[^[\]\\])+)\]:/g)].map(([, label = '']) => labelKey(label)));
  return text
    .split(/(\n[ \t]*\n)/)
    .map((paragraph) => {
      const start = paragraph.indexOf('![');
      return start >= 0 && canBeImage(paragraph.slice(start), defined) ? paragraph.replaceAll('![', `!${apart}[`) : paragraph;
    })
    .join('');
}

function canBeImage(text: string, defined: ReadonlySet<string>): boolean {
  if (text.includes('](')) {
    return true;
  }
  const labels = defined.size === 0 ? [] : [...text.matchAll(/\[((?:\\[^]|[^[\]\\])*)\]/g)].map(([, label = '']) => label);
  // What a quotation puts at the beginning of a label's second line is not part of it: such labels could be any.
  return labels.some((label) => label.includes('\n') || defined.has(labelKey(label))) || defined.has(anyLabel);
}

const anyLabel = '\n';

function labelKey(label: string): string {
  return label.includes('\n') ? anyLabel : label.toLowerCase().replace(/\s+/g, ' ').trim();
}

function withoutDangerousLinks(text: string): string {
  return text.replace(dangerousTarget, `${apart}$&`);
}
