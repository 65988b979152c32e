/**
 * The draft and the place in the transcript, on their way to the host, which owns them. A hidden page is gone at once, so each
 * keystroke goes into VS Code's own store for pages first. Decides whose draft counts when the page and the host differ.
 */
import type { ScrollPosition, WebviewToHost } from '../../core/protocol';

/** What VS Code keeps of the page while it is hidden, moved or reloaded. */
export interface PageBackup {
  readonly conversationId: string;
  readonly draft: string;
  /** The draft that the host has. */
  readonly hostDraft: string;
  /** Drafts that had to make room for another, newest first. */
  readonly aside: readonly string[];
  readonly scroll?: ScrollPosition;
}

interface Deps {
  /** What an earlier page saved. */
  readonly backup: PageBackup | undefined;
  readonly save: (backup: PageBackup) => void;
  readonly post: (message: WebviewToHost) => void;
}

/** What the page is to show. */
export type Restored = Pick<PageBackup, 'draft' | 'aside' | 'scroll'>;

/** Milliseconds of quiet after which the host is told. */
const quietTime = 150;
/** How many drafts back the host may be without being taken for the newer one. */
const maxRecentDrafts = 8;

export class PageMemory {
  #backup: PageBackup;
  #isFirst = true;
  #recentDrafts: string[] = [];
  #hasScrolled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: Deps) {
    this.#backup = deps.backup ?? { conversationId: '', draft: '', hostDraft: '', aside: [] };
  }

  /** Takes the host's state. What the user typed and the host does not know is never lost: it is shown, or set aside. */
  restore(conversationId: string, hostDraft: string, hostScroll: ScrollPosition | undefined): Restored {
    const before = this.#backup;
    const isSame = before.conversationId === conversationId;
    const isUnsaved = before.draft !== before.hostDraft;
    const isHostBehind = hostDraft === before.hostDraft || this.#recentDrafts.includes(hostDraft);
    // Whoever is typing goes on typing; a page that was hidden meanwhile shows what the host has put there since.
    const keepsOwn = isSame && (isHostBehind || (isUnsaved && !this.#isFirst));
    const draft = keepsOwn ? before.draft : hostDraft;
    const loser = keepsOwn ? (isHostBehind ? '' : hostDraft) : isUnsaved ? before.draft : '';
    const asideBefore = isSame ? before.aside : [];
    const aside = loser.trim() === '' || loser === draft ? asideBefore : [loser, ...asideBefore];
    const scroll = isSame ? before.scroll : hostScroll;

    clearTimeout(this.#timer);
    this.#isFirst = false;
    this.#hasScrolled = false;
    this.#recentDrafts = [hostDraft];
    this.#backup = { conversationId, draft, hostDraft, aside, ...(scroll === undefined ? {} : { scroll }) };
    this.#save();
    this.flush();
    return this.#backup;
  }

  /** The user changed the draft. */
  typed(draft: string, aside: readonly string[]): void {
    this.#backup = { ...this.#backup, draft, aside };
    this.#save();
    this.#flushSoon();
  }

  /** The host replaced the draft. */
  replaced(draft: string, aside: readonly string[]): void {
    this.#backup = { ...this.#backup, draft, hostDraft: draft, aside };
    this.#remember(draft);
    this.#save();
  }

  /** @param scroll undefined at the end */
  scrolled(scroll: ScrollPosition | undefined): void {
    const { scroll: before, ...rest } = this.#backup;
    this.#backup = { ...rest, ...(scroll === undefined ? {} : { scroll }) };
    this.#hasScrolled = true;
    this.#flushSoon();
  }

  /** Tells the host now what it does not know yet. */
  flush(): void {
    clearTimeout(this.#timer);
    const { draft, hostDraft, scroll } = this.#backup;
    if (draft === hostDraft && !this.#hasScrolled) {
      return;
    }
    if (draft !== hostDraft) {
      this.deps.post({ type: 'draft/change', draft });
      this.#remember(draft);
      this.#backup = { ...this.#backup, hostDraft: draft };
    }
    if (this.#hasScrolled) {
      const offset = Math.max(0, Math.round(scroll?.offset ?? 0));
      this.deps.post({ type: 'scroll/change', messageId: scroll?.messageId ?? '', offset });
      this.#hasScrolled = false;
    }
    // Only after the posts: what is lost of these is then lost of this too, and the next page still knows it.
    this.#save();
  }

  #flushSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.flush();
    }, quietTime);
  }

  #remember(draft: string): void {
    this.#recentDrafts = [draft, ...this.#recentDrafts].slice(0, maxRecentDrafts);
  }

  #save(): void {
    this.deps.save(this.#backup);
  }
}

export function isPageBackup(value: unknown): value is PageBackup {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { conversationId, draft, hostDraft, aside } = value as Partial<Record<keyof PageBackup, unknown>>;
  return [conversationId, draft, hostDraft].every((text) => typeof text === 'string') && Array.isArray(aside);
}
