/** What the practice partner says in a chat: prose only. When it says what is decided in `practicePartner.ts`. */

/** What the partner knows of the chat so far. */
export interface ChatFacts {
  /** The user's last words. */
  readonly question: string;
  /** Counts the user's messages from 1. */
  readonly turn: number;
  readonly images: number;
  readonly model: string;
  /** Sent as `web_search_options`. */
  readonly isWebSearch: boolean;
}

const notice =
  'I am a **practice partner**, not a model: a small program on this machine writes these lines, and nothing left it.';

const firstAnswer = `## What an answer can look like

A sentence may hold **bold**, *italic* and \`inline code\`, and a [link](https://example.com/).

- a list with a second level
  - like this
- and an item more

1. First step
2. Second step

- [x] a task that is done
- [ ] a task that is not

| Unit | Tokens | Characters |
| --- | ---: | ---: |
| a word | 1 | 4 |
| a page | 500 | 2,000 |

> A quotation stands apart from the rest.

### Code in two languages

\`\`\`ts
/** Adds up the numbers; an empty list gives 0. */
export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, next) => sum + next, 0);
}
\`\`\`

\`\`\`python
def total(numbers):
    """Add up the numbers; an empty list gives 0."""
    return sum(numbers)
\`\`\`

Write \`practice: help\` to see what else I can play: errors, broken streams, long answers.`;

/** The answer to a question of a chat; from the second one on it is a short one that counts. */
export function chatAnswer(facts: ChatFacts): string {
  const { images, turn } = facts;
  const extras = [
    images === 0 ? '' : `It came with ${images === 1 ? 'an image' : `${String(images)} images`}, which I cannot see.`,
    facts.isWebSearch ? 'You allowed a web search; I have no web.' : '',
  ].filter((sentence) => sentence !== '');
  const asked = [
    `You asked \`${facts.model}\`:`,
    '',
    quote(facts.question),
    '',
    ...extras.flatMap((sentence) => [sentence, '']),
  ];
  if (turn === 1) {
    return [notice, '', ...asked, firstAnswer].join('\n');
  }
  return [
    `This is question **${String(turn)}** of this chat, and still the practice partner, not a model.`,
    '',
    ...asked,
    `1. The chat sent me ${String(turn)} of your messages, so it remembers.`,
    `2. Your last one has ${String(facts.question.length)} characters in ${String(facts.question.split('\n').length)} line(s).`,
    '',
    'Write `practice: help` for what else I can play.',
  ].join('\n');
}

const paragraphs = [
  'A long answer shows how the view behaves while text keeps coming: whether it follows the end, and whether it lets go as soon as you scroll up to read.',
  'It also shows whether typing stays quick. Try to write the next question now, to select a few words above, and to fold the side bar away and back.',
  'Stop it at any time. What has come stays, and can be continued; the tokens so far are the ones that a real endpoint would have charged.',
  'Every section repeats itself on purpose. Numbers make it possible to see that nothing is missing and that nothing comes twice.',
];

/** About `tokens` tokens of numbered sections with lists, tables and code. */
export function longAnswer(facts: ChatFacts, tokens: number): string {
  const sections = [notice, '', quote(facts.question), ''];
  const limit = tokens * 4;
  const ending = '\n\nEnd.';
  for (let length = sections.join('\n').length, number = 1; length < limit; number++) {
    const section = longSection(number);
    sections.push(...section);
    length += section.join('\n').length + 1;
  }
  return sections.join('\n').slice(0, limit - ending.length) + ending;
}

function longSection(number: number): readonly string[] {
  const title = `## Section ${String(number)}`;
  const text = paragraphs[number % paragraphs.length] ?? '';
  const next = paragraphs[(number + 1) % paragraphs.length] ?? '';
  const list = Array.from(
    { length: 4 },
    (_, item) => `- item ${String(number)}.${String(item + 1)}, which is not the last one`,
  );
  const table = ['| line | value |', '| --- | ---: |', `| ${String(number)} | ${String(number * number)} |`];
  const code = [
    '```ts',
    `export const section${String(number)} = { title: 'Section ${String(number)}', square: ${String(number * number)} };`,
    '```',
  ];
  const extra = number % 3 === 0 ? table : number % 3 === 1 ? code : list;
  return [title, '', `${text} ${next}`, '', ...extra, ''];
}

/** Answer to the result of a tool. */
export function toolResultAnswer(result: string): string {
  return [notice, '', 'The tool that I asked for has answered:', '', quote(result)].join('\n');
}

/** @param rows word and explanation of everything that can be played */
export function helpAnswer(rows: readonly (readonly [string, string])[]): string {
  return [
    notice,
    '',
    'Put one of these lines into your message to have it played:',
    '',
    '| Write | What happens |',
    '| --- | --- |',
    ...rows.map(([word, about]) => `| \`practice: ${word}\` | ${about} |`),
    '',
    'The word `long` in a question gives an answer of about 8,000 tokens.',
  ].join('\n');
}

/** The first lines of a text as a quotation; code in it is left out. */
function quote(text: string): string {
  const lines = text
    .replace(/^(`{3,})[\s\S]*?^\1.*$/gm, '(code)')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = lines.slice(0, 3).map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
  return [...shown, ...(lines.length > 3 ? ['…'] : [])].map((line) => `> ${line}`).join('\n');
}
