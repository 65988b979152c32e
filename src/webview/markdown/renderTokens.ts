/**
 * Inline tokens to DOM nodes, one by one: no HTML text is ever made, and no attribute takes what a model wrote but
 * `href`, `title` and names. Nothing is fetched: an image is shown as its description and its address.
 */
import type { Token } from 'markdown-it';
import { element } from '../view/dom';
import { hiddenHost, isWebAddress } from './links';

/** What stands in a text beside words and emphasis. */
export interface InlineParts {
  /** @param written the source with its marks */
  readonly formula: (source: string, isDisplay: boolean, written: string) => HTMLElement;
  /** The next reference to a footnote; undefined where there is no such note. */
  readonly note: () => HTMLElement | undefined;
}

const tags: Readonly<Record<string, 'em' | 'strong' | 'del'>> = { em_open: 'em', strong_open: 'strong', s_open: 'del' };

/** Emphasis within emphasis: a browser's layout would not survive thousands. */
const deepest = 30;

/** Nodes for the tokens that markdown-it made of one block's text. */
export function renderInline(tokens: readonly Token[], parts: InlineParts): DocumentFragment {
  const root = document.createDocumentFragment();
  const path: { readonly parent: Node; readonly target: string | undefined }[] = [];
  let parent: Node = root;
  for (const token of tokens) {
    if (token.nesting > 0 && path.length >= deepest) {
      path.push({ parent, target: undefined });
    } else if (token.nesting > 0) {
      const target = token.type === 'link_open' ? String(token.attrGet('href') ?? '') : undefined;
      const opened =
        target === undefined ? document.createElement(tags[token.type] ?? 'span') : link(target, token.attrGet('title'));
      path.push({ parent, target });
      parent.appendChild(opened);
      parent = opened;
    } else if (token.nesting < 0) {
      const opened = path.pop();
      if (opened === undefined) continue;
      if (opened.target !== undefined) showHiddenHost(parent, opened.parent, opened.target);
      parent = opened.parent;
    } else {
      const isInLink = path.some(({ target }) => target !== undefined);
      appendLeaf(parent, token, parts, isInLink);
    }
  }
  return root;
}

function appendLeaf(parent: Node, token: Token, parts: InlineParts, isInLink: boolean): void {
  switch (token.type) {
    case 'hardbreak':
      parent.appendChild(document.createElement('br'));
      break;
    case 'softbreak':
      parent.appendChild(document.createTextNode('\n'));
      break;
    case 'code_inline':
      parent.appendChild(element('code', {}, token.content));
      break;
    case 'math_inline': {
      const isDisplay = token.markup === '$$' || token.markup === '\\[';
      const written = token.markup + token.content + token.markup.replace('(', ')').replace('[', ']');
      parent.appendChild(parts.formula(token.content, isDisplay, written));
      break;
    }
    case 'footnote_ref':
      parent.appendChild(parts.note() ?? document.createTextNode(`[^${token.content}]`));
      break;
    case 'footnote_inline':
      parent.appendChild(parts.note() ?? document.createTextNode(`^[${token.content}]`));
      break;
    case 'image':
      parent.appendChild(image(token, isInLink));
      break;
    default:
      parent.appendChild(document.createTextNode(token.content));
  }
}

/** An address becomes a link; anything else only says in its title where it points. */
function link(target: string, title: string | number | null): HTMLElement {
  const shownTitle = title === null ? target : `${String(title)}\n${target}`;
  return isWebAddress(target)
    ? element('a', { href: target, title: shownTitle })
    : element('span', { class: 'md-path', title: shownTitle });
}

function showHiddenHost(shown: Node, parent: Node, target: string): void {
  const host = isWebAddress(target) ? hiddenHost(shown.textContent ?? '', target) : undefined;
  if (host === undefined) return;
  parent.appendChild(element('span', { class: 'md-link-host' }, ` (${host})`));
}

function image(token: Token, isInLink: boolean): HTMLElement {
  const source = String(token.attrGet('src') ?? '');
  const isLink = isWebAddress(source) && !isInLink;
  const shown = isLink ? link(source, token.attrGet('title')) : document.createElement('span');
  shown.classList.add('md-image');
  const description = plainText(token.children ?? []).trim();
  shown.textContent = description === '' ? source : isInLink ? description : `${description} (${source})`;
  return shown;
}

function plainText(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.children === null ? token.content : plainText(token.children))).join('');
}
