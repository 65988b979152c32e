/** Picks the model of the chat from all that are known, listed by the endpoint, or typed. */
import * as vscode from 'vscode';
import type { ModelDirectory } from '../../core/chatModel';
import { modelFacts, models, type ModelFacts } from '../../core/models';
import type { ChatController } from '../chat/chatController';
import { modelDetail } from '../chat/modelWords';
import type { Command } from './command';

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

interface Deps {
  readonly controller: ChatController;
  readonly directory: ModelDirectory;
}

export function selectModel({ controller, directory }: Deps): Command {
  return {
    name: 'selectModel',
    async run() {
      const model = await pickModel(controller.conversation.model, directory);
      if (model !== undefined) {
        await controller.selectModel(model);
      }
    },
  };
}

function pickModel(current: string, directory: ModelDirectory): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  const abort = new AbortController();
  /** Ids of the endpoint, once they are there: the list never waits for them. */
  let listed: readonly string[] = [];

  const show = (): void => {
    const typed = pick.value.trim();
    const items = modelItems(listed, current);
    const active = pick.activeItems[0]?.model ?? current;
    const isKnown = typed === '' || items.some((item) => item.model === typed);
    pick.items = isKnown
      ? items
      : [...items, { label: typed, description: vscode.l10n.t('Use this id'), model: typed, alwaysShow: true }];
    // A new list starts at its top otherwise.
    pick.activeItems = typed === '' ? pick.items.filter((item) => item.model === active) : pick.activeItems;
  };

  pick.title = vscode.l10n.t('Model of the Chat');
  pick.placeholder = vscode.l10n.t('Choose a model, or type any id');
  pick.matchOnDescription = true;
  pick.busy = true;
  show();
  directory.listModels(abort.signal).then(
    (ids) => {
      listed = ids.filter((id) => id.startsWith('claude-'));
      pick.busy = false;
      show();
    },
    () => {
      // Without a token or a connection the known models do.
      pick.busy = false;
    },
  );

  return new Promise<string | undefined>((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.model);
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  }).finally(() => {
    abort.abort();
    pick.dispose();
  });
}

function modelItems(listed: readonly string[], current: string): readonly ModelItem[] {
  const more = [current, ...listed].filter(
    (id, index, ids) => !models.some((known) => known.id === id) && ids.indexOf(id) === index,
  );
  return [
    ...group(
      vscode.l10n.t('Current'),
      models.filter((model) => model.state === 'current'),
    ),
    ...group(vscode.l10n.t('More'), more.map(modelFacts)),
    ...group(
      vscode.l10n.t('Legacy'),
      models.filter((model) => model.state === 'legacy'),
    ),
    ...group(
      vscode.l10n.t('Retired: may be refused'),
      models.filter((model) => model.state === 'retired'),
    ),
  ];
}

function group(label: string, facts: readonly ModelFacts[]): readonly ModelItem[] {
  return facts.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...facts.map(modelItem)];
}

function modelItem(facts: ModelFacts): ModelItem {
  const detail = modelDetail(facts);
  return {
    label: facts.name,
    description: facts.id,
    ...(detail === '' ? {} : { detail }),
    model: facts.id,
  };
}
