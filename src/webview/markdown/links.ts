/**
 * The link policy: which targets of an answer may become links at all, and what a reader is told about them.
 * Nothing else in the view may turn text of an answer into an address. Opening a link is left to the host of the page.
 */

const allowedScheme = /^(?:https?:\/\/|mailto:)/i;
const anyScheme = /^[a-z][a-z0-9+.-]*:/i;

/** Whether the text of an address can be clicked: a complete `http:`, `https:` or `mailto:` address and nothing else. */
export function isWebAddress(target: string): boolean {
  return allowedScheme.test(target) && URL.canParse(target);
}

/** A relative path such as `src/a.ts`: no scheme, no host. (`C:\a.ts` counts as having a scheme, and is left as text.) */
export function isRelativePath(target: string): boolean {
  return target !== '' && !anyScheme.test(target) && !/^[/\\]{2}/.test(target);
}

/**
 * The host that a link really leads to, when its text pretends another one (or hides it behind a user name);
 * `undefined` when the text claims nothing, or tells the truth.
 */
export function hiddenHost(text: string, href: string): string | undefined {
  const target = parse(href);
  if (target === undefined || target.protocol === 'mailto:') return undefined;
  if (target.username !== '' || target.password !== '') return target.host;
  const claimed = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?([^\s/@?#\\]+\.[a-z\u0080-\uffff][^\s/@?#\\]*)(?:[/?#\\]|$)/iu.exec(
    text.trim(),
  )?.[1];
  if (claimed === undefined) return undefined;
  const claimedHost = parse(`https://${claimed}`)?.host.replace(/^www\./, '');
  return claimedHost === target.host.replace(/^www\./, '') ? undefined : target.host;
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
