/** What a review takes: changes of lines of a text. Where they come from, and how they were placed, is the caller's business. */

/** A change of lines `start` (inclusive) to `end` (exclusive) of the base text, counted from 0. */
export interface ProposedHunk {
  readonly start: number;
  readonly end: number;
  /** What comes in their place, without line ends. */
  readonly lines: readonly string[];
  /** False where blanks or context had to be bridged to place it: the review says so. */
  readonly isExact: boolean;
  /** Why, in the model's words, if it said. Plain text. */
  readonly note?: string;
}
