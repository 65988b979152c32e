/** Says under an answer whether it is the JSON that was asked for, and what is wrong where. */
import * as vscode from 'vscode';
import type { AnswerFormat } from '../../core/chatOptions';
import type { Notice } from '../../core/conversation';
import { plainLine } from '../../core/errors';
import { answerJson } from '../../core/jsonSchema/answerJson';
import { schemaProblems, UnusableSchema, type SchemaProblem } from '../../core/jsonSchema/schemaProblems';
import { OutOfTime, withinTime } from '../platform/withinTime';
import { schemaWords } from './schemaWords';

const mostPoints = 5;
const maxPointLength = 300;
/** Milliseconds that checking an answer may take: meanwhile nothing else runs. */
const checkingMs = 1000;

export function formatNotice(text: string, format: AnswerFormat): Notice {
  const { l10n } = vscode;
  const read = answerJson(text);
  if (read.kind === 'broken') {
    return wrong(
      read.atEnd
        ? l10n.t('This is not JSON: it ends too early, in line {0}, column {1}.', read.line, read.column)
        : l10n.t('This is not JSON: see line {0}, column {1}.', read.line, read.column),
    );
  }
  const beside = read.isAlone ? [] : [l10n.t('There is other text around the JSON.')];
  if (format.type === 'json_object') {
    const isObject = typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value);
    const points = [...beside, ...(isObject ? [] : [l10n.t('It is no object.')])];
    return points.length === 0
      ? right(l10n.t('This is valid JSON.'))
      : wrong(l10n.t('This is not JSON as it was asked for.'), points);
  }
  try {
    const problems = withinTime(checkingMs, () => schemaProblems(read.value, format.schema));
    const points = [...beside, ...problemPoints(problems)];
    return points.length === 0
      ? right(l10n.t('Matches the schema {0}.', format.name))
      : wrong(l10n.t('Does not match the schema {0}.', format.name), points);
  } catch (error) {
    if (error instanceof OutOfTime) {
      const sentence = l10n.t('This is JSON, but could not be checked: the schema {0} takes too long.', format.name);
      return { severity: 'error', sentence, ...(beside.length === 0 ? {} : { points: beside }) };
    }
    if (!(error instanceof UnusableSchema)) {
      throw error;
    }
    return {
      severity: 'error',
      sentence: l10n.t('This is JSON, but could not be checked: the schema {0} cannot be used.', format.name),
      points: [shortened(plainLine(error.message))],
    };
  }
}

function problemPoints(problems: readonly SchemaProblem[]): readonly string[] {
  const shown = problems.slice(0, mostPoints).map((problem) => shortened(schemaWords(problem)));
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, vscode.l10n.t('And {0} more.', more)] : shown;
}

function right(sentence: string): Notice {
  return { severity: 'info', sentence };
}

function wrong(sentence: string, points: readonly string[] = []): Notice {
  return {
    severity: 'error',
    sentence,
    ...(points.length === 0 ? {} : { points }),
    action: { id: 'retry', label: vscode.l10n.t('Retry') },
  };
}

/** Names and values come from the model and can be of any length. */
function shortened(text: string): string {
  return text.length > maxPointLength ? `${text.slice(0, maxPointLength)}…` : text;
}
