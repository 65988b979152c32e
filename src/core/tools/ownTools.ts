/**
 * The tools that come with the extension, as the model is told of them. They read the workspace; the one that proposes an edit
 * ends in a review. What they do is in `host/tools`.
 */
import type { ToolDefinition } from '../chatCompletions';

export const ownToolNames = [
  'read_file',
  'list_files',
  'search_text',
  'read_problems',
  'find_definitions',
  'find_references',
  'propose_edit',
] as const;
export type OwnToolName = (typeof ownToolNames)[number];

type Properties = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const path = { type: 'string', description: 'Path of a file in the workspace, as list_files gives it.' };
const line = { type: 'integer', minimum: 1, description: 'Line of the file, from 1.' };
const symbol = { type: 'string', description: 'The name as it stands in that line.' };

const definitions: Readonly<Record<OwnToolName, ToolDefinition>> = {
  read_file: own(
    'read_file',
    'Reads a text file of the workspace, as it is in the editor, also where it is not saved. Long files come in parts.',
    { path, startLine: line, endLine: { ...line, description: 'Last line to read, from 1.' } },
    ['path'],
  ),
  list_files: own(
    'list_files',
    'Lists the files of the workspace, or of a folder in it, that are not ignored by Git or hidden by settings.',
    {
      folder: { type: 'string', description: 'Folder in the workspace; left out: the whole workspace.' },
      pattern: { type: 'string', description: 'Glob that paths must match, such as **/*.test.ts; left out: all.' },
    },
  ),
  search_text: own(
    'search_text',
    'Finds lines that contain a text (not a regular expression) in the files of the workspace. Case does not matter.',
    {
      text: { type: 'string', minLength: 1, description: 'The text, within one line.' },
      pattern: { type: 'string', description: 'Glob of the files to search, such as src/**/*.ts; left out: all.' },
      matchCase: { type: 'boolean' },
    },
    ['text'],
  ),
  read_problems: own('read_problems', 'Gives the errors and warnings that the editor shows, of one file or of all.', {
    path: { ...path, description: 'File in the workspace; left out: all files that have problems.' },
  }),
  find_definitions: own(
    'find_definitions',
    'Finds where a name that is used in a line of a file is defined. Needs a language extension for that language.',
    { path, line, symbol },
    ['path', 'line', 'symbol'],
  ),
  find_references: own(
    'find_references',
    'Finds where a name that stands in a line of a file is used. Needs a language extension for that language.',
    { path, line, symbol },
    ['path', 'line', 'symbol'],
  ),
  propose_edit: own(
    'propose_edit',
    'Shows the user a change of a file for review. Nothing is written: the user accepts or rejects each part, and you are not ' +
      'told which. Give `edits` for a file that exists, `content` for a new file.',
    {
      path: { type: 'string', description: 'Path in the workspace.' },
      edits: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          properties: {
            oldText: {
              type: 'string',
              minLength: 1,
              description: 'Text of the file, whole lines, that is there exactly once.',
            },
            newText: { type: 'string', description: 'What stands there instead.' },
          },
          required: ['oldText', 'newText'],
          additionalProperties: false,
        },
      },
      content: { type: 'string', description: 'The whole text of a new file.' },
    },
    ['path'],
  ),
};

export function isOwnTool(name: string): name is OwnToolName {
  return Object.hasOwn(definitions, name);
}

export function ownToolDefinition(name: OwnToolName): ToolDefinition {
  return definitions[name];
}

function own(name: OwnToolName, description: string, properties: Properties, required: readonly string[] = []): ToolDefinition {
  const parameters = { type: 'object', properties, required, additionalProperties: false };
  return { type: 'function', function: { name, description, parameters } };
}
