import assert from 'node:assert/strict';
import type { Answer } from '../../../../src/core/conversation';
import { shownText as shownTextOf } from '../../../../src/webview/view/shownText';

function shownText(answer: Answer): string {
  return shownTextOf(answer.text, answer);
}

function answered(text: string, isJson = true): Answer {
  const options = isJson ? { options: { answerFormat: { type: 'json_object' } as const } } : {};
  return { role: 'assistant', id: 'a', at: 1, model: 'm', text, reasoning: '', status: 'streaming', ...options };
}

suite('shownText', () => {
  test('leaves an answer as it is where no JSON was asked for', () => {
    assert.equal(shownText(answered('{"a": 1}', false)), '{"a": 1}');
  });

  test('grows at its end alone while bare JSON streams in', () => {
    const whole = '\n  {"code": "```\\n```", "list": [1, 2]}';
    let before = '';
    for (let length = 0; length <= whole.length; length += 1) {
      const shown = shownText(answered(whole.slice(0, length)));
      assert.ok(shown.startsWith(before), shown);
      before = shown;
    }
    assert.match(before, /^`+json\n\{\n {2}"code"/);
  });

  test('shows broken JSON as it came once it is over, for what is said of it names its lines', () => {
    assert.match(shownText({ ...answered('{"a": 1'), status: 'complete' }), /json\n\{"a": 1$/);
    assert.match(shownText({ ...answered('{"a": 1}'), status: 'complete' }), /json\n\{\n {2}"a": 1\n\}$/);
  });

  test('shows words, and a code block of the model itself, as they are', () => {
    for (const text of ['Sorry, no.', '```json\n{}\n```']) assert.equal(shownText(answered(text)), text);
  });
});
