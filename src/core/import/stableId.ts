/**
 * Ids for what is imported, always the same for the same source, so that a second import finds what the first one made. Not a
 * cryptographic hash: who makes two sources with one id only makes the second one seem to be there already.
 */

/** An id in the form of a UUID. The parts are kept apart: `['a', 'bc']` and `['ab', 'c']` differ. */
export function stableId(...parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  const lanes = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    for (let lane = 0; lane < lanes.length; lane += 1) {
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ unit, 0x01000193 + 2 * lane) ^ ((lanes[(lane + 1) % 4] ?? 0) >>> 15);
    }
  }
  const hex = lanes.map((lane) => (mixed(lane) >>> 0).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Spreads the last letters over all bits. */
function mixed(lane: number): number {
  const once = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
