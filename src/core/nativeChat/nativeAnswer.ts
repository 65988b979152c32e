/**
 * An answer of the endpoint as parts of VS Code's language model API, as soon as each is whole: text at once, tool calls when their
 * arguments are complete. One for each answer; nothing is shared between two.
 */
import type { ChatDelta } from '../chatModel';
import { parseJson } from '../jsonShape';
import type { ToolNames } from './toolNames';

export type NativeOutput =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'toolCall'; readonly callId: string; readonly name: string; readonly input: object };

/**
 * How an answer ended that gave a caller less than it could use.
 * - `empty`: neither text nor a call; `declined`: the same, because the model or a filter would not answer
 * - `noCall`: it promised a call of a tool and has none
 * - `brokenCall`: a call whose arguments are no JSON object; `cutCall`: because the answer reached its length limit
 */
export type NativeProblem = 'empty' | 'declined' | 'noCall' | 'brokenCall' | 'cutCall';

interface Call {
  id: string;
  name: string;
  arguments: string;
}

export class NativeAnswer {
  readonly #calls: Call[] = [];
  #hasText = false;
  #hasCall = false;
  #hasBrokenCall = false;
  #reason = '';

  constructor(private readonly names: ToolNames) {}

  /** @returns what is whole with this delta, in order */
  take(delta: ChatDelta): readonly NativeOutput[] {
    if (!('choice' in delta) || delta.choice !== 0) {
      return [];
    }
    switch (delta.type) {
      case 'text':
      case 'refusal':
        this.#hasText ||= delta.text.trim() !== '';
        return delta.text === '' ? [] : [{ type: 'text', text: delta.text }];
      case 'toolCall': {
        const call = (this.#calls[delta.call] ??= { id: '', name: '', arguments: '' });
        call.id = delta.id;
        call.name = delta.name;
        call.arguments += delta.arguments;
        return [];
      }
      case 'finish':
        this.#reason = delta.reason;
        return this.#wholeCalls();
      default:
        return [];
    }
  }

  /** Whether anything was given that says something. */
  get hasOutput(): boolean {
    return this.#hasText || this.#hasCall;
  }

  /** To be asked when the answer has ended; undefined where there is nothing to say. */
  get problem(): NativeProblem | undefined {
    if (this.#hasBrokenCall) {
      return this.#reason === 'length' ? 'cutCall' : 'brokenCall';
    }
    if (this.#hasCall) {
      return undefined;
    }
    if (this.#reason === 'tool_calls') {
      return 'noCall';
    }
    return this.#hasText ? undefined : this.#reason === 'content_filter' ? 'declined' : 'empty';
  }

  /** Fragments of several calls may take turns, so none is known to be whole before the end. */
  #wholeCalls(): readonly NativeOutput[] {
    return this.#calls.splice(0).flatMap((call): readonly NativeOutput[] => {
      const input = call.arguments.trim() === '' ? {} : parseJson(call.arguments);
      if (call.name === '' || typeof input !== 'object' || input === null || Array.isArray(input)) {
        this.#hasBrokenCall = true;
        return [];
      }
      this.#hasCall = true;
      return [{ type: 'toolCall', callId: call.id, name: this.names.ownName(call.name), input }];
    });
  }
}
