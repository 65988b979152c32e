/** Refusals as endpoints and their upstreams word them. */
import assert from 'node:assert/strict';
import { parameterIn } from '../../../src/core/refusedParameter';
import { refusableParameters, requestParameterNames } from '../../../src/core/requestParameters';

suite('The parameter that a refusal is about', () => {
  test('is not seen in a common word', () => {
    for (const words of [
      'messages: roles must alternate between "user" and "assistant"',
      'The first message must use the user role.',
      'Please stop sending so many tokens to the store.',
      'messages[0].user: is odd',
    ]) {
      assert.equal(parameterIn(words, requestParameterNames), undefined, words);
    }
    for (const [words, name] of [
      ['user: Extra inputs are not permitted', 'user'],
      ["Unknown parameter 'store'.", 'store'],
      ['Unsupported parameter: stop', 'stop'],
      ["'stop[0]' must not be blank", 'stop'],
    ] as const) {
      assert.equal(parameterIn(words, requestParameterNames), name, words);
    }
  });

  test('is the first that the words of the endpoint name, however they spell it', () => {
    assert.equal(parameterIn('`temperature`: Input should be at most 1', requestParameterNames), 'temperature');
    assert.equal(parameterIn('max_completion_tokens is too large', requestParameterNames), 'max_completion_tokens');
    for (const [words, name] of [
      ['temperature and top_p cannot both be specified', 'temperature'],
      ["Unsupported parameter: 'seed'. Supported are: temperature, top_p, stop", 'seed'],
      ['`temperature` may only be set to 1 when thinking is enabled', 'temperature'],
      ['1 validation error: body.temperature Input should be less than or equal to 1', 'temperature'],
      ['$.top_p is out of range', 'top_p'],
      ['generationConfig.topP: Invalid value', 'top_p'],
      ['Top P must be at most 1', 'top_p'],
      ['logprobs and top_logprobs are not supported', 'logprobs'],
      ['This model does not support the audio modality (modalities)', 'audio'],
      ['stop_sequences: each stop sequence must contain non-whitespace', 'stop'],
      ['tools.0.web_search_20250305: web search is not enabled', 'web_search_options'],
      ['thinking.budget_tokens: Input should be greater than 1024', 'reasoning_effort'],
      ['metadata.user_id: too long', 'metadata'],
      ['body.user: must not be blank', 'user'],
    ] as const) {
      assert.equal(parameterIn(words, refusableParameters), name, words);
    }
    for (const words of [
      'messages.0.content: must not be empty; temperature is fine',
      "Invalid 'messages[1].content': string too long for this temperature",
      'tools.0.input.seed: Extra inputs are not permitted',
      "Unsupported parameter: 'tools'. Supported are: temperature, top_p",
      'body.messages.0.temperature: no such thing',
      'The seeds of temperatures',
    ]) {
      assert.equal(parameterIn(words, refusableParameters), undefined, words);
    }
    assert.equal(parameterIn('messages.0.user_name is odd', requestParameterNames), undefined);
    assert.equal(parameterIn("'logit_bias.hello' must be integer", requestParameterNames), 'logit_bias');
    assert.equal(parameterIn('reasoning_effort: not supported', refusableParameters), 'reasoning_effort');
    assert.equal(parameterIn('This model takes no prediction.', refusableParameters), 'prediction');
  });

  test('is what the endpoint names apart from its words, and nothing else', () => {
    assert.equal(parameterIn('Unsupported value.', refusableParameters, 'temperature'), 'temperature');
    assert.equal(parameterIn('Unsupported value.', refusableParameters, 'body.stop.0'), 'stop');
    assert.equal(parameterIn('Unsupported value.', refusableParameters, 'stop_sequences'), 'stop');
    assert.equal(parameterIn('Too many with this temperature.', refusableParameters, 'messages.3.content'), undefined);
    assert.equal(parameterIn('seed: odd', refusableParameters, 'body'), 'seed');
    assert.equal(parameterIn('temperature: odd', ['seed'], 'temperature'), undefined);
  });
});
