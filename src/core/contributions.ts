/**
 * Every id that the manifest contributes, and the defaults of its settings. `test/unit/manifest.test.ts` holds the two together
 * in both directions, so an id is a type here and a fact there.
 */
import { defaultBaseUrl } from './baseUrl';
import { defaultModel } from './models';

export const extensionName = 'ace-claude';

export const viewContainerId = 'aceClaude';
export const chatViewId = 'aceClaude.chat';

/** Of documents that stand for a change that is proposed. */
export const proposalScheme = 'ace-claude-proposal';

/** True while an edit is on its way. */
export const isEditingKey = 'aceClaude.isEditing';

/** The tail of each command's id, which is also its file in `src/host/commands`. */
export const commandNames = [
  'setToken',
  'clearToken',
  'openChat',
  'newChat',
  'showHistory',
  'renameChat',
  'deleteChat',
  'exportChat',
  'importChats',
  'copyChat',
  'addSelectionToChat',
  'addFileToChat',
  'refactorSelection',
  'fixProblem',
  'documentSelection',
  'generateTests',
  'stopEdit',
  'acceptAllHunks',
  'rejectAllHunks',
  'selectModel',
  'showLog',
] as const;
export type CommandName = (typeof commandNames)[number];
export type CommandId = `aceClaude.${CommandName}`;

export function commandId(name: CommandName): CommandId {
  return `aceClaude.${name}`;
}

/** Settings below `aceClaude.`, with the defaults that the manifest states. */
export const settingDefaults = {
  baseUrl: defaultBaseUrl,
  'chat.model': defaultModel,
  'chat.instructions': '',
  'chat.prompts': {} as Readonly<Record<string, string>>,
  'edit.model': '',
  'edit.prediction': false,
  'codeActions.enabled': true,
  'context.exclude': [
    '**/.env',
    '**/.env.!(example|sample|template)',
    '**/*.pem',
    '**/*.key',
    '**/*.pfx',
    '**/*.p12',
    '**/id_rsa',
    '**/id_ecdsa',
    '**/id_ed25519',
    '**/.npmrc',
    '**/.netrc',
    '**/.aws/credentials',
  ] as readonly string[],
  'network.connectTimeout': 20,
  'network.firstByteTimeout': 300,
  'network.idleTimeout': 300,
} as const;
export type SettingKey = keyof typeof settingDefaults;

/** Environment variables that serve where nothing is stored or set; the names of the vendor's own command line tools. */
export const environment = {
  token: 'ACEDATACLOUD_API_TOKEN',
  baseUrl: 'ACEDATACLOUD_API_BASE_URL',
} as const;
