/** Takes in a file of any size piece by piece: keeps its beginning, counts its lines, and makes a patch that adds or deletes it. */
import type { ChangedFile } from '../../core/commit/changes';

const mostFileBytes = 256_000;
/** Git takes a file for binary where one of its first bytes is 0. */
const binaryProbe = 8_000;
const newline = 10;

export class TextHead {
  readonly #head: Buffer[] = [];
  #headLength = 0;
  #length = 0;
  #lineEnds = 0;
  #last = newline;
  #isBinary = false;
  /** Not all of it was taken in: the lines are not known. */
  isInterrupted = false;

  /** @returns false: nothing more need be known */
  take(chunk: Buffer): boolean {
    if (this.#headLength < mostFileBytes) {
      // A copy: the caller may read the next piece into the same buffer.
      const part = Buffer.from(chunk.subarray(0, mostFileBytes - this.#headLength));
      this.#isBinary ||= this.#headLength < binaryProbe && part.subarray(0, binaryProbe - this.#headLength).includes(0);
      this.#head.push(part);
      this.#headLength += part.length;
    }
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
      this.#lineEnds += 1;
    }
    this.#length += chunk.length;
    this.#last = chunk.at(-1) ?? this.#last;
    return !this.#isBinary;
  }

  /** What is known of a file that is new, or gone. */
  facts(sign: '+' | '-'): Pick<ChangedFile, 'isBinary' | 'added' | 'deleted' | 'patch' | 'isPatchCut'> {
    if (this.#isBinary) {
      return { isBinary: true };
    }
    const lines = this.#lineEnds + (this.#last === newline ? 0 : 1);
    const counts = this.isInterrupted ? {} : sign === '+' ? { added: lines, deleted: 0 } : { added: 0, deleted: lines };
    if (this.#length === 0) {
      return { isBinary: false, ...counts, ...(this.isInterrupted ? { isPatchCut: true } : {}) };
    }
    const head = Buffer.concat(this.#head);
    const isCut = this.isInterrupted || this.#length > head.length;
    // Whole lines; of a single one that is longer, what there is.
    const end = isCut ? head.lastIndexOf(newline) + 1 || head.length : head.length;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, end), { stream: isCut });
    const patch = patchOf(text, lines, sign, isCut);
    return { isBinary: false, ...counts, patch, ...(isCut ? { isPatchCut: true } : {}) };
  }
}

function patchOf(text: string, lines: number, sign: '+' | '-', isCut: boolean): string {
  const shown = text.split('\n');
  const isEnded = shown.at(-1) === '';
  const range = lines === 1 ? '1' : `1,${String(lines)}`;
  const content = (isEnded ? shown.slice(0, -1) : shown).map((line) => `${sign}${line}\n`).join('');
  const header = sign === '+' ? `@@ -0,0 +${range} @@` : `@@ -${range} +0,0 @@`;
  return `${header}\n${content}${isEnded || isCut ? '' : '\\ No newline at end of file\n'}`;
}
