/** What was suggested for the next commit of a repository: it is not suggested again, and is not mistaken for what the user wants. */
import type { GitRepository } from '../context/git';

interface Suggestions {
  readonly head: string;
  /** What stood in the box before the first suggestion. */
  readonly intent: string;
  /** What the box was left with. */
  readonly shown: string;
  readonly all: readonly string[];
}

export class SuggestionMemory {
  readonly #byRoot = new Map<string, Suggestions>();

  /** What the user wants the message to say, and what not, as the box is now. */
  of(repository: GitRepository, box: string): { readonly intent: string; readonly refused: readonly string[] } {
    const known = this.#known(repository);
    if (known === undefined) {
      return { intent: box, refused: [] };
    }
    return { intent: box.trim() === known.shown.trim() ? known.intent : box, refused: known.all };
  }

  /** @param all with the one that is shown */
  remember(repository: GitRepository, intent: string, shown: string, all: readonly string[]): void {
    const before = this.#known(repository)?.all ?? [];
    this.#byRoot.set(repository.rootUri.toString(), {
      head: headOf(repository),
      intent,
      shown,
      all: [...new Set([...before, ...all])],
    });
  }

  /** Of the commit that is the latest now: with the next one everything is new. */
  #known(repository: GitRepository): Suggestions | undefined {
    const known = this.#byRoot.get(repository.rootUri.toString());
    return known?.head === headOf(repository) ? known : undefined;
  }
}

function headOf({ state }: GitRepository): string {
  return state.HEAD?.commit ?? '';
}
