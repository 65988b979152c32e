import assert from 'node:assert/strict';
import { findSecrets } from '../../../src/core/secretGuard';
import { randomText as random } from '../../support/fakeSecret';

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const hex = '0123456789abcdef';
const kindsIn = (text: string): readonly string[] => findSecrets(text).map(({ kind }) => kind);

suite('Secrets', () => {
  const shapes: readonly (readonly [kind: string, secret: string])[] = [
    ['AWS access key', `AKIA${random(16, capitals)}`],
    ['AWS secret key', `aws_secret_access_key = ${random(40, `${capitals}abcdefghij0189+/`)}`],
    ['GitHub token', `ghp_${random(36)}`],
    ['GitHub token', `github_pat_${random(22)}_${random(59)}`],
    ['GitLab token', `glpat-${random(20)}`],
    ['Slack token', `xoxb-${random(12, '123456789')}-${random(13, '987654321')}-${random(24)}`],
    ['Slack webhook', `https://hooks.slack.com/services/T${random(9, capitals)}/B${random(9, capitals)}/${random(24)}`],
    ['Google API key', `AIza${random(35)}`],
    ['Stripe key', `sk_live_${random(24)}`],
    ['npm token', `npm_${random(36)}`],
    ['Anthropic API key', `sk-ant-api03-${random(93)}`],
    ['OpenAI API key', `sk-proj-${random(80)}`],
    ['API key', `sk-${random(48)}`],
    ['Hugging Face token', `hf_${random(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')}`],
    ['JSON Web Token', `eyJ${random(33)}.eyJ${random(60)}.${random(43)}`],
    ['Azure storage key', `AccountKey=${random(86)}==`],
    ['password in a URL', `postgres://service:${random(14)}@db.internal:5432/main`],
  ];
  for (const [kind, secret] of shapes) {
    test(`of the shape of a ${kind} are found: ${secret.slice(0, 9)}…`, () => {
      for (const text of [
        secret,
        `const key = '${secret}';`,
        `KEY=${secret}\n`,
        `{"key":"${secret}"}`,
        `+  - ${secret} # comment`,
      ]) {
        assert.deepEqual(kindsIn(text), [kind], text);
      }
    });
  }

  test('are private keys with their material, in lines or with escaped ends', () => {
    const body = random(64);
    for (const name of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
      const begin = `-----BEGIN ${name}PRIVATE KEY-----`;
      assert.deepEqual(kindsIn(`${begin}\n${body}\n`), ['private key']);
      assert.deepEqual(kindsIn(`+${begin}\n+${body}\n`), ['private key']);
      assert.deepEqual(kindsIn(`"private_key": "${begin}\\n${body}\\n`), ['private key']);
    }
    assert.deepEqual(kindsIn(`-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n\n${body}`), [
      'private key',
    ]);
    assert.deepEqual(kindsIn("if (text.includes('-----BEGIN PRIVATE KEY-----')) {\n  return parse(text);\n}"), []);
    assert.deepEqual(kindsIn(`-----BEGIN PUBLIC KEY-----\n${body}\n`), []);
  });

  test('are values that no word is, given to names such as password', () => {
    const value = random(24);
    for (const text of [
      `const clientSecret = "${value}";`,
      `"api_key": "${value}"`,
      `DB_PASSWORD=${value}`,
      `password: '${random(9)}!7Xz'`,
      `  secretToken: ${random(40, hex)}`,
      `config["auth-token"] = "${value}"`,
    ]) {
      assert.deepEqual(kindsIn(text), ['secret value'], text);
    }
  });

  test('are not examples, placeholders, names, paths, calls and references', () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      `ghp_${'x'.repeat(36)}`,
      `sk-${'0'.repeat(48)}`,
      'ghp_1234567890abcdefghijklmnopqrstuvwxyz',
      'password = "changeme123"',
      'const token = "your-api-token-here-123";',
      'API_KEY=${OTHER_API_KEY_2_FROM_VAULT}',
      'API_KEY=<your key goes here 1234567>',
      'token: process.env.GITHUB_TOKEN_2_FOR_CI',
      'secret = config.get("services.v2.secret")',
      'password = getPasswordFromKeyring2(user)',
      'const password = readPasswordOfAccountNumber2',
      "passwordField: 'input-password-field-2'",
      'secret: "/run/secrets/database_password_1"',
      'tokenUrl: "https://login.internal/oauth2/v2.0/token"',
      'private_key = "keys/server2/private.pem"',
      'token: "{{ .Values.auth.token2 }}"',
      'access_token: string | undefined1',
      '"integrity": "sha512-' + random(86) + '=="',
      'commit 8f14e45fceea167a5a36dedd4bea2543aabbccdd',
      'id = "123e4567-e89b-12d3-a456-426614174000"',
      'postgres://postgres:postgres@localhost:5432/test',
      'https://user:password1@example.com',
      'mongodb://${user}:${pass}@host/db',
      'http://localhost:3000/path@2x',
      'const tokenPattern = /[A-Za-z0-9]{20,40}/;',
      'maxTokens: 4096',
      "import token from '../core/token2/secretKeeper9';",
      'test-token-not-real',
    ]) {
      assert.deepEqual(findSecrets(text), [], text);
    }
  });

  test('are told by line, one of a kind for each', () => {
    const token = `ghp_${random(36)}`;
    const text = `first\n${token} ${token}\n\r\nlast AKIA${random(16, capitals)}\n`;
    assert.deepEqual(findSecrets(text), [
      { kind: 'GitHub token', line: 2 },
      { kind: 'AWS access key', line: 4 },
    ]);
  });

  test('are looked for in linear time, whatever the text', () => {
    const starts = [
      'eyJ',
      'sk-',
      'ghp_',
      'password=',
      'token="',
      '://a:',
      'xoxb-1',
      '-----BEGIN PRIVATE KEY-----',
      'AccountKey=',
      'a',
      'A1b2',
      'eyJ.',
      'secret_',
      ' \t',
    ];
    for (const start of starts) {
      const time = (length: number): number => {
        const text = start.repeat(Math.ceil(length / start.length));
        const from = performance.now();
        findSecrets(text);
        return performance.now() - from;
      };
      time(20_000);
      // Quadratic time would be hours here.
      assert.ok(time(2_000_000) < 4_000, `${start}: ${String(time(200_000))} ms for a tenth`);
    }
  });
});
