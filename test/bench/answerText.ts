/** The answer that is measured: Markdown with headings, lists, tables and code, the same in every run and nowhere twice the same. */

/** The text's last line, in a paragraph of its own. */
export const lastWords = 'These are the last words.';

const things = [
  'basket',
  'receipt',
  'price',
  'discount',
  'customer',
  'parcel',
  'invoice',
  'stock',
  'voucher',
  'refund',
  'tariff',
];
const verbs = ['counts', 'keeps', 'compares', 'rounds', 'prints', 'returns', 'reads', 'checks', 'merges'];
const reasons = ['because it is small', 'when it is empty', 'before the day ends', 'unless it was paid', 'as the test shows'];

function word(words: readonly string[], index: number): string {
  return words[index % words.length] ?? '';
}

/** Numbered, so that no two are the same. */
function sentence(index: number): string {
  const [thing, other] = [word(things, index), word(things, index * 3 + 1)];
  return `The ${thing} **${word(verbs, index)}** its ${other} \`${thing}${String(index)}\` ${word(reasons, index)}. `;
}

const sections: readonly ((index: number) => string)[] = [
  (index) =>
    `## Part ${String(index)}: the ${word(things, index)}\n\n${[0, 1, 2, 3].map((n) => sentence(index + n)).join('')}\n\n`,
  (index) => `${[0, 1, 2, 3, 4].map((n) => `- ${sentence(index * 5 + n)}\n`).join('')}  - ${sentence(index)}\n\n`,
  (index) => `\`\`\`ts\n${[0, 1, 2, 3].map((n) => typescript(index * 4 + n)).join('\n')}\`\`\`\n\n`,
  (index) => `${sentence(index)}See [the ${word(things, index)}](https://example.com/${String(index)}) for *all* of it.\n\n`,
  (index) =>
    `| ${word(things, index)} | count | note |\n| --- | ---: | --- |\n` +
    [0, 1, 2, 3, 4, 5]
      .map((n) => `| ${word(things, index + n)} | ${String(index * 7 + n)} | ${word(reasons, n)} |\n`)
      .join('') +
    '\n',
  (index) => `1. ${sentence(index)}\n2. ${sentence(index + 1)}\n3. ${sentence(index + 2)}\n\n> ${sentence(index + 3)}\n\n`,
  (index) => `\`\`\`python\n${[0, 1, 2].map((n) => python(index * 3 + n)).join('\n\n')}\`\`\`\n\n`,
];

function typescript(index: number): string {
  const thing = word(things, index);
  return (
    `/** What the ${thing} costs. */\nexport function ${thing}${String(index)}(count: number): string {\n` +
    `  const total = count * ${String(index + 1)}.5; // ${word(reasons, index)}\n  return \`${thing}: \${total.toFixed(2)}\`;\n}\n`
  );
}

function python(index: number): string {
  const thing = word(things, index);
  return `def ${thing}_${String(index)}(items):\n    """The ${thing} ${word(verbs, index)} them."""\n    return [item * ${String(index)} for item in items if item > 0]\n`;
}

/** @param length in characters, all of them ASCII; at least 1,500 */
export function answerText(length: number): string {
  const ending = `\n\n${lastWords}`;
  let text = 'Here is all that there is to say about it.\n\n';
  for (let index = 0; ; index += 1) {
    const section = sectionAt(index);
    if (text.length + section.length + ending.length > length) break;
    text += section;
  }
  const rest = length - text.length - ending.length;
  const filling = Array.from({ length: Math.ceil(rest / 20) }, () => 'And so on it goes on. ').join('');
  return text + filling.slice(0, rest) + ending;
}

function sectionAt(index: number): string {
  return sections[index % sections.length]?.(index) ?? '';
}

/** Cuts the text into that many pieces of nearly equal length. */
export function cutIntoTokens(text: string, tokens: number): readonly string[] {
  const at = (index: number): number => Math.floor((index * text.length) / tokens);
  return Array.from({ length: tokens }, (_, index) => text.slice(at(index), at(index + 1)));
}
