/** Typed lint with no warnings, and the fences between the layers (docs/architecture.md). */
import { builtinModules } from 'node:module';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const nodeBuiltins = [...builtinModules, 'node:*'];

/** What a layer may not import, beside the zones below. */
function banned(files, groups) {
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns: groups.map(({ group, message }) => ({ group, message })) }],
    },
  };
}

const noVscode = { group: ['vscode'], message: 'Only src/host and src/extension.ts know VS Code.' };
const noNode = { group: nodeBuiltins, message: 'This layer runs where Node does not exist.' };
const noClientLibraries = { group: ['undici', 'eventsource-parser'], message: 'HTTP belongs to src/client.' };

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })] },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            { target: './src/core', from: './src', except: ['./core'] },
            { target: './src/client', from: './src', except: ['./client', './core'] },
            { target: './src/host', from: './src', except: ['./host', './core'] },
            { target: './src/webview', from: './src', except: ['./webview', './core'] },
            { target: './src', from: './test' },
          ],
        },
      ],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  banned(['src/core/**/*.ts'], [noVscode, noNode, noClientLibraries]),
  banned(['src/client/**/*.ts'], [noVscode]),
  banned(['src/host/**/*.ts'], [noClientLibraries]),
  banned(['src/webview/**/*.ts'], [noVscode, noNode, noClientLibraries]),
  {
    files: ['src/core/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', 'window', 'document', 'fetch'] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'test', property: 'only', message: 'A focused test hides the others.' },
        { object: 'suite', property: 'only', message: 'A focused test hides the others.' },
      ],
    },
  },
  {
    // Programs whose output is for the person who started them.
    files: ['test/hosts/**/*.ts', 'test/endpoint/main.ts', 'test/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  prettier,
);
