/**
 * The history as a pick list: what is in it, searching while the user types, and what is done with the conversation that is chosen
 * there. How its lines look is `historyPickItems.ts`; the trash is a list of its own.
 */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { fold, searchTerms } from '../../core/searchText';
import type { ChatActions, ShownChat } from './chatActions';
import type { ConversationStore } from './conversationStore';
import type { ConversationSummary } from './conversationSummary';
import { HistoryError } from './historyError';
import { actionItem, chatButtons, foundItems, groupedItems, type HistoryItem, type ListedChat } from './historyPickItems';
import { showTrash } from './historyPickTrash';
import { workspaceKey } from './workspaceKey';

export interface HistoryPickDeps {
  readonly store: Pick<ConversationStore, 'list' | 'search' | 'trash' | 'onDidChangeList'>;
  readonly actions: ChatActions;
  readonly chat: ShownChat;
  /** Remembers whether only the conversations of the workspace are listed. */
  readonly state: vscode.Memento;
}

const filterKey = 'history.isOnlyThisWorkspace';
/** Lines at first, and with each "Show more": thousands would take the window seconds to take in. */
const pageSize = 300;
const debounceMs = 80;
/** Between two updates of the list while results come. */
const batchMs = 60;

const titleButtons = {
  onlyWorkspace: { iconPath: new vscode.ThemeIcon('filter'), tooltip: vscode.l10n.t('Only chats of this workspace') },
  allWorkspaces: { iconPath: new vscode.ThemeIcon('filter-filled'), tooltip: vscode.l10n.t('Chats of all workspaces') },
  // The buttons of a line cannot be reached with the keyboard; those of the list can.
  actions: { iconPath: new vscode.ThemeIcon('ellipsis'), tooltip: vscode.l10n.t('More for the selected chat…') },
  trash: { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Show the trash') },
  exportAll: { iconPath: new vscode.ThemeIcon('export'), tooltip: vscode.l10n.t('Export chats…') },
  import: { iconPath: new vscode.ThemeIcon('desktop-download'), tooltip: vscode.l10n.t('Import chats…') },
} as const satisfies Readonly<Record<string, vscode.QuickInputButton>>;

export class HistoryPick {
  #chats: readonly ConversationSummary[] | undefined;
  #folded = new Map<ConversationSummary, string>();
  /** What the current search found, in its order, by conversation. */
  #hits = new Map<string, ListedChat>();
  #isSearching = false;
  #search: AbortController | undefined;
  #limit = pageSize;
  /** Hidden for another input, and coming back. */
  #isAway = false;
  #loads = 0;
  readonly #workspace = workspaceKey();
  #isUnreadable = false;

  constructor(
    private readonly deps: HistoryPickDeps,
    private readonly pick: vscode.QuickPick<HistoryItem> = vscode.window.createQuickPick<HistoryItem>(),
  ) {}

  /** Resolves when the list is closed. */
  async show(): Promise<void> {
    const { pick, deps } = this;
    pick.title = vscode.l10n.t('Chat History');
    pick.placeholder = vscode.l10n.t('Search in all messages');
    pick.matchOnDescription = false;
    pick.matchOnDetail = false;
    pick.keepScrollPosition = true;
    this.#showButtons();
    const list = deps.store.onDidChangeList(() => void this.#load());
    const closed = new Promise<void>((resolve) => {
      pick.onDidHide(() => {
        if (!this.#isAway) {
          resolve();
        }
      });
    });
    pick.onDidChangeValue(() => {
      this.#limit = pageSize;
      this.#startSearch();
    });
    pick.onDidAccept(() => void this.#accept(pick.selectedItems[0]));
    pick.onDidTriggerItemButton(({ button, item }) => void this.#runItemButton(button, item));
    pick.onDidTriggerButton((button) => void this.#runTitleButton(button));
    pick.busy = true;
    pick.show();
    void this.#load();
    try {
      await closed;
    } finally {
      this.#search?.abort();
      list.dispose();
      pick.dispose();
    }
  }

  get #isFiltered(): boolean {
    return this.#workspace !== undefined && this.deps.state.get(filterKey, false);
  }

  async #load(): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    try {
      const chats = await this.deps.store.list();
      if (load !== this.#loads) {
        return;
      }
      this.#chats = chats;
      this.#isUnreadable = false;
      this.#folded = new Map();
    } catch (error) {
      if (!(error instanceof HistoryError)) {
        throw error;
      }
      this.#chats ??= [];
      this.#isUnreadable = true;
      this.deps.actions.say(error);
    }
    this.pick.busy = this.#isSearching;
    this.#render(true);
  }

  #startSearch(): void {
    this.#search?.abort();
    const abort = new AbortController();
    this.#search = abort;
    const query = this.pick.value;
    this.#isSearching = searchTerms(query).length > 0;
    this.pick.busy = this.#isSearching || this.#chats === undefined;
    const timer = setTimeout(
      () => {
        this.#hits = new Map();
        this.#render(false);
        if (this.#isSearching) {
          void this.#runSearch(query, abort.signal);
        }
      },
      // Back to all of them at once.
      this.#isSearching ? debounceMs : 0,
    );
    abort.signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  }

  async #runSearch(query: string, signal: AbortSignal): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      for await (const { conversation, messageId, text } of this.deps.store.search(query, signal)) {
        if (signal.aborted) {
          return;
        }
        const place = messageId === undefined ? {} : { messageId };
        this.#hits.set(conversation.id, { summary: conversation, snippet: text, ...place });
        timer ??= setTimeout(() => {
          timer = undefined;
          if (!signal.aborted) {
            this.#render(true);
          }
        }, batchMs);
      }
    } catch (error) {
      if (!(error instanceof HistoryError)) {
        throw error;
      }
      this.deps.actions.say(error);
    } finally {
      clearTimeout(timer);
    }
    if (!signal.aborted) {
      this.#isSearching = false;
      this.pick.busy = false;
      this.#render(true);
    }
  }

  /** @param keepsActive whether the line stays active that is; otherwise the first one is */
  #render(keepsActive: boolean): void {
    const { pick } = this;
    if (this.#chats === undefined) {
      return;
    }
    const active = keepsActive ? pick.activeItems[0] : undefined;
    const listed = this.#listed(this.#chats);
    const options = { now: Date.now(), shownId: this.deps.chat.conversation.id };
    const shown = listed.slice(0, this.#limit);
    const chats = searchTerms(pick.value).length > 0 ? foundItems(shown, options) : groupedItems(shown, options);
    pick.items = [...chats, ...this.#closingItems(listed.length)];
    const again = pick.items.find((item) => isSame(item, active));
    if (again !== undefined) {
      pick.activeItems = [again];
    }
  }

  /** All of them; while something is sought, those with it in their name, then those with it in a message. */
  #listed(all: readonly ConversationSummary[]): readonly ListedChat[] {
    const chats = this.#isFiltered ? all.filter(({ workspace }) => workspace === this.#workspace) : all;
    const terms = searchTerms(this.pick.value);
    if (terms.length === 0) {
      return [...chats].sort((a, b) => Number(b.isPinned) - Number(a.isPinned)).map((summary) => ({ summary }));
    }
    const named = chats.filter((summary) => terms.every((term) => this.#foldedTitle(summary).includes(term)));
    const isNamed = new Set(named);
    const others = chats.filter((summary) => this.#hits.has(summary.id) && !isNamed.has(summary));
    return [...named, ...others].map((summary) => ({ ...this.#hits.get(summary.id), summary }));
  }

  #foldedTitle(summary: ConversationSummary): string {
    const known = this.#folded.get(summary) ?? fold(summary.title);
    this.#folded.set(summary, known);
    return known;
  }

  #closingItems(listed: number): readonly HistoryItem[] {
    const { l10n } = vscode;
    const query = this.pick.value.trim();
    const all = actionItem(
      query === '' ? l10n.t('Show the chats of all workspaces') : l10n.t('Search all workspaces'),
      'allWorkspaces',
    );
    if (listed > this.#limit) {
      return [actionItem(l10n.t('Show {0} more', Math.min(pageSize, listed - this.#limit)), 'more')];
    }
    if (listed > 0 || this.#isSearching) {
      return [];
    }
    if (query !== '') {
      const nothing = this.#isFiltered
        ? l10n.t('Nothing found in the chats of this workspace for “{0}”', query)
        : l10n.t('Nothing found for “{0}”', query);
      return [actionItem(nothing), ...(this.#isFiltered ? [all] : [])];
    }
    return this.#isFiltered
      ? [actionItem(l10n.t('No chats in this workspace yet')), all]
      : [actionItem(this.#isUnreadable ? l10n.t('The chats cannot be read') : l10n.t('No chats yet'))];
  }

  async #accept(item: HistoryItem | undefined): Promise<void> {
    const { pick } = this;
    if (item?.chat !== undefined) {
      pick.hide();
      await this.deps.actions.open(item.chat.summary.id, item.chat.messageId);
    } else if (item?.action === 'allWorkspaces') {
      await this.#setFiltered(false);
    } else if (item?.action === 'more') {
      const first = this.#limit;
      this.#limit += pageSize;
      this.#render(false);
      const next = pick.items.filter(({ chat }) => chat !== undefined)[first];
      pick.activeItems = next === undefined ? [] : [next];
    }
  }

  async #runItemButton(button: vscode.QuickInputButton, { chat }: HistoryItem): Promise<void> {
    const { actions } = this.deps;
    if (chat === undefined) {
      return;
    }
    switch (button) {
      case chatButtons.pin:
      case chatButtons.unpin:
        await actions.setPinned(chat.summary.id, button === chatButtons.pin);
        break;
      case chatButtons.rename:
        await this.#away(() => actions.rename(chat.summary));
        break;
      case chatButtons.delete:
        await actions.delete(chat.summary);
        break;
    }
  }

  async #runTitleButton(button: vscode.QuickInputButton): Promise<void> {
    const { pick } = this;
    switch (button) {
      case titleButtons.onlyWorkspace:
      case titleButtons.allWorkspaces:
        await this.#setFiltered(button === titleButtons.onlyWorkspace);
        break;
      case titleButtons.actions:
        await this.#askForAction(pick.activeItems[0]);
        break;
      case titleButtons.trash:
        await this.#away(() => showTrash(this.deps));
        break;
      case titleButtons.exportAll:
      case titleButtons.import:
        pick.hide();
        await vscode.commands.executeCommand(commandId(button === titleButtons.import ? 'importChats' : 'exportChat'));
        break;
    }
  }

  async #askForAction(item: HistoryItem | undefined): Promise<void> {
    if (item?.chat === undefined) {
      return;
    }
    const buttons = (item.buttons ?? []).map((button) => ({ label: button.tooltip ?? '', button }));
    await this.#away(async () => {
      const chosen = await vscode.window.showQuickPick(buttons, { title: item.label });
      if (chosen !== undefined) {
        await this.#runItemButton(chosen.button, item);
      }
    });
  }

  async #setFiltered(isFiltered: boolean): Promise<void> {
    await this.deps.state.update(filterKey, isFiltered);
    this.#limit = pageSize;
    this.#showButtons();
    this.#render(true);
  }

  #showButtons(): void {
    const { onlyWorkspace, allWorkspaces, actions, trash, exportAll, import: importButton } = titleButtons;
    const filter = this.#workspace === undefined ? [] : [this.#isFiltered ? allWorkspaces : onlyWorkspace];
    this.pick.buttons = [...filter, actions, trash, exportAll, importButton];
  }

  /** Another input takes the place of the list, which then comes back as it was. */
  async #away(work: () => Promise<void>): Promise<void> {
    const isNested = this.#isAway;
    this.#isAway = true;
    try {
      await work();
    } finally {
      if (!isNested) {
        this.#isAway = false;
        this.pick.show();
        void this.#load();
      }
    }
  }
}

function isSame(item: HistoryItem, active: HistoryItem | undefined): boolean {
  return active?.chat === undefined
    ? active?.action !== undefined && item.action === active.action
    : item.chat?.summary.id === active.chat.summary.id;
}
