/** What a person can have played by writing `practice: …`. */
import assert from 'node:assert/strict';
import { documentedErrors } from '../../endpoint/faults';
import { practise } from '../../endpoint/practicePartner';
import { complete, reply, requestOf, stream, textOf } from './practiceTalk';

suite('practice commands', () => {
  test('help lists every word and every documented error', () => {
    const text = reply('practice: help');
    for (const word of [
      'stall',
      'drop',
      'slow',
      'reasoning',
      'html',
      'length',
      'error',
      ...documentedErrors.map(({ code }) => `error ${code}`),
    ]) {
      assert.ok(text.includes(`\`practice: ${word}\``), word);
    }
    assert.equal(reply('practice: dance'), text);
  });

  for (const { status, code } of documentedErrors) {
    test(`error ${code} ${String(status)} is played by its name`, () => {
      const scenario = stream(`Please practice: error ${code} ${String(status)}`);
      assert.equal(scenario.status, status);
      assert.match(textOf(scenario), new RegExp(`"code": "${code}"`));
    });
  }

  test('an error is found by plain words and by its status', () => {
    assert.match(textOf(stream('practice: error rate limit')), /"code": "rate_limited"/);
    assert.match(textOf(stream('practice: error used up')), /"code": "used_up"/);
    assert.equal(stream('practice: error 504').status, 504);
    assert.equal(stream('practice: error 402').status, 402);
  });

  test('stall, drop and silence end without an ending', () => {
    for (const [word, last] of [
      ['stall', 'stall'],
      ['drop', 'drop'],
      ['silence', 'stall'],
    ] as const) {
      const scenario = stream(`practice: ${word}`);
      assert.equal(scenario.steps.at(-1), last);
      assert.doesNotMatch(textOf(scenario), /\[DONE]|"finish_reason": "/);
      assert.equal(textOf(scenario).includes('I am'), word !== 'silence');
    }
  });

  test('each shape of an error inside the stream comes after some text', () => {
    for (const [words, pattern] of [
      ['upset', /data: \{"error": \{/],
      ['upset string', /data: \{"error": "/],
      ['upset raw', /\n\n\{"error": \{/],
      ['upset typed', /data: \{"type": "error"/],
      ['end', /"usage": null\}\n\n$/],
    ] as const) {
      const text = textOf(stream(`practice: ${words}`));
      assert.match(text, pattern);
      assert.match(text, /"content": "I am"/);
      assert.doesNotMatch(text, /\[DONE]/);
    }
  });

  test('reasoning comes before the answer', () => {
    const text = textOf(stream('practice: reasoning'));
    assert.ok(text.indexOf('"reasoning_content": ') < text.indexOf('"content": "I am"'));
    assert.match(complete('practice: reasoning').choices[0]?.message.reasoning_content ?? '', /does not think/);
  });

  test('slow, length, filter, empty, json, html and portal do what they say', () => {
    const waits = practise(requestOf('practice: slow', { stream: true }), 60).steps.map((step) =>
      typeof step === 'object' && 'wait' in step ? step.wait : 0,
    );
    assert.ok(Math.abs(Math.max(...waits.slice(1)) - 200) < 1);
    assert.match(textOf(stream('practice: length')), /"finish_reason": "length"/);
    assert.match(textOf(stream('practice: filter')), /"finish_reason": "content_filter"/);
    assert.equal(reply('practice: empty'), '');
    assert.match(textOf(stream('practice: json')), /^\{"id": "msg_bdrk_/);
    assert.deepEqual([stream('practice: html').status, stream('practice: portal').status], [502, 200]);
    assert.match(textOf(stream('practice: html')), /^<!DOCTYPE html>/);
  });

  test('bytes, crlf and ascii change the form and not the answer', () => {
    assert.match(textOf(stream('practice: crlf')), /\[DONE]\r\n\r\n$/);
    assert.match(textOf(stream('practice: ascii')), /\\u4f60/);
    assert.ok(stream('practice: bytes').steps.length > 1000);
  });
});
