/** Picks the model of the chat from all that are known, listed by the endpoint, or typed. */
import * as vscode from 'vscode';
import { offeredModels, type OfferedModel } from '../../core/offeredModels';
import type { ModelFacts } from '../../core/models';
import type { ChatController } from '../chat/chatController';
import { modelDetail } from '../chat/modelWords';
import { linkButtons } from '../platform/links';
import type { LiveModels } from '../platform/liveModels';
import type { Command } from './command';

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

interface Deps {
  readonly controller: ChatController;
  readonly live: LiveModels;
}

export function selectModel({ controller, live }: Deps): Command {
  return {
    name: 'selectModel',
    async run() {
      const model = await pickModel(controller.conversation.model, live);
      if (model !== undefined) {
        await controller.selectModel(model);
      }
    },
  };
}

async function pickModel(current: string, live: LiveModels): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<ModelItem>();

  const show = (): void => {
    const typed = pick.value.trim();
    const items = modelItems(live.ids, current);
    const active = pick.activeItems[0]?.model ?? current;
    const isKnown = typed === '' || items.some((item) => item.model === typed);
    pick.items = isKnown
      ? items
      : [...items, { label: typed, description: vscode.l10n.t('Use this id'), model: typed, alwaysShow: true }];
    // A new list starts at its top otherwise. While something is typed, that is right: it is the best match.
    if (typed === '') {
      pick.activeItems = pick.items.filter((item) => item.model === active);
    }
  };

  pick.title = vscode.l10n.t('Model of the Chat');
  pick.placeholder = vscode.l10n.t('Choose a model, or type any id');
  pick.matchOnDescription = true;
  const links = linkButtons('models');
  pick.buttons = links.buttons;
  pick.busy = true;
  show();
  // The list never waits for the endpoint's. Without a token or a connection the known models do.
  const listening = live.onDidChange(show);
  let isOpen = true;
  void live.refresh(true).finally(() => {
    if (isOpen) pick.busy = false;
  });

  try {
    return await new Promise<string | undefined>((resolve) => {
      pick.onDidChangeValue(show);
      pick.onDidTriggerButton(links.open);
      pick.onDidAccept(() => {
        const typed = pick.value.trim();
        resolve(pick.selectedItems[0]?.model ?? (typed === '' ? undefined : typed));
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    isOpen = false;
    listening.dispose();
    pick.dispose();
  }
}

function modelItems(live: readonly string[] | undefined, current: string): readonly ModelItem[] {
  const { l10n } = vscode;
  const offered = offeredModels(live, [current]);
  const groups: readonly [ModelFacts['state'], string][] = [
    ['current', l10n.t('Current')],
    ['further', l10n.t('Not in the specification')],
    ['legacy', l10n.t('Legacy')],
    ['retired', l10n.t('Retired: may be refused')],
  ];
  return groups.flatMap(([state, label]) => {
    const group = offered.filter(({ facts }) => facts.state === state);
    return group.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...group.map(modelItem)];
  });
}

function modelItem({ facts, isGone }: OfferedModel): ModelItem {
  const detail = modelDetail(facts, isGone);
  return {
    label: facts.name,
    description: facts.id,
    ...(detail === '' ? {} : { detail }),
    model: facts.id,
  };
}
