/** Shares a budget among needs: nobody gets more than it needs, and what one leaves goes to the others. */

export interface Need {
  readonly need: number;
  /** Above 0: who is not satisfied gets as much more than another as this is larger. */
  readonly weight: number;
}

/** @returns the share of each, in their order; in all at most `total` */
export function shareOut(needs: readonly Need[], total: number): readonly number[] {
  const shares = needs.map(() => 0);
  const order = needs.map((_, index) => index).sort((one, other) => greed(needs[one]) - greed(needs[other]));
  let room = Math.max(0, total);
  let weights = needs.reduce((sum, { weight }) => sum + weight, 0);
  for (const index of order) {
    const { need, weight } = needs[index] ?? { need: 0, weight: 0 };
    const share = Math.min(need, (room * weight) / weights);
    shares[index] = share;
    room -= share;
    weights -= weight;
  }
  return shares;
}

function greed(need: Need | undefined): number {
  return need === undefined ? 0 : need.need / need.weight;
}
