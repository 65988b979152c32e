/**
 * Looks into the JSON of other programs, as `jsonShape.ts` does into our own: what is not of the asked kind is absent. Only own
 * properties count, so no name reaches a prototype.
 */
import { textOf } from '../jsonShape';

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** The text of the first of these fields that has one that is not blank. */
export function firstText(value: unknown, ...names: readonly string[]): string | undefined {
  return names.map((name) => textOf(field(value, name))).find((text) => text !== undefined && text.trim() !== '');
}

const lastTime = Date.UTC(9999, 11, 31);

/** Unix time in milliseconds, from a number of those, as text too, or a date in words. */
export function timeOf(value: unknown): number | undefined {
  const time =
    typeof value === 'string' && value.length <= 100 ? (/^\d+$/.test(value) ? Number(value) : Date.parse(value)) : value;
  return typeof time === 'number' && time > 0 && time <= lastTime ? Math.round(time) : undefined;
}

/** The value as JSON for a reader; undefined where it is nested too deeply, or nothing. */
export function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, null, 2);
  } catch (error) {
    // The one error that parsed JSON can cause.
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
