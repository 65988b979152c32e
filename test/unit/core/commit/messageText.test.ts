/** What of a model's answer is commit message, whole and letter by letter. */
import assert from 'node:assert/strict';
import { messageIn } from '../../../../src/core/commit/messageText';

const subject = 'feat(cart): add a discount';
const body = 'From ten pieces on a basket costs ten percent less.';
const message = `${subject}\n\n${body}`;

/** Every state that the box would show while the answer comes. */
function* statesOf(answer: string): Generator<string> {
  for (let length = 1; length <= answer.length; length += 1) {
    yield messageIn(answer.slice(0, length), false);
  }
  yield messageIn(answer, true);
}

function assertNeverMore(answer: string, expected: string): void {
  for (const shown of statesOf(answer)) {
    assert.ok(expected.startsWith(shown), `${JSON.stringify(shown)} showed in ${JSON.stringify(answer)}`);
  }
  assert.equal(messageIn(answer, true), expected, answer);
}

suite('The commit message in an answer', () => {
  test('is the answer where that is nothing else, and shows as it comes', () => {
    for (const text of [subject, message, 'Add a discount', `${message}\n\n- one\n- two\n\nCloses #12`]) {
      assertNeverMore(text, text);
    }
    assert.equal(messageIn('feat(cart): add a dis', false), 'feat(cart): add a dis');
    assert.equal(messageIn('Update the pric', false), 'Update the pric');
  });

  test('has no fence, introduction or explanation, not even for a moment', () => {
    const introductions = [
      "Here's the commit message:\n\n",
      'Here is a commit message for the staged changes:\n',
      'Sure! ',
      'Sure! Here is your commit message:\n\n',
      'Certainly.\n\n',
      'Based on the changes, I suggest this:\n\n',
      "I've looked at the diff.\n\n",
      '**Commit message:**\n\n',
      'Commit message: ',
      '以下是提交信息：\n\n',
      '好的，以下是提交信息：\n',
    ];
    const explanations = [
      '',
      '\n',
      '\n\nThis commit message follows the conventions.',
      '\n\nLet me know if you want another one!',
      '\n\n---\nI chose `feat` since it adds something.',
      '\n\n**Explanation:** it adds something.',
      '\n\n**Rationale**\n- it adds',
    ];
    for (const introduction of introductions) {
      for (const explanation of explanations) {
        assertNeverMore(introduction + message + explanation, message);
        assertNeverMore(`${introduction}\n\`\`\`\n${message}\n\`\`\`${explanation}`, message);
      }
    }
    assertNeverMore(`\`\`\`text\n${message}\n\`\`\`\nAnything else.`, message);
    assertNeverMore(`~~~~\r\n${message.replaceAll('\n', '\r\n')}\r\n~~~~\r\n`, message);
    assertNeverMore(`\`\`\`${subject}\`\`\``, subject);
    assertNeverMore(`<commit_message>\n${message}\n</commit_message>`, message);
  });

  test('has no quotation marks around it, but those that belong to it', () => {
    for (const [opening, closing] of ['""', "''", '``', '“”', '«»', '「」']) {
      assertNeverMore(`${opening ?? ''}${subject}${closing ?? ''}`, subject);
      assertNeverMore(`${opening ?? ''}${message}${closing ?? ''}`, message);
    }
    for (const own of ['"Add" is now "Insert"', '`x` may be absent', 'Revert "feat: x"', 'Rename to "y"']) {
      assertNeverMore(own, own);
    }
    assertNeverMore(`**${subject}**`, subject);
    assertNeverMore(`# ${subject}\n${body}`, message);
  });

  test('keeps words that only look like an introduction or an explanation', () => {
    for (const own of [
      'Let users choose the model',
      'Okay button: close the dialog',
      'Message queue: retry',
      'Based on feedback, shorten the delay',
      'fix: here is where it broke',
      `${subject}\n\nThe message that was shown is gone.`,
      `${subject}\n\nIf you rely on it, call it yourself.`,
      `${subject}\n\nRationale: it was slow.`,
      `${subject}\n\nNote: call sites change.`,
      'Add message parsing: headers first',
    ]) {
      assertNeverMore(own, own);
    }
  });

  test('gets the blank line after its subject, and no two blank lines', () => {
    assert.equal(messageIn(`${subject}\n${body}`, true), message);
    assert.equal(messageIn(`\n\n${subject}\n\n\n\n${body}\n\n\n`, true), message);
    assert.equal(messageIn('', true), '');
    assert.equal(messageIn('```\n```', true), '');
  });
});
