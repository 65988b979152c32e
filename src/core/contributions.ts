/**
 * Every id that the manifest contributes, and the defaults of its settings. `test/unit/manifest.test.ts` holds the two together
 * in both directions, so an id is a type here and a fact there.
 */
import { defaultBaseUrl } from './baseUrl';
import { defaultModel } from './models';

export const extensionName = 'ace-claude';

export const viewContainerId = 'aceClaude';
export const chatViewId = 'aceClaude.chat';

/** Of documents that show changes that are proposed, to be decided on. */
export const proposalScheme = 'ace-claude-proposal';

/** Of the comment threads in which code is explained. */
export const explainControllerId = 'aceClaude.explain';

/** Of the models in VS Code's own list. */
export const languageModelVendor = 'ace-claude';
/** Of `@ace` in VS Code's own chat, and what can be asked of it with `/`. */
export const participant = { id: 'ace-claude.ace', name: 'ace' } as const;
export const participantCommands = ['explain', 'fix', 'tests', 'document', 'commit'] as const;
export type ParticipantCommand = (typeof participantCommands)[number];
/** What the buttons below an answer of the participant run; of no use without their arguments. */
export const participantActionId = 'aceClaude.participantAction';

/** What the `when` clauses of the manifest ask for beside VS Code's own: of the review in front. */
export const contextKeys = {
  reviewStreams: 'aceClaude.reviewStreams',
  reviewHasVersions: 'aceClaude.reviewHasVersions',
  reviewCanTryAgain: 'aceClaude.reviewCanTryAgain',
} as const;
/** True while an edit is on its way. */
export const isEditingKey = 'aceClaude.isEditing';
/** The same of commit messages. */
export const commitContextKeys = {
  /** URIs of the repositories whose commit message is being written. */
  busyRepositories: 'aceClaude.busyRepositories',
  isWritingCommitMessage: 'aceClaude.isWritingCommitMessage',
} as const;

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
  'explainSelection',
  'askAboutExplanation',
  'stopExplanation',
  'retryExplanation',
  'continueExplanation',
  'closeExplanation',
  'refactorSelection',
  'fixProblem',
  'documentSelection',
  'generateTests',
  'stopEdit',
  'acceptAllHunks',
  'rejectAllHunks',
  'acceptHunk',
  'rejectHunk',
  'nextHunk',
  'previousHunk',
  'stopProposal',
  'tryProposalAgain',
  'showProposalAsDiff',
  'previousProposal',
  'nextProposal',
  'generateCommitMessage',
  'stopCommitMessage',
  'generateAllCommitMessages',
  'explainChanges',
  'describeBranch',
  'splitChanges',
  'selectModel',
  'answerOptions',
  'selectTools',
  'sendParametersAgain',
  'showUsage',
  'exportUsage',
  'openConsole',
  'checkConnection',
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
  'request.maxTokens': null as number | null,
  'request.maxCompletionTokens': null as number | null,
  'request.temperature': null as number | null,
  'request.topP': null as number | null,
  'request.frequencyPenalty': null as number | null,
  'request.presencePenalty': null as number | null,
  'request.seed': null as number | null,
  'request.stop': [] as readonly string[],
  'request.logitBias': {} as Readonly<Record<string, number>>,
  'request.serviceTier': '',
  'request.store': null as boolean | null,
  'request.metadata': {} as Readonly<Record<string, string>>,
  'request.user': '',
  'request.parallelToolCalls': null as boolean | null,
  'request.topLogprobs': 5 as number,
  'webSearch.contextSize': '',
  'webSearch.location': {} as Readonly<Partial<Record<string, string>>>,
  'audio.voice': 'alloy',
  'audio.format': 'mp3',
  secretGuard: true as boolean,
  'usage.statusBar': false,
  'usage.monthlyBudget': null as number | null,
  'explain.location': 'inline',
  'commit.model': '',
  'commit.style': 'auto',
  'commit.language': '',
  'commit.instructions': '',
  'commit.alternatives': 1,
  'tools.rounds': 25,
  'tools.timeout': 120,
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
