/** The manifest, the ids in code, the command files and the texts say the same, in both directions. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  chatViewId,
  commandId,
  commandNames,
  explainControllerId,
  commitContextKeys,
  contextKeys,
  extensionName,
  isEditingKey,
  languageModelVendor,
  participant,
  participantCommands,
  proposalScheme,
  settingDefaults,
  viewContainerId,
} from '../../src/core/contributions';
import { plainReviewLanguage, reviewGrammars, reviewLanguage, reviewScope } from '../../src/core/review/reviewLanguages';
import { models } from '../../src/core/models';
import { hostVersions } from '../hosts/hostVersions';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly displayName: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly keybindings: readonly { readonly command: string; readonly submenu?: never; readonly when: string }[];
    readonly languages: readonly { readonly id: string }[];
    readonly grammars: readonly { readonly language: string; readonly scopeName: string; readonly path: string }[];
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly submenu?: string; readonly when?: string }[]>
    >;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly type: string }[]>>;
    readonly languageModelChatProviders: readonly { readonly vendor: string; readonly managementCommand: string }[];
    readonly chatParticipants: readonly {
      readonly id: string;
      readonly name: string;
      readonly isSticky: boolean;
      readonly commands: readonly { readonly name: string; readonly description: string }[];
    }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default?: unknown; readonly scope?: string }>>;
    };
  };
}

const manifestText = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
const { commands, submenus, menus, keybindings, languages, grammars, views, viewsContainers, configuration } =
  manifest.contributes;

function sorted(values: Iterable<string>): readonly string[] {
  return [...values].sort();
}

suite('The manifest', () => {
  test('has the public names that users rely on', () => {
    assert.equal(manifest.name, extensionName);
    assert.equal(manifest.publisher, 'ace-claude');
    assert.equal(texts['displayName'], 'Ace Claude');
    assert.equal(texts['command.category'], 'Ace Claude');
    assert.deepEqual(
      viewsContainers.activitybar.map((container) => container.id),
      [viewContainerId],
    );
    assert.deepEqual(
      views[viewContainerId]?.map(({ id, type }) => ({ id, type })),
      [{ id: chatViewId, type: 'webview' }],
    );
  });

  test('contributes exactly the commands of the code, each with a file of its name and a title', () => {
    assert.deepEqual(sorted(commands.map((command) => command.command)), sorted(commandNames.map(commandId)));
    const files = readdirSync('src/host/commands').filter((file) => file !== 'command.ts');
    assert.deepEqual(sorted(files), sorted(commandNames.map((name) => `${name}.ts`)));
    for (const { command, title, category } of commands) {
      assert.equal(title, `%${command.replace('aceClaude.', 'command.')}.title%`);
      assert.equal(category, '%command.category%');
    }
  });

  const ofExplanation = `commentController == ${explainControllerId}`;
  const conditions: readonly string[] = [
    `view == ${chatViewId}`,
    'editorHasSelection',
    '!editorHasSelection',
    'editorTextFocus',
    '!isInDiffEditor',
    `resourceScheme == ${proposalScheme}`,
    // Buttons of a thread make no sense without it.
    'false',
    ofExplanation,
    ...['running', 'again', 'setToken'].map((state) => `commentThread =~ /${state}/`),
    ...Object.values(contextKeys),
    '!editorReadonly',
    'editorIsOpen',
    isEditingKey,
    'scmProvider == git',
    `scmProviderRootUri in ${commitContextKeys.busyRepositories}`,
    `!(scmProviderRootUri in ${commitContextKeys.busyRepositories})`,
    commitContextKeys.isWritingCommitMessage,
    'focusedView == workbench.scm',
  ];

  test('names only real commands and known conditions in its menus and for its keys', () => {
    for (const item of [...Object.values(menus).flat(), ...keybindings]) {
      assert.ok(
        commands.some(({ command }) => command === item.command) || submenus.some(({ id }) => id === item.submenu),
        item.command ?? item.submenu,
      );
      for (const condition of item.when?.split(' && ') ?? []) assert.ok(conditions.includes(condition), condition);
    }
  });

  test('states the settings and defaults of the code', () => {
    const stated = Object.entries(configuration.properties).map(([key, schema]) => [key, schema.default]);
    const known = Object.entries(settingDefaults).map(([key, value]) => [`aceClaude.${key}`, value]);
    assert.deepEqual(Object.fromEntries(stated), Object.fromEntries(known));
  });

  test('has the models and the participant of the code in the chat of VS Code', () => {
    const { languageModelChatProviders: providers, chatParticipants } = manifest.contributes;
    assert.deepEqual(
      providers.map(({ vendor, managementCommand }) => [vendor, managementCommand]),
      [[languageModelVendor, commandId('setToken')]],
    );
    assert.deepEqual(
      chatParticipants.map(({ id, name, isSticky }) => ({ id, name, isSticky })),
      [{ ...participant, isSticky: true }],
    );
    assert.deepEqual(
      chatParticipants[0]?.commands,
      participantCommands.map((name) => ({ name, description: `%participant.${name}.description%` })),
    );
  });

  test('lets no workspace move the token to another host', () => {
    assert.equal(configuration.properties['aceClaude.baseUrl']?.scope, 'application');
  });

  test('has a text for every key, and a key for every text', () => {
    const keys = new Set([...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? ''));
    assert.deepEqual(sorted(keys), sorted(Object.keys(texts)));
  });

  test('takes keys in reviews alone, and while a commit message is written', () => {
    const ours = [`resourceScheme == ${proposalScheme}`, commitContextKeys.isWritingCommitMessage];
    for (const { when } of keybindings) assert.ok(ours.includes(when.split(' && ')[0] ?? ''), when);
  });

  test('has a language of colours alone for each that reviews know, all set up alike', () => {
    const ids = Object.keys(reviewGrammars).map(reviewLanguage);
    assert.deepEqual(sorted(languages.map(({ id }) => id)), sorted([plainReviewLanguage, ...ids]));
    const colours = Object.entries(reviewGrammars).map(([id, grammar]) => ({
      language: reviewLanguage(id),
      scopeName: reviewScope(grammar),
      path: `./syntaxes/${id}.json`,
    }));
    assert.deepEqual(grammars, colours);
    for (const [id, grammar] of Object.entries(reviewGrammars)) {
      const file = JSON.parse(readFileSync(`syntaxes/${id}.json`, 'utf8')) as unknown;
      assert.deepEqual(file, { scopeName: reviewScope(grammar), patterns: [{ include: grammar }] });
    }
    assert.equal(readdirSync('syntaxes').length, grammars.length);
    const keys = Object.keys(manifest.contributes.configurationDefaults);
    const key = keys.find((name) => name.startsWith('['));
    // Of other settings, only that a new thread does not open the panel of all comments.
    assert.deepEqual(sorted(keys), sorted([key ?? '', 'comments.openView']));
    assert.deepEqual(sorted(key?.slice(1, -1).split('][') ?? []), sorted(languages.map(({ id }) => id)));
  });

  test('starts once VS Code has started, for the light bulb, or where a review was left open', () => {
    assert.deepEqual(manifest.activationEvents, [`onFileSystem:${proposalScheme}`, 'onStartupFinished']);
  });

  test('asks for the oldest VS Code that the tests run in, and for its API types', () => {
    assert.equal(manifest.engines.vscode, `^${hostVersions.oldest.vscode}`);
    assert.equal(manifest.devDependencies['@types/vscode'], hostVersions.oldest.vscode);
  });

  test('offers as default a model that is in the table and not retired', () => {
    const chosen = models.find((model) => model.id === settingDefaults['chat.model']);
    assert.equal(chosen?.state, 'current');
  });
});

suite('The text bundle', () => {
  const bundlePath = 'l10n/bundle.l10n.json';

  test('holds exactly the texts that the code shows', () => {
    assert.ok(existsSync(bundlePath));
    const bundle = JSON.parse(readFileSync(bundlePath, 'utf8')) as Readonly<Record<string, unknown>>;
    const used = new Set(sourceTexts());
    assert.deepEqual(sorted(Object.keys(bundle)), sorted(used));
  });
});

suite('A translation', () => {
  const translations = [
    ['package.nls.json', 'package.nls.zh-cn.json'],
    ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.zh-cn.json'],
  ] as const;
  for (const [original, translated] of translations) {
    test(`has the texts of ${original}, with their values in place`, () => {
      const read = (file: string): Readonly<Record<string, string>> => JSON.parse(readFileSync(file, 'utf8')) as never;
      const [texts, others] = [read(original), read(translated)];
      assert.deepEqual(sorted(Object.keys(others)), sorted(Object.keys(texts)));
      const values = (text: string | undefined): readonly string[] => sorted((text ?? '').match(/\{\d\}/g) ?? []);
      for (const [key, text] of Object.entries(texts)) {
        assert.deepEqual(values(others[key]), values(text), key);
      }
    });
  }
});

/** Every first argument of an `l10n.t(` call; only literals are allowed there, so that they can be translated. */
function* sourceTexts(): Generator<string> {
  const files = readdirSync('src/host', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  for (const file of files) {
    const source = readFileSync(`src/host/${file}`, 'utf8');
    for (const call of source.matchAll(/l10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(?=[^'"\s]))/g)) {
      const text = call[1] ?? call[2];
      assert.ok(text !== undefined, `${file} passes something else than a text to l10n.t`);
      yield text.replace(/\\(['"\\])/g, '$1');
    }
  }
}
