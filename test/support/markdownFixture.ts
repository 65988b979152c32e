/** What the tests of streaming markdown share: texts that are hard to read in pieces, and a stream into an element of jsdom. */
import { JSDOM } from 'jsdom';
import type { BlockStrings } from '../../src/webview/markdown/blockView';
import type { CodeBlockStrings } from '../../src/webview/markdown/codeBlock';
import type { CodeBlockView } from '../../src/webview/markdown/codeBlockView';
import { MarkdownStream } from '../../src/webview/markdown/markdownStream';
import type { PathLink } from '../../src/webview/markdown/pathLinks';

/** Gives the suite that calls it a document. */
export function useDocument(): void {
  suiteSetup(() => {
    Object.defineProperty(globalThis, 'document', { value: new JSDOM('<!DOCTYPE html>').window.document, configurable: true });
  });
  suiteTeardown(() => {
    Reflect.deleteProperty(globalThis, 'document');
  });
}

/** A code block that shows what it was told, and nothing else. */
export class PlainCodeBlock implements CodeBlockView {
  readonly element = document.createElement('pre');
  isClosed = false;
  isDisposed = false;

  constructor(
    readonly language: string,
    readonly path: string | undefined,
  ) {
    this.element.dataset['language'] = language;
    if (path !== undefined) this.element.dataset['path'] = path;
  }

  append(text: string): void {
    this.element.textContent += text;
  }

  setText(text: string): void {
    this.element.textContent = text;
  }

  close(): void {
    this.isClosed = true;
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

export const markdownStrings: BlockStrings = {
  taskDone: 'Done',
  taskOpen: 'Not done',
  table: 'Table',
  footnotes: 'Footnotes',
  footnote: 'Footnote {0}',
  footnoteBack: 'Back to {0}',
  formula: 'Formula',
  formulaInvalid: 'Not a formula',
  alerts: { note: 'Note', tip: 'Tip', important: 'Important', warning: 'Warning', caution: 'Caution' },
};

export const codeBlockStrings: CodeBlockStrings = {
  code: 'Code',
  wrap: 'Wrap',
  showAllLines: 'Show all {0} lines',
  showLess: 'Show less',
  diagram: 'Diagram',
  diagramNamed: 'Diagram: {0}',
  showSource: 'Show Source',
  diagramInvalid: 'No diagram',
  diagramTooLarge: 'Too large',
};

/** Texts in which each line may change what the lines before it are. */
export const nastyTexts: readonly string[] = [
  'One\ntwo **bold** and `code`\n\n- a\n- b\n\n  more\n- c\n\nEnd',
  'Title\n===\n\nSub\n---\n\ntext\n- not a heading\n\n# A #\n## B\n\n***\n',
  '```ts title="src/a.ts"\nconst a = 1;\n\n~~~\n``\n```\n\n~~~\n```\n~~~\nafter',
  '````md\n```js\nx\n```\n````\ntext\n```\nnever closed\n  ```x\n``` not\n',
  '  ```py\n  indented\n    more\n\tless\n  ```\n\n    code\n\n    code\n\ttab\n',
  '1. one\n   ```sh\n   ls\n   ```\n2. two\n   - a\n     - b\n\n       c\n   - d\n3) other list\n10. start\n',
  '- a | b\n--- | ---\n\n| a | b |\n|:--|--:|\n| 1 | `x|y` |\n| 2 \\| 3 |\nno pipe\n\n| a |\n| - |\n> quote ends it',
  '> quote\nlazy\n> - list\n>   more\n>\n> ```\n> code\n\nout\n> > deep\n>\n> end',
  '[foo] and [bar][] and ![pic][foo]\n\n[foo]: https://example.com/a "Title"\n\n[bar]:\n/relative\n\n[foo]: https://example.org/second\n',
  '[a]: https://example.com\n"two-line\ntitle"\n[b]: https://example.com/b \'not a title\n\n[a] [b]\n',
  '- [x] done\n- [ ] open **bold**\n- [y] none\n- \n- [ ]\n\n* * *\n* item\n+ other\n',
  'a\\\nb  \nc\nhttps://example.com/x_y_z *https://example.com* main.rs README.md <https://example.com/q?a=b>\n',
  '<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n\n<div onclick="x">**a**</div>\n&lt;b&gt; &amp;amp;\n',
  '[x](command:evil) [y](javascript:alert(1)) ![z](data:image/png;base64,AAAA) [w](vscode:x) <command:y>\n\n[q]: command:evil\n[q]\n',
  '*a **b* c** _d __e_ f__ ~~g~~ `` ` `` ``` ** * _ `\n\n**unclosed\n\n`unclosed\n\n[unclosed](https://exa',
  '\n\n\n- \n\n  a\n-\n  b\n1.\n\n   c\n\n\n\n\ttab\n\n#\n##\n>\n',
  '- one\n- two\n\n\n\n- three\n  > q\n  >\n  > r\n\n      code\n- four\n    - five\n        - six\nlazy\n',
  '| a | b |\n| --- | --- |\n' + '| x **y** | [z](https://example.com) |\n'.repeat(60) + '\nafter',
  '- item with some text in it and a [link] here\n'.repeat(60) + '\n  loose now\n\n- last\n\n[link]: https://example.com\n',
  '- ```\n  code\n  ```\n\n'.repeat(80) + '- para\n- para\n' + '- [def]: https://example.com\n- [def]\n'.repeat(50),
  '1. a\r\n2. b\r\n\r\nc\rd\r\n```\r\ne\r\n```\r\n',
  'One[^1], two[^b] and again[^1], ^[inline *note*] and [^none], `[^1]`.\n\n[^1]: First **note**\nlazy\n\n    second [^b] paragraph\n\n    - list\n[^b]: B ^[in b]\n[^unused]: never\n\nAfter[^2]\n\n> [^2]: in a quote\n',
  '- item[^1]\n- other ^[x\n  y]\n\n[^1]:\n    indented\n\n        code\n\n| a[^1] | b |\n|---|---|\n| c[^3] | d |\n\n[^3]: ```js\n    let a;\n    ```\n[^1]: second wins not\n[^4]: /url\n[^\n[^ 1]: x\n',
  'It is $a_1 * b_2$ and $5 and $10, US$3, $HOME/$USER, \\$x$, `$y$`, $$z^2$$ *in* \\(a_i * b\\) and \\[c\\] [x](a$b$c)\n\n$$\na\n+ b\n\n- c\n$$\n\n$$ one $$\nafter\n',
  'text\n\\[\n= a\n\\]\nmore\n\n$$a\nb$$\n\n$$\nnever closed\n\n- a\n\n```math\n\\frac{a}{b}\n```\n\n- x\n\n  $$\n  y\n  $$\n\n> $$\n> q\n> $$\n\n$$ $$\n\n$$$$\n\n$$x$$ $$\n',
  '> [!NOTE]\n> Some *text*\n>\n> more\n\n> [!warning] \n\n> [!TIP]\n> - a\n\n> [!OTHER]\n> x\n\n> [!CAUTION] not alone\n\n> [!IMPORTANT]\nlazy\n',
  'Emoji \u{1f469}\u200d\u{1f4bb} \u4f60\u597d **\u4f60\u597d**\u3002\0 end\n',
];

export function openStream(pathLink?: PathLink): {
  container: HTMLElement;
  stream: MarkdownStream;
  blocks: PlainCodeBlock[];
} {
  const container = document.createElement('div');
  const blocks: PlainCodeBlock[] = [];
  const stream = new MarkdownStream(container, {
    strings: markdownStrings,
    ...(pathLink === undefined ? {} : { pathLink }),
    codeBlock: (language, path) => {
      const block = new PlainCodeBlock(language, path);
      blocks.push(block);
      return block;
    },
  });
  return { container, stream, blocks };
}

export function render(text: string, pathLink?: PathLink): HTMLElement {
  const { container, stream } = openStream(pathLink);
  stream.append(text);
  stream.finish();
  return container;
}

/** One rendering that never streamed: the stream sees nothing before `finish`. */
export function renderWhole(text: string): string {
  const { container, stream } = openStream();
  Object.defineProperty(stream, 'text', { value: text });
  stream.finish();
  return container.innerHTML;
}
