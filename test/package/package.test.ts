/** What is in the VSIX that users install: the listed files and no more, small, and without sources. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { projectRoot } from '../hosts/folders';

/** Parts of the host that are loaded with their first use. */
const { lazyModules } = createRequire(__filename)(path.join(projectRoot, 'esbuild.js')) as { lazyModules: readonly string[] };

/** Everything that may be in the package. `dist/webview/` holds the page's lazily loaded chunks, whose names have hashes. */
const allowed = [
  /^extension\/(package\.json|package\.nls(\.[a-z-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/(extension|webview)\.js$/,
  ...lazyModules.map((name) => new RegExp(`^extension/dist/${name}\\.js$`)),
  /^extension\/dist\/webview\/[\w-]+-[A-Z0-9]{8}\.js$/,
  /^extension\/dist\/webview\/katex\/(katex\.css|fonts\/KaTeX_[\w-]+\.woff2)$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^extension\/syntaxes\/[\w-]+\.json$/,
  /^extension\/media\/((chat|transcript|composer|markdown|usage)\.css|icon\.(svg|png))$/,
  /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/,
];

const megabyte = 1_000_000;

suite('The package', () => {
  const vsix = readFileSync('ace-claude.vsix');
  const files = unzipSync(vsix);
  const names = Object.keys(files);

  test('holds the listed files and nothing else', () => {
    assert.deepEqual(
      names.filter((name) => !allowed.some((pattern) => pattern.test(name))),
      [],
    );
  });

  test('holds all that the manifest and the page refer to', () => {
    for (const name of [
      'package.json',
      'package.nls.json',
      'dist/extension.js',
      ...lazyModules.map((name) => `dist/${name}.js`),
      'dist/webview.js',
      'dist/webview/katex/katex.css',
      'dist/webview/katex/fonts/KaTeX_Main-Regular.woff2',
      'l10n/bundle.l10n.json',
      'syntaxes/typescript.json',
      'media/chat.css',
      'media/composer.css',
      'media/transcript.css',
      'media/markdown.css',
      'media/usage.css',
      'media/icon.svg',
      'media/icon.png',
      'readme.md',
      'changelog.md',
      'LICENSE.txt',
    ]) {
      assert.ok(names.includes(`extension/${name}`), name);
    }
  });

  test('is small: to download, for the host and for the page', () => {
    const size = (name: string): number => files[`extension/${name}`]?.length ?? 0;
    assert.ok(vsix.length < 2.5 * megabyte, `${String(vsix.length)} bytes`);
    assert.ok(size('dist/extension.js') < 0.3 * megabyte, `${String(size('dist/extension.js'))} bytes`);
    assert.ok(size('dist/webview.js') < 0.25 * megabyte, `${String(size('dist/webview.js'))} bytes`);
  });

  test('has each font that its style sheets name', () => {
    const styles = strFromU8(files['extension/dist/webview/katex/katex.css'] ?? new Uint8Array());
    const fonts = [...styles.matchAll(/url\(([^)]*)\)/g)].map(([, file]) => file ?? '');
    assert.ok(fonts.length > 0);
    for (const font of fonts) assert.ok(names.includes(`extension/dist/webview/katex/${font}`), font);
  });

  test('has no source maps, no sources and no path of the machine that made it', () => {
    for (const name of names.filter((file) => file.endsWith('.js'))) {
      const text = strFromU8(files[name] ?? new Uint8Array());
      assert.equal(text.includes('sourceMappingURL'), false, name);
      assert.equal(text.includes(process.cwd()), false, name);
    }
  });
});
