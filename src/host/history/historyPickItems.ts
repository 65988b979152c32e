/** The lines of the history's pick list: groups by day, names, times. Which conversations they are for is `historyPick.ts`'s matter. */
import * as vscode from 'vscode';
import { shownTitle } from './chatActions';
import type { ConversationSummary } from './conversationSummary';
import { summaryProblemWords } from './historyWords';

/** A conversation that is to be shown; with where and how it was found, while something is sought. */
export interface ListedChat {
  readonly summary: ConversationSummary;
  readonly messageId?: string;
  readonly snippet?: string;
}

export interface HistoryItem extends vscode.QuickPickItem {
  readonly chat?: ListedChat;
  /** What it does, if it is not a conversation. */
  readonly action?: 'more' | 'allWorkspaces';
}

export const chatButtons = {
  pin: { iconPath: new vscode.ThemeIcon('pin'), tooltip: vscode.l10n.t('Pin') },
  unpin: { iconPath: new vscode.ThemeIcon('pinned'), tooltip: vscode.l10n.t('Unpin') },
  rename: { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Rename…') },
  delete: { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete') },
} as const satisfies Readonly<Record<string, vscode.QuickInputButton>>;

interface Options {
  /** Unix time in milliseconds. */
  readonly now: number;
  /** The conversation that is open. */
  readonly shownId: string;
}

/** Pinned ones first, then by day; the order within the groups is that of `chats`. */
export function groupedItems(chats: readonly ListedChat[], options: Options): readonly HistoryItem[] {
  const times = new Times(options.now);
  const pinned = chats.filter(({ summary }) => summary.isPinned);
  const items: HistoryItem[] = pinned.length === 0 ? [] : [separator(vscode.l10n.t('Pinned'))];
  items.push(
    ...pinned.map((chat) =>
      chatItem(chat, `${times.day(chat.summary.updatedAt)}, ${times.time(chat.summary.updatedAt)}`, options),
    ),
  );
  let group: string | undefined;
  for (const chat of chats.filter(({ summary }) => !summary.isPinned)) {
    const day = times.day(chat.summary.updatedAt);
    if (day !== group) {
      items.push(separator(day));
      group = day;
    }
    items.push(chatItem(chat, times.time(chat.summary.updatedAt), options));
  }
  return items;
}

/** In the order of `chats`, without groups. */
export function foundItems(chats: readonly ListedChat[], options: Options): readonly HistoryItem[] {
  const times = new Times(options.now);
  return chats.map((chat) => {
    const { updatedAt } = chat.summary;
    return chatItem(chat, `${times.day(updatedAt)}, ${times.time(updatedAt)}`, options);
  });
}

export function actionItem(label: string, action?: HistoryItem['action']): HistoryItem {
  return { label, alwaysShow: true, ...(action === undefined ? {} : { action }) };
}

/** Text in which nothing is an icon. */
export function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

function separator(label: string): HistoryItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function chatItem(chat: ListedChat, time: string, { shownId }: Options): HistoryItem {
  const { l10n } = vscode;
  const { summary, snippet } = chat;
  const { questionCount, problem, isPinned } = summary;
  const icon = problem !== undefined ? '$(warning) ' : isPinned ? '$(pinned) ' : '';
  const questions = questionCount === 1 ? l10n.t('1 question') : l10n.t('{0} questions', questionCount);
  const detail = problem === undefined ? (snippet ?? summary.preview) : summaryProblemWords(problem);
  const { pin, unpin, rename, delete: deleteButton } = chatButtons;
  return {
    chat,
    label: icon + plain(shownTitle(summary)),
    description: [
      ...(summary.id === shownId ? [l10n.t('open')] : []),
      time,
      ...(problem === undefined ? [questions] : []),
    ].join(' · '),
    ...(detail === '' ? {} : { detail: plain(detail) }),
    // What is found stands in texts that the list itself does not see.
    alwaysShow: true,
    buttons: problem === undefined ? [isPinned ? unpin : pin, rename, deleteButton] : [deleteButton],
  };
}

const dayMs = 86_400_000;

/** Days and times as people say them, in the user's language and time zone. */
export class Times {
  readonly #midnight: number;
  readonly #clock = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' });
  readonly #weekday = new Intl.DateTimeFormat(vscode.env.language, { weekday: 'long' });
  readonly #date = new Intl.DateTimeFormat(vscode.env.language, { day: 'numeric', month: 'long' });
  readonly #fullDate = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'long' });
  readonly #relative = new Intl.RelativeTimeFormat(vscode.env.language, { style: 'short', numeric: 'auto' });

  constructor(private readonly now: number) {
    this.#midnight = midnightOf(now);
  }

  /** Today, Yesterday, the weekday within a week, else the date. */
  day(milliseconds: number): string {
    // Days are not all of the same length.
    const days = Math.round((this.#midnight - midnightOf(milliseconds)) / dayMs);
    if (days <= 0) {
      return vscode.l10n.t('Today');
    }
    if (days === 1) {
      return vscode.l10n.t('Yesterday');
    }
    const isThisYear = new Date(milliseconds).getFullYear() === new Date(this.now).getFullYear();
    return (days < 7 ? this.#weekday : isThisYear ? this.#date : this.#fullDate).format(milliseconds);
  }

  /** `this minute` or `5 min. ago` within the last hour, else the time of day. */
  time(milliseconds: number): string {
    const minutes = Math.floor((this.now - milliseconds) / 60_000);
    return minutes >= 0 && minutes < 60 ? this.#relative.format(-minutes, 'minute') : this.#clock.format(milliseconds);
  }

  date(milliseconds: number): string {
    return this.#fullDate.format(milliseconds);
  }
}

function midnightOf(milliseconds: number): number {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}
