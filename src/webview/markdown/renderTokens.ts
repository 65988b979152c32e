/**
 * Inline tokens to DOM nodes, one by one: no HTML text is ever made, and no attribute takes what a model wrote but
 * `href`, `title` and names. Nothing is fetched: an image is shown as its description and its address.
 */
import type { Token } from 'markdown-it';
import { hiddenHost, isWebAddress } from './links';

const tags: Readonly<Record<string, 'em' | 'strong' | 'del'>> = { em_open: 'em', strong_open: 'strong', s_open: 'del' };

/** Emphasis within emphasis: a browser's layout would not survive thousands. */
const deepest = 30;

/** Nodes for the tokens that markdown-it made of one block's text. */
export function renderInline(tokens: readonly Token[]): DocumentFragment {
  const root = document.createDocumentFragment();
  const path: { readonly parent: Node; readonly target: string | undefined }[] = [];
  let parent: Node = root;
  for (const token of tokens) {
    if (token.nesting > 0 && path.length >= deepest) {
      path.push({ parent, target: undefined });
    } else if (token.nesting > 0) {
      const target = token.type === 'link_open' ? String(token.attrGet('href') ?? '') : undefined;
      const element =
        target === undefined ? document.createElement(tags[token.type] ?? 'span') : link(target, token.attrGet('title'));
      path.push({ parent, target });
      parent.appendChild(element);
      parent = element;
    } else if (token.nesting < 0) {
      const opened = path.pop();
      if (opened === undefined) continue;
      if (opened.target !== undefined) showHiddenHost(parent, opened.parent, opened.target);
      parent = opened.parent;
    } else {
      const isInLink = path.some(({ target }) => target !== undefined);
      parent.appendChild(leaf(token, isInLink));
    }
  }
  return root;
}

function leaf(token: Token, isInLink: boolean): Node {
  switch (token.type) {
    case 'hardbreak':
      return document.createElement('br');
    case 'softbreak':
      return document.createTextNode('\n');
    case 'code_inline': {
      const code = document.createElement('code');
      code.textContent = token.content;
      return code;
    }
    case 'image':
      return image(token, isInLink);
    default:
      return document.createTextNode(token.content);
  }
}

/** An address becomes a link; anything else only says in its title where it points. */
function link(target: string, title: string | number | null): HTMLElement {
  const isLink = isWebAddress(target);
  const element = document.createElement(isLink ? 'a' : 'span');
  if (isLink) element.setAttribute('href', target);
  else element.className = 'md-path';
  element.title = title === null ? target : `${String(title)}\n${target}`;
  return element;
}

function showHiddenHost(element: Node, parent: Node, target: string): void {
  const host = isWebAddress(target) ? hiddenHost(element.textContent ?? '', target) : undefined;
  if (host === undefined) return;
  const note = document.createElement('span');
  note.className = 'md-link-host';
  note.textContent = ` (${host})`;
  parent.appendChild(note);
}

function image(token: Token, isInLink: boolean): HTMLElement {
  const source = String(token.attrGet('src') ?? '');
  const isLink = isWebAddress(source) && !isInLink;
  const element = isLink ? link(source, token.attrGet('title')) : document.createElement('span');
  element.classList.add('md-image');
  const description = plainText(token.children ?? []).trim();
  element.textContent = description === '' ? source : isInLink ? description : `${description} (${source})`;
  return element;
}

function plainText(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.children === null ? token.content : plainText(token.children))).join('');
}
