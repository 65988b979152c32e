/** What users paste as a token, and keeping tokens out of what is written. */

/** Without the quotes, spaces, line breaks and `Bearer ` that come along with a copy. */
export function cleanToken(pasted: string): string {
  let token = pasted.trim();
  for (let previous = ''; previous !== token;) {
    previous = token;
    token = token
      .replace(/^(['"`])([\s\S]*)\1$/, '$2')
      .replace(/^(authorization:\s*)?bearer\s+/i, '')
      .trim();
  }
  return token;
}

/** A character that no HTTP header can carry: the paste is not a token. */
export function isUsableToken(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

/** Account tokens manage the account and are refused by the API; the prefix is documented. */
export function isAccountToken(token: string): boolean {
  return token.startsWith('platform-');
}

/** Removes the given secrets and anything that looks like a credential in a header or a URL. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret.length > 0) {
      redacted = redacted.replaceAll(secret, '[token]');
    }
  }
  return redacted
    .replace(/\b(bearer|basic)\s+[\w+/.=~-]{6,}/gi, '$1 [token]')
    .replace(/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1[login]@');
}
