/**
 * Builds what ships (`dist/`: the extension host's bundles, the webview's module with its lazily loaded chunks) and,
 * with `--tests`, the tests (`out/test/`, one bundle per test file).
 *
 *   node esbuild.js [--production] [--watch] [--tests]
 */
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { strictPolicy } = require('./esbuild.strictPolicy.js');

const isProduction = process.argv.includes('--production');
const isWatch = process.argv.includes('--watch');
const isForTests = process.argv.includes('--tests');

/** How many bundles are being built: the first begins a build, the last one ends it. */
let building = 0;

/** Prints what the problem matcher in `.vscode/tasks.json` reads. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => {
      building += 1;
      if (building === 1) console.log('[watch] build started');
    });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      building -= 1;
      if (building === 0) console.log('[watch] build finished');
    });
  },
};

/**
 * What esbuild escapes everywhere but in regular expressions: a single letter beyond Latin-1 makes V8 read a whole bundle as
 * UTF-16, which takes half as long again. Only for minified bundles, since it moves the columns of a source map.
 */
const asciiOnly = {
  name: 'ascii-only',
  setup(build) {
    build.initialOptions.write = false;
    build.onEnd(({ outputFiles = [] }) => {
      for (const { path: file, text } of outputFiles) {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, text.replace(/[^\0-\x7f]/g, escaped));
      }
    });
  },
};

/** @param {string} unit of UTF-16 */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** @param {esbuild.BuildOptions} options */
async function build(options) {
  const context = await esbuild.context({
    bundle: true,
    minify: isProduction,
    sourcemap: isProduction ? false : 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: isWatch ? 'silent' : 'warning',
    ...options,
    plugins: [...(options.plugins ?? []), ...(isWatch ? [problemMatcher] : [])],
  });
  if (isWatch) {
    await context.watch();
  } else {
    try {
      await context.rebuild();
    } finally {
      // One that is left keeps the process alive, also after an error.
      await context.dispose();
    }
  }
}

/** Node 22 runs in the oldest supported VS Code. Some libraries can only be bundled from their ES modules. */
const forNode = { platform: 'node', format: 'cjs', target: 'node22', mainFields: ['module', 'main'] };

/**
 * Bundles of their own, loaded with the first use, since compiling them takes longer than all the rest of the start. Their place in
 * `dist` mirrors the one in `src`. Each has its own copies of what it imports: an error that passes between bundles is known by its
 * name.
 */
const lazyModules = [
  'client/chatClient',
  'core/pathSearch',
  'host/answers/answerOptions',
  'host/chat/answerTogether',
  'host/chat/colorTheme',
  'host/commit/commitTools',
  'host/context/requestPreview',
  'host/edits/codeActions',
  'host/connection/connectionCheck',
  'host/explain/explanations',
  'host/history/chatArchive',
  'host/history/historyPick',
  'host/nativeChat/nativeChat',
  'host/platform/refusal',
  'host/review/reviews',
  'host/selection/selectionEdits',
  'host/tools/chatTools',
  'host/usage/usageBudget',
  'host/usage/usageStatusBar',
  'host/usage/usageView',
];

/** What `extension.js` imports with `import()` stays an import, of the bundle. */
const lazyImports = {
  name: 'lazy-imports',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: file, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = path.relative(path.resolve('src'), path.resolve(resolveDir, file)).replaceAll('\\', '/');
      return lazyModules.includes(name) ? { path: `./${name}`, external: true } : undefined;
    });
  },
};

function buildHost() {
  return build({
    ...forNode,
    entryPoints: ['extension', ...lazyModules].map((name) => ({ in: `src/${name}.ts`, out: name })),
    outdir: 'dist',
    external: ['vscode'],
    // An import() that is kept would look for an ES module.
    supported: { 'dynamic-import': false },
    plugins: [lazyImports, ...(isProduction ? [asciiOnly] : [])],
  });
}

function buildWebview() {
  copyFormulaStyles('dist/webview/katex');
  return build({
    platform: 'browser',
    format: 'esm',
    target: 'chrome138',
    splitting: true,
    entryPoints: { webview: 'src/webview/main.ts' },
    chunkNames: 'webview/[name]-[hash]',
    outdir: 'dist',
    plugins: [strictPolicy],
  });
}

/** What formulas look like: KaTeX's style sheet, and its fonts in the one format that every VS Code reads. */
function copyFormulaStyles(folder) {
  const source = 'node_modules/katex/dist';
  fs.mkdirSync(`${folder}/fonts`, { recursive: true });
  const styles = fs.readFileSync(`${source}/katex.min.css`, 'utf8');
  fs.writeFileSync(`${folder}/katex.css`, styles.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, ''));
  for (const font of fs.readdirSync(`${source}/fonts`).filter((name) => name.endsWith('.woff2'))) {
    fs.copyFileSync(`${source}/fonts/${font}`, `${folder}/fonts/${font}`);
  }
}

/** Test files and whatever is started as a program of its own. Kept out: what must stay one instance, or cannot be bundled. */
function buildTests() {
  const entryPoints = [...walk('test')].filter((file) => /\.test\.ts$|\/main\.ts$|^test\/integration\/index\.ts$/.test(file));
  return build({
    ...forNode,
    target: 'node20',
    // The page's modules ask for their own address, which a test does not have.
    logOverride: { 'empty-import-meta': 'silent' },
    entryPoints,
    outbase: 'test',
    outdir: 'out/test',
    external: [
      'vscode',
      'mocha',
      'jsdom',
      'playwright-core',
      'proxy-chain',
      'esbuild',
      'undici',
      'openai',
      'mermaid',
      '@vscode/test-electron',
    ],
  });
}

function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(file);
    else yield file;
  }
}

async function main() {
  if (isForTests) {
    fs.rmSync('out/test', { recursive: true, force: true });
    await buildTests();
    return;
  }
  fs.rmSync('dist', { recursive: true, force: true });
  await Promise.all([buildHost(), buildWebview()]);
}

if (require.main === module) {
  main().catch((error) => {
    if (!error.errors) console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { lazyModules };
