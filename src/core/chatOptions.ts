/**
 * What the user wants of the answers of one conversation beside model and effort, and what of a request that makes. Looks at what
 * was read from a file without trusting its shape. Nothing here asks the user or reads a setting.
 */
import type { ChatRequest, ResponseFormat, WebSearchOptions } from './chatCompletions';
import { given, listOf, objectOf, textOf } from './jsonShape';

/** Absent: off. */
export interface ChatOptions {
  readonly webSearch?: true;
  readonly answerFormat?: AnswerFormat;
  /** How many answers each question gets: {@link alternativesRange}. */
  readonly alternatives?: number;
  readonly aloud?: true;
  readonly probabilities?: true;
  /** Names of the tools that are switched on. */
  readonly tools?: readonly string[];
}

export type AnswerFormat =
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      /** As the endpoint wants names: letters, digits, `_` and `-`. */
      readonly name: string;
      readonly schema: Readonly<Record<string, unknown>>;
      /** What the user picked: a path in the workspace. */
      readonly source: string;
    };

/** Those that the chat's own list offers; tools have one of theirs. */
export const optionIds = ['webSearch', 'answerFormat', 'alternatives', 'aloud', 'probabilities'] as const;
export type OptionId = (typeof optionIds)[number];

/** What each option sends, by its name on the wire. */
const parameterOptions = {
  response_format: 'answerFormat',
  web_search_options: 'webSearch',
  modalities: 'aloud',
  audio: 'aloud',
  logprobs: 'probabilities',
  top_logprobs: 'probabilities',
} as const satisfies Partial<Record<keyof ChatRequest, OptionId>>;
export type OptionParameterName = keyof typeof parameterOptions;
export const optionParameterNames = Object.keys(parameterOptions) as readonly OptionParameterName[];

/** The option that sends this parameter; undefined for one that a setting sends. */
export function optionOf(parameter: string): OptionId | undefined {
  return optionParameterNames.some((name) => name === parameter)
    ? parameterOptions[parameter as OptionParameterName]
    : undefined;
}

export const alternativesRange = { minimum: 2, maximum: 8 } as const;
/** Of a schema as text, in UTF-16 units: each answer that was asked with it keeps it. */
export const maxSchemaLength = 100_000;
const mostTools = 1000;

type Audio = NonNullable<ChatRequest['audio']>;
export const audioVoices: readonly Audio['voice'][] = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'fable',
  'nova',
  'onyx',
  'sage',
  'shimmer',
];
export const audioFormats: readonly Audio['format'][] = ['wav', 'aac', 'mp3', 'flac', 'opus', 'pcm16'];
export const searchContextSizes = ['low', 'medium', 'high'] as const;
export const searchLocationFields = ['country', 'region', 'city', 'timezone'] as const;

/** What the settings say of options that are on. */
export interface OptionSettings {
  readonly audio: Audio;
  /** 0 to 20. */
  readonly topLogprobs: number;
  readonly webSearch: WebSearchOptions;
}

/** What a request has of these options. How many alternatives are asked for at once depends on the endpoint, and tools are defined where they are known. */
export function optionParameters(options: ChatOptions, settings: OptionSettings): Partial<ChatRequest> {
  const { answerFormat, webSearch, aloud, probabilities } = options;
  return {
    ...(answerFormat === undefined ? {} : { response_format: responseFormat(answerFormat) }),
    ...(webSearch === undefined ? {} : { web_search_options: settings.webSearch }),
    ...(aloud === undefined ? {} : { modalities: ['text', 'audio'], audio: settings.audio }),
    ...(probabilities === undefined ? {} : { logprobs: true, top_logprobs: settings.topLogprobs }),
  };
}

function responseFormat(format: AnswerFormat): ResponseFormat {
  return format.type === 'json_object'
    ? { type: 'json_object' }
    : { type: 'json_schema', json_schema: { name: format.name, schema: format.schema } };
}

/** With this option off, or, where there is nothing to choose about it, on. */
export function withOption(options: ChatOptions, id: OptionId, isOn: boolean): ChatOptions {
  const { [id]: _, ...others } = options;
  return isOn && (id === 'webSearch' || id === 'aloud' || id === 'probabilities') ? { ...others, [id]: true } : others;
}

/** Of a file's name, what the endpoint takes as the name of a schema. */
export function schemaName(fileName: string): string {
  const name = fileName
    .replace(/(?:[.-]schema)?\.jsonc?$/i, '')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' ? 'answer' : name.slice(0, 64);
}

/** Undefined where nothing is on, or nothing can be used. */
export function chatOptionsOf(value: unknown): ChatOptions | undefined {
  const { webSearch, answerFormat, alternatives, aloud, probabilities, tools } = objectOf(value);
  const names = [...new Set(listOf(tools).flatMap((name) => (isName(name) ? [name] : [])))].slice(0, mostTools);
  const options: ChatOptions = {
    ...(webSearch === true ? { webSearch } : {}),
    ...given('answerFormat', answerFormatOf(answerFormat)),
    ...(isAlternatives(alternatives) ? { alternatives } : {}),
    ...(aloud === true ? { aloud } : {}),
    ...(probabilities === true ? { probabilities } : {}),
    ...(names.length === 0 ? {} : { tools: names }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

function answerFormatOf(value: unknown): AnswerFormat | undefined {
  const { type, name, schema, source } = objectOf(value);
  if (type === 'json_object') {
    return { type };
  }
  const isSchema = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
  return type === 'json_schema' && isSchema && typeof name === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(name)
    ? { type, name, schema: objectOf(schema), source: textOf(source) ?? name }
    : undefined;
}

function isAlternatives(value: unknown): value is number {
  const { minimum, maximum } = alternativesRange;
  return Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 500;
}
