/**
 * JSON as the gateway writes it: Python's `json.dumps` separators, so that no reader of ours comes to rely on compact JSON.
 * Characters outside ASCII stay as they are; `asciiOnly` of `scenario.ts` gives the escaped form.
 */

/** Properties that are `undefined` are left out, as `JSON.stringify` does. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => pythonJson(item ?? null)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => `${JSON.stringify(key)}: ${pythonJson(member)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}
