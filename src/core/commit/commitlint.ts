/**
 * Checks a commit message against rules of commitlint, and words the rules for a model. What a repository's rules are is read by
 * `commitlintConfig.ts`. The rules are those of the published packages; a plug-in's are not known.
 */
import { ensureCase, parseCommit, type ParsedCommit } from './parsedCommit';

export type RuleLevel = 'warning' | 'error';

export interface Rule {
  /** Such as `header-max-length`. */
  readonly name: string;
  readonly level: RuleLevel;
  /** `never`: what the rule says must not be so. */
  readonly isNever: boolean;
  readonly value: unknown;
}

export interface BrokenRule {
  readonly name: string;
  readonly level: RuleLevel;
  /** What is wrong, in a few English words, as commitlint says it. */
  readonly words: string;
}

/** What a rule looks at: true or false where it applies, and what it asks for. */
interface Verdict {
  readonly holds: boolean;
  /** What must be (or, with `never`, must not be), after the rule's subject: `must be one of feat, fix`. */
  readonly words: string;
}

type Check = (commit: ParsedCommit, rule: Rule) => Verdict;

/** What commitlint lets pass unseen unless its configuration says otherwise. */
const ignored = [
  /^Merge\b/,
  /^(?:revert|reapply)\b/i,
  /^(?:amend|fixup|squash)!/,
  /^v?\d+\.\d+\.\d+/,
  /^Automatic merge/,
  /^Auto-merged/,
];

/** Rules that are broken, errors first. */
export function checkMessage(message: string, rules: readonly Rule[]): readonly BrokenRule[] {
  if (ignored.some((pattern) => pattern.test(message))) {
    return [];
  }
  const commit = parseCommit(message);
  const broken = rules.flatMap((rule): readonly BrokenRule[] => {
    const verdict = checks[rule.name]?.(commit, rule);
    return verdict === undefined || verdict.holds ? [] : [{ name: rule.name, level: rule.level, words: verdict.words }];
  });
  return broken.sort((one, other) => Number(one.level === 'warning') - Number(other.level === 'warning'));
}

/** A line for each rule that a model can follow; names alone for those that are not known. */
export function rulesInWords(rules: readonly Rule[]): readonly string[] {
  const nothing = parseCommit('');
  return rules.map((rule) => `${rule.name}: ${checks[rule.name]?.(nothing, rule).words ?? 'as its name says'}`);
}

export function isKnownRule(name: string): boolean {
  return Object.hasOwn(checks, name);
}

type Part = 'header' | 'type' | 'scope' | 'subject' | 'body' | 'footer';

const checks: Readonly<Record<string, Check>> = {
  ...partChecks('header'),
  ...partChecks('type'),
  ...partChecks('scope'),
  ...partChecks('subject'),
  ...partChecks('body'),
  ...partChecks('footer'),
  'header-trim': ({ header }) => ({ holds: header === header.trim(), words: 'header must not be surrounded by spaces' }),
  'body-leading-blank': (commit, { isNever }) =>
    either(commit.body === '' || commit.isBodyApart, isNever, 'body must', 'have a blank line before it'),
  'footer-leading-blank': (commit, { isNever }) =>
    either(commit.footer === '' || commit.isFooterApart, isNever, 'footer must', 'have a blank line before it'),
  'signed-off-by': trailerCheck('Signed-off-by:'),
  'trailer-exists': trailerCheck('Signed-off-by:'),
  'references-empty': ({ body, footer, subject }, { isNever }) =>
    either(!/#\d+|\b[A-Z][A-Z\d]+-\d+/.test(`${subject}\n${body}\n${footer}`), isNever, 'references must', 'be empty'),
  'subject-exclamation-mark': ({ isBreaking }, { isNever }) =>
    either(isBreaking, isNever, 'header must', 'have an exclamation mark before the colon'),
  'breaking-change-exclamation-mark': ({ isBreaking, footer }, { isNever }) =>
    either(
      isBreaking === /^BREAKING[ -]CHANGE: /m.test(footer),
      isNever,
      'header must',
      'have an exclamation mark exactly where the footer has BREAKING CHANGE',
    ),
};

function partChecks(part: Part): Readonly<Record<string, Check>> {
  const textOf = (commit: ParsedCommit): string => commit[part];
  const named: Readonly<Record<string, Check>> = {
    empty: (commit, { isNever }) => either(textOf(commit) === '', isNever, `${part} must`, 'be empty'),
    case: (commit, rule) => caseCheck(part, textOf(commit), rule),
    enum: (commit, rule) => enumCheck(part, textOf(commit), rule),
    'full-stop': (commit, { isNever, value }) => {
      const stop = typeof value === 'string' && value !== '' ? value : '.';
      const text = textOf(commit).split('\n')[0] ?? '';
      return either(text === '' ? !isNever : text.endsWith(stop), isNever, `${part} must`, `end with "${stop}"`);
    },
    'max-length': (commit, { value }) => atMost(part, 'characters', textOf(commit).length, value),
    'min-length': (commit, { value }) => {
      const { length } = textOf(commit);
      const least = Number(value);
      return {
        holds: length === 0 || !(length < least),
        words: `${part} must have at least ${String(least)} characters${now(length)}`,
      };
    },
    'max-line-length': (commit, { value }) =>
      atMost(part, 'characters in a line', Math.max(0, ...textOf(commit).split('\n').map(lengthOfLine)), value),
  };
  return Object.fromEntries(Object.entries(named).map(([tail, check]) => [`${part}-${tail}`, check]));
}

/** Lines that hold an address may be as long as it is. */
function lengthOfLine(line: string): number {
  return /https?:\/\/\S/.test(line) ? 0 : line.length;
}

function atMost(part: Part, what: string, length: number, value: unknown): Verdict {
  const most = typeof value === 'number' ? value : Infinity;
  return { holds: length <= most, words: `${part} must have at most ${String(most)} ${what}${now(length)}` };
}

function now(length: number): string {
  return length === 0 ? '' : `, not ${String(length)}`;
}

function caseCheck(part: Part, text: string, { isNever, value }: Rule): Verdict {
  const targets = (Array.isArray(value) ? value : [value]).flatMap((target: unknown) =>
    typeof target === 'string'
      ? [target]
      : typeof target === 'object' && target !== null && 'case' in target
        ? [String(target.case)]
        : [],
  );
  const words = `${part} must ${isNever ? 'not ' : ''}be ${targets.join(' or ')}`;
  // As commitlint does: without a cased letter at its beginning, a subject has no case.
  if (text === '' || targets.length === 0 || (part !== 'scope' && !/^[\p{Ll}\p{Lu}\p{Lt}]/u.test(text))) {
    return { holds: true, words };
  }
  const pieces = part === 'scope' ? text.split(/\/|\\|, ?/) : [text];
  const isSo = targets.some((target) => pieces.every((piece) => ensureCase(piece, target)));
  return { holds: isSo !== isNever, words };
}

function enumCheck(part: Part, text: string, { isNever, value }: Rule): Verdict {
  const list: unknown = typeof value === 'object' && value !== null && 'scopes' in value ? value.scopes : value;
  const known = Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
  const words = `${part} must ${isNever ? 'not ' : ''}be one of ${known.join(', ')}`;
  if (text === '' || known.length === 0) {
    return { holds: true, words };
  }
  const pieces = part === 'scope' && !known.includes(text) ? text.split(/\/|\\|, ?/) : [text];
  return { holds: pieces.every((piece) => known.includes(piece)) !== isNever, words };
}

function trailerCheck(usual: string): Check {
  return (commit, { isNever, value }) => {
    const wanted = typeof value === 'string' && value !== '' ? value : usual;
    const has = commit.message.split('\n').some((line) => line.startsWith(wanted));
    return either(has, isNever, 'message must', `have a line that begins with "${wanted}"`);
  };
}

function either(isSo: boolean, isNever: boolean, subject: string, predicate: string): Verdict {
  return { holds: isSo !== isNever, words: `${subject} ${isNever ? 'not ' : ''}${predicate}` };
}
