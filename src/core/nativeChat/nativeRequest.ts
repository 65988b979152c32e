/**
 * A request of VS Code's language model API as one of the endpoint. What the caller may set beside messages and tools is what the
 * endpoint documents; everything else in its options stays here.
 */
import type { ChatMessage, ChatRequest, ToolChoice, ToolDefinition } from '../chatCompletions';
import { objectOf } from '../jsonShape';
import { defaultMaxTokens, modelFacts } from '../models';
import { isAllowed, isUnset, requestParameters } from '../requestParameters';
import { imageTokens, estimateTokens } from '../tokens';
import { chatMessages } from './chatMessages';
import type { NativeMessage, NativeOptions, NativeTool } from './nativeMessage';
import { nativeModel } from './nativeModel';
import type { ToolNames } from './toolNames';

/**
 * @param id of the model, as the list has it
 * @param names takes every tool of the request, for the way back
 * @returns undefined where there is nothing to send
 */
export function nativeRequest(
  id: string,
  messages: readonly NativeMessage[],
  options: NativeOptions,
  names: ToolNames,
): ChatRequest | undefined {
  const tools = options.tools.map((tool) => toolDefinition(tool, names));
  const sent = chatMessages(messages, names);
  if (sent.length === 0) {
    return undefined;
  }
  const { facts, effort } = nativeModel(id);
  const request: ChatRequest = {
    model: facts.id,
    messages: sent,
    ...toolParameters(tools, sent, options.mustCallTool, names),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
  };
  const known = knownOptions(options.modelOptions);
  const limit = known.max_completion_tokens === undefined ? { max_tokens: maxTokens(request) } : {};
  return { ...request, ...limit, ...known };
}

type Counted = Pick<ChatRequest, 'messages' | 'tools'>;

/** What the endpoint will count for it, estimated: text, images and tools. Takes a second for some megabytes. */
export function requestTokens(request: Counted): number {
  return sumOf(request, estimateTokens);
}

/** A token is hardly ever less than a character: an upper bound that takes no time. */
export function mostRequestTokens(request: Counted): number {
  return sumOf(request, (text) => text.length);
}

/** Role and separators. */
const tokensPerMessage = 5;

function sumOf({ messages, tools = [] }: Counted, tokensOf: (text: string) => number): number {
  const ofTools = tools.length === 0 ? 0 : tokensOf(JSON.stringify(tools));
  return messages.reduce((sum, message) => sum + messageTokens(message, tokensOf), ofTools);
}

function messageTokens({ content = '', tool_calls: calls = [] }: ChatMessage, tokensOf: (text: string) => number): number {
  const parts = typeof content === 'string' ? [{ type: 'text', text: content } as const] : content;
  const ofCalls = calls.reduce(
    (sum, call) => sum + tokensPerMessage + tokensOf(call.function.name + call.function.arguments),
    0,
  );
  return parts.reduce(
    (sum, part) => sum + (part.type === 'text' ? tokensOf(part.text) : imageTokens(undefined)),
    tokensPerMessage + ofCalls,
  );
}

/** Never so few that an answer could say nothing; the endpoint then says that the question is too long. */
const fewestMaxTokens = 1024;

/** What the model may answer at most, or what its context leaves where that is less. */
function maxTokens(request: ChatRequest): number {
  const most = defaultMaxTokens(request.model);
  const { contextTokens } = modelFacts(request.model);
  return mostRequestTokens(request) <= contextTokens - most
    ? most
    : Math.min(most, Math.max(fewestMaxTokens, contextTokens - requestTokens(request)));
}

function toolDefinition({ name, description, inputSchema }: NativeTool, names: ToolNames): ToolDefinition {
  const schema = objectOf(inputSchema);
  // Whatever the schema says stays as it is; only that the input is an object has to be said.
  const parameters = { type: 'object', ...(inputSchema === undefined ? { properties: {} } : {}), ...schema };
  return {
    type: 'function',
    function: { name: names.wireName(name), ...(description === '' ? {} : { description }), parameters },
  };
}

function toolParameters(
  tools: readonly ToolDefinition[],
  messages: readonly ChatMessage[],
  mustCallTool: boolean,
  names: ToolNames,
): Pick<ChatRequest, 'tools' | 'tool_choice'> {
  const [only] = tools;
  if (only !== undefined) {
    const required: ToolChoice = tools.length === 1 ? { type: 'function', function: { name: only.function.name } } : 'required';
    return { tools, tool_choice: mustCallTool ? required : 'auto' };
  }
  if (!messages.some(({ tool_calls: calls = [] }) => calls.length > 0)) {
    return {};
  }
  // Calls of an earlier request without their tools are refused; so they are named, and cannot be called.
  const earlier = names.known.map((name): ToolDefinition => {
    return { type: 'function', function: { name, parameters: { type: 'object', properties: {} } } };
  });
  return { tools: earlier, tool_choice: 'none' };
}

/** Of the caller's options those that the endpoint documents, with values that it allows. */
function knownOptions(options: Readonly<Record<string, unknown>>): Partial<ChatRequest> {
  const known = Object.values(requestParameters).filter(
    ({ name, shape }) => Object.hasOwn(options, name) && !isUnset(options[name]) && isAllowed(options[name], shape),
  );
  return Object.fromEntries(known.map(({ name }) => [name, options[name]]));
}
