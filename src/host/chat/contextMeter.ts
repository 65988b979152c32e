/** How full the model's context would be, in words: what is left out, and what to do where nothing more can be left out. */
import * as vscode from 'vscode';
import type { ContextFit } from '../../core/contextBudget';
import type { ContextMeter } from '../../core/protocol';
import { wordList } from '../platform/wordList';

export function contextMeter(fit: ContextFit): ContextMeter {
  const { tokens, limit, state, firstSentId } = fit;
  const sentence = meterSentence(fit);
  return {
    tokens,
    limit,
    state,
    ...(sentence === undefined ? {} : { sentence }),
    ...(firstSentId === undefined ? {} : { firstSentId }),
  };
}

function meterSentence({ state, omitted, excess, toDrop }: ContextFit): string | undefined {
  const { l10n } = vscode;
  if (state === 'fits') {
    return undefined;
  }
  if (state === 'trimmed') {
    return omitted === 1
      ? l10n.t('The oldest message will not be sent: it does not fit any more.')
      : l10n.t('The {0} oldest messages will not be sent: they do not fit any more.', String(omitted));
  }
  const tooMuch = l10n.t('Too long for this model by about {0} tokens.', excess.toLocaleString(vscode.env.language));
  const remedy =
    toDrop.length === 0
      ? l10n.t('Shorten the question, or choose a model with a larger context.')
      : l10n.t('Remove {0}, or choose a model with a larger context.', wordList(toDrop.map(({ label }) => label)));
  return `${tooMuch} ${remedy}`;
}
