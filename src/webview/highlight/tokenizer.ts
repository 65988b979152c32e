/**
 * One line of code to coloured nodes, by TextMate grammars and a VS Code colour theme (shiki's core with the JavaScript regular
 * expression engine). A chunk of its own: only pages with code load it. Pace and order are the highlighter's.
 */
import {
  codeToTokensBase,
  createShikiPrimitive,
  getLastGrammarState,
  normalizeTheme,
  type GrammarState,
  type ThemedToken,
  type ThemeRegistrationResolved,
} from '@shikijs/core';
import { createJavaScriptRegexEngine, defaultJavaScriptRegexConstructor } from '@shikijs/engine-javascript';
import type { MergedColorTheme } from '../../core/colorTheme';
import { builtInTheme } from './builtInTheme';
import { grammars } from './grammars';
import type { LanguageId } from './languages';
import type { ThemeKind } from './themeKind';

/** Where a grammar stands at the end of a line. Valid for one language and one theme. */
export type LineState = GrammarState;

export interface Tokenizer {
  /** Every {@link LineState} from before is void. */
  setTheme(theme: MergedColorTheme | undefined, kind: ThemeKind): void;
  /** Gets a language ready, waiting for `pause` every few milliseconds. Rejects when its chunk cannot be loaded. */
  load(language: LanguageId): Promise<void>;
  /** @param state is that after the line before, undefined for the first one. The language has been loaded, a theme set. */
  colourLine(language: LanguageId, line: string, state: LineState | undefined): ColouredLine;
}

export interface ColouredLine {
  readonly nodes: readonly Node[];
  readonly state: LineState | undefined;
}

/** Longer lines are data rather than code, and would hold up the page. */
const longestLine = 2000;
/** For one line, in milliseconds: a way out of a grammar that runs wild. What follows such a line has wrong colours. */
const longestTime = 2000;
/** How long to compile patterns without a pause, in milliseconds. */
const sliceTime = 6;

/** Languages that are hardly ever without others in them. */
const embedding: ReadonlySet<LanguageId> = new Set(['html', 'svelte', 'vue']);

export function createTokenizer(pause: () => Promise<void>): Tokenizer {
  const patterns = new Map<string, RegExp | Error>();
  const engine = createJavaScriptRegexEngine({ cache: patterns, forgiving: true });
  const shiki = createShikiPrimitive({ engine, langs: [], themes: [], warnings: false });
  let theme: ThemeRegistrationResolved | undefined;

  /** Compiled on first use, the patterns of a large grammar would stop the page for some hundred milliseconds. */
  const compileAhead = async (sources: ReadonlySet<string>): Promise<void> => {
    let end = performance.now() + sliceTime;
    for (const source of sources) {
      if (patterns.has(source)) continue;
      if (performance.now() >= end) {
        await pause();
        end = performance.now() + sliceTime;
      }
      patterns.set(source, compile(source));
    }
  };

  return {
    setTheme(newTheme, kind) {
      const { type, tokenColors } = newTheme ?? builtInTheme(kind);
      // shiki writes into what it gets.
      theme = normalizeTheme({ name: 'user', type, settings: structuredClone(tokenColors) as typeof tokenColors & [] });
    },
    async load(language) {
      const { default: registrations } = await grammars[language]();
      const sources = new Set<string>();
      // Other languages come along for code within code, which most blocks do not have.
      const own = embedding.has(language) ? registrations : registrations.filter(({ name }) => name === language);
      collectPatterns(own, sources, new Set());
      await compileAhead(sources);
      shiki.loadLanguageSync(registrations);
    },
    colourLine(language, line, state) {
      if (theme === undefined || line.length > longestLine) return { nodes: [document.createTextNode(line)], state };
      const tokens = codeToTokensBase(shiki, line, {
        lang: language,
        theme,
        tokenizeTimeLimit: longestTime,
        ...(state === undefined ? {} : { grammarState: state }),
      });
      const { fg } = theme;
      return { nodes: tokens.flat().map((token) => tokenNode(token, fg)), state: getLastGrammarState(shiki, tokens) };
    },
  };
}

function compile(source: string): RegExp | Error {
  try {
    const pattern = defaultJavaScriptRegexConstructor(source);
    // The browser's half of the work is done on the first use.
    pattern.exec(' ');
    pattern.lastIndex = 0;
    return pattern;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** All patterns that are compiled as they stand. Those with anchors or other rules' groups are rewritten line by line. */
function collectPatterns(rule: unknown, sources: Set<string>, seen: Set<object>): void {
  if (typeof rule !== 'object' || rule === null || seen.has(rule)) return;
  seen.add(rule);
  for (const [key, value] of Object.entries(rule)) {
    if (typeof value === 'string') {
      const isPattern = key === 'match' || key === 'begin' || ((key === 'end' || key === 'while') && !/\\\d/.test(value));
      if (isPattern && !/\\[AGz]/.test(value)) sources.add(value);
    } else {
      collectPatterns(value, sources, seen);
    }
  }
}

/** Bits of a token's font style. */
const italic = 1;
const bold = 2;
const underline = 4;
const strikethrough = 8;

function tokenNode(token: ThemedToken, plainColor: string): Node {
  const { content, color = '', fontStyle = 0 } = token;
  // Plain text takes the page's editor colour, which the user may have customised.
  const isPlain = color === '' || color.toLowerCase() === plainColor.toLowerCase();
  if ((isPlain && fontStyle <= 0) || content.trim() === '') return document.createTextNode(content);
  const element = document.createElement('span');
  element.textContent = content;
  // Set as properties: the page's policy refuses style attributes.
  if (!isPlain) element.style.color = color;
  if (fontStyle <= 0) return element;
  if ((fontStyle & italic) !== 0) element.style.fontStyle = 'italic';
  if ((fontStyle & bold) !== 0) element.style.fontWeight = 'bold';
  const lines = [(fontStyle & underline) !== 0 ? 'underline' : '', (fontStyle & strikethrough) !== 0 ? 'line-through' : ''];
  if (lines.some((line) => line !== '')) element.style.textDecoration = lines.join(' ').trim();
  return element;
}
