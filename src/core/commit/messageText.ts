/**
 * The commit message in what a model writes, while it is still being written: fences, quotes, introductions and explanations
 * never show, not even for a moment. Wrapping it is `wrapMessage.ts`'s matter, what stands at its end `trailers.ts`'s.
 */
import { judgeFirstLine, judgeLaterLine, withoutIntroduction } from './chatter';

const quotePairs: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»', '「': '」' };

interface Line {
  readonly text: string;
  /** More of it may come. */
  readonly isOpen: boolean;
}

/**
 * What of an answer is message for sure: a subject and, after a blank line, a body.
 * @param isComplete nothing more comes; until then what could still become chatter is held back
 */
export function messageIn(answer: string, isComplete: boolean): string {
  const texts = (isComplete ? answer : answer.replace(/\r$/, '')).replace(/\r\n?/g, '\n').split('\n');
  const lines = texts.map((text, index): Line => ({ text, isOpen: !isComplete && index === texts.length - 1 }));
  const start = findStart(lines);
  if (start === undefined) {
    return '';
  }
  const rest = lines.slice(start.index);
  const kept = start.fence === undefined ? withoutExplanation(rest) : insideFence(rest, start.fence);
  return put(kept, isComplete);
}

/** Where the message begins; undefined while that is not known. */
function findStart(lines: readonly Line[]): { readonly index: number; readonly fence?: string } | undefined {
  let fence: string | undefined;
  for (const [index, { text, isOpen }] of lines.entries()) {
    const trimmed = text.trim();
    const run = /^(?:`{3,}|~{3,})/.exec(trimmed)?.[0];
    if (trimmed === '' || (!isOpen && /^<\/?[\w-]+>$/.test(trimmed))) {
      continue;
    }
    if (isOpen && /^(?:`|~|<)/.test(trimmed)) {
      return undefined;
    }
    if (fence !== undefined) {
      return { index, fence };
    }
    if (run !== undefined && !inlineFence.test(trimmed)) {
      fence = run;
      continue;
    }
    const verdict = judgeFirstLine(text, isOpen);
    if (verdict === 'wait') {
      return undefined;
    }
    if (verdict === 'message') {
      return { index };
    }
  }
  return undefined;
}

/** A whole message in one line. */
const inlineFence = /^(`{3,})([^`]+)\1$/;

function insideFence(lines: readonly Line[], fence: string): readonly Line[] {
  const end = lines.findIndex(({ text }) => text.trim().startsWith(fence) && /^(?:`+|~+)$/.test(text.trim()));
  const inside = end < 0 ? lines : lines.slice(0, end);
  return inside.filter(({ text, isOpen }) => !(isOpen && /^\s*(?:`+|~+)$/.test(text)));
}

function withoutExplanation(lines: readonly Line[]): readonly Line[] {
  const kept: Line[] = [];
  let isAfterBlank = false;
  for (const line of lines) {
    const { text, isOpen } = line;
    if (kept.length > 0) {
      const isRule = /^\s*(?:-+|\*+|_+|=+)\s*$/.test(text);
      if ((isAfterBlank || isRule) && judgeLaterLine(text, isOpen) !== 'message') {
        break;
      }
      if (/^\s*(?:`{3,}|~{3,})/.test(text) || (isOpen && /^\s*(?:`+|~+)$/.test(text)) || /^<\/?[\w-]+>$/.test(text.trim())) {
        continue;
      }
      if (isOpen && /^\s*<[\w/-]*$/.test(text)) {
        continue;
      }
    }
    isAfterBlank = text.trim() === '';
    kept.push(line);
  }
  return kept;
}

/** The subject without what it was wrapped in, a blank line, and the body. */
function put(lines: readonly Line[], isComplete: boolean): string {
  const [first, ...others] = lines;
  const subjectLine = withoutMarkup(first?.text ?? '', first?.isOpen === true);
  const body = others.map(({ text }) => text.trimEnd());
  while (body.at(-1)?.trim() === '') {
    body.pop();
  }
  const opening = subjectLine.charAt(0);
  const closing = quotePairs[opening];
  if (closing === undefined) {
    return joined(subjectLine, body);
  }
  // Whether a quotation mark wraps the message or belongs to it shows at the end of the line.
  if (first?.isOpen === true) {
    return '';
  }
  const inner = subjectLine.slice(1);
  if (inner.endsWith(closing) && !inner.slice(0, -1).includes(closing)) {
    return joined(inner.slice(0, -1), body);
  }
  if (inner.includes(closing)) {
    return joined(subjectLine, body);
  }
  const last = body.length - 1;
  const end = body[last];
  if (end?.endsWith(closing) === true && (isComplete || lines.at(-1)?.isOpen === true)) {
    body[last] = end.slice(0, -1);
  }
  return joined(inner, body);
}

function withoutMarkup(line: string, isOpen: boolean): string {
  const [, , inline] = inlineFence.exec(line.trim()) ?? [];
  const text = withoutIntroduction(inline ?? line).replace(/^#{1,6}\s+/, '');
  if (!text.startsWith('**')) {
    return text;
  }
  return (isOpen ? text.replace(/\*+$/, '') : text).replaceAll('**', '').trim();
}

function joined(subject: string, body: readonly string[]): string {
  const paragraphs = body
    .join('\n')
    .replace(/^\n+/, '')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
  return paragraphs === '' ? subject.trim() : `${subject.trim()}\n\n${paragraphs}`;
}
