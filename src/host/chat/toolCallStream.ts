/**
 * The calls of tools in an answer that is coming: turns their fragments into conversation events, batched, since arguments may be
 * as long as a file.
 */
import { randomUUID } from 'node:crypto';
import type { ChatDelta } from '../../core/chatModel';
import type { Answer, ConversationEvent } from '../../core/conversation';
import type { ToolUse } from '../../core/tools/toolUse';

type Fragment = Extract<ChatDelta, { type: 'toolCall' }>;

interface OpenCall {
  use: ToolUse;
  /** Arguments that were not told yet. */
  pending: string;
}

/** Milliseconds between two events of one call. */
const interval = 100;

export class ToolCallStream {
  readonly #calls = new Map<number, OpenCall>();
  readonly #round: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly before: Answer,
    private readonly apply: (event: ConversationEvent) => void,
  ) {
    this.#round = Math.max(-1, ...(before.toolUses ?? []).map(({ round }) => round)) + 1;
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0;
  }

  /** @param offset where the answer's text ends now, in UTF-16 units */
  take({ call, id, name, arguments: text }: Fragment, offset: number): void {
    const known = this.#calls.get(call);
    if (known === undefined) {
      const use: ToolUse = {
        id: this.#idFor(id),
        // A call without a name is answered, too: that there is no such tool.
        name: name || 'unnamed',
        round: this.#round,
        offset,
        arguments: text,
        status: 'writing',
      };
      this.#calls.set(call, { use, pending: '' });
      this.#change(use);
      return;
    }
    if (name !== '' && name !== known.use.name) {
      this.#flush(known);
      known.use = { ...known.use, name };
      this.#change(known.use);
    }
    known.pending += text;
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, interval);
  }

  /** Tells what is pending now, and nothing later on its own. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#calls.forEach((call) => {
      this.#flush(call);
    });
  }

  /**
   * All calls have come. What was said after the first belongs before them: it was said without their results.
   * @param offset where the answer's text ends now, in UTF-16 units
   */
  end(offset: number): void {
    this.flush();
    for (const call of this.#calls.values()) {
      if (call.use.offset !== offset) {
        call.use = { ...call.use, offset };
        this.#change(call.use);
      }
    }
  }

  /** The answer broke off: what had come of the calls stays, and is not run. */
  breakOff(): void {
    this.flush();
    for (const { use } of this.#calls.values()) this.#change({ ...use, status: 'stopped' });
  }

  #flush(call: OpenCall): void {
    const { use, pending } = call;
    if (pending !== '') {
      call.pending = '';
      call.use = { ...use, arguments: use.arguments + pending };
      const offset = use.arguments.length;
      this.apply({ type: 'toolArgumentsAppended', id: this.before.id, useId: use.id, offset, text: pending });
    }
  }

  #change(use: ToolUse): void {
    this.apply({ type: 'toolUseChanged', id: this.before.id, use });
  }

  /** Ids go back to the endpoint, which takes letters, digits, `_` and `-`; some backends count anew with each answer. */
  #idFor(id: string): string {
    const taken = [...(this.before.toolUses ?? []), ...[...this.#calls.values()].map(({ use }) => use)];
    const isUsable = /^[\w-]{1,64}$/.test(id) && !taken.some((use) => use.id === id);
    return isUsable ? id : `call_${randomUUID().replaceAll('-', '')}`;
  }
}
