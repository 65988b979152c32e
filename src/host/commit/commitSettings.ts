/** What the user and the repository want of commit messages: settings of ours and of Git, and the rules of commitlint. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BrokenRule } from '../../core/commit/commitlint';
import { commitlintFiles, parseCommitlintConfig, type CommitlintConfig } from '../../core/commit/commitlintConfig';
import { commitStyles, type CommitStyle } from '../../core/prompts/commitMessage';
import { readInstructions, readSetting } from '../platform/settings';

export interface CommitSettings {
  readonly model: string;
  readonly style: CommitStyle;
  readonly language: string;
  readonly instructions: readonly string[];
  readonly alternatives: number;
  /** Characters; 0: no limit. */
  readonly subjectLength: number;
  readonly bodyWidth: number;
  /** VS Code marks what is longer: such a subject is not left so. */
  readonly isLengthChecked: boolean;
  readonly isSignedOff: boolean;
}

export const mostAlternatives = 5;

export function readCommitSettings(scope: vscode.Uri): CommitSettings {
  const git = vscode.workspace.getConfiguration('git', scope);
  const style = readSetting('commit.style', scope);
  const bodyWidth = lengthOf(git.get('inputValidationLength'), 72);
  const alternatives = Math.round(readSetting('commit.alternatives', scope));
  return {
    model: readCommitModel(scope),
    style: commitStyles.find((known) => known === style) ?? 'auto',
    language: readSetting('commit.language', scope),
    instructions: readInstructions('commit.instructions', scope),
    alternatives: Number.isFinite(alternatives) ? Math.min(mostAlternatives, Math.max(1, alternatives)) : 1,
    subjectLength: lengthOf(git.get('inputValidationSubjectLength') ?? bodyWidth, 50),
    bodyWidth,
    // Older versions named the ways of marking.
    isLengthChecked: [true, 'always', 'warn'].includes(git.get<boolean | string>('inputValidation', false)),
    isSignedOff: git.get('alwaysSignOff', false),
  };
}

/** That of the chat, unless commit messages have one of their own. */
export function readCommitModel(scope: vscode.Uri): string {
  const own = readSetting('commit.model', scope).trim();
  return own === '' ? readSetting('chat.model') : own;
}

/** A subject that VS Code would mark, in the words of a rule. */
export function tooLongSubject(message: string, { isLengthChecked, subjectLength }: CommitSettings): readonly BrokenRule[] {
  const { length } = message.split('\n')[0] ?? '';
  return isLengthChecked && subjectLength > 0 && length > subjectLength
    ? [
        {
          name: 'git.inputValidationSubjectLength',
          level: 'error',
          words: `the first line must have at most ${String(subjectLength)} characters, not ${String(length)}`,
        },
      ]
    : [];
}

/** A configuration is a page of text. */
const mostConfigBytes = 1_000_000;

/** The first configuration of commitlint in the repository's root. */
export async function readCommitlint(root: string): Promise<CommitlintConfig | undefined> {
  for (const file of commitlintFiles) {
    const text = await readSmallFile(path.join(root, file));
    const config = text === undefined ? undefined : parseCommitlintConfig(file, text);
    if (config !== undefined) {
      return config;
    }
  }
  return undefined;
}

/** Undefined where there is none, or it is too large to be one. */
export async function readSmallFile(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    return size > mostConfigBytes ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

function lengthOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}
