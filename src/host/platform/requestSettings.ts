/** Reads the settings `aceClaude.request.*`, which go into every request, and says what is wrong with one. */
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import { AssistantError } from '../../core/errors';
import {
  isAllowed,
  isUnset,
  requestParameters,
  type ParameterShape,
  type RequestParameterName,
  type RequestSetting,
} from '../../core/requestParameters';
import { readSetting } from './settings';

/** What is set. @throws AssistantError `badSetting` for a value that the endpoint does not document */
export function readRequestSettings(): Partial<ChatRequest> {
  const values: [RequestParameterName, unknown][] = [];
  for (const [tail, { name, shape }] of Object.entries(requestParameters)) {
    const value: unknown = readSetting(`request.${tail as RequestSetting}`);
    if (isUnset(value)) {
      continue;
    }
    if (!isAllowed(value, shape)) {
      throw new AssistantError('badSetting', {
        code: 'request',
        parameter: name,
        detail: vscode.l10n.t('aceClaude.request.{0} must be {1}.', tail, shapeWords(shape)),
      });
    }
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}

/** What a value of this shape must be, to stand after "must be". */
export function shapeWords(shape: ParameterShape): string {
  const { l10n } = vscode;
  switch (shape.type) {
    case 'number':
      return l10n.t('a number from {0} to {1}', shape.minimum ?? -Infinity, shape.maximum ?? Infinity);
    case 'integer':
      return shape.minimum === 1
        ? l10n.t('a whole number from 1 on')
        : l10n.t('a whole number from {0} to {1}', String(shape.minimum ?? ''), String(shape.maximum ?? ''));
    case 'boolean':
      return l10n.t('true or false');
    case 'text':
      return l10n.t('a text');
    case 'choice':
      return l10n.t('one of: {0}', shape.choices.join(', '));
    case 'texts':
      return l10n.t('a list of up to {0} texts', shape.most);
    case 'textByName':
      return l10n.t('an object of texts by name');
    case 'integerByToken':
      return l10n.t('an object of whole numbers from {0} to {1} by token id', shape.minimum, shape.maximum);
  }
}
