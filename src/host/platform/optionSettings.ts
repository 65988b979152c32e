/** Reads the settings of the options of a chat's answers, and says what is wrong with one. */
import * as vscode from 'vscode';
import {
  audioFormats,
  audioVoices,
  searchContextSizes,
  searchLocationFields,
  type ChatOptions,
  type OptionSettings,
} from '../../core/chatOptions';
import type { WebSearchOptions } from '../../core/chatCompletions';
import { settingDefaults, type SettingKey } from '../../core/contributions';
import { AssistantError } from '../../core/errors';
import { isAllowed, isUnset, type ParameterShape } from '../../core/requestParameters';
import { shapeWords } from './requestSettings';
import { readSetting } from './settings';

/** What they must be, where they are set. */
export const optionSettingShapes = {
  'audio.voice': { type: 'choice', choices: audioVoices },
  'audio.format': { type: 'choice', choices: audioFormats },
  'request.topLogprobs': { type: 'integer', minimum: 0, maximum: 20 },
  'webSearch.contextSize': { type: 'choice', choices: searchContextSizes },
  'webSearch.location': { type: 'textByName' },
} as const satisfies Partial<Record<SettingKey, ParameterShape>>;
type OptionSettingKey = keyof typeof optionSettingShapes;

/**
 * @param options only the settings of those that are on are looked at
 * @throws AssistantError `badSetting` for a value that the endpoint does not document
 */
export function readOptionSettings({ aloud, probabilities, webSearch }: ChatOptions): OptionSettings {
  const checked: OptionSettingKey[] = [
    ...(aloud === true ? (['audio.voice', 'audio.format'] as const) : []),
    ...(probabilities === true ? (['request.topLogprobs'] as const) : []),
    ...(webSearch === true ? (['webSearch.contextSize', 'webSearch.location'] as const) : []),
  ];
  for (const key of checked) {
    const shape: ParameterShape = optionSettingShapes[key];
    const value: unknown = readSetting(key);
    if (!isAllowed(value, shape) && !(isUnset(value) && isUnset(settingDefaults[key]))) {
      throw new AssistantError('badSetting', {
        code: 'request',
        detail: vscode.l10n.t('aceClaude.{0} must be {1}.', key, shapeWords(shape)),
      });
    }
  }
  return {
    audio: { voice: readSetting('audio.voice'), format: readSetting('audio.format') } as OptionSettings['audio'],
    topLogprobs: readSetting('request.topLogprobs'),
    webSearch: webSearchSettings(),
  };
}

/** What is not set is not in it. */
function webSearchSettings(): WebSearchOptions {
  const size: string = readSetting('webSearch.contextSize');
  const location = readSetting('webSearch.location');
  const approximate = Object.fromEntries(
    searchLocationFields.flatMap((field) => {
      const text = location[field]?.trim() ?? '';
      return text === '' ? [] : [[field, text]];
    }),
  );
  return {
    ...(isUnset(size) ? {} : { search_context_size: size as 'low' | 'medium' | 'high' }),
    ...(isUnset(approximate) ? {} : { user_location: { type: 'approximate', approximate } }),
  };
}
