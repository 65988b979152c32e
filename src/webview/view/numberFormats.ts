/** Numbers as the page's language writes them. Which of them are shown, and with which words, is the views' matter. */

const currencyCode = /^[A-Za-z]{3}$/;

export class NumberFormats {
  readonly #language: string | undefined;
  readonly #count: Intl.NumberFormat;
  readonly #short: Intl.NumberFormat;
  readonly #tenths: Intl.NumberFormat;
  readonly #whole: Intl.NumberFormat;

  /** @param language of the page; one that the browser does not know counts as its own */
  constructor(language: string) {
    this.#language = knownLanguage(language);
    this.#count = new Intl.NumberFormat(this.#language);
    this.#short = new Intl.NumberFormat(this.#language, { notation: 'compact', maximumSignificantDigits: 3 });
    this.#tenths = new Intl.NumberFormat(this.#language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.#whole = new Intl.NumberFormat(this.#language, { maximumFractionDigits: 0 });
  }

  /** `1,204` */
  count(value: number): string {
    return this.#count.format(value);
  }

  /** `1.2K` */
  short(value: number): string {
    return this.#short.format(value);
  }

  /** Milliseconds as seconds, without the unit: `0.8`, `12`; never 0, for nothing takes no time. */
  seconds(milliseconds: number): string {
    const seconds = Math.max(milliseconds / 1000, 0.1);
    return (seconds < 9.95 ? this.#tenths : this.#whole).format(seconds);
  }

  /** `74`, `8.2` */
  rate(value: number): string {
    return (value < 9.95 ? this.#tenths : this.#whole).format(value);
  }

  /** `$1.50`, `$0.0041`: two digits that say something, however small the amount. */
  cost(amount: number, currency: string): string {
    const isSmall = amount > 0 && amount < 1;
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: isSmall ? smallAmountDigits(amount) : 2 };
    if (currencyCode.test(currency)) {
      const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      return new Intl.NumberFormat(this.#language, { ...style, ...digits }).format(amount);
    }
    return `${new Intl.NumberFormat(this.#language, digits).format(amount)} ${currency}`.trim();
  }

  /** Short phrases one after the other: `a, b, c`. */
  list(phrases: readonly string[]): string {
    return new Intl.ListFormat(this.#language, { type: 'unit', style: 'short' }).format(phrases);
  }
}

function smallAmountDigits(amount: number): number {
  const leadingZeros = -Math.floor(Math.log10(amount)) - 1;
  return Math.min(Math.max(leadingZeros + 2, 2), 12);
}

function knownLanguage(language: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language)[0];
  } catch {
    // Not every name that VS Code gives a language is one by the standard.
    return undefined;
  }
}
