/**
 * What VS Code's language model API hands over, without its classes: the shapes that the mapping in this folder works on. Turning
 * the classes into these is `host/nativeChat/nativeParts.ts`.
 */

export type NativePart =
  | { readonly type: 'text'; readonly text: string }
  /** Bytes with a type: an image, a text, or something that VS Code's chat keeps for itself. */
  | { readonly type: 'data'; readonly mimeType: string; readonly data: Uint8Array }
  | { readonly type: 'toolCall'; readonly callId: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'toolResult'; readonly callId: string; readonly content: readonly NativePart[] }
  /** A tree of `@vscode/prompt-tsx` as JSON. */
  | { readonly type: 'promptTsx'; readonly value: unknown };

export interface NativeMessage {
  /** As a number, since the stable API has no name for that of the system. */
  readonly role: number;
  readonly name?: string;
  readonly parts: readonly NativePart[];
}

/** Roles as VS Code numbers them; any other counts as the user's. */
export const nativeRoles = { user: 1, assistant: 2, system: 3 } as const;

export interface NativeTool {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema object; undefined for a tool that takes nothing. */
  readonly inputSchema: unknown;
}

/** What a caller of the API may choose. */
export interface NativeOptions {
  readonly tools: readonly NativeTool[];
  /** Whether the answer has to call a tool. */
  readonly mustCallTool: boolean;
  /** Anything: VS Code's own chat puts its tracing ids there. */
  readonly modelOptions: Readonly<Record<string, unknown>>;
}
