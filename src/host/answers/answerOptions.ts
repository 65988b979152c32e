/** What the user picks of the options of a chat's answers, and whether an answer keeps the format it was asked for. Loaded with its first use. */
import type { AnswerFormat, ChatOptions, OptionId } from '../../core/chatOptions';
import type { Notice } from '../../core/conversation';
import { formatNotice } from './formatNotice';
import { pickAlternatives, pickOptions } from './optionsPick';
import { SchemaPick, type SchemaPickDeps } from './schemaPick';

export class AnswerOptions {
  readonly #schemas: SchemaPick;

  constructor(deps: SchemaPickDeps) {
    this.#schemas = new SchemaPick(deps);
  }

  /**
   * Asks which options are to be on, or what one of them is to be.
   * @param only absent: all of them
   * @returns undefined where nothing is to change
   */
  async pick(options: ChatOptions, only?: OptionId): Promise<ChatOptions | undefined> {
    if (only === 'answerFormat') {
      return this.#withFormat(options);
    }
    if (only === 'alternatives') {
      return withAlternatives(options);
    }
    let picked = await pickOptions(options);
    // What has to be chosen comes after the list; given up, it stays as it was.
    if (picked?.asks.includes('answerFormat') === true) {
      picked = { ...picked, options: (await this.#withFormat(picked.options)) ?? picked.options };
    }
    if (picked?.asks.includes('alternatives') === true) {
      picked = { ...picked, options: (await withAlternatives(picked.options)) ?? picked.options };
    }
    return picked?.options;
  }

  /** What is to be said under an answer that is complete. */
  check(text: string, format: AnswerFormat): Notice {
    return formatNotice(text, format);
  }

  async #withFormat({ answerFormat, ...others }: ChatOptions): Promise<ChatOptions | undefined> {
    const format = await this.#schemas.pick(answerFormat);
    return format === undefined ? undefined : { ...others, answerFormat: format };
  }
}

async function withAlternatives({ alternatives, ...others }: ChatOptions): Promise<ChatOptions | undefined> {
  const count = await pickAlternatives(alternatives);
  if (count === undefined) {
    return undefined;
  }
  return count === 1 ? others : { ...others, alternatives: count };
}
