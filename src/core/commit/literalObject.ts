/**
 * Reads the object that a JavaScript or TypeScript module exports, as far as it is written down as literals. Nothing is executed:
 * what would have to be is {@link unreadable}.
 */

/** Stands where a value cannot be known without running the module. */
export const unreadable = Symbol('unreadable');

const mostDepth = 30;

/** @returns the exported value, {@link unreadable} where it is not a literal */
export function exportedLiteral(source: string): unknown {
  const found = /(?:module\.exports|exports\.default)\s*=\s*|export\s+default\s+/.exec(withoutComments(source));
  return found === null ? unreadable : new LiteralReader(withoutComments(source), 0).at(found.index + found[0].length);
}

/** Comments as spaces, so that places stay. */
function withoutComments(source: string): string {
  return source.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (whole: string, text: string | undefined) => text ?? whole.replace(/[^\n]/g, ' '),
  );
}

/** commitlint's own names for the levels of rules. */
const knownMembers: Readonly<Record<string, unknown>> = {
  'RuleConfigSeverity.Disabled': 0,
  'RuleConfigSeverity.Warning': 1,
  'RuleConfigSeverity.Error': 2,
  'Number.POSITIVE_INFINITY': Infinity,
};
const knownNames: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, undefined, Infinity };

class LiteralReader {
  #position = 0;
  /** Of what is being read, in brackets and in constants that name others. */
  #depth: number;

  constructor(
    private readonly source: string,
    depth: number,
  ) {
    this.#depth = depth;
  }

  at(position: number): unknown {
    this.#position = position;
    return this.#value();
  }

  #value(): unknown {
    this.#depth += 1;
    const value = this.#depth > mostDepth ? unreadable : this.#primary();
    this.#depth -= 1;
    this.#skipSpace();
    const rest = this.source.slice(this.#position);
    const type = /^(?:as|satisfies)\s+[\w$.<>[\]\s|]+?(?=[,;)\]}\n]|$)/.exec(rest)?.[0] ?? '';
    this.#position += type.length;
    this.#skipSpace();
    if (value !== unreadable && (type !== '' || this.#isOver())) {
      return value;
    }
    this.#skipExpression();
    return unreadable;
  }

  #isOver(): boolean {
    const next = this.source.charAt(this.#position);
    const isNewStatement = /\n\s*$/.test(this.source.slice(0, this.#position)) && /[\w$]/.test(next);
    return next === '' || ',;)]}'.includes(next) || isNewStatement;
  }

  #primary(): unknown {
    this.#skipSpace();
    const rest = this.source.slice(this.#position, this.#position + 10_000);
    const next = rest.charAt(0);
    if (next === '{') {
      return this.#object();
    }
    if (next === '[') {
      return this.#array();
    }
    if (next === '(') {
      return this.#enclosed();
    }
    const [text] = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`)/.exec(rest) ?? [];
    if (text !== undefined) {
      this.#position += text.length;
      return unescaped(text.slice(1, -1));
    }
    const [number] = /^-?\d+(?:\.\d+)?/.exec(rest) ?? [];
    if (number !== undefined) {
      this.#position += number.length;
      return Number(number);
    }
    const [name] = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*/.exec(rest) ?? [];
    if (name === undefined) {
      return unreadable;
    }
    this.#position += name.length;
    this.#skipSpace();
    // `defineConfig({ … })` and its like give back what they get.
    return /config/i.test(name) && this.source.charAt(this.#position) === '(' ? this.#enclosed() : this.#named(name);
  }

  #enclosed(): unknown {
    this.#position += 1;
    const value = this.#value();
    this.#skipSpace();
    if (this.source.charAt(this.#position) !== ')') {
      return unreadable;
    }
    this.#position += 1;
    return value;
  }

  #object(): unknown {
    const entries: (readonly [string, unknown])[] = [];
    this.#position += 1;
    for (;;) {
      this.#skipSpace();
      const rest = this.source.slice(this.#position, this.#position + 500);
      if (rest === '') {
        return unreadable;
      }
      if (rest.startsWith('}')) {
        this.#position += 1;
        return Object.fromEntries(entries);
      }
      const [whole, name, quoted, mark] = /^(?:([\w$]+)|"([^"]*)"|'([^']*)')\s*(?=[:,}])/.exec(rest) ?? [];
      if (rest.startsWith('...')) {
        this.#position += 3;
        const spread = this.#value();
        entries.push(...(isObject(spread) ? Object.entries(spread) : [[`...${String(entries.length)}`, unreadable] as const]));
      } else if (whole === undefined) {
        const [method = '?'] = /^(?:async\s+)?["']?([\w$-]+)/.exec(rest)?.slice(1) ?? [];
        entries.push([method, unreadable]);
        this.#skipExpression();
      } else {
        this.#position += whole.length;
        const key = name ?? quoted ?? mark ?? '';
        const hasValue = this.source.charAt(this.#position) === ':';
        this.#position += hasValue ? 1 : 0;
        entries.push([key, hasValue ? this.#value() : this.#named(key)]);
      }
      this.#skipComma();
    }
  }

  #array(): unknown {
    const items: unknown[] = [];
    this.#position += 1;
    for (;;) {
      this.#skipSpace();
      const rest = this.source.slice(this.#position, this.#position + 3);
      if (rest === '') {
        return unreadable;
      }
      if (rest.startsWith(']')) {
        this.#position += 1;
        return items;
      }
      if (rest.startsWith('...')) {
        this.#position += 3;
        const spread = this.#value();
        items.push(...(Array.isArray(spread) ? (spread as unknown[]) : [unreadable]));
      } else {
        items.push(this.#value());
      }
      this.#skipComma();
    }
  }

  /** A constant of the module, or a name that everybody knows. */
  #named(name: string): unknown {
    if (Object.hasOwn(knownNames, name)) {
      return knownNames[name];
    }
    if (name.includes('.')) {
      return knownMembers[name] ?? unreadable;
    }
    const declared = new RegExp(`\\bconst\\s+${name.replaceAll('$', '\\$')}\\s*(?::[^=;]+)?=(?!=)\\s*`).exec(this.source);
    return declared === null ? unreadable : new LiteralReader(this.source, this.#depth).at(declared.index + declared[0].length);
  }

  #skipSpace(): void {
    while (/\s/.test(this.source.charAt(this.#position))) {
      this.#position += 1;
    }
  }

  #skipComma(): void {
    this.#skipSpace();
    if (this.source.charAt(this.#position) === ',') {
      this.#position += 1;
    } else if (!'}]'.includes(this.source.charAt(this.#position))) {
      this.#skipExpression();
    }
  }

  /** To the comma or bracket that ends what is not understood. */
  #skipExpression(): void {
    let open = 0;
    for (; this.#position < this.source.length; this.#position += 1) {
      const next = this.source.charAt(this.#position);
      if (open === 0 && ',;)]}'.includes(next)) {
        // A semicolon inside an object is a slip: passing it is the only way on.
        this.#position += next === ';' || next === ')' ? 1 : 0;
        return;
      }
      if (`"'\``.includes(next)) {
        this.#skipText(next);
      } else if ('([{'.includes(next)) {
        open += 1;
      } else if (')]}'.includes(next)) {
        open -= 1;
      }
    }
  }

  #skipText(quote: string): void {
    this.#position += 1;
    while (this.#position < this.source.length && this.source.charAt(this.#position) !== quote) {
      this.#position += this.source.charAt(this.#position) === '\\' ? 2 : 1;
    }
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string | undefined) =>
    code === undefined ? ({ n: '\n', t: '\t' }[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(code, 16)),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
