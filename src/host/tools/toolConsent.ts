/**
 * Which tools may run without asking: for a chat as long as this window lives, or always, in all windows, until the user takes it
 * back. Nothing that comes with a conversation can say so.
 */
import type * as vscode from 'vscode';

const alwaysKey = 'tools.alwaysAllowed';

export class ToolConsent {
  readonly #byChat = new Map<string, Set<string>>();

  constructor(private readonly state: vscode.Memento) {}

  get always(): readonly string[] {
    return this.state.get<readonly string[]>(alwaysKey, []);
  }

  isGiven(chatId: string, tool: string): boolean {
    return this.always.includes(tool) || this.#byChat.get(chatId)?.has(tool) === true;
  }

  forChat(chatId: string, tool: string): void {
    const tools = this.#byChat.get(chatId) ?? new Set<string>();
    this.#byChat.set(chatId, tools.add(tool));
  }

  async forAll(tool: string): Promise<void> {
    await this.state.update(alwaysKey, [...new Set([...this.always, tool])]);
  }

  /** From now on it asks again, everywhere. */
  async takeBack(tool: string): Promise<void> {
    this.#byChat.forEach((tools) => tools.delete(tool));
    await this.state.update(
      alwaysKey,
      this.always.filter((known) => known !== tool),
    );
  }
}
