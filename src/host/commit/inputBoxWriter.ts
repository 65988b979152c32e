/**
 * Writes a message that is still coming into a repository's commit box, and takes it back. What the user types meanwhile is never
 * overwritten: from then on the box is theirs. The box tells of changes late but in their order, and read back it can be older than
 * what was written last; so every text that was written here is remembered, and any other is the user's.
 */
import * as vscode from 'vscode';
import type { GitRepository } from '../context/git';

/** Milliseconds between two writings: each is an undo step. */
const writeEveryMs = 100;
/** How long a text that was written before the user typed can still arrive. */
const lateMs = 1500;

export class InputBoxWriter implements vscode.Disposable {
  /** What stood there. */
  readonly before: string;
  /** What stood there, and all texts since, in order. */
  readonly #written: string[];
  /** Up to which the box has told of them: one before that is one that the user went back to. */
  #told = 0;
  /** Texts of an earlier writer that may still arrive. */
  readonly #late: ReadonlySet<string>;
  readonly #listener: vscode.Disposable;
  /** The box has told of a change. */
  readonly #heard = new vscode.EventEmitter<void>();
  #next: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What the user made of it; undefined while the box is ours. */
  #users: string | undefined;
  #lastSeen: string;
  #lateTimer: NodeJS.Timeout | undefined;
  #endedAt = Infinity;

  /** @param earlier wrote into the same box before: what it wrote can still arrive, and is not the user's */
  constructor(
    private readonly repository: GitRepository,
    earlier?: InputBoxWriter,
  ) {
    if (earlier !== undefined) {
      earlier.#end();
    }
    const now = unixLines(repository.inputBox.value);
    const late = earlier !== undefined && performance.now() - earlier.#endedAt < lateMs ? earlier : undefined;
    const texts = late === undefined ? [] : [...late.#late, ...late.#written];
    // So soon it may still be older than what the earlier one left.
    this.before = late?.isTaken === false && texts.includes(now) ? (texts.at(-1) ?? now) : now;
    this.#late = new Set(texts.filter((text) => text !== this.before));
    this.#written = [this.before];
    this.#lastSeen = this.before;
    this.#listener = vscode.workspace.onDidChangeTextDocument((event) => {
      // A box that is shown for the first time gets its empty template.
      const isChanged = event.contentChanges.some(({ rangeLength, text }) => rangeLength > 0 || text !== '');
      if (isChanged && isBoxOf(event.document.uri, repository)) {
        this.#see(unixLines(event.document.getText()), event.contentChanges);
      }
    });
  }

  /** The user has typed: nothing is written any more. */
  get isTaken(): boolean {
    return this.#users !== undefined;
  }

  /** Shows a text, soon; only the latest one is. */
  write(text: string): void {
    this.#next = text;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, writeEveryMs);
  }

  /** Shows a text now. @returns, once the box has told of it: false where the user changed the box before it was there */
  async finish(text: string): Promise<boolean> {
    this.#next = text;
    this.#flush();
    await this.#untilTold();
    return !this.isTaken;
  }

  /** Shows a text in place of the user's, who asked for it. */
  replace(text: string): void {
    this.#end();
    this.repository.inputBox.value = text;
  }

  /** Shows what stood there before, unless the user has typed. */
  restore(): void {
    this.#next = this.before;
    this.#flush();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#endedAt = performance.now();
    if (!this.isTaken && this.#isTold) {
      this.#end();
      return;
    }
    // What was written before the user typed may still come over it, or be told to have.
    this.#lateTimer = setTimeout(() => {
      this.#end();
    }, lateMs);
  }

  #end(): void {
    clearTimeout(this.#lateTimer);
    this.#listener.dispose();
    this.#heard.dispose();
  }

  /** Whether the box is known to show what was written last, or to be the user's. One that nobody sees tells nothing. */
  get #isTold(): boolean {
    const isShown = vscode.workspace.textDocuments.some(({ uri }) => isBoxOf(uri, this.repository));
    return !isShown || this.isTaken || this.#written[this.#told] === this.#written.at(-1);
  }

  #untilTold(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isTold) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      };
      const timer = setTimeout(done, lateMs);
      const listener = this.#heard.event(() => {
        if (this.#isTold) done();
      });
    });
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#next;
    this.#next = undefined;
    const now = unixLines(this.repository.inputBox.value);
    // Read back, the box can be older than what was written last, and half of it: only a text that goes another way is the user's.
    if (!this.isTaken && ![...this.#late, ...this.#written].some((written) => written.startsWith(now))) {
      this.#users = now;
    }
    if (text !== undefined && !this.isTaken && text !== now) {
      this.#set(text);
    }
  }

  #isOurs(text: string): boolean {
    return this.#late.has(text) || this.#written.includes(text);
  }

  #set(text: string): void {
    this.#written.push(text);
    this.repository.inputBox.value = text;
  }

  #see(text: string, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const place = this.#written.indexOf(text, this.#told);
    const isOurs = place >= 0 || this.#late.has(text);
    this.#told = Math.max(this.#told, place);
    if (this.#users === undefined) {
      this.#users = isOurs ? undefined : text;
    } else if (text !== this.#users) {
      if (!isOurs) {
        // Typed into a text of ours that had come over the user's: the keys count, the text does not.
        this.#users = this.#isOurs(this.#lastSeen) ? applied(this.#users, changes) : text;
      }
      if (text !== this.#users) {
        this.repository.inputBox.value = this.#users;
      }
    }
    this.#lastSeen = text;
    this.#heard.fire();
    // What comes after that is the user's, and no concern of this one.
    if (this.#endedAt !== Infinity && !this.isTaken && this.#isTold) this.#end();
  }
}

/** Insertions alone: what was deleted was not the user's. */
function applied(text: string, changes: readonly vscode.TextDocumentContentChangeEvent[]): string {
  return changes.reduce((before, change) => {
    const at = Math.min(change.rangeOffset, before.length);
    return before.slice(0, at) + unixLines(change.text) + before.slice(at);
  }, text);
}

/** `vscode-scm:git/scm0/input?rootUri=…`, with the root encoded, sometimes twice. */
function isBoxOf(uri: vscode.Uri, { rootUri }: GitRepository): boolean {
  if (uri.scheme !== 'vscode-scm') {
    return false;
  }
  let [, root = ''] = /(?:^|&)rootUri=([^&]*)/.exec(uri.query) ?? [];
  try {
    for (let turn = 0; turn < 3 && !root.includes('://'); turn += 1) {
      root = decodeURIComponent(root);
    }
    return vscode.Uri.parse(root).path === rootUri.path;
  } catch {
    return false;
  }
}

function unixLines(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
