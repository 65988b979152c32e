/**
 * Reads XML property lists, the form of TextMate's colour themes: dictionaries, lists and texts. Nothing of XML that themes do
 * not have: no entities but the five of XML and numbers, no documents from elsewhere.
 */

export type PropertyValue = string | readonly PropertyValue[] | { readonly [key: string]: PropertyValue };

const deepest = 50;
const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<![^>]*>|<(\/?)([a-z]+)\b[^>]*?(\/?)>|[^<]+/gi;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The value in the list, undefined where the text is none. Numbers, dates and truth values come as their text. */
export function parsePropertyList(text: string): PropertyValue | undefined {
  const tokens = [...text.matchAll(token)];
  const start = tokens.findIndex(([, end, name]) => end === '' && name === 'plist');
  return start < 0 ? undefined : new Reader(tokens, start + 1).value(0);
}

class Reader {
  readonly #tokens: readonly RegExpExecArray[];
  #next: number;

  constructor(tokens: readonly RegExpExecArray[], start: number) {
    this.#tokens = tokens;
    this.#next = start;
  }

  /** The next value; undefined at the end of what contains it, whose closing tag is consumed. */
  value(depth: number): PropertyValue | undefined {
    const tag = this.#nextTag();
    if (tag === undefined || tag.isEnd || depth > deepest) return undefined;
    if (tag.isEmpty) return tag.name === 'dict' ? {} : tag.name === 'array' ? [] : tag.name === 'string' ? '' : tag.name;
    if (tag.name === 'dict') return this.#dictionary(depth + 1);
    if (tag.name !== 'array') return this.#text();
    const list: PropertyValue[] = [];
    for (let item = this.value(depth + 1); item !== undefined; item = this.value(depth + 1)) list.push(item);
    return list;
  }

  #dictionary(depth: number): PropertyValue {
    const entries: [string, PropertyValue][] = [];
    for (let tag = this.#nextTag(); tag?.name === 'key' && !tag.isEnd; tag = this.#nextTag()) {
      const key = this.#text();
      const value = this.value(depth);
      if (value === undefined) break;
      entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  /** Text up to the next closing tag. */
  #text(): string {
    let text = '';
    for (let found = this.#tokens[this.#next]; found !== undefined; found = this.#tokens[this.#next]) {
      this.#next += 1;
      const [whole, , name] = found;
      if (name !== undefined) break;
      if (whole.startsWith('<![CDATA[')) text += whole.slice(9, -3);
      else if (!whole.startsWith('<')) text += decode(whole);
    }
    return text;
  }

  #nextTag(): { readonly name: string; readonly isEnd: boolean; readonly isEmpty: boolean } | undefined {
    for (let found = this.#tokens[this.#next]; found !== undefined; found = this.#tokens[this.#next]) {
      this.#next += 1;
      const [, end, name, empty] = found;
      if (name !== undefined) return { name: name.toLowerCase(), isEnd: end === '/', isEmpty: empty === '/' };
    }
    return undefined;
  }
}

function decode(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
