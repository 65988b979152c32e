/**
 * VS Code's classes of messages and parts as the shapes that `core/nativeChat` maps, and back. Parts of kinds that have no class in
 * the stable API are known by their properties; a message to be counted comes in the form in which VS Code sends it between processes.
 */
import * as vscode from 'vscode';
import { objectOf, textOf } from '../../core/jsonShape';
import type { NativeOutput } from '../../core/nativeChat/nativeAnswer';
import type { NativeMessage, NativeOptions, NativePart } from '../../core/nativeChat/nativeMessage';

export function nativeMessageOf({ role, name, content }: vscode.LanguageModelChatRequestMessage): NativeMessage {
  return { role, parts: nativePartsOf(content), ...(name === undefined || name === '' ? {} : { name }) };
}

/** What cannot be known is left out. */
export function nativePartsOf(content: unknown): readonly NativePart[] {
  return Array.isArray(content) ? content.flatMap((part: unknown) => nativePartOf(part) ?? []) : [];
}

export function nativeOptionsOf(options: vscode.ProvideLanguageModelChatResponseOptions): NativeOptions {
  return {
    tools: (options.tools ?? []).map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    mustCallTool: options.toolMode === vscode.LanguageModelChatToolMode.Required,
    modelOptions: objectOf(options.modelOptions),
  };
}

export function responsePartOf(output: NativeOutput): vscode.LanguageModelResponsePart {
  return output.type === 'text'
    ? new vscode.LanguageModelTextPart(output.text)
    : new vscode.LanguageModelToolCallPart(output.callId, output.name, output.input);
}

function nativePartOf(part: unknown): NativePart | undefined {
  if (typeof part === 'string') {
    return { type: 'text', text: part };
  }
  const { type, value, name, input, parameters, content, mimeType } = objectOf(part);
  if (part instanceof vscode.LanguageModelTextPart || (type === 'text' && typeof value === 'string')) {
    return { type: 'text', text: textOf(value) ?? '' };
  }
  if (part instanceof vscode.LanguageModelPromptTsxPart || type === 'prompt_tsx') {
    return { type: 'promptTsx', value };
  }
  const { callId, toolCallId } = objectOf(part);
  const call = textOf(callId) ?? textOf(toolCallId);
  if (call !== undefined && typeof name === 'string') {
    return { type: 'toolCall', callId: call, name, input: input ?? parameters };
  }
  if (call !== undefined) {
    return { type: 'toolResult', callId: call, content: nativePartsOf(content ?? value) };
  }
  if (type === 'image_url') {
    return nativePartOf(value);
  }
  const data = bytesOf(objectOf(part)['data']);
  return typeof mimeType === 'string' && data !== undefined ? { type: 'data', mimeType, data } : undefined;
}

/** Between processes, VS Code wraps bytes. */
function bytesOf(data: unknown): Uint8Array | undefined {
  const bytes = data instanceof Uint8Array ? data : objectOf(data)['buffer'];
  return bytes instanceof Uint8Array ? bytes : undefined;
}
