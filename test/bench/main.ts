/**
 * `npm run bench`: what the extension costs, beside the least that the same thing can cost (the floor), measured in the same run.
 * It prints figures and judges none. `npm run bench size load chat markdown history` picks parts.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { ensureBrowser } from '../hosts/browser';
import { createRunFolder, removeAbandonedRuns, removeFolder } from '../hosts/folders';
import { hostVersions } from '../hosts/hostVersions';
import { ensureServer } from '../hosts/serverInstall';
import { measureChat } from './chatRounds';
import { measureHistory } from './history';
import { measureMarkdown } from './markdownStream';
import { measureLoading, measureSizes, preparePackage, type Packaged } from './packaged';
import { formatTable, type Section } from './table';

const parts: Readonly<Record<string, (packaged: Packaged) => Promise<readonly Section[]>>> = {
  size: (packaged) => Promise.resolve([measureSizes(packaged)]),
  load: async (packaged) => [await measureLoading(packaged)],
  chat: ({ vsix }) => measureChat(vsix),
  markdown: () => Promise.resolve([measureMarkdown()]),
  history: async () => [await measureHistory()],
};

function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  const { vscode, node } = hostVersions.latest;
  return (
    `${String(availableParallelism())} cores (${model}), load ${load}, Node ${process.versions.node}; ` +
    `VS Code ${vscode} with Node ${node}, server host with a headless browser`
  );
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new Error(`Unknown part ${unknown.join(', ')}. Known: ${Object.keys(parts).join(', ')}.`);
  removeAbandonedRuns();
  await ensureServer('latest');
  await ensureBrowser();
  const machine = describeMachine();
  const folder = createRunFolder('bench');
  try {
    const packaged = await preparePackage(folder);
    const sections: Section[] = [];
    for (const [name, measure] of Object.entries(parts)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      console.log(`Measuring ${name}…`);
      sections.push(...(await measure(packaged)));
    }
    console.log(`\n${machine}\n\n${formatTable(sections)}\n\nMedians. What else runs on the machine is measured with it.`);
  } finally {
    removeFolder(folder);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
