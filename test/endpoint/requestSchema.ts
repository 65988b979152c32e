/**
 * What a request body may hold, as JSON Schema, written by hand from the specification's facts. It allows neither more nor less
 * than the specification; a test compares the two. `requestCheck.ts` turns a violation into the endpoint's words.
 */

export type Schema = Readonly<Record<string, unknown>>;

/** The models of the specification, in its order. */
export const documentedModels = [
  'claude-opus-4-8',
  'claude-sonnet-4-6',
  'claude-opus-4-7',
  'claude-opus-4-6',
  'claude-opus-4-5-20251101',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5-20250929',
  'claude-opus-4-1-20250805',
  'claude-sonnet-4-20250514',
  'claude-opus-4-20250514',
  'claude-3-7-sonnet-20250219',
  'claude-3-5-sonnet-20241022',
  'claude-3-5-haiku-20241022',
  'claude-3-5-sonnet-20240620',
  'claude-3-haiku-20240307',
  'claude-3-sonnet-20240229',
  'claude-3-opus-20240229',
] as const;

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const nullableFlag: Schema = { type: ['boolean', 'null'] };
const nullableInteger: Schema = { type: ['integer', 'null'] };

function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}

function nullableOneOf(...values: readonly string[]): Schema {
  return { type: ['string', 'null'], enum: [...values, null] };
}

function range(minimum: number, maximum: number): Schema {
  return { type: ['number', 'null'], minimum, maximum };
}

/** An object with these members and no others. */
function object(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', properties, additionalProperties: false, ...(required.length === 0 ? {} : { required }) };
}

function nullable(schema: Schema): Schema {
  return { ...schema, type: [schema['type'], 'null'] };
}

/** Members that are told apart by their `type`. */
function byType(...schemas: readonly Schema[]): Schema {
  return { type: 'object', required: ['type'], discriminator: { propertyName: 'type' }, oneOf: schemas };
}

const textPart = object({ type: oneOf('text'), text }, ['type', 'text']);
const imagePart = object(
  { type: oneOf('image_url'), image_url: object({ url: text, detail: oneOf('auto', 'low', 'high') }, ['url']) },
  ['type', 'image_url'],
);
const functionCall = object({ name: text, arguments: text }, ['name', 'arguments']);
const toolCall = object({ id: text, type: oneOf('function'), function: functionCall }, ['id', 'type', 'function']);

const message = object(
  {
    role: oneOf('user', 'assistant', 'system', 'developer', 'tool'),
    content: { oneOf: [text, { type: 'array', items: byType(textPart, imagePart), minItems: 1 }] },
    name: text,
    tool_calls: { type: 'array', items: toolCall },
    refusal: { type: ['string', 'null'] },
    tool_call_id: text,
  },
  ['role'],
);

const jsonSchema = object({ name: text, description: text, schema: { type: 'object' }, strict: nullableFlag }, ['name']);
const responseFormat = byType(
  object({ type: oneOf('text') }, ['type']),
  object({ type: oneOf('json_object') }, ['type']),
  object({ type: oneOf('json_schema'), json_schema: jsonSchema }, ['type', 'json_schema']),
);

const audio = object(
  {
    voice: oneOf('alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer'),
    format: oneOf('wav', 'aac', 'mp3', 'flac', 'opus', 'pcm16'),
  },
  ['voice', 'format'],
);

const prediction = object({ type: oneOf('content'), content: { oneOf: [text, { type: 'array', items: textPart }] } }, [
  'type',
  'content',
]);

const webSearchOptions = object({
  search_context_size: oneOf('low', 'medium', 'high'),
  user_location: nullable(
    object({ type: oneOf('approximate'), approximate: object({ country: text, region: text, city: text, timezone: text }) }),
  ),
});

const tool = object(
  { type: oneOf('function'), function: object({ name: text, description: text, parameters: { type: 'object' } }, ['name']) },
  ['type', 'function'],
);
const toolChoice: Schema = {
  oneOf: [
    oneOf('none', 'auto', 'required'),
    object({ type: oneOf('function'), function: object({ name: text }, ['name']) }, ['type', 'function']),
  ],
};

export const requestSchema = {
  type: 'object',
  required: ['model', 'messages'],
  additionalProperties: false,
  properties: {
    n: range(1, 128),
    model: oneOf(...documentedModels),
    stream: nullableFlag,
    messages: { type: 'array', items: message, minItems: 1 },
    max_tokens: { type: ['number', 'null'] },
    temperature: range(0, 2),
    response_format: responseFormat,
    top_p: range(0, 1),
    frequency_penalty: range(-2, 2),
    presence_penalty: range(-2, 2),
    seed: nullableInteger,
    stop: { oneOf: [text, { type: 'array', items: text, minItems: 1, maxItems: 4 }, { type: 'null' }] },
    max_completion_tokens: nullableInteger,
    logprobs: nullableFlag,
    top_logprobs: { ...nullableInteger, minimum: 0, maximum: 20 },
    stream_options: nullable(object({ include_usage: flag })),
    parallel_tool_calls: flag,
    user: text,
    reasoning_effort: nullableOneOf('minimal', 'low', 'medium', 'high'),
    service_tier: nullableOneOf('auto', 'default', 'flex', 'scale', 'priority'),
    store: nullableFlag,
    metadata: { type: ['object', 'null'], additionalProperties: text },
    logit_bias: { type: ['object', 'null'], additionalProperties: { type: 'integer' } },
    modalities: { type: ['array', 'null'], items: oneOf('text', 'audio') },
    audio: nullable(audio),
    prediction: nullable(prediction),
    web_search_options: webSearchOptions,
    tools: { type: ['array', 'null'], items: tool },
    tool_choice: toolChoice,
  },
} as const;
