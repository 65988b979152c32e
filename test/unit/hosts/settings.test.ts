/** The settings file of a server host. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSettings } from '../../hosts/settings';

suite('settings of a test host', () => {
  let dataFolder: string;

  setup(() => {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'ace-claude-settings-'));
  });

  teardown(() => {
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const settingsFile = (): string => path.join(dataFolder, 'data', 'User', 'settings.json');
  const read = (): unknown => JSON.parse(readFileSync(settingsFile(), 'utf8'));

  test('are changed one by one, and the others stay', () => {
    writeSettings(dataFolder, { 'editor.fontSize': 12, 'aceClaude.chat.model': 'a' });
    writeSettings(dataFolder, { 'aceClaude.chat.model': 'b' });
    assert.deepEqual(read(), { 'editor.fontSize': 12, 'aceClaude.chat.model': 'b' });
  });

  test('are removed by undefined', () => {
    writeSettings(dataFolder, { 'editor.fontSize': 12, 'editor.tabSize': 2 });
    writeSettings(dataFolder, { 'editor.fontSize': undefined });
    assert.deepEqual(read(), { 'editor.tabSize': 2 });
  });

  test('replace a file that cannot be read', () => {
    writeSettings(dataFolder, {});
    writeFileSync(settingsFile(), '{ "cut');
    writeSettings(dataFolder, { 'editor.fontSize': 12 });
    assert.deepEqual(read(), { 'editor.fontSize': 12 });
  });
});
