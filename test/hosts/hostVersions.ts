/**
 * Which VS Code the tests run in, with exact versions: the only place that names them. `engines.vscode` of the manifest equals
 * the oldest. How they are installed is `serverInstall.ts` and `browser.ts`.
 */

/** `code-server` from the npm registry carries the VS Code server of that version; `node` is the Node that runs it. */
export const hostVersions = {
  latest: { vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' },
  oldest: { vscode: '1.104.0', codeServer: '4.104.0', node: '22.23.3' },
} as const;

/** A VS Code server with its workbench in a browser. */
export type ServerHostId = keyof typeof hostVersions;

/** Every host of the integration tests; `desktop` is the downloaded VS Code, of the same version as `latest`. */
export type HostId = 'desktop' | ServerHostId;

export const serverHostIds = ['latest', 'oldest'] as const satisfies readonly ServerHostId[];

/** A Chromium for machines without one (newer majors want Node 22), and fonts for machines without any. */
export const browserPackages = { chromium: '143.0.4', fonts: '2.37.3' } as const;

/** @throws where the name is none of a host with a server */
export function parseServerHostId(name: string | undefined): ServerHostId {
  const host = serverHostIds.find((id) => id === name);
  if (host === undefined) throw new Error(`Unknown test host "${name ?? ''}". Known: ${serverHostIds.join(', ')}.`);
  return host;
}
