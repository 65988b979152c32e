/** Names of tools as the endpoint takes them, and the way back to what VS Code calls them. One for each request. */

const longestName = 64;

export class ToolNames {
  readonly #wireNames = new Map<string, string>();
  readonly #ownNames = new Map<string, string>();

  /** The name on the wire: letters, digits, `_` and `-`, at most 64, and another one for each tool. */
  wireName(own: string): string {
    const known = this.#wireNames.get(own);
    if (known !== undefined) {
      return known;
    }
    const plain = own.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, longestName) || 'tool';
    let name = plain;
    for (let count = 2; this.#ownNames.has(name); count += 1) {
      const ending = `_${String(count)}`;
      name = plain.slice(0, longestName - ending.length) + ending;
    }
    this.#wireNames.set(own, name);
    this.#ownNames.set(name, own);
    return name;
  }

  /** What {@link wireName} was asked for; the name itself where a model made one up. */
  ownName(wire: string): string {
    return this.#ownNames.get(wire) ?? wire;
  }

  /** Every wire name so far, in the order in which they were asked for. */
  get known(): readonly string[] {
    return [...this.#ownNames.keys()];
  }
}
