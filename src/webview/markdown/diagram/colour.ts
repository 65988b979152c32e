/** Colours as numbers: reading what CSS says, mixing, and how well one can be read on another. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa` and `rgb()`/`rgba()`, the forms that VS Code writes. */
export function parseColour(value: string, background: Colour = [0, 0, 0]): Colour | undefined {
  const text = value.trim();
  let parts: number[];
  if (/^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(text)) {
    const digits =
      text.length < 6 ? (text.slice(1).match(/./g) ?? []).map((digit) => digit + digit) : (text.slice(1).match(/../g) ?? []);
    parts = digits.map((pair, index) => parseInt(pair, 16) / (index === 3 ? 255 : 1));
  } else if (/^rgba?\(/i.test(text)) {
    parts = (text.match(/[\d.]+/g) ?? []).map(Number);
  } else {
    return undefined;
  }
  const [red, green, blue, alpha = 1] = parts;
  return red === undefined || green === undefined || blue === undefined
    ? undefined
    : mix([red, green, blue], background, alpha);
}

/** @param share of `colour`, from 0 to 1; the rest is `other` */
export function mix(colour: Colour, other: Colour, share: number): Colour {
  const at = (index: 0 | 1 | 2): number => Math.round(colour[index] * share + other[index] * (1 - share));
  return [at(0), at(1), at(2)];
}

export function hex(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** From 1, not to be told apart, to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
