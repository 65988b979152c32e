/** Messages against rules of commitlint, and the rules in each format of a configuration. */
import assert from 'node:assert/strict';
import { checkMessage, rulesInWords, type Rule } from '../../../../src/core/commit/commitlint';
import { commitlintFiles, parseCommitlintConfig } from '../../../../src/core/commit/commitlintConfig';

function rulesOf(file: string, text: string): readonly Rule[] {
  return parseCommitlintConfig(file, text)?.rules ?? [];
}

const conventional = rulesOf('.commitlintrc', '{"extends": ["@commitlint/config-conventional"]}');

function broken(message: string, rules: readonly Rule[] = conventional): readonly string[] {
  return checkMessage(message, rules).map(({ name }) => name);
}

suite('The rules of commitlint', () => {
  const long = 'x'.repeat(101);
  const cases: readonly (readonly [message: string, ...names: string[]])[] = [
    ['feat: add a discount'],
    ['feat(cart)!: add a discount\n\nWhy it is.\n\nBREAKING CHANGE: it is new'],
    ['fix: 添加折扣'],
    ['fix: 3 of 4 were lost'],
    ['fix: `Basket` is empty'],
    ['Add a discount', 'subject-empty', 'type-empty'],
    ['feat: Add a discount', 'subject-case'],
    ['feat: ADD', 'subject-case'],
    ['feat: add a discount.', 'subject-full-stop'],
    ['Feat: add', 'type-case', 'type-enum'],
    ['feature: add', 'type-enum'],
    ['feat:add', 'subject-empty', 'type-empty'],
    [`feat: ${long}`, 'header-max-length'],
    [`feat: add\n\n${long}`, 'body-max-line-length'],
    [`feat: add\n\nhttps://example.test/${long}`],
    ['feat: add\nno blank line', 'body-leading-blank'],
    [`feat: add\n\nSigned-off-by: ${long}`, 'footer-max-line-length'],
    [`Merge branch 'main' into x`],
    ['Revert "feat: Add"'],
    ['fixup! Whatever.'],
  ];
  for (const [message, ...names] of cases) {
    test(`find in ${JSON.stringify(message.slice(0, 40))} ${names.length === 0 ? 'nothing' : names.join(' and ')}`, () => {
      assert.deepEqual([...broken(message)].sort(), [...names].sort());
    });
  }

  test('say what is wrong in words, errors before warnings', () => {
    const found = checkMessage(`feat: ${long}\nbody`, conventional);
    assert.deepEqual(
      found.map(({ level, words }) => [level, words]),
      [
        ['error', 'header must have at most 100 characters, not 107'],
        ['warning', 'body must have a blank line before it'],
      ],
    );
    assert.ok(rulesInWords(conventional).includes('subject-full-stop: subject must not end with "."'));
    assert.ok(rulesInWords(conventional).some((line) => /^type-enum: type must be one of build, chore, .*, test$/.test(line)));
  });

  test('of scopes, lengths, cases and trailers are known', () => {
    const check = (rules: object, message: string) => broken(message, rulesOf('.commitlintrc.json', JSON.stringify({ rules })));
    assert.deepEqual(check({ 'scope-enum': [2, 'always', ['cart', 'api']] }, 'fix(core): x'), ['scope-enum']);
    assert.deepEqual(check({ 'scope-enum': [2, 'always', ['cart', 'api']] }, 'fix(cart,api): x'), []);
    assert.deepEqual(check({ 'scope-empty': [2, 'never'] }, 'fix: x'), ['scope-empty']);
    assert.deepEqual(check({ 'scope-case': [2, 'always', 'kebab-case'] }, 'fix(theCart): x'), ['scope-case']);
    assert.deepEqual(check({ 'scope-case': [2, 'always', 'kebab-case'] }, 'fix(the-cart): x'), []);
    assert.deepEqual(check({ 'subject-min-length': [2, 'always', 10] }, 'fix: short'), ['subject-min-length']);
    assert.deepEqual(check({ 'subject-case': [2, 'always', ['sentence-case']] }, 'fix: Add'), []);
    assert.deepEqual(check({ 'body-empty': [2, 'never'] }, 'fix: add'), ['body-empty']);
    assert.deepEqual(check({ 'signed-off-by': [2, 'always', 'Signed-off-by:'] }, 'fix: add'), ['signed-off-by']);
    assert.deepEqual(check({ 'references-empty': [2, 'never'] }, 'fix: add'), ['references-empty']);
    assert.deepEqual(check({ 'references-empty': [2, 'never'] }, 'fix: add\n\nCloses #12'), []);
    assert.deepEqual(check({ 'header-max-length': [0, 'always', 5] }, 'fix: add more'), []);
    assert.deepEqual(check({ 'header-full-stop': [2, 'never', '.'] }, 'fix: add.'), ['header-full-stop']);
  });
});

suite('A configuration of commitlint', () => {
  const json =
    '{"extends":["@commitlint/config-conventional"],"rules":{"type-enum":[2,"always",["feat","fix"]],"header-max-length":[1,"always",60]}}';
  const yaml = `extends:\n  - '@commitlint/config-conventional'\nrules:\n  type-enum: [2, always, [feat, fix]]\n  header-max-length:\n    - 1\n    - always\n    - 60\n`;
  const literal = `{
  // Our own.
  extends: ['@commitlint/config-conventional'],
  rules: { 'type-enum': [2, 'always', ["feat", \`fix\`]], "header-max-length": [1, 'always', 60,], },
}`;
  const texts: Readonly<Record<string, string>> = {
    'package.json': `{"name":"x","commitlint":${json}}`,
    'package.yaml': `name: x\ncommitlint:\n${yaml.replace(/^/gm, '  ')}`,
    '.commitlintrc': yaml,
    '.commitlintrc.json': json,
    '.commitlintrc.yaml': yaml,
    '.commitlintrc.yml': yaml,
    '.commitlintrc.js': `module.exports = ${literal};`,
    '.commitlintrc.cjs': `const config = ${literal};\nmodule.exports = config;`,
    '.commitlintrc.mjs': `/** @type {import('@commitlint/types').UserConfig} */\nexport default ${literal}`,
    '.commitlintrc.ts': `import type { UserConfig } from '@commitlint/types';\nconst config: UserConfig = ${literal};\nexport default config;\n`,
    '.commitlintrc.cts': `module.exports = ${literal} satisfies UserConfig;`,
    '.commitlintrc.mts': `export default defineConfig(${literal});`,
    'commitlint.config.js': `const types = ['feat', 'fix'] as const;\nconst rules = { 'type-enum': [RuleConfigSeverity.Error, 'always', [...types]], 'header-max-length': [1, 'always', 60] };\nexport default { extends: ['@commitlint/config-conventional'], rules };`,
    'commitlint.config.cjs': `module.exports = { extends: '@commitlint/config-conventional', rules: { ...own } };\nconst own = { 'type-enum': [2, 'always', ['feat', 'fix']], 'header-max-length': [1, 'always', 60] }`,
    'commitlint.config.mjs': `export default (${literal})`,
    'commitlint.config.ts': `export default ${literal} as UserConfig;`,
    'commitlint.config.cts': `export = {};\nmodule.exports = ${literal}`,
    'commitlint.config.mts': `export default ${literal} satisfies UserConfig`,
  };

  for (const file of commitlintFiles) {
    test(`is read from ${file}`, () => {
      const config = parseCommitlintConfig(file, texts[file] ?? '');
      assert.deepEqual(config?.unread, []);
      const rule = (name: string) => config.rules.find((known) => known.name === name);
      assert.deepEqual(rule('type-enum')?.value, ['feat', 'fix']);
      assert.deepEqual([rule('header-max-length')?.level, rule('header-max-length')?.value], ['warning', 60]);
      assert.equal(rule('subject-empty')?.isNever, true);
    });
  }

  test('is not in a package.json without one', () => {
    assert.equal(parseCommitlintConfig('package.json', '{"name":"x"}'), undefined);
    assert.equal(parseCommitlintConfig('package.json', 'no JSON'), undefined);
  });

  test('is never executed: what that would take is named, and the rest is read', () => {
    const source = `const fs = require('fs');
const scopes = fs.readdirSync('packages');
module.exports = {
  extends: ['@commitlint/config-conventional', './other'],
  rules: {
    'scope-enum': [2, 'always', scopes],
    'header-max-length': [2, 'always', 60 + 12],
    'subject-full-stop': async () => { throw new Error("}"); },
    'type-enum': [2, 'always', ['feat']],
    'our-own-rule': [2, 'always'],
  },
  ignores: [(message) => message.includes('WIP')],
  plugins: [{ rules: {} }],
};`;
    const config = parseCommitlintConfig('commitlint.config.js', source);
    assert.deepEqual([...(config?.unread ?? [])].sort(), [
      'extends ./other',
      'ignores',
      'plugins',
      'rules.header-max-length',
      'rules.our-own-rule',
      'rules.scope-enum',
      'rules.subject-full-stop',
    ]);
    assert.deepEqual(config?.rules.find(({ name }) => name === 'type-enum')?.value, ['feat']);
  });

  test('that cannot be read at all is said to be so', () => {
    for (const [file, text] of [
      ['commitlint.config.js', 'module.exports = require("./shared")({ strict: true });'],
      ['commitlint.config.mjs', 'export default async () => ({});'],
      ['commitlint.config.ts', ''],
      ['.commitlintrc.json', '{ "rules": '],
      ['.commitlintrc.yaml', 'rules: [unclosed'],
      ['.commitlintrc', '- a list'],
      ['commitlint.config.js', `module.exports = ${'['.repeat(5000)}`],
      ['commitlint.config.js', 'const a = b; const b = a; module.exports = a;'],
    ] as const) {
      assert.deepEqual(parseCommitlintConfig(file, text)?.unread, ['*'], text.slice(0, 40));
      assert.deepEqual(parseCommitlintConfig(file, text)?.rules, []);
    }
  });
});
