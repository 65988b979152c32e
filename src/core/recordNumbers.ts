/**
 * Which records of a journal are there: each writer numbers its own. So a record that was written twice counts once, one that could
 * not be written and was written again is no loss, and one that is not there at all is noticed. What records say is
 * `journalReader.ts`.
 */

interface TornLine {
  readonly beginning: string;
  /** How many records came before it. */
  readonly place: number;
}

/** So many torn lines can still turn out to be written again: the time does not grow with a file of nothing else. */
const keptTorn = 100;

export class RecordNumbers {
  /** By the writer's tag: its numbers, each with how many records came before it. */
  readonly #places = new Map<string, Map<number, number>>();
  #records = 0;
  /** The newest of those that were not written again. */
  #torn: TornLine[] = [];
  #tornCount = 0;

  /** @returns false for a record that came before. One without a number is always another one. */
  take(line: string, by: string, n: number | undefined): boolean {
    const place = this.#records;
    this.#records += 1;
    if (n === undefined) {
      return true;
    }
    const places = this.#places.get(by) ?? new Map<number, number>();
    this.#places.set(by, places);
    if (this.#torn.length > 0) {
      this.#forgive(line, places, n);
    }
    if (places.has(n)) {
      return false;
    }
    places.set(n, place);
    return true;
  }

  /** A line that is no record, but may be the beginning of one. */
  takeTorn(line: string): void {
    // Half a character is none.
    this.#torn.push({ beginning: line.replace(/\ufffd$/, ''), place: this.#records });
    this.#tornCount += 1;
    if (this.#torn.length > keptTorn) {
      this.#torn.shift();
    }
  }

  /** At how many places something is missing. */
  get missing(): number {
    let gaps = 0;
    for (const places of this.#places.values()) {
      for (const n of places.keys()) {
        gaps += n > 1 && !places.has(n - 1) ? 1 : 0;
      }
    }
    // A torn line mostly is what leaves a gap; the last one of a writer leaves none.
    return Math.max(gaps, this.#tornCount);
  }

  /**
   * Lines of one answer begin alike. The one that was torn is the next of its writer's: what came before the one that is equal came
   * before the torn one, too.
   */
  #forgive(line: string, places: ReadonlyMap<number, number>, n: number): void {
    const isFirst = n === 1 || places.size === 0;
    const before = places.get(n - 1) ?? Infinity;
    const open = this.#torn.filter(({ beginning, place }) => !(line.startsWith(beginning) && (isFirst || before < place)));
    this.#tornCount -= this.#torn.length - open.length;
    this.#torn = open;
  }
}
