/**
 * Builds what ships (`dist/`: the extension host's bundle, the client's, the webview's module with its lazily loaded chunks) and,
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
 * The client is a bundle of its own, loaded with the first use: compiling the HTTP library costs more than all the rest of the
 * start. Its import stays as it is written, so its place in `dist` mirrors the one in `src`.
 */
const clientModule = 'client/chatClient';

function buildExtension() {
  return build({
    ...forNode,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    external: ['vscode', `./${clientModule}`],
    // An import() that is kept would look for an ES module.
    supported: { 'dynamic-import': false },
  });
}

function buildClient() {
  return build({ ...forNode, entryPoints: { [clientModule]: `src/${clientModule}.ts` }, outdir: 'dist' });
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
  await Promise.all([buildExtension(), buildClient(), buildWebview()]);
}

main().catch((error) => {
  if (!error.errors) console.error(error);
  process.exitCode = 1;
});
