/**
 * What streaming Markdown costs in several shapes of text, beside one parse of the whole (the floor). Runs in jsdom, whose DOM is
 * slower than a browser's.
 */
import { JSDOM } from 'jsdom';
import MarkdownIt from 'markdown-it';
import { CodeBlock } from '../../src/webview/markdown/codeBlock';
import { MarkdownStream } from '../../src/webview/markdown/markdownStream';
import { codeBlockStrings, markdownStrings } from '../support/markdownFixture';
import type { Section } from './table';

const size = 200_000;
/** Characters: what one message to the page holds at 2,000 tokens a second. */
const pieceLength = 256;

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

interface StreamCost {
  /** Milliseconds for the whole text, and for its worst piece. */
  readonly total: number;
  readonly worst: number;
}

function stream(text: string): StreamCost {
  const options = {
    strings: markdownStrings,
    codeBlock: (language: string, path: string | undefined) =>
      new CodeBlock({ language, path, actions: [], strings: codeBlockStrings }),
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

export function measureMarkdown(): Section {
  Object.defineProperty(globalThis, 'document', { value: new JSDOM('').window.document, configurable: true });
  try {
    // The first text to come pays for the compiler.
    stream(Object.values(shapes).join('\n\n').slice(0, size));
    const results = Object.entries(shapes).map(([name, text]) => ({ name, parsed: parse(text), ...stream(text) }));
    return {
      title: `Streaming Markdown in jsdom (200 kB in pieces of ${String(pieceLength)}) / one parse of the whole`,
      rows: [
        ...results.map(({ name, total, parsed }) => ({ measure: name, unit: 'ms' as const, ours: total, floor: parsed })),
        { measure: 'the worst piece of all', unit: 'ms', ours: Math.max(...results.map(({ worst }) => worst)) },
      ],
    };
  } finally {
    Reflect.deleteProperty(globalThis, 'document');
  }
}
