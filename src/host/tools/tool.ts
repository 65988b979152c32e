/** What a tool is to the chat: how it is asked for, and what it gives. Consent, time and order are `toolRound.ts`'s. */

import type { ToolImage } from '../../core/tools/toolUse';

/** What a tool has done, or why not: told to the model as it is. */
export interface ToolResult {
  readonly text: string;
  /** Beside the text. */
  readonly images?: readonly ToolImage[];
  /** @defaultValue false */
  readonly isFailure?: boolean;
}

/** @param input an object that fits the tool's schema */
export type RunTool = (input: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<ToolResult>;

/** Nothing came of a call. The message is a sentence for the model, which may try otherwise. */
export class ToolError extends Error {}

/** Most characters of a result; a tool that has more says how the rest can be had. */
export const mostResultCharacters = 40_000;

/** The text with as many of its characters as it may have, and what is left out said. */
export function limitedText(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  // Half a character would be refused by the endpoint.
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${kept}\n(${String(text.length - kept.length)} more characters were left out.)`;
}
