/**
 * Tells what models say around a commit message from the message itself: introductions before it, explanations after it. A line
 * that is still coming may turn out to be either. Cleaning the whole answer is `messageText.ts`'s matter.
 */

/** `wait`: the line is not over, and could be either yet. */
export type Verdict = 'chatter' | 'message' | 'wait';

/** How introductions begin. */
const introductions = [
  ...["here's", 'here is', 'here are', 'here you go', 'sure', 'certainly', 'of course', 'absolutely', 'okay', 'ok', 'great'],
  ...['understood', 'alright', 'no problem', 'got it', 'based on', 'after reviewing', 'after looking', 'after analyzing'],
  ...[
    'looking at',
    'having reviewed',
    'given the',
    'given these',
    "i'll",
    "i've",
    "i'd",
    'i have',
    'i will',
    'i would',
    'i am',
  ],
  ...["i'm", 'i suggest', 'i propose', 'let me', 'the following', 'below is', 'following is', 'this commit message', 'this is'],
  ...[
    'suggested',
    'proposed',
    'possible',
    'a good',
    'a suitable',
    'a commit message',
    'the commit message',
    'for these changes',
  ],
  ...[
    'for this change',
    'for the staged',
    'thank you',
    'thanks',
    'commit message',
    'git commit message',
    'message:',
    'subject:',
  ],
  ...[
    'title:',
    'commit:',
    '好的',
    '当然',
    '以下是',
    '以下为',
    '这是',
    '根据',
    '提交信息',
    '提交消息',
    '标题：',
    '标题:',
    '下面是',
  ],
];

/** How explanations after a message begin. */
const explanations = [
  ...['explanation', 'let me know', 'feel free to', 'would you like', 'do you want me', 'hope this', 'i hope', 'i chose'],
  ...["i've", 'i kept', 'i went with', 'i wrote', 'i followed', 'this commit message', 'this message follows'],
  ...['this message uses', 'this message describes', 'this message summarizes', 'this follows the conventional'],
  ...['the commit message', 'the message follows', 'note that this message', 'note: this message', 'note: the message'],
  ...['alternatively,', 'alternatives:', 'option 2', 'generated with', '🤖', '说明：', '解释：', '希望', '此提交信息'],
  ...['该提交信息', '这条提交信息'],
];
/** Headings that are a message's own only where they are plain. */
const boldHeadings = ['explanation', 'rationale', 'reasoning', 'note', 'why'];

const interjection =
  /^(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|great|understood|alright|no problem|got it|好的|当然)[!.,，。！]\s*/i;
const introductionInLine =
  /^(?:(?:here|sure|certainly|based|suggested|proposed)\b[^:：]*\bmessage\b|(?:the|this|a|my)\b(?: \w+)? commit message\b|(?:以下|这是|下面)[^:：]*提交(?:信息|消息))[^:：]*[:：]\s*/i;
const label =
  /^(?:\*\*)?(?:(?:suggested |proposed |git )?commit message|message|subject|title|提交信息|提交消息|标题)(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*/i;

/** Of the first line that is not blank. @param isOpen more of it may come */
export function judgeFirstLine(line: string, isOpen: boolean): Verdict {
  const text = plain(line);
  if (!beginsLike(text, introductions, isOpen)) {
    return !isOpen && /[:：]$/.test(text) && !/^[\w-]+(\([^)]*\))?!?: \S/.test(text) ? 'chatter' : 'message';
  }
  if (isOpen) {
    return 'wait';
  }
  if (withoutIntroduction(line) !== line.trim()) {
    return withoutIntroduction(line) === '' ? 'chatter' : 'message';
  }
  return /[:：!.。！]$/.test(text) || /\b(?:commit message|the diff|staged changes)\b|提交(?:信息|消息)/i.test(text)
    ? 'chatter'
    : 'message';
}

/** What stands before the message in its own line is gone. */
export function withoutIntroduction(line: string): string {
  return line.trim().replace(interjection, '').replace(introductionInLine, '').replace(label, '').trim();
}

/** Of the first line of a later paragraph. */
export function judgeLaterLine(line: string, isOpen: boolean): Verdict {
  const text = plain(line);
  if (/^(?:-{3,}|\*{3,}|_{3,}|={3,})$/.test(text)) {
    return 'chatter';
  }
  if (isOpen && /^(?:-{1,2}|\*{1,2}|_{1,2}|={1,2})$/.test(line.trim())) {
    return 'wait';
  }
  const [, heading] = /^\s*(?:\*\*|#{1,6} )(\w*)/.exec(line) ?? [];
  if (heading !== undefined && boldHeadings.some((known) => heading.toLowerCase().startsWith(known))) {
    return 'chatter';
  }
  if (isOpen && heading !== undefined && boldHeadings.some((known) => known.startsWith(heading.toLowerCase()))) {
    return 'wait';
  }
  const begins = beginsLike(text, explanations, isOpen);
  return begins === 'maybe' ? 'wait' : begins ? 'chatter' : 'message';
}

function beginsLike(text: string, phrases: readonly string[], isOpen: boolean): boolean | 'maybe' {
  if (phrases.some((phrase) => text.startsWith(phrase) && !/^[\p{L}\p{N}_(]/u.test(afterPhrase(text, phrase)))) {
    return true;
  }
  return isOpen && phrases.some((phrase) => phrase.startsWith(text)) ? 'maybe' : false;
}

/** Chinese has no spaces between words: there any letter may follow. */
function afterPhrase(text: string, phrase: string): string {
  return /\p{Script=Han}$/u.test(phrase) ? '' : text.slice(phrase.length);
}

function plain(line: string): string {
  return line
    .trim()
    .replace(/^[*_#>\s]+|[*_]+$/g, '')
    .replaceAll('’', "'")
    .toLowerCase();
}
