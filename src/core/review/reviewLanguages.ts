/**
 * The languages of reviews: they have a language's colours and nothing else, so that no language server, formatter or linter takes
 * the old and new lines of a review for a program. The manifest contributes them; `test/unit/manifest.test.ts` compares.
 */

/** By VS Code's identifier: the grammar that colours it. Some come with other extensions; without them there are no colours. */
export const reviewGrammars = {
  bat: 'source.batchfile',
  c: 'source.c',
  clojure: 'source.clojure',
  cpp: 'source.cpp',
  csharp: 'source.cs',
  css: 'source.css',
  dart: 'source.dart',
  dockerfile: 'source.dockerfile',
  fsharp: 'source.fsharp',
  go: 'source.go',
  groovy: 'source.groovy',
  html: 'text.html.derivative',
  ini: 'source.ini',
  java: 'source.java',
  javascript: 'source.js',
  javascriptreact: 'source.js.jsx',
  json: 'source.json',
  jsonc: 'source.json.comments',
  julia: 'source.julia',
  kotlin: 'source.kotlin',
  less: 'source.css.less',
  lua: 'source.lua',
  makefile: 'source.makefile',
  markdown: 'text.html.markdown',
  'objective-c': 'source.objc',
  perl: 'source.perl',
  php: 'text.html.php',
  powershell: 'source.powershell',
  python: 'source.python',
  r: 'source.r',
  ruby: 'source.ruby',
  rust: 'source.rust',
  scss: 'source.css.scss',
  shellscript: 'source.shell',
  sql: 'source.sql',
  svelte: 'source.svelte',
  swift: 'source.swift',
  toml: 'source.toml',
  typescript: 'source.ts',
  typescriptreact: 'source.tsx',
  vb: 'source.asp.vb.net',
  vue: 'source.vue',
  xml: 'text.xml',
  yaml: 'source.yaml',
} as const;

const prefix = 'ace-claude-review';

/** Of what has no colours; the manifest sets editors of all of them up alike. */
export const plainReviewLanguage = `${prefix}-plaintext`;

export function reviewLanguage(languageId: string): string {
  return Object.hasOwn(reviewGrammars, languageId) ? `${prefix}-${languageId}` : plainReviewLanguage;
}

/** A name of its own that begins like the grammar's, so that the rules of colour themes hold. */
export function reviewScope(grammar: string): string {
  return `${grammar}.${prefix}`;
}
