/** The tools that conversations of the chat have switched on: loads them when one has some, and knows what the model is told of them. */
import type { ToolDefinition } from '../../core/chatCompletions';
import type { ChatOptions } from '../../core/chatOptions';
import type { ChatTools } from '../tools/chatTools';

export class ChosenTools {
  #tools: ChatTools | undefined;

  /** @param loaded called when definitions are known that were not before */
  constructor(
    private readonly load: () => Promise<ChatTools>,
    private readonly loaded: () => void,
  ) {}

  /** As far as is known now; what is not begins to be loaded. */
  definitions({ tools: names = [] }: ChatOptions = {}): readonly ToolDefinition[] {
    if (names.length > 0 && this.#tools === undefined) {
      // If it fails, the question that wants them says so.
      this.ready({ tools: names }).then(this.loaded, () => undefined);
    }
    return this.#tools?.chosen(names).map(({ definition }) => definition) ?? [];
  }

  /** Resolves when {@link definitions} knows all of these. */
  async ready({ tools: names = [] }: ChatOptions = {}): Promise<void> {
    if (names.length > 0) {
      this.#tools ??= await this.load();
    }
  }

  /** Lets the user choose. @returns the options with the choice; undefined where they turn away */
  async pick({ tools: names = [], ...options }: ChatOptions = {}): Promise<ChatOptions | undefined> {
    const chosen = await (await this.load()).pick(names);
    return chosen === undefined || chosen.length === 0 ? chosen && options : { ...options, tools: chosen };
  }
}
