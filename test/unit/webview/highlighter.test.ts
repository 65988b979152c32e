import assert from 'node:assert/strict';
import type { MergedColorTheme } from '../../../src/core/colorTheme';
import { grammars } from '../../../src/webview/highlight/grammars';
import { Highlighter } from '../../../src/webview/highlight/highlighter';
import { languageId, languageName } from '../../../src/webview/highlight/languages';
import { createTokenizer, type Tokenizer } from '../../../src/webview/highlight/tokenizer';
import { CodeBlock } from '../../../src/webview/markdown/codeBlock';
import { codeBlockStrings, useDocument } from '../../support/markdownFixture';

const theme: MergedColorTheme = {
  type: 'dark',
  tokenColors: [
    { settings: { foreground: '#cccccc' } },
    { scope: 'comment', settings: { foreground: '#008000', fontStyle: 'italic' } },
    { scope: ['string', 'punctuation.definition.string'], settings: { foreground: '#ff0000' } },
    { scope: 'storage, keyword', settings: { foreground: '#0000ff', fontStyle: 'bold underline' } },
  ],
};

function codeBlock(language: string, text: string): CodeBlock {
  const block = new CodeBlock({ language, actions: [], strings: codeBlockStrings });
  block.append(text);
  return block;
}

/** The coloured parts of a block, each with its colour. */
function colours(block: CodeBlock): readonly string[] {
  return [...block.element.querySelectorAll<HTMLElement>('.code-line span')].map(
    ({ textContent, style }) => `${textContent} ${style.color}`,
  );
}

/** Runs what the highlighter plans when told to, and counts the runs. */
class Schedule {
  readonly #planned: (() => void)[] = [];
  runs = 0;

  readonly add = (run: () => void): void => {
    this.#planned.push(run);
  };

  async runUntil(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      const run = this.#planned.shift();
      if (run === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
      } else {
        this.runs += 1;
        run();
      }
    }
  }
}

class FakeTokenizer implements Tokenizer {
  readonly coloured: string[] = [];
  readonly loaded: string[] = [];
  failsAt: string | undefined;

  setTheme(): void {
    this.coloured.push('theme');
  }

  load(language: string): Promise<void> {
    this.loaded.push(language);
    return language === 'rust' ? Promise.reject(new Error('no chunk')) : Promise.resolve();
  }

  colourLine(_language: string, line: string): { nodes: readonly Node[]; state: undefined } {
    if (line === this.failsAt) throw new Error('grammar');
    this.coloured.push(line);
    const node = document.createElement('span');
    node.textContent = line;
    return { nodes: [node], state: undefined };
  }
}

suite('highlighting', () => {
  useDocument();

  suite('languages', () => {
    test('are found by the names that people write', () => {
      for (const [name, id] of [
        ['ts', 'typescript'],
        ['JS', 'javascript'],
        ['py', 'python'],
        ['sh', 'shellscript'],
        ['bash', 'shellscript'],
        ['console', 'shellsession'],
        ['yml', 'yaml'],
        ['c++', 'cpp'],
        ['c#', 'csharp'],
        ['dockerfile', 'docker'],
        ['text', undefined],
        ['', undefined],
        ['constructor', undefined],
      ] as const) {
        assert.equal(languageId(name), id, name);
      }
      assert.equal(languageName('ts'), 'TypeScript');
      assert.equal(languageName('brainfuck'), 'brainfuck');
    });
  });

  suite('Highlighter', () => {
    function start(tokenizer: Tokenizer, now: () => number = () => 0): { highlighter: Highlighter; schedule: Schedule } {
      const schedule = new Schedule();
      const highlighter = new Highlighter({ loadTokenizer: () => Promise.resolve(tokenizer), schedule: schedule.add, now });
      return { highlighter, schedule };
    }

    test('loads nothing for a page without code that it knows', async () => {
      const schedule = new Schedule();
      let loads = 0;
      const loadTokenizer = (): Promise<Tokenizer> => {
        loads += 1;
        return Promise.resolve(new FakeTokenizer());
      };
      const highlighter = new Highlighter({ loadTokenizer, schedule: schedule.add });
      highlighter.setTheme(theme);
      highlighter.highlight(codeBlock('nonsense', 'a\n'));
      const unfinished = codeBlock('ts', 'let a');
      highlighter.highlight(unfinished);
      assert.equal(loads, 0);
      unfinished.append('\n');
      assert.equal(loads, 1);
      await schedule.runUntil(() => colours(unfinished).length > 0);
      assert.equal(loads, 1);
    });

    test('colours each line once, when it is finished', async () => {
      const tokenizer = new FakeTokenizer();
      const { highlighter, schedule } = start(tokenizer);
      highlighter.setTheme(theme);
      const block = codeBlock('ts', 'a\nb');
      highlighter.highlight(block);
      await schedule.runUntil(() => tokenizer.coloured.length === 2);
      block.append('c\nd\n');
      await schedule.runUntil(() => tokenizer.coloured.length === 4);
      assert.deepEqual(tokenizer.coloured, ['theme', 'a', 'bc', 'd']);
    });

    test('pauses after a few milliseconds of work', async () => {
      let time = 0;
      const tokenizer = new FakeTokenizer();
      // Each look at the clock takes a millisecond, and there is one per line.
      const { highlighter, schedule } = start(tokenizer, () => time++);
      highlighter.setTheme(theme);
      highlighter.highlight(codeBlock('ts', 'x\n'.repeat(100)));
      await schedule.runUntil(() => tokenizer.coloured.length === 101);
      assert.ok(schedule.runs >= 100 / 8, String(schedule.runs));
    });

    test('colours everything anew in another theme, and nothing in the same one', async () => {
      const tokenizer = new FakeTokenizer();
      const { highlighter, schedule } = start(tokenizer);
      highlighter.setTheme(theme);
      highlighter.highlight(codeBlock('ts', 'a\n'));
      await schedule.runUntil(() => tokenizer.coloured.length === 2);
      highlighter.setTheme(structuredClone(theme));
      highlighter.setTheme(undefined);
      await schedule.runUntil(() => tokenizer.coloured.length === 4);
      assert.deepEqual(tokenizer.coloured, ['theme', 'a', 'theme', 'a']);
    });

    test('forgets a block that is gone', async () => {
      const tokenizer = new FakeTokenizer();
      const { highlighter, schedule } = start(tokenizer);
      highlighter.setTheme(theme);
      const gone = codeBlock('ts', 'gone\n');
      highlighter.highlight(gone);
      gone.dispose();
      const block = codeBlock('ts', 'here\n');
      highlighter.highlight(block);
      await schedule.runUntil(() => colours(block).length > 0);
      assert.deepEqual(tokenizer.coloured, ['theme', 'here']);
    });

    test('leaves code plain whose language cannot be loaded or fails, and goes on with the rest', async () => {
      const tokenizer = new FakeTokenizer();
      tokenizer.failsAt = 'bad';
      const { highlighter, schedule } = start(tokenizer);
      highlighter.setTheme(theme);
      highlighter.highlight(codeBlock('rust', 'a\n'));
      highlighter.highlight(codeBlock('python', 'bad\nb\n'));
      const last = codeBlock('ts', 'c\n');
      highlighter.highlight(last);
      await schedule.runUntil(() => colours(last).length > 0);
      assert.deepEqual(tokenizer.coloured, ['theme', 'c']);
      assert.deepEqual(tokenizer.loaded, ['rust', 'python', 'typescript']);
    });
  });

  suite('in the real thing', () => {
    async function colour(language: string, text: string, ownTheme: MergedColorTheme | undefined = theme): Promise<CodeBlock> {
      const schedule = new Schedule();
      const highlighter = new Highlighter({
        loadTokenizer: (pause) => Promise.resolve(createTokenizer(pause)),
        schedule: schedule.add,
      });
      highlighter.setTheme(ownTheme);
      const block = codeBlock(language, text);
      block.close();
      highlighter.highlight(block);
      let shown = 0;
      const showLine = block.showLine.bind(block);
      block.showLine = (index, nodes) => {
        showLine(index, nodes);
        shown += 1;
      };
      await schedule.runUntil(() => shown === block.finishedLineCount);
      assert.equal(block.element.querySelector('code')?.textContent, text);
      return block;
    }

    test('code has the colours and styles of the theme', async () => {
      const block = await colour('ts', 'const a = "x"; // y\n');
      assert.deepEqual(colours(block), [
        'const rgb(0, 0, 255)',
        '= rgb(0, 0, 255)',
        '"x" rgb(255, 0, 0)',
        '// y rgb(0, 128, 0)',
      ]);
      const [keyword] = block.element.querySelectorAll<HTMLElement>('.code-line span');
      assert.equal(keyword?.style.fontWeight, 'bold');
      assert.equal(keyword.style.textDecoration, 'underline');
    });

    test('a comment goes on over lines', async () => {
      const block = await colour('ts', '/* a\nb\n\n*/ c\n');
      assert.deepEqual(
        colours(block).map((text) => text.split(' rgb')[0]),
        ['/* a', 'b', '*/'],
      );
    });

    for (const [language, text, strings] of [
      ['sh', 'cat <<EOF > a\nhello\nEOF\necho "done"\n', ['"done"']],
      ['rust', 'let s = r#"raw"#; let b = "x";\n', ['r#"raw"#', '"x"']],
      ['python', 'x = \"\"\"a\nb\"\"\"\ny = "x"\n', ['"x"']],
      ['lua', 'x = [==[ a\nb ]==]\nlocal y = "x"\n', ['"x"']],
      ['md', '```text\na\n```\n\nb "x"\n', []],
    ] as const) {
      test(`a string in ${language} ends where it ends`, async () => {
        const block = await colour(language, text);
        const lines = [...block.element.querySelectorAll('.code-line')];
        const spans = [...(lines.at(-1)?.querySelectorAll<HTMLElement>('span') ?? [])];
        const isString = ({ style }: HTMLElement): boolean => style.color === 'rgb(255, 0, 0)';
        assert.deepEqual(
          spans.filter(isString).map(({ textContent }) => textContent),
          strings,
        );
      });
    }

    test('a theme that cannot be read is replaced by one of its kind', async () => {
      for (const [kind, colour1] of [
        ['vscode-dark', 'rgb(127, 178, 229)'],
        ['vscode-light', 'rgb(28, 70, 184)'],
      ] as const) {
        document.body.dataset['vscodeThemeKind'] = kind;
        const schedule = new Schedule();
        const highlighter = new Highlighter({
          loadTokenizer: (pause) => Promise.resolve(createTokenizer(pause)),
          schedule: schedule.add,
        });
        highlighter.setTheme(undefined);
        const block = codeBlock('ts', 'const a = 1;\n');
        highlighter.highlight(block);
        await schedule.runUntil(() => colours(block).length > 0);
        assert.equal(colours(block)[0], `const ${colour1}`);
      }
    });

    test('every language has a grammar of its name', async () => {
      for (const [id, load] of Object.entries(grammars)) {
        const { default: registrations } = await load();
        assert.ok(
          registrations.some(({ name }) => name === id),
          id,
        );
      }
    });

    test('a line of absurd length stays plain', async () => {
      const block = await colour('js', `"${'x'.repeat(5000)}"\nlet a;\n`);
      assert.deepEqual(colours(block), ['let rgb(0, 0, 255)']);
    });
  });
});
