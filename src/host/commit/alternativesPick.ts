/** Several messages to choose from, filling while they arrive. The commit box shows the whole of the one that is looked at. */
import * as vscode from 'vscode';
import { isCancellation, toAssistantError } from '../../core/errors';
import type { Alternatives } from '../answers/alternatives';
import { errorNotice } from '../platform/errorNotice';
import { CommitFailure } from './failureNotice';
import type { MessageSource, WrittenMessage } from './messageSource';

interface Deps {
  readonly source: MessageSource;
  readonly alternatives: Pick<Alternatives, 'models'>;
  readonly title: string;
  readonly signal: AbortSignal;
  /** Shows the whole of the message that is looked at. */
  readonly preview: (message: string) => void;
  /** Opens it in an editor. */
  readonly open: (message: string) => void;
}

/** Undefined: none was chosen. `others`: all that came, the chosen one first. */
export interface Choice {
  readonly written: WrittenMessage;
  readonly all: readonly string[];
}

interface Item extends vscode.QuickPickItem {
  /** Undefined: others are wanted. */
  readonly index?: number;
}

interface Candidate {
  text: string;
  written?: WrittenMessage;
  error?: unknown;
}

/** Milliseconds between two looks of the list. */
const redrawEveryMs = 100;

/** @throws AssistantError, CommitFailure where none came; AssistantError `canceled` */
export async function pickAlternative(deps: Deps): Promise<Choice | 'others' | undefined> {
  const { source, signal } = deps;
  const { models } = deps.alternatives;
  const pick = vscode.window.createQuickPick<Item>();
  const abort = new AbortController();
  const stop = (): void => {
    abort.abort();
  };
  signal.addEventListener('abort', stop);
  const candidates = models.map((): Candidate => ({ text: '' }));
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const active = pick.activeItems[0]?.index ?? (pick.activeItems.length === 0 ? 0 : undefined);
    pick.items = itemsOf(candidates);
    pick.activeItems = pick.items.filter((item) => item.kind === undefined && item.index === active);
    pick.busy = candidates.some(isPending);
    previewOf(active);
  };
  const previewOf = (index: number | undefined): void => {
    deps.preview(index === undefined ? '' : (candidates[index]?.text ?? ''));
  };
  const write = async (candidate: Candidate, index: number): Promise<void> => {
    try {
      const show = (text: string): void => {
        candidate.text = text;
        timer ??= setTimeout(draw, redrawEveryMs);
      };
      candidate.written = await source.stream(index, abort.signal, show, models[index]);
      candidate.text = candidate.written.message;
    } catch (error) {
      candidate.error = error;
    }
    if (!abort.signal.aborted) {
      draw();
    }
  };

  pick.title = deps.title;
  pick.placeholder = vscode.l10n.t('Choose a message; the commit box shows the whole of it');
  pick.ignoreFocusOut = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  draw();
  const running = candidates.map(write);
  const failed = Promise.all(running).then(() => {
    if (candidates.every(({ error }) => error !== undefined)) {
      const [first] = candidates;
      throw first?.error instanceof Error ? first.error : toAssistantError(first?.error);
    }
    return new Promise<never>(() => undefined);
  });
  const chosen = new Promise<number | 'others' | undefined>((resolve) => {
    pick.onDidChangeActive(([item]) => {
      previewOf(item?.index);
    });
    pick.onDidTriggerItemButton(({ item }) => {
      deps.open(candidates[item.index ?? -1]?.text ?? '');
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined && candidates[item.index ?? -1]?.error === undefined) {
        resolve(item.index ?? 'others');
      }
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    abort.signal.addEventListener('abort', () => {
      resolve(undefined);
    });
    pick.show();
  });
  try {
    const index = await Promise.race([chosen, failed]);
    signal.throwIfAborted();
    if (typeof index !== 'number') {
      return index;
    }
    pick.hide();
    const candidate = candidates[index];
    // It was chosen while it was coming.
    await running[index];
    if (candidate?.written === undefined) {
      throw candidate?.error instanceof Error
        ? candidate.error
        : new CommitFailure(vscode.l10n.t('The model wrote no message.'));
    }
    const others = candidates.flatMap(({ written }) => (written === undefined ? [] : [written.message]));
    return { written: candidate.written, all: [candidate.written.message, ...others] };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    abort.abort();
    pick.dispose();
  }
}

function isPending({ written, error }: Candidate): boolean {
  return written === undefined && error === undefined;
}

function itemsOf(candidates: readonly Candidate[]): Item[] {
  const { l10n, QuickPickItemKind, ThemeIcon } = vscode;
  const items = candidates.map((candidate, index): Item => {
    const [subject = '', ...body] = candidate.text.split('\n');
    if (candidate.error !== undefined && !isCancellation(candidate.error)) {
      return { label: `$(error) ${sentenceOf(candidate.error)}`, index, alwaysShow: true };
    }
    const detail = body.filter((line) => line.trim() !== '').join(' · ');
    return {
      // A `$(name)` of the message would be drawn as an icon.
      label: subject === '' ? l10n.t('Writing…') : subject.replaceAll('$(', '$ ('),
      ...(isPending(candidate) ? { description: '…' } : {}),
      ...(detail === '' ? {} : { detail: detail.replaceAll('$(', '$ (') }),
      buttons: [{ iconPath: new ThemeIcon('go-to-file'), tooltip: l10n.t('Show the Whole Message') }],
      index,
      alwaysShow: true,
    };
  });
  return candidates.some(isPending)
    ? items
    : [
        ...items,
        { label: '', kind: QuickPickItemKind.Separator },
        { label: `$(refresh) ${l10n.t('Write Others')}`, alwaysShow: true },
      ];
}

function sentenceOf(error: unknown): string {
  return error instanceof CommitFailure ? error.message : errorNotice(toAssistantError(error), false).sentence;
}
