/** Puts together what comes as base64 in pieces: cut anywhere, or each piece with an end of its own. */
import { joinBytes } from '../bytes';

/** Characters that stand for three bytes, or, at an end, for fewer. */
const group = 4;

export class Base64Pieces {
  #rest = '';
  readonly #pieces: Uint8Array[] = [];
  #given = 0;

  /** What is no base64 in it is left out. */
  push(text: string): void {
    const clean = this.#rest + text.replace(/[^A-Za-z0-9+/=]+/g, '');
    const whole = clean.length - (clean.length % group);
    this.#rest = clean.slice(whole);
    // An end may stand in the middle, where the next piece begins.
    for (const run of clean.slice(0, whole).match(/[^=]+=*/g) ?? []) {
      this.#pieces.push(decoded(run));
    }
  }

  /** The bytes that have come whole since the last call. */
  newBytes(): Uint8Array {
    const pieces = this.#pieces.slice(this.#given);
    this.#given = this.#pieces.length;
    return joinBytes(pieces);
  }

  /** All bytes that have come. */
  bytes(): Uint8Array {
    const pieces = this.#rest.length > 1 ? [...this.#pieces, decoded(this.#rest)] : this.#pieces;
    return joinBytes(pieces);
  }
}

/** Nothing where it cannot be read. */
function decoded(run: string): Uint8Array {
  const text = run.replace(/=+$/, '');
  // One character alone is less than a byte.
  const bytes = atob(text.length % group === 1 ? text.slice(0, -1) : text);
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
}
