/** Goes through earlier inputs as a shell does: the unsent draft is the newest of them, and what is changed on the way stays. */

/** Stands for the draft among the places. */
const draftPlace = -1;

export class InputHistory {
  #inputs: readonly string[] = [];
  #place = draftPlace;
  /** What is shown at a place instead of what was sent; the draft's is always there while another place is shown. */
  readonly #texts = new Map<number, string>();

  /** Begins anew at the draft. @param inputs newest first */
  show(inputs: readonly string[]): void {
    this.#inputs = distinct(inputs);
    this.#place = draftPlace;
    this.#texts.clear();
  }

  /** Adds what is older than all that is there, and not there yet. What is shown stays. */
  extend(inputs: readonly string[]): void {
    this.#inputs = distinct([...this.#inputs, ...inputs]);
  }

  /** Whether an earlier input is shown instead of the draft. */
  get isRecalling(): boolean {
    return this.#place !== draftPlace;
  }

  /** The unsent draft, while an earlier input is shown. */
  get draft(): string {
    return this.#texts.get(draftPlace) ?? '';
  }

  isEdited(shown: string): boolean {
    return this.isRecalling && shown !== this.#inputs[this.#place];
  }

  /** What to show instead of `shown`; undefined where nothing is older. */
  older(shown: string): string | undefined {
    return this.#place + 1 < this.#inputs.length ? this.#go(this.#place + 1, shown) : undefined;
  }

  /** What to show instead of `shown`; undefined at the draft. */
  newer(shown: string): string | undefined {
    return this.isRecalling ? this.#go(this.#place - 1, shown) : undefined;
  }

  /** The draft, to show instead of `shown`. */
  leave(shown: string): string {
    return this.#go(draftPlace, shown);
  }

  /** What is sent is the newest input from now on. Returns what to show then: the draft, if it was not that which was sent. */
  sent(text: string): string {
    const draft = this.isRecalling ? this.draft : '';
    this.show([text, ...this.#inputs]);
    return draft;
  }

  #go(place: number, shown: string): string {
    this.#texts.set(this.#place, shown);
    this.#place = place;
    return this.#texts.get(place) ?? this.#inputs[place] ?? '';
  }
}

function distinct(inputs: readonly string[]): readonly string[] {
  return [...new Set(inputs)].filter((text) => text.trim() !== '');
}
