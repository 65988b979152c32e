/** The lists of VS Code in which options of answers are ticked, and the number of alternatives is chosen. */
import * as vscode from 'vscode';
import { alternativesRange, optionIds, withOption, type ChatOptions, type OptionId } from '../../core/chatOptions';

interface OptionItem extends vscode.QuickPickItem {
  readonly id: OptionId;
}

/** Options that are ticked only once something else is chosen. */
type Asked = 'answerFormat' | 'alternatives';

/** @returns what is ticked, and what of it has to be chosen first; undefined where the list was left */
export async function pickOptions(
  options: ChatOptions,
): Promise<{ readonly options: ChatOptions; readonly asks: readonly Asked[] } | undefined> {
  const items = optionItems(options);
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Answer Options'),
    placeHolder: vscode.l10n.t('For the next answers of this chat'),
    matchOnDetail: true,
  });
  if (picked === undefined) {
    return undefined;
  }
  const ticked = new Set(picked.map(({ id }) => id));
  const chosen = optionIds.reduce((left, id) => {
    const isOn = ticked.has(id);
    return isOn === (options[id] !== undefined) ? left : withOption(left, id, isOn);
  }, options);
  const asks = (['answerFormat', 'alternatives'] as const).filter((id) => ticked.has(id) && options[id] === undefined);
  return { options: chosen, asks };
}

/** @returns 1 for a single answer; undefined where the list was left */
export async function pickAlternatives(current = 1): Promise<number | undefined> {
  const counts = Array.from({ length: alternativesRange.maximum }, (_, index) => index + 1);
  const items = counts.map((count) => ({
    label: count === 1 ? vscode.l10n.t('One answer') : vscode.l10n.t('{0} answers', count),
    ...(count === current ? { description: vscode.l10n.t('Now') } : {}),
    count,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Alternatives'),
    placeHolder: vscode.l10n.t(
      'How many answers each question gets. Each is billed; an endpoint that can give several gets the question once.',
    ),
  });
  return picked?.count;
}

function optionItems(options: ChatOptions): readonly OptionItem[] {
  const { l10n } = vscode;
  const { answerFormat, alternatives } = options;
  const items: readonly OptionItem[] = [
    {
      id: 'webSearch',
      label: l10n.t('Search the Web'),
      detail: l10n.t('The model may look things up; context size and location are settings. May cost extra.'),
    },
    {
      id: 'answerFormat',
      label: l10n.t('Answer as JSON…'),
      ...(answerFormat?.type === 'json_schema' ? { description: answerFormat.source } : {}),
      detail: l10n.t('Freely, or by a JSON Schema that each answer is checked against.'),
    },
    {
      id: 'alternatives',
      label: l10n.t('Alternatives…'),
      ...(alternatives === undefined ? {} : { description: l10n.t('{0} answers', alternatives) }),
      detail: l10n.t('Several answers to each question, to choose from. Each is billed.'),
    },
    {
      id: 'aloud',
      label: l10n.t('Answer Aloud'),
      detail: l10n.t('Asks for speech; models of Claude usually answer in text alone.'),
    },
    {
      id: 'probabilities',
      label: l10n.t('Token Probabilities'),
      detail: l10n.t('Asks for the probability of each token; models of Claude usually give none.'),
    },
  ];
  return items.map((item) => ({ ...item, picked: options[item.id] !== undefined }));
}
