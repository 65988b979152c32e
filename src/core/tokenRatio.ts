/**
 * What the endpoint counts by what was estimated for it. A ratio far off means that the two do not count the same request: cached
 * tokens left out, the parts of a continued answer summed.
 */

/** In a smaller request the endpoint's own additions outweigh the text. */
const fewestTokensToLearnFrom = 500;
const plausible = { least: 0.5, most: 2 };
const ratios = { least: 0.7, most: 1.6 };

/** Whether something can be learned of these two counts. */
export function isPlausible(counted: number, estimated: number): boolean {
  const ratio = counted / estimated;
  return estimated >= fewestTokensToLearnFrom && ratio >= plausible.least && ratio <= plausible.most;
}

/** What to multiply an estimate with; 1 where nothing is known. */
export function tokenRatio(counted: number, estimated: number): number {
  return estimated === 0 ? 1 : Math.min(ratios.most, Math.max(ratios.least, counted / estimated));
}

/** How much an earlier request counts beside a new one. */
const fading = 0.7;

/** Learned request by request, for each model. */
export class LearnedRatios {
  readonly #sums = new Map<string, { counted: number; estimated: number }>();

  learn(model: string, counted: number, estimated: number): void {
    if (!isPlausible(counted, estimated)) {
      return;
    }
    const before = this.#sums.get(model) ?? { counted: 0, estimated: 0 };
    this.#sums.set(model, {
      counted: before.counted * fading + counted,
      estimated: before.estimated * fading + estimated,
    });
  }

  ratio(model: string): number {
    const { counted, estimated } = this.#sums.get(model) ?? { counted: 0, estimated: 0 };
    return tokenRatio(counted, estimated);
  }
}
