/**
 * Finds what looks like a secret in a request, and where a user would look for it: the prompts name each text before its code fence.
 * Answers are left out, since they came from the endpoint.
 */
import type { ChatMessage, ChatRequest } from './chatCompletions';
import { findSecrets } from './secretGuard';

export interface RequestSecret {
  /** As `secretGuard.ts` names it. */
  readonly kind: string;
  /** The file or other material that has it; undefined for what was typed. */
  readonly place?: string;
  /** The whole line, by which it is known again in another request. Never to be shown or logged. */
  readonly line: string;
}

/** In the order of the messages. @param known lines that are not looked at again */
export function secretsInRequest({ messages }: ChatRequest, known: ReadonlySet<string>): readonly RequestSecret[] {
  return messages
    .filter(({ role }) => role !== 'assistant')
    .flatMap((message) => textsOf(message).flatMap((text) => secretsInText(text, known, toolOf(message, messages))));
}

/** The tool that gave a result. */
function toolOf({ tool_call_id: id }: ChatMessage, messages: readonly ChatMessage[]): string | undefined {
  const calls = id === undefined ? [] : messages.flatMap(({ tool_calls: made = [] }) => made);
  return calls.find((call) => call.id === id)?.function.name;
}

function textsOf({ content }: ChatMessage): readonly string[] {
  return typeof content === 'string' ? [content] : (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : []));
}

/** @param source where no text before a fence says what it holds */
function secretsInText(text: string, known: ReadonlySet<string>, source: string | undefined): readonly RequestSecret[] {
  const found = findSecrets(text);
  if (found.length === 0) {
    return [];
  }
  const lines = text.split('\n');
  return found.flatMap(({ kind, line }): readonly RequestSecret[] => {
    const whole = (lines[line - 1] ?? '').trim();
    if (known.has(whole)) {
      return [];
    }
    const place = placeBefore(lines, line - 1) ?? source;
    return [{ kind, line: whole, ...(place === undefined ? {} : { place }) }];
  });
}

/** What the last fence that is open at the line is said to hold. */
function placeBefore(lines: readonly string[], at: number): string | undefined {
  let open: { readonly fence: string; readonly place: string | undefined } | undefined;
  for (const [index, line] of lines.slice(0, at).entries()) {
    const [, fence] = /^(`{3,})[^`]*$/.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) open = { fence, place: /^[^`]*`([^`]+)`.*:$/.exec(lines[index - 1] ?? '')?.[1] };
    else if (line === open.fence) open = undefined;
  }
  return open?.place;
}
