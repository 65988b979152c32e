/**
 * What endpoints make of `n`, by their origin and the model: some give as many choices, some the first alone. Kept over restarts,
 * and forgotten after some weeks, so that a backend that has changed is noticed.
 */
import type * as vscode from 'vscode';
import { originOf } from '../../core/baseUrl';
import type { ChatModel } from '../../core/chatModel';
import { readBaseUrl } from '../platform/settings';
import { Alternatives, type Choices } from './alternatives';

interface Kept {
  readonly gives: boolean;
  /** When it was seen, Unix time in milliseconds. */
  readonly at: number;
}

const stateKey = 'request.choices';
const keptFor = 21 * 24 * 60 * 60 * 1000;
const mostKept = 50;

export class ChoiceMemory {
  /**
   * @param state over all windows
   * @param now Unix time in milliseconds
   */
  constructor(
    private readonly state: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly now = (): number => Date.now(),
  ) {}

  /** @param count of answers, more than one */
  alternatives(model: Pick<ChatModel, 'stream'>, count: number): Alternatives {
    return new Alternatives({ model, choices: this }, count);
  }

  /** Of the endpoint that the settings name now. @throws AssistantError `badSetting` */
  of(model: string): Choices {
    const key = `${originOf(readBaseUrl())} ${model}`;
    return {
      areGiven: this.#kept().find(([known]) => known === key)?.[1].gives,
      learn: (gives) => {
        const others = this.#kept().filter(([known]) => known !== key);
        const all = [...others.slice(1 - mostKept), [key, { gives, at: this.now() } satisfies Kept] as const];
        void this.state.update(stateKey, Object.fromEntries(all));
      },
    };
  }

  #kept(): readonly (readonly [string, Kept])[] {
    const now = this.now();
    return Object.entries(this.state.get<Readonly<Record<string, unknown>>>(stateKey, {})).flatMap(([key, value]) => {
      const { gives, at } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
      const isKept = typeof gives === 'boolean' && typeof at === 'number' && at <= now && now - at < keptFor;
      return isKept ? [[key, { gives, at }] as const] : [];
    });
  }
}
