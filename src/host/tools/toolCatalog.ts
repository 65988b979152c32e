/**
 * All tools that a chat can have: those of the extension, and those that VS Code, its extensions and MCP servers register. Each
 * under a name that the endpoint takes.
 */
import * as vscode from 'vscode';
import type { ToolDefinition } from '../../core/chatCompletions';
import { imageSize, imageTypeOf } from '../../core/imageSize';
import { dataContent } from '../../core/nativeChat/dataPart';
import type { NativePart } from '../../core/nativeChat/nativeMessage';
import { promptTsxText } from '../../core/nativeChat/promptTsxText';
import { ToolNames } from '../../core/nativeChat/toolNames';
import { imageTokens } from '../../core/tokens';
import { ownToolDefinition, ownToolNames, type OwnToolName } from '../../core/tools/ownTools';
import type { ToolImage } from '../../core/tools/toolUse';
import { nativePartsOf } from '../nativeChat/nativeParts';
import type { RunTool } from './tool';

export interface ChatTool {
  /** Of VS Code, or of the extension: what conversations and consent keep. */
  readonly name: string;
  readonly isOwn: boolean;
  readonly definition: ToolDefinition;
  readonly run: RunTool;
}

/** Parts of VS Code's own agent, which work in its chat alone. */
const unusable = /_internal$|_confirmation|^(?:inline_chat_exit|manage_todo_list|task_complete|vscode_askQuestions)$/;

/** @param own what the extension's tools do */
export function allTools(own: Readonly<Record<OwnToolName, RunTool>>): readonly ChatTool[] {
  const names = new ToolNames();
  const ours = ownToolNames.map((name): ChatTool => {
    names.wireName(name);
    return { name, isOwn: true, definition: ownToolDefinition(name), run: own[name] };
  });
  const registered = vscode.lm.tools.filter(({ name }) => !unusable.test(name) && !ours.some((tool) => tool.name === name));
  const others = [...registered]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, description, inputSchema }): ChatTool => {
      const parameters = schemaOf(inputSchema);
      return {
        name,
        isOwn: false,
        definition: { type: 'function', function: { name: names.wireName(name), description, parameters } },
        run: (input, signal) => invoke(name, input, signal),
      };
    });
  return [...ours, ...others];
}

function schemaOf(inputSchema: unknown): Readonly<Record<string, unknown>> {
  return typeof inputSchema === 'object' && inputSchema !== null
    ? { type: 'object', ...inputSchema }
    : { type: 'object', properties: {} };
}

async function invoke(name: string, input: object, signal: AbortSignal) {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => {
    source.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, source.token);
    const parts = nativePartsOf(content).flatMap(contentOfPart);
    return {
      text: parts.filter((part) => typeof part === 'string').join('\n'),
      images: parts.filter((part) => typeof part !== 'string'),
    };
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

function contentOfPart(part: NativePart): readonly (string | ToolImage)[] {
  switch (part.type) {
    case 'text':
      return [part.text];
    case 'promptTsx':
      return [promptTsxText(part.value)];
    case 'data': {
      const content = dataContent(part);
      const mediaType = imageTypeOf(part.data);
      if (content?.type === 'text') return [content.text];
      if (content === undefined || mediaType === undefined) return [];
      const { url } = content.image_url;
      return [{ mediaType, data: url.slice(url.indexOf(',') + 1), tokens: imageTokens(imageSize(part.data)) }];
    }
    default:
      return [];
  }
}
