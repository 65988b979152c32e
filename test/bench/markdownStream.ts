/**
 * What streaming markdown costs: 200 kB in small pieces, in several shapes of text, beside one parse of the whole. Runs in jsdom,
 * whose DOM is slower than a browser's. Bundle it with esbuild for Node (jsdom external) and start it; it prints a table.
 */
import { JSDOM } from 'jsdom';
import MarkdownIt from 'markdown-it';
import { CodeBlock } from '../../src/webview/markdown/codeBlock';
import { MarkdownStream } from '../../src/webview/markdown/markdownStream';

const size = 200_000;

function repeat(part: (index: number) => string): string {
  let text = '';
  for (let index = 0; text.length < size; index += 1) text += part(index);
  return text;
}

const sentence = 'This is **some** text with `code`, a [link](https://example.com) and *more* words. ';
const shapes: Readonly<Record<string, string>> = {
  mixed: repeat(
    (index) =>
      `## Part ${String(index)}\n\n${sentence.repeat(3)}\n\n- one ${sentence}\n- two\n  - three\n\n\`\`\`ts\nconst a = ${String(index)};\nlet b = "text"; // comment\n\`\`\`\n\n| a | b |\n|---|---|\n| 1 | \`2\` |\n\n`,
  ),
  'one fence': `\`\`\`ts\n${repeat((index) => `const value${String(index)} = "text"; // comment\n`)}`,
  'one list': repeat((index) => `${String(index + 1)}. ${sentence}\n`),
  'loose list with fences': repeat((index) => `- item ${String(index)} ${sentence}\n\n  \`\`\`js\n  let a = 1;\n  \`\`\`\n\n`),
  'one table': `| a | b | c |\n|---|---|---|\n${repeat((index) => `| ${String(index)} | **b** and \`c\` | some text |\n`)}`,
  'one nested list': `- outer\n${repeat((index) => `  - inner ${String(index)} ${sentence}\n`)}`,
  'one quote': repeat(() => `> ${sentence}\n`),
  'one paragraph': repeat(() => sentence),
};

function stream(text: string, pieceLength: number): { total: number; worst: number } {
  const options = {
    strings: { taskDone: 'Done', taskOpen: 'Not done', table: 'Table' },
    codeBlock: (language: string, path: string | undefined) =>
      new CodeBlock({ language, path, actions: [], strings: { code: 'Code' } }),
  };
  const markdown = new MarkdownStream(document.createElement('div'), options);
  const began = performance.now();
  let worst = 0;
  for (let start = 0; start < text.length; start += pieceLength) {
    const before = performance.now();
    markdown.append(text.slice(start, start + pieceLength));
    worst = Math.max(worst, performance.now() - before);
  }
  markdown.finish();
  const total = performance.now() - began;
  markdown.dispose();
  return { total, worst };
}

function parse(text: string): number {
  const markdown = new MarkdownIt({ linkify: true });
  markdown.parse(text.slice(0, 20_000), {});
  const began = performance.now();
  markdown.parse(text, {});
  return performance.now() - began;
}

Object.defineProperty(globalThis, 'document', { value: new JSDOM('').window.document });
for (const [name, text] of Object.entries(shapes)) {
  const whole = parse(text);
  const results = [4, 64, 2000].map((pieceLength) => {
    const { total, worst } = stream(text, pieceLength);
    return `${String(pieceLength)}: ${total.toFixed(0)} ms (${(total / whole).toFixed(0)} parses), worst piece ${worst.toFixed(1)} ms`;
  });
  console.log(`${name.padEnd(24)} parse ${whole.toFixed(0)} ms | ${results.join(' | ')}`);
}
