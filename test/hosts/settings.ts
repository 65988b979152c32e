/** The user's `settings.json` of a server host: read and merged as plain JSON, since only the tests write there. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** A calm first look: no welcome pages, no offers, no telemetry, no second chat beside ours. Language models stay enabled. */
export const calmSettings: Settings = {
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Changes the given settings and keeps the others; `undefined` removes one. A running window does not notice.
 *
 * @param dataFolder the server's data folder
 */
export function writeSettings(dataFolder: string, changes: Settings): void {
  const file = path.join(dataFolder, 'data', 'User', 'settings.json');
  const merged = { ...readSettings(file), ...changes };
  mkdirSync(path.dirname(file), { recursive: true });
  // In one step, so that a reader never sees half of it.
  writeFileSync(`${file}.part`, JSON.stringify(merged, undefined, 2));
  renameSync(`${file}.part`, file);
}

function readSettings(file: string): Settings {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Settings;
  } catch {
    // Not there yet, or edited by hand into something else.
    return {};
  }
}
