import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  alternativesRange,
  audioFormats,
  audioVoices,
  chatOptionsOf,
  optionParameters,
  schemaName,
  searchContextSizes,
  searchLocationFields,
  type ChatOptions,
  type OptionSettings,
} from '../../../src/core/chatOptions';
import { applyEvent, applyEvents, type Conversation } from '../../../src/core/conversation';
import { encodeConversation, encodeHeader, RecordEncoder } from '../../../src/core/journal';
import { JournalReader } from '../../../src/core/journalReader';
import { chatRequest, requestParts } from '../../../src/core/prompts/chat';
import { checkRequest } from '../../endpoint/requestCheck';

const schema = { type: 'object', properties: { a: { type: 'string' } } };
const all: ChatOptions = {
  webSearch: true,
  answerFormat: { type: 'json_schema', name: 'order', schema, source: 'schemas/order.schema.json' },
  alternatives: 3,
  aloud: true,
  probabilities: true,
  tools: ['read_file'],
};
const settings: OptionSettings = {
  audio: { voice: 'alloy', format: 'mp3' },
  topLogprobs: 5,
  webSearch: { search_context_size: 'low', user_location: { type: 'approximate', approximate: { city: 'Bern' } } },
};
const conversation: Conversation = {
  id: 'c',
  createdAt: 1,
  model: 'claude-sonnet-4-5-20250929',
  messages: [{ role: 'user', id: 'q', at: 1, text: 'Hi' }],
  selected: {},
};

suite('Options of answers', () => {
  test('send what each of them is on the wire, and nothing where they are off', () => {
    assert.deepEqual(optionParameters(all, settings), {
      response_format: { type: 'json_schema', json_schema: { name: 'order', schema } },
      web_search_options: settings.webSearch,
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'mp3' },
      logprobs: true,
      top_logprobs: 5,
    });
    assert.deepEqual(optionParameters({ answerFormat: { type: 'json_object' } }, settings), {
      response_format: { type: 'json_object' },
    });
    assert.deepEqual(optionParameters({ alternatives: 2, tools: ['x'] }, settings), {});
  });

  test('make a request that the specification allows', () => {
    const input = { conversation: { ...conversation, options: all }, path: conversation.messages, instructions: [] };
    const request = chatRequest({ ...input, optionSettings: settings });
    assert.notEqual(typeof checkRequest(request), 'string');
    assert.equal(request.response_format?.type, 'json_schema');
  });

  test('ask for JSON in words, too, and leave the format out where an answer is gone on with', () => {
    const input = {
      conversation: { ...conversation, options: all },
      path: conversation.messages,
      instructions: [],
      optionSettings: settings,
    };
    const format = requestParts(input).find(({ kind }) => kind === 'format');
    assert.match(format?.content.type === 'text' ? format.content.text : '', /JSON alone.*"properties":\{"a"/s);
    const continueAnswer = {
      role: 'assistant',
      id: 'a',
      at: 1,
      model: 'm',
      text: '{"a":',
      reasoning: '',
      status: 'stopped',
    } as const;
    const continued = chatRequest({ ...input, continueAnswer });
    assert.equal(continued.response_format, undefined);
    assert.deepEqual(continued.web_search_options, settings.webSearch);
  });

  test('are read back as they were written, from events, the header and messages', () => {
    const changed = applyEvent(conversation, { type: 'optionsChanged', options: all });
    assert.deepEqual(changed.options, all);
    assert.equal('options' in applyEvents(changed, [{ type: 'optionsChanged', options: {} }]), false);
    const encoder = new RecordEncoder('w');
    const answer = {
      role: 'assistant',
      id: 'a',
      parentId: 'q',
      at: 2,
      model: 'm',
      options: all,
      text: '',
      reasoning: '',
      status: 'complete',
    } as const;
    const stored: Conversation = { ...changed, messages: [...changed.messages, answer] };
    const reader = new JournalReader();
    const lines = [
      ...encodeConversation(stored, encoder, 3),
      encoder.event({ type: 'optionsChanged', options: { webSearch: true } }, 4),
    ];
    const read = reader.conversation('c', reader.pushLines(lines));
    assert.deepEqual(read.options, { webSearch: true });
    assert.deepEqual(read.messages[1], answer);
    const header = new JournalReader();
    assert.deepEqual(header.conversation('c', header.pushLines([encodeHeader('c', changed)])).options, all);
  });

  test('are taken from a file only as far as they can be used', () => {
    const hostile: readonly [unknown, ChatOptions | undefined][] = [
      [undefined, undefined],
      ['x', undefined],
      [{ webSearch: 'yes', alternatives: 1, aloud: 1, probabilities: null, tools: 'read' }, undefined],
      [{ alternatives: alternativesRange.maximum + 1, webSearch: true }, { webSearch: true }],
      [{ answerFormat: { type: 'json_schema', name: 'a b', schema } }, undefined],
      [{ answerFormat: { type: 'json_schema', name: 'ab', schema: [] } }, undefined],
      [
        { answerFormat: { type: 'json_schema', name: 'ab', schema } },
        { answerFormat: { type: 'json_schema', name: 'ab', schema, source: 'ab' } },
      ],
      [{ tools: ['a', 'a', '', 5, 'b'] }, { tools: ['a', 'b'] }],
    ];
    for (const [value, expected] of hostile) assert.deepEqual(chatOptionsOf(value), expected);
  });

  test('have names of schemas that the endpoint takes', () => {
    const names = ['order.schema.json', 'my order (2).json', 'схема.json', 'package-schema.json', `${'x'.repeat(80)}.json`];
    assert.deepEqual(names.map(schemaName), ['order', 'my_order_2', 'answer', 'package', 'x'.repeat(64)]);
  });

  test('have settings whose values the manifest states as the code does', () => {
    interface Property {
      readonly enum?: readonly string[];
      readonly properties?: object;
    }
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, Property>> } };
    };
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(properties['aceClaude.audio.voice']?.enum, audioVoices);
    assert.deepEqual(properties['aceClaude.audio.format']?.enum, audioFormats);
    assert.deepEqual(properties['aceClaude.webSearch.contextSize']?.enum, ['', ...searchContextSizes]);
    assert.deepEqual(Object.keys(properties['aceClaude.webSearch.location']?.properties ?? {}), searchLocationFields);
  });
});
