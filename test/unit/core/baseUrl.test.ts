import assert from 'node:assert/strict';
import { isUnencrypted, normalizeBaseUrl, originOf } from '../../../src/core/baseUrl';
import { AssistantError } from '../../../src/core/errors';

suite('The base URL', () => {
  const accepted: readonly (readonly [string, string])[] = [
    ['https://api.acedata.cloud', 'https://api.acedata.cloud/v1'],
    ['https://api.acedata.cloud/', 'https://api.acedata.cloud/v1'],
    ['https://api.acedata.cloud/v1', 'https://api.acedata.cloud/v1'],
    ['https://api.acedata.cloud/v1//', 'https://api.acedata.cloud/v1'],
    ['https://api.acedata.cloud/v1/chat/completions', 'https://api.acedata.cloud/v1'],
    ['https://api.acedata.cloud/v1/models', 'https://api.acedata.cloud/v1'],
    ['https://api.acedata.cloud/openai', 'https://api.acedata.cloud/openai'],
    ['https://api.acedata.cloud/openai/chat/completions', 'https://api.acedata.cloud/openai'],
    ['api.acedata.cloud', 'https://api.acedata.cloud/v1'],
    [' "https://api.acedata.cloud/v1" ', 'https://api.acedata.cloud/v1'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1'],
    ['http://127.0.0.1:8080/api?x=1#y', 'http://127.0.0.1:8080/api/v1'],
    ['https://example.test/api/v1/', 'https://example.test/api/v1'],
    ['HTTPS://API.ACEDATA.CLOUD', 'https://api.acedata.cloud/v1'],
  ];
  for (const [given, expected] of accepted) {
    test(`takes ${given}`, () => {
      assert.equal(normalizeBaseUrl(given), expected);
    });
  }

  for (const given of ['ftp://example.test', 'file:///etc/passwd', 'https://user:pass@example.test', 'http://', 'a b', '']) {
    test(`refuses ${JSON.stringify(given)} without repeating a login`, () => {
      assert.throws(
        () => normalizeBaseUrl(given),
        (error) => error instanceof AssistantError && error.kind === 'badSetting' && !error.message.includes('pass@'),
      );
    });
  }

  test('binds tokens to scheme, host and port', () => {
    assert.equal(originOf('https://api.acedata.cloud/v1'), 'https://api.acedata.cloud');
    assert.equal(originOf('http://127.0.0.1:8080/v1'), 'http://127.0.0.1:8080');
  });

  test('is unencrypted only over plain HTTP to another machine', () => {
    for (const origin of ['https://example.test', 'http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1']) {
      assert.equal(isUnencrypted(origin), false, origin);
    }
    for (const origin of ['http://example.test', 'http://127.0.0.1.example.test', 'http://10.0.0.1']) {
      assert.equal(isUnencrypted(origin), true, origin);
    }
  });
});
