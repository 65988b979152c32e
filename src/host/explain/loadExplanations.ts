/** What the commands know of explanations before the first of them is asked for. */
import type { Explanations } from './explanations';

/** The same with each call. */
export type LoadExplanations = () => Promise<Explanations>;
