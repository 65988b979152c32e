/**
 * Finds what looks like a secret in a text that is about to be sent or committed: the shapes of well known services, and values
 * that no word is, given to names such as `password`. Rather misses one than cries wolf. Takes time linear in the text.
 */
import { secretShapes } from './secretShapes';

export interface FoundSecret {
  /** What it looks like, such as `GitHub token`. */
  readonly kind: string;
  /** Counts from 1. */
  readonly line: number;
  readonly path?: string;
}

/** In the order of the lines; of one kind at most one in a line. Never holds the secret itself. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const found: { readonly kind: string; readonly at: number }[] = [];
  for (const { kind, pattern } of secretShapes) {
    for (const match of text.matchAll(pattern)) {
      if (isSecret(match[1] ?? match[0], kind)) {
        found.push({ kind, at: match.index });
      }
    }
  }
  for (const match of text.matchAll(assignment)) {
    const value = match[2] ?? match[3];
    if (value !== undefined && isAssignedSecret(match[1] ?? '', value, match[3] !== undefined)) {
      found.push({ kind: assigned, at: match.index });
    }
  }
  return numbered(text, found);
}

/** The kind of what is known by its name alone. */
const assigned = 'secret value';
/** A name that ends with one of these words, and what it is given: in quotes, or as all that stands on the line after it. */
const assignment =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|account[_-]?key|auth[_-]?key|credentials?)(?:[_-]?(?:key|value|string|base64))?)["'\]]{0,2}[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}(?:["'`]([^\s"'`]{8,200})["'`]|([^\s"'`#;,]{12,200})(?=[ \t]*(?:[\r\n]|$)))/gi;

/** What documentation, tests and templates have in place of a secret. */
const placeholder =
  /example|sample|placeholder|change[_-]?(?:me|this|it)|dummy|fake|redacted|replace|insert|your|todo|not[_-]?(?:a[_-]?)?real|test[_-]?(?:token|key|secret|pass)|mock|x{5}|\*{3}|\.{3}|…|\$\{|\{\{|<[a-z]|%[A-Z_]{2,}%|1234567|abcdef|qwerty|foobar|deadbeef|(.)\1{5}/i;
/** The subject 1234567890 that every introduction to these tokens has. */
const exampleSubject = 'eyJzdWIiOiIxMjM0NTY3ODkwIi';
const commonPasswords =
  /^(?:pass(?:word|wd)?\d*|secret|postgres|mysql|mongo|redis|root|admin|guest|user(?:name)?|test\w*|pwd|token|rabbitmq)$/i;
const fewestBits = 3;

function isSecret(value: string, kind: string): boolean {
  if (kind === 'password in a URL') {
    const plain = value.replace(/%[\da-f]{2}/gi, '');
    return (
      !commonPasswords.test(value) &&
      !placeholder.test(value) &&
      /\d/.test(plain) &&
      classesOf(plain) >= 2 &&
      bitsOf(plain) >= 2.5
    );
  }
  if (kind === 'private key') {
    return !/(.)\1{9}/.test(value);
  }
  // A long text of many letters holds any short word by chance.
  const shown = value.length > 100 ? value.slice(0, 60) : value;
  return !placeholder.test(shown) && !value.includes(exampleSubject) && bitsOf(value) >= fewestBits;
}

/** @param isBare without quotes: in a program that is a name, in a settings file a value */
function isAssignedSecret(name: string, value: string, isBare: boolean): boolean {
  if (placeholder.test(value) || /^(?:https?|file|ssh|git|data):/i.test(value) || !/\d/.test(value) || !/[a-z]/i.test(value)) {
    return false;
  }
  // A path, a call, a member, a type, a template or a reference to where the secret is kept.
  if (
    /[()[\]{}<>$|\\]|^[./~@&!-]|::|\/\/|^[a-z_][\w-]*(?:[./:][a-z_][\w-]*)+$/i.test(value) ||
    /^(?:[a-z]+[_-])+[a-z]*\d?$/i.test(value)
  ) {
    return false;
  }
  // Without quotes and with hardly a digit it is the name of a variable or a type.
  if (isBare && /^[a-z_$][\w$]*$/i.test(value) && value.replace(/\D/g, '').length < 4) {
    return false;
  }
  if (/^(?:pass|pwd)/i.test(name) && !isBare) {
    return value.length >= 10 && classesOf(value) >= 3 && bitsOf(value) >= 2.8 && !/pass|pwd|secret|test|admin/i.test(value);
  }
  return (
    value.length >= 16 &&
    bitsOf(value) >= 3.3 &&
    (classesOf(value) >= 3 || /^[a-f0-9]{32,}$/i.test(value) || bitsOf(value) >= 3.7)
  );
}

/** How many of small and capital letters, digits and other characters it has. */
function classesOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((each) => each.test(value)).length;
}

/** Shannon's entropy for each character: 0 for one repeated, some 3 for words, over 4 for long random text. */
function bitsOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    bits -= (count / value.length) * Math.log2(count / value.length);
  }
  return bits;
}

function numbered(text: string, found: readonly { readonly kind: string; readonly at: number }[]): readonly FoundSecret[] {
  const secrets = new Map<string, FoundSecret>();
  let [line, from] = [1, 0];
  for (const { kind, at } of [...found].sort((one, other) => one.at - other.at)) {
    for (let end = text.indexOf('\n', from); end >= 0 && end < at; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    secrets.set(`${String(line)} ${kind}`, { kind, line });
  }
  // What has a shape is not also named by what it is given to.
  const shaped = new Set([...secrets.values()].flatMap((secret) => (secret.kind === assigned ? [] : [secret.line])));
  return [...secrets.values()].filter((secret) => secret.kind !== assigned || !shaped.has(secret.line));
}
