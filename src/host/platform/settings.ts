/** The user's settings, typed and with their defaults. Read at each use, so that a change counts at once. */
import * as vscode from 'vscode';
import { normalizeBaseUrl } from '../../core/baseUrl';
import type { Connection, ProxySettings } from '../../core/connection';
import { environment, settingDefaults, type SettingKey } from '../../core/contributions';

const section = 'aceClaude';

/** The type of a setting: that of its default, widened. */
type SettingValue<K extends SettingKey> = (typeof settingDefaults)[K] extends number
  ? number
  : (typeof settingDefaults)[K] extends string
    ? string
    : (typeof settingDefaults)[K] extends boolean
      ? boolean
      : (typeof settingDefaults)[K];

/** @param scope of a setting that folders may state */
export function readSetting<K extends SettingKey>(key: K, scope?: vscode.Uri): SettingValue<K> {
  return vscode.workspace.getConfiguration(section, scope).get(key, settingDefaults[key]) as never;
}

/** Writes a user setting. @throws where the user's settings file cannot be written */
export async function writeSetting(key: SettingKey, value: string): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
}

/**
 * Globs of files that are never sent. A workspace can add to the user's, but take nothing away.
 * @param uri of the file in question: folders may have their own
 */
export function readExclusions(uri: vscode.Uri): readonly string[] {
  const set = vscode.workspace.getConfiguration(section, uri).inspect<unknown>('context.exclude');
  // What is no list, by a slip, must not take the defaults away.
  const own = Array.isArray(set?.globalValue) ? set.globalValue : settingDefaults['context.exclude'];
  return [own, set?.workspaceValue, set?.workspaceFolderValue].flatMap((globs: unknown) =>
    Array.isArray(globs) ? globs.filter((glob) => typeof glob === 'string') : [],
  );
}

/**
 * What the user wants said to Claude with every chat (or commit message), then what this workspace wants; blank ones are left out.
 * @param scope of a setting that folders may state
 */
export function readInstructions(
  key: 'chat.instructions' | 'commit.instructions' = 'chat.instructions',
  scope?: vscode.Uri,
): readonly string[] {
  const set = vscode.workspace.getConfiguration(section, scope).inspect<string>(key);
  // A folder that is not trusted has no say in what is asked.
  const ofWorkspace = vscode.workspace.isTrusted ? [set?.workspaceValue, set?.workspaceFolderValue] : [];
  return [set?.globalValue, ...ofWorkspace].filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}

export function affectsSetting(event: vscode.ConfigurationChangeEvent, key: SettingKey): boolean {
  return event.affectsConfiguration(`${section}.${key}`);
}

/**
 * Where requests go: the setting if the user made one, else the environment's address, else the default.
 * @throws AssistantError `badSetting`
 */
export function readBaseUrl(): string {
  const set = readSetting('baseUrl').trim();
  const explicit = vscode.workspace.getConfiguration(section).inspect<string>('baseUrl')?.globalValue;
  const isSet = set !== '' && (set !== settingDefaults.baseUrl || explicit !== undefined);
  return normalizeBaseUrl(isSet ? set : environmentBaseUrl());
}

/** The setting or the environment variable that the address of {@link readBaseUrl} is from; undefined for the default. */
export function baseUrlSource(): string | undefined {
  const explicit = vscode.workspace.getConfiguration(section).inspect<string>('baseUrl')?.globalValue;
  if ((explicit ?? '').trim() !== '') {
    return `${section}.baseUrl`;
  }
  return (process.env[environment.baseUrl] ?? '').trim() === '' ? undefined : environment.baseUrl;
}

/** The address that the environment's token belongs to. */
export function environmentBaseUrl(): string {
  const value = process.env[environment.baseUrl]?.trim() ?? '';
  return value === '' ? settingDefaults.baseUrl : value;
}

/** @throws AssistantError `badSetting` */
export function readConnection(): Connection {
  return {
    baseUrl: readBaseUrl(),
    timeouts: {
      connect: readSetting('network.connectTimeout'),
      firstByte: readSetting('network.firstByteTimeout'),
      idle: readSetting('network.idleTimeout'),
    },
    proxy: readProxySettings(),
  };
}

/** Limits of the tools in a chat. What is out of its range, by a slip in the file, counts as not set: there is always a limit. */
export function readToolLimits(): { readonly rounds: number; readonly timeoutMs: number } {
  return { rounds: Math.floor(numberIn('tools.rounds', 1, 200)), timeoutMs: numberIn('tools.timeout', 1, 3600) * 1000 };
}

/** What the user wants to spend in a month, in USD; undefined where there is no such limit. */
export function readBudget(): number | undefined {
  const budget: unknown = readSetting('usage.monthlyBudget');
  return typeof budget === 'number' && Number.isFinite(budget) && budget > 0 ? budget : undefined;
}

function numberIn(key: 'tools.rounds' | 'tools.timeout', minimum: number, maximum: number): number {
  const value: unknown = readSetting(key);
  return typeof value === 'number' && value >= minimum && value <= maximum ? value : settingDefaults[key];
}

function readProxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  return {
    url: http.get('proxy', '').trim(),
    noProxy: http.get<readonly string[]>('noProxy', []),
    authorization: http.get<string | null>('proxyAuthorization', null) ?? '',
    strictTls: http.get('proxyStrictSSL', true),
    enabled: http.get<string>('proxySupport', 'override') !== 'off',
  };
}
