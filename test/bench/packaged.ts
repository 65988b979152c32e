/** The packaged extension as it ships: made where it is older than its sources, unpacked, its sizes and how long it takes to load. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { vsixFile } from '../hosts/folders';
import { packageExtension } from '../hosts/packageExtension';
import { ensureServer } from '../hosts/serverInstall';
import { median, type Row, type Section } from './table';

export interface Packaged {
  /** A copy that nobody else replaces meanwhile. */
  readonly vsix: string;
  /** What is in it: `extension/…`. */
  readonly folder: string;
}

const loads = 7;

/** @param folder an empty one, the caller's to remove */
export async function preparePackage(folder: string): Promise<Packaged> {
  await packageExtension();
  const vsix = path.join(folder, 'ace-claude.vsix');
  copyFileSync(vsixFile, vsix);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(vsix)))) {
    const file = path.join(folder, 'unpacked', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return { vsix, folder: path.join(folder, 'unpacked') };
}

export function measureSizes({ vsix, folder }: Packaged): Section {
  const size = (...names: readonly string[]): number => statSync(path.join(folder, 'extension', ...names)).size;
  const row = (measure: string, ours: number): Row => ({ measure, unit: 'bytes', ours });
  return {
    title: 'Size',
    rows: [
      row('VSIX', statSync(vsix).size),
      row('extension.js (start)', size('dist', 'extension.js')),
      row('chatClient.js (first use)', size('dist', 'client', 'chatClient.js')),
      row('webview.js (the page’s first chunk)', size('dist', 'webview.js')),
    ],
  };
}

/** `vscode` is whatever is asked of it; the bundle copies the names that it finds, so what it makes while loading is named. */
const loadScript = `
  const Module = require('node:module');
  const load = Module._load;
  const anything = new Proxy(Object.assign(function () {}, { CodeActionKind: 0, ThemeIcon: 0, l10n: 0 }), { get: () => anything });
  Module._load = (name, ...rest) => (name === 'vscode' ? anything : load(name, ...rest));
  const began = performance.now();
  require(process.argv[1]);
  process.stdout.write(String(performance.now() - began));
  process.exit();
`;

/** In the Node of the latest host, each load in a process of its own; the floor is a module without a line. */
export async function measureLoading({ folder }: Packaged): Promise<Section> {
  const { node } = await ensureServer('latest');
  const empty = path.join(folder, 'empty.js');
  writeFileSync(empty, '');
  const load = (file: string): number => Number(execFileSync(node, ['-e', loadScript, file], { encoding: 'utf8' }));
  const rows = ['extension.js', path.join('client', 'chatClient.js')].map((name): Row => {
    const file = path.join(folder, 'extension', 'dist', name);
    const pairs = Array.from({ length: loads }, () => [load(file), load(empty)] as const);
    return {
      measure: `require ${path.basename(name)}`,
      unit: 'ms',
      ours: median(pairs.map(([ours]) => ours)),
      floor: median(pairs.map(([, floor]) => floor)),
    };
  });
  return { title: 'Loading, in the host’s Node', rows };
}
