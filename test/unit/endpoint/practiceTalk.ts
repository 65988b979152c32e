/** Asks the practice partner without a server, and reads what it would send. */
import assert from 'node:assert/strict';
import { practise } from '../../endpoint/practicePartner';
import { checkRequest, type WireRequest } from '../../endpoint/requestCheck';
import type { Scenario } from '../../endpoint/scenario';

export interface Completion {
  readonly choices: readonly {
    readonly message: {
      readonly content: string | null;
      readonly reasoning_content?: string;
      readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
      readonly audio?: { readonly data: string; readonly transcript: string };
    };
    readonly logprobs: {
      readonly content: readonly { readonly token: string; readonly top_logprobs: readonly unknown[] }[];
    } | null;
    readonly finish_reason: string;
  }[];
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
    readonly cost: { readonly amount: number };
  };
}

export function requestOf(question: string | WireRequest['messages'], more: Partial<WireRequest> = {}): WireRequest {
  const messages = typeof question === 'string' ? [{ role: 'user', content: question }] : question;
  const checked = checkRequest({ model: 'claude-sonnet-4-6', messages, ...more });
  assert.ok(typeof checked === 'object', 'The specification does not allow the request.');
  return checked;
}

export function textOf({ steps }: Scenario): string {
  return steps
    .map((step) => (typeof step === 'object' && 'send' in step ? Buffer.from(step.send).toString('utf8') : ''))
    .join('');
}

export function complete(question: string | WireRequest['messages'], more: Partial<WireRequest> = {}): Completion {
  return JSON.parse(textOf(practise(requestOf(question, more), Infinity))) as Completion;
}

export function reply(question: string | WireRequest['messages'], more: Partial<WireRequest> = {}): string {
  return complete(question, more).choices[0]?.message.content ?? '';
}

export function stream(question: string): Scenario {
  return practise(requestOf(question, { stream: true }), Infinity);
}

export function user(content: string) {
  return { role: 'user', content } as const;
}
