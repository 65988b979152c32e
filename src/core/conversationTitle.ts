/** Names a conversation after its first question, without asking anybody. The name that the user gave it comes first. */
import { activePath, type Conversation } from './conversation';

const longest = 60;
/** A first sentence that is shorter than this says too little: `Hi!`, `Quick question.` */
const shortestSentence = 16;
const longestGiven = 200;
/** So much of a question is looked at, and of that so much beside its code: a title has room for less. */
const longestQuestion = 100_000;
const longestProse = 1_000;

/** One line; empty where nothing was asked yet. */
export function conversationTitle(conversation: Conversation): string {
  if (conversation.title !== undefined) {
    return conversation.title;
  }
  const shown = activePath(conversation).find(({ role }) => role === 'user');
  const question = shown ?? conversation.messages.find(({ role }) => role === 'user');
  if (question?.role !== 'user') {
    return '';
  }
  const title = titleOf(question.text);
  return title === '' ? oneLine(question.attachments?.[0]?.label ?? '') : title;
}

/** A name as the user wrote it, in one line of bearable length. */
export function givenTitle(text: string): string {
  return cut(oneLine(text), longestGiven);
}

function titleOf(text: string): string {
  const question = text.slice(0, longestQuestion);
  const code = /^[ \t]*(?:`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^[ \t]*(?:`{3,}|~{3,})[ \t]*$|$(?![\s\S]))/gm;
  const prose = oneLine(withoutMarkup(question.replace(code, '\n').trim().slice(0, longestProse)));
  if (prose !== '') {
    return cut(firstSentence(prose), longest);
  }
  const [block] = question.matchAll(code);
  const firstLine = (block?.[1] ?? question).split('\n').find((line) => line.trim() !== '') ?? '';
  return cut(oneLine(firstLine), longest);
}

function withoutMarkup(text: string): string {
  return text
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^[ \t]*(?:#{1,6}|>+|[-*+]|\d{1,3}[.)])[ \t]+/gm, '')
    .replace(/(\*\*|__|`+)(?=\S)([^\n]*?\S)\1/g, '$2');
}

function firstSentence(text: string): string {
  for (const { index, 0: end } of text.matchAll(/[.!?…](?=\s)|[。！？]/g)) {
    const length = index + end.length;
    if (length >= shortestSentence) {
      const sentence = text.slice(0, length);
      return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence;
    }
  }
  return text;
}

/** Controls and marks of writing direction would act on what is shown beside the title. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** No longer than so many characters as people count them, at the end of a word where one is near. */
function cut(text: string, length: number): string {
  if (text.length <= length) {
    return text;
  }
  // Of what is certainly longer, only the beginning needs to be counted.
  const characters = [...new Intl.Segmenter().segment(text.slice(0, length * 20))].map(({ segment }) => segment);
  if (characters.length <= length) {
    return text;
  }
  const head = characters.slice(0, length - 1).join('');
  const space = head.lastIndexOf(' ');
  return `${(space > head.length * 0.6 ? head.slice(0, space) : head).replace(/[\s,;:–-]+$/u, '')}…`;
}
