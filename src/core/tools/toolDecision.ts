/** What the user can say to a tool that wants to run, or runs. */

/**
 * - `once`, `chat`, `always`: it runs, and in the latter two it is not asked for again
 * - `decline`: it does not run; one that runs is ended
 */
export const toolDecisions = ['once', 'chat', 'always', 'decline'] as const;
export type ToolDecision = (typeof toolDecisions)[number];
