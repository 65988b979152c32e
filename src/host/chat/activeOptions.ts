/** The options of a chat's answers that are on, in words. */
import * as vscode from 'vscode';
import type { ChatOptions } from '../../core/chatOptions';
import type { ActiveOption } from '../../core/controls';

export function activeOptions(options: ChatOptions): readonly ActiveOption[] {
  const { l10n } = vscode;
  const { webSearch, answerFormat, alternatives, aloud, probabilities } = options;
  const found: ActiveOption[] = [];
  if (webSearch === true) {
    found.push({
      id: 'webSearch',
      label: l10n.t('Search the Web'),
      detail: l10n.t('Search the Web: the model may look things up, which can cost extra'),
    });
  }
  if (answerFormat?.type === 'json_object') {
    found.push({ id: 'answerFormat', label: l10n.t('JSON'), detail: l10n.t('Answers are JSON, without a schema') });
  } else if (answerFormat?.type === 'json_schema') {
    const detail = l10n.t(
      'Answers are JSON and checked against the schema {0}, as it was when it was picked',
      answerFormat.source,
    );
    found.push({ id: 'answerFormat', label: l10n.t('JSON: {0}', answerFormat.name), detail });
  }
  if (alternatives !== undefined) {
    found.push({
      id: 'alternatives',
      label: l10n.t('{0} answers', alternatives),
      detail: l10n.t(
        'Each question gets {0} answers, each billed; an endpoint that gives one at a time is asked as often',
        alternatives,
      ),
    });
  }
  if (aloud === true) {
    found.push({ id: 'aloud', label: l10n.t('Aloud'), detail: l10n.t('Answers are spoken, where the endpoint can') });
  }
  if (probabilities === true) {
    found.push({
      id: 'probabilities',
      label: l10n.t('Probabilities'),
      detail: l10n.t('Answers come with the probability of each token, where the endpoint gives it'),
    });
  }
  return found;
}
