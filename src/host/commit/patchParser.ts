/**
 * Takes a patch apart while Git prints it: the hunks of each file that is asked about, up to a limit for each and for all. What is
 * more is counted, not kept, so that a patch of any size takes little memory.
 */
import type { ChangedFile } from '../../core/commit/changes';
import type { ChangedEntry } from './changedEntries';

/** What is known of one file of a patch. */
export class FilePatch {
  readonly #kept: Buffer[] = [];
  #length = 0;
  isBinary = false;
  /** More was printed than is kept. */
  isCut = false;
  /** Nothing more of it will be kept. */
  isFull = false;
  /** Git was stopped within it: the counts are too small. */
  isInterrupted = false;
  added = 0;
  deleted = 0;
  /** `index <old>..<new>` of its header, whole ids: the objects that were compared. */
  readonly ids: (readonly [old: string, now: string])[] = [];

  get length(): number {
    return this.#length;
  }

  keep(line: Buffer): void {
    this.#kept.push(line);
    this.#length += line.length;
  }

  /** As the fields of `ChangedFile`. What is no UTF-8 shows as U+FFFD. */
  facts(): Pick<ChangedFile, 'isBinary' | 'added' | 'deleted' | 'patch' | 'isPatchCut'> {
    if (this.isBinary) {
      return { isBinary: true };
    }
    const patch = Buffer.concat(this.#kept).toString();
    return {
      isBinary: false,
      ...(this.isInterrupted ? {} : { added: this.added, deleted: this.deleted }),
      ...(patch === '' ? {} : { patch }),
      ...(this.isCut ? { isPatchCut: true } : {}),
    };
  }
}

const mostFileBytes = 256_000;
/** Of a longer line the beginning is kept: it is minified, or data. */
const mostLineBytes = 16_000;
const [newline, plus, minus, space, at, backslash] = [10, 43, 45, 32, 64, 92];

export class PatchParser {
  readonly #byHeader = new Map<string, ChangedEntry>();
  readonly patches = new Map<ChangedEntry, FilePatch>();
  #current: FilePatch | undefined;
  #isInHunks = false;
  /** Of the line that is being read: what is kept of it, and whether more of it came. */
  #line: Buffer[] = [];
  #lineLength = 0;
  #isLineCut = false;
  /** The rest of the line that is being read is of no interest. */
  #isSkipping = false;
  #kept = 0;

  /** @param mostBytes kept of all files */
  constructor(
    entries: readonly ChangedEntry[],
    private readonly mostBytes: number,
  ) {
    for (const entry of entries) {
      this.#byHeader.set(headerOf(entry), entry);
    }
  }

  /** @returns whether there is room for more */
  take(chunk: Buffer): boolean {
    for (let start = 0; start < chunk.length;) {
      const end = chunk.indexOf(newline, start);
      if (this.#lineLength === 0 && this.#isSkipped(chunk[start])) {
        this.#isSkipping = end < 0;
        this.#count(chunk[start]);
      } else if (!this.#isSkipping) {
        this.#takePart(chunk, start, end < 0 ? chunk.length : end);
        if (end >= 0) {
          this.#endLine();
        }
      } else if (end >= 0) {
        this.#isSkipping = false;
      }
      if (end < 0) {
        break;
      }
      start = end + 1;
    }
    return this.#kept < this.mostBytes;
  }

  /** Whether a line that begins so is only counted. Most lines of giant files are. */
  #isSkipped(first: number | undefined): boolean {
    return !this.#isSkipping && this.#isInHunks && this.#current?.isFull !== false && isContent(first);
  }

  #count(first: number | undefined): void {
    if (this.#current !== undefined) {
      this.#current.added += first === plus ? 1 : 0;
      this.#current.deleted += first === minus ? 1 : 0;
    }
  }

  /** Git was stopped: what was read last is not whole. */
  cut(): void {
    if (this.#current !== undefined) {
      this.#current.isCut = true;
      this.#current.isInterrupted = true;
    }
  }

  #takePart(chunk: Buffer, start: number, end: number): void {
    const room = mostLineBytes - this.#lineLength;
    if (end - start > room) {
      this.#isLineCut = true;
    }
    if (room > 0 && end > start) {
      // A copy: a view would keep the whole chunk alive.
      const part = Buffer.from(chunk.subarray(start, Math.min(end, start + room)));
      this.#line.push(part);
      this.#lineLength += part.length;
    }
  }

  #endLine(): void {
    const line = Buffer.concat([...this.#line, lineEnd]);
    const isLineCut = this.#isLineCut;
    this.#line = [];
    this.#lineLength = 0;
    this.#isLineCut = false;
    if (this.#isInHunks && isContent(line[0])) {
      this.#takeContent(line, isLineCut);
    } else {
      this.#takeHeader(line);
    }
  }

  #takeContent(line: Buffer, isLineCut: boolean): void {
    const patch = this.#current;
    if (patch === undefined) {
      return;
    }
    this.#count(line[0]);
    if (patch.isFull || patch.length + line.length > mostFileBytes) {
      patch.isFull = true;
      patch.isCut = true;
      return;
    }
    patch.isCut ||= isLineCut;
    const kept = isLineCut ? Buffer.concat([wholeCharacters(line.subarray(0, -1)), lineEnd]) : line;
    patch.keep(kept);
    this.#kept += kept.length;
  }

  #takeHeader(line: Buffer): void {
    const text = line.toString().slice(0, -1);
    if (text.startsWith('diff --git ')) {
      const entry = this.#byHeader.get(text);
      this.#isInHunks = false;
      this.#current = entry === undefined ? undefined : (this.patches.get(entry) ?? new FilePatch());
      if (entry !== undefined && this.#current !== undefined) {
        this.patches.set(entry, this.#current);
      }
    } else if (text.startsWith('* Unmerged path ')) {
      this.#current = undefined;
    } else if (text.startsWith('@@ ')) {
      this.#isInHunks = true;
      this.#takeContent(line, false);
    } else if (this.#current !== undefined && !this.#isInHunks) {
      const ids = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/.exec(text);
      if (ids !== null) {
        this.#current.ids.push([ids[1] ?? '', ids[2] ?? '']);
      }
      this.#current.isBinary ||= text.startsWith('Binary files ');
    }
  }
}

function isContent(first: number | undefined): boolean {
  return first === plus || first === minus || first === space || first === at || first === backslash;
}

const lineEnd = Buffer.from('\n');

/** Without a character that is cut at the end. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) {
    end -= 1;
  }
  return bytes.subarray(0, end > 0 && (bytes[end - 1] ?? 0) >= 0xc0 ? end - 1 : bytes.length);
}

/** As Git prints it with `core.quotePath=false`. */
function headerOf({ path, oldPath = path }: ChangedEntry): string {
  return `diff --git ${quoted(`a/${oldPath}`)} ${quoted(`b/${path}`)}`;
}

function quoted(name: string): string {
  const special = /[\u0000-\u001f\u007f"\\]/g;
  return special.test(name) ? `"${name.replace(special, escaped)}"` : name;
}

const letterEscapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

function escaped(character: string): string {
  return letterEscapes[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
