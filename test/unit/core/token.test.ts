import assert from 'node:assert/strict';
import { cleanToken, isAccountToken, isUsableToken, redact } from '../../../src/core/token';

suite('A pasted token', () => {
  const token = '0123abcd-not-a-real-token';
  for (const pasted of [
    token,
    `  ${token}\n`,
    `"${token}"`,
    `'${token}'`,
    `Bearer ${token}`,
    `bearer   ${token}`,
    `"Bearer ${token}"`,
    `Authorization: Bearer ${token}`,
    ` \`${token}\` `,
    `Bearer "${token}"`,
  ]) {
    test(`is found in ${JSON.stringify(pasted)}`, () => {
      assert.equal(cleanToken(pasted), token);
    });
  }

  test('is unusable where no header could carry it', () => {
    for (const text of ['', 'two words', 'line\nbreak', 'schlüssel', 'a\u0000b']) {
      assert.equal(isUsableToken(text), false, JSON.stringify(text));
    }
    assert.equal(isUsableToken(token), true);
  });

  test('of an account is told apart by its prefix', () => {
    assert.equal(isAccountToken('platform-v1-0000'), true);
    assert.equal(isAccountToken(token), false);
  });
});

suite('Redaction', () => {
  test('removes known tokens wherever they stand', () => {
    assert.equal(redact('a secret-1 b secret-1, secret-2.', ['secret-1', 'secret-2']), 'a [token] b [token], [token].');
  });

  test('removes what looks like a credential without knowing it', () => {
    assert.equal(redact('Authorization: Bearer abc.def-123_456'), 'Authorization: Bearer [token]');
    assert.equal(redact('Proxy-Authorization: Basic dXNlcjpwYXNz'), 'Proxy-Authorization: Basic [token]');
    assert.equal(redact('via http://user:pass@proxy:3128/'), 'via http://[login]@proxy:3128/');
  });

  test('leaves everything else as it is, and ignores an empty secret', () => {
    const text = 'POST https://api.acedata.cloud/v1/chat/completions 200 in 12 ms';
    assert.equal(redact(text, ['']), text);
  });
});
