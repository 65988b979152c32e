/**
 * Messages of VS Code's language model API as the endpoint takes them: one system message, turns that alternate, and every tool
 * call followed at once by its result, whatever a caller left out or a long chat has lost.
 */
import type { ChatMessage, ContentPart, ToolCall } from '../chatCompletions';
import { fenced } from '../fences';
import { imagesNote } from '../tools/toolImages';
import { dataContent } from './dataPart';
import { nativeRoles, type NativeMessage, type NativePart } from './nativeMessage';
import { promptTsxText } from './promptTsxText';
import type { ToolNames } from './toolNames';

/** @returns an empty list where there is nothing to send */
export function chatMessages(messages: readonly NativeMessage[], names: ToolNames): readonly ChatMessage[] {
  const turns = new Turns(names);
  for (const message of messages) turns.add(message);
  return turns.finish();
}

type ResultPart = Extract<NativePart, { type: 'toolResult' }>;

/** A call of the answer before, which waits for its result. */
interface OpenCall {
  /** As the caller names it. */
  readonly callId: string;
  /** As it is sent. */
  readonly id: string;
  /** Of the tool, as it is sent. */
  readonly name: string;
  result?: string;
}

interface UserTurn {
  readonly name: string | undefined;
  readonly parts: ContentPart[];
}

interface AnswerTurn {
  text: string;
  readonly calls: ToolCall[];
}

class Turns {
  readonly #messages: ChatMessage[] = [];
  readonly #system: string[] = [];
  readonly #usedIds = new Set<string>();
  #answer: AnswerTurn | undefined;
  #open: OpenCall[] = [];
  #user: UserTurn[] = [];
  /** Of results: a result itself can only be text. */
  #images: ContentPart[] = [];

  constructor(private readonly names: ToolNames) {}

  add({ role, name, parts }: NativeMessage): void {
    if (role === nativeRoles.system) {
      const text = textOf(parts);
      if (text.trim() !== '') this.#system.push(text);
    } else if (role === nativeRoles.assistant) {
      this.#addAnswer(parts);
    } else {
      this.#addQuestion(name, parts);
    }
  }

  finish(): readonly ChatMessage[] {
    this.#endTurn();
    const system = this.#system.join('\n\n');
    const last = this.#messages.at(-1);
    if (last === undefined) {
      // The endpoint answers to a question alone.
      return system === '' ? [] : [{ role: 'user', content: system }];
    }
    if (last.role === 'assistant') {
      // Newer models refuse a request that ends with an answer.
      this.#messages.push({ role: 'user', content: 'Continue.' });
    }
    return [...(system === '' ? [] : [{ role: 'system', content: system } as const]), ...this.#messages];
  }

  #addAnswer(parts: readonly NativePart[]): void {
    const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const calls = parts.filter((part) => part.type === 'toolCall');
    if (text.trim() === '' && calls.length === 0) {
      return;
    }
    if (this.#user.length > 0 || this.#images.length > 0 || this.#open.some(({ result }) => result !== undefined)) {
      this.#endTurn();
    }
    this.#answer ??= { text: '', calls: [] };
    this.#answer.text = [this.#answer.text, text].filter((piece) => piece.trim() !== '').join('\n\n');
    for (const { callId, name, input } of calls) {
      const id = this.#unusedId(callId);
      const wireName = this.names.wireName(name);
      this.#open.push({ callId, id, name: wireName });
      this.#answer.calls.push({ id, type: 'function', function: { name: wireName, arguments: argumentsOf(input) } });
    }
  }

  #addQuestion(name: string | undefined, parts: readonly NativePart[]): void {
    const content: ContentPart[] = [];
    for (const part of parts) {
      if (part.type === 'toolResult') this.#addResult(part, content);
      else addContent(content, part);
    }
    const filled = content.filter((part) => part.type !== 'text' || part.text.trim() !== '');
    if (filled.length === 0) {
      return;
    }
    const before = this.#user.at(-1);
    if (before === undefined || before.name !== name) {
      this.#user.push({ name, parts: filled });
    } else {
      const [first, ...rest] = filled;
      // Left to itself the endpoint would join them with a space.
      if (first !== undefined) appendTo(before.parts, first, '\n\n');
      before.parts.push(...rest);
    }
  }

  /** @param content takes what cannot be sent as a result */
  #addResult({ callId, content: parts }: ResultPart, content: ContentPart[]): void {
    const texts: ContentPart[] = [];
    const images: ContentPart[] = [];
    for (const part of parts) {
      const found = contentOf(part);
      if (found !== undefined) (found.type === 'text' ? texts : images).push(found);
    }
    const text = texts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    const call = this.#open.find((open) => open.callId === callId && open.result === undefined);
    if (call === undefined) {
      const orphan = `The result of an earlier call of a tool:\n${fenced(text)}`;
      if (text.trim() !== '') appendTo(content, { type: 'text', text: orphan }, '\n\n');
      content.push(...images);
      return;
    }
    call.result = text.trim() !== '' ? text : images.length > 0 ? '(The result is an image, which follows.)' : '(no output)';
    if (images.length > 0) this.#images.push({ type: 'text', text: imagesNote(call.name, call.id) }, ...images);
  }

  /** The answer, the results of all its calls, and what the user said then, in the one order that the endpoint takes. */
  #endTurn(): void {
    if (this.#answer !== undefined) {
      const { text, calls } = this.#answer;
      this.#messages.push({
        role: 'assistant',
        ...(text === '' ? {} : { content: text }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      });
    }
    for (const { id, result = '(no result: the call did not come to an end)' } of this.#open) {
      this.#messages.push({ role: 'tool', tool_call_id: id, content: result });
    }
    const [first, ...others] = this.#user;
    const withImages =
      this.#images.length === 0
        ? this.#user
        : [{ name: first?.name, parts: [...this.#images, ...(first?.parts ?? [])] }, ...others];
    for (const { name, parts } of withImages) {
      const [only] = parts;
      const content = parts.length === 1 && only?.type === 'text' ? only.text : parts;
      this.#messages.push({ role: 'user', content, ...(name === undefined || name === '' ? {} : { name }) });
    }
    this.#answer = undefined;
    this.#open = [];
    this.#user = [];
    this.#images = [];
  }

  /** The endpoint takes an id once in a conversation, and few characters in it. */
  #unusedId(callId: string): string {
    const plain = callId.replace(/[^a-zA-Z0-9_-]/g, '_') || 'call';
    let id = plain;
    for (let count = 2; this.#usedIds.has(id); count += 1) id = `${plain}_${String(count)}`;
    this.#usedIds.add(id);
    return id;
  }
}

function textOf(parts: readonly NativePart[]): string {
  const content: ContentPart[] = [];
  for (const part of parts) addContent(content, part);
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function addContent(content: ContentPart[], part: NativePart): void {
  const found = contentOf(part);
  if (found !== undefined) appendTo(content, found, '');
}

function contentOf(part: NativePart): ContentPart | undefined {
  switch (part.type) {
    case 'text':
      return part;
    case 'data':
      return dataContent(part);
    case 'promptTsx':
      return { type: 'text', text: promptTsxText(part.value) };
    case 'toolCall':
    case 'toolResult':
      // Of the wrong side of a conversation.
      return undefined;
  }
}

/** Texts that follow each other are one. */
function appendTo(parts: ContentPart[], part: ContentPart, between: string): void {
  const last = parts.at(-1);
  if (last?.type === 'text' && part.type === 'text') {
    parts[parts.length - 1] = { type: 'text', text: last.text + between + part.text };
  } else {
    parts.push(part);
  }
}

/** JSON text of an object, always: a call with anything else is dropped on the way. */
function argumentsOf(input: unknown): string {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
    return JSON.stringify(input);
  }
  return input === undefined || input === null ? '{}' : JSON.stringify({ input });
}
