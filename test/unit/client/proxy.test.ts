/** Which proxy is chosen, without one. That requests go through it is `proxiedRequests.test.ts`'s matter. */
import assert from 'node:assert/strict';
import { isExempt } from '../../../src/client/noProxy';
import { chooseProxy } from '../../../src/client/proxy';
import type { ProxySettings } from '../../../src/core/connection';
import { AssistantError } from '../../../src/core/errors';

const unset: ProxySettings = { url: '', noProxy: [], authorization: '', strictTls: true, enabled: true };
const remote = 'https://api.example.test/v1';

/** `scheme://host:port` and the authorization of the proxy, or `direct`. */
function chosen(target: string, settings: Partial<ProxySettings>, environment: NodeJS.ProcessEnv = {}): string {
  const route = chooseProxy(new URL(target), { ...unset, ...settings }, environment);
  return route === undefined
    ? 'direct'
    : [route.url.origin, route.authorization].filter((part) => part !== undefined).join(' ');
}

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;

suite('chooseProxy', () => {
  const cases: readonly [
    name: string,
    expected: string,
    target: string,
    settings: Partial<ProxySettings>,
    environment?: NodeJS.ProcessEnv,
  ][] = [
    ['nothing is set', 'direct', remote, {}],
    ['a setting', 'http://p:3128', remote, { url: 'http://p:3128' }],
    ['a setting without a scheme', 'http://p:3128', remote, { url: ' p:3128 ' }],
    ['a setting with a path', 'http://p:3128', remote, { url: 'http://p:3128/pac' }],
    ['an encrypted proxy', 'https://p:8443', remote, { url: 'https://p:8443/' }],
    ['a setting before the environment', 'http://p', remote, { url: 'http://p' }, { HTTPS_PROXY: 'http://e' }],
    ['a setting for this computer too', 'http://p', 'http://127.0.0.1:8080/v1', { url: 'http://p' }],
    ['a setting in spite of NO_PROXY', 'http://p', remote, { url: 'http://p' }, { NO_PROXY: '*' }],
    ["a host of the setting's exceptions", 'direct', remote, { url: 'http://p', noProxy: ['example.test'] }],
    ['no proxy at all', 'direct', remote, { url: 'http://p', enabled: false }, { HTTPS_PROXY: 'http://e' }],
    ['HTTPS_PROXY', 'http://e', remote, {}, { HTTPS_PROXY: 'http://e' }],
    ['https_proxy before HTTPS_PROXY', 'http://small', remote, {}, { HTTPS_PROXY: 'http://big', https_proxy: 'http://small' }],
    ['HTTP_PROXY for an encrypted target', 'http://e', remote, {}, { HTTP_PROXY: 'http://e' }],
    ['HTTPS_PROXY not for a plain target', 'direct', 'http://api.example.test', {}, { HTTPS_PROXY: 'http://e' }],
    ['HTTP_PROXY for a plain target', 'http://e', 'http://api.example.test', {}, { HTTP_PROXY: 'http://e' }],
    ['ALL_PROXY last', 'http://all', remote, {}, { ALL_PROXY: 'http://all' }],
    ['ALL_PROXY after others', 'http://e', remote, {}, { all_proxy: 'http://all', https_proxy: 'http://e' }],
    ['an empty variable', 'direct', remote, {}, { HTTPS_PROXY: ' ' }],
    ['the environment not for this computer', 'direct', 'https://localhost:8443', {}, { HTTPS_PROXY: 'http://e' }],
    ['the environment not for this computer, by address', 'direct', 'https://[::1]:8443', {}, { HTTPS_PROXY: 'http://e' }],
    ['NO_PROXY', 'direct', remote, {}, { HTTPS_PROXY: 'http://e', NO_PROXY: 'a.test, api.example.test' }],
    ['no_proxy', 'direct', remote, {}, { HTTPS_PROXY: 'http://e', no_proxy: '.example.test' }],
    [
      "the setting's exceptions from the environment too",
      'direct',
      remote,
      { noProxy: ['*.example.test'] },
      { HTTPS_PROXY: 'http://e' },
    ],
    ['a login in the address', `http://p ${basic('me:secret')}`, remote, { url: 'http://me:secret@p' }],
    ['an encoded login', `http://p ${basic('m@e:p:ä%')}`, remote, { url: 'http://m%40e:p%3A%C3%A4%25@p' }],
    ['a password with a bare %', `http://p ${basic('me:100%')}`, remote, { url: 'http://me:100%@p' }],
    ['a login without a password', `http://p ${basic('me:')}`, remote, { url: 'http://me@p' }],
    [
      'a header before a login',
      'http://p Negotiate abc',
      remote,
      { url: 'http://me:secret@p', authorization: 'Negotiate abc' },
    ],
    [
      'a header for the environment',
      'http://e Negotiate abc',
      remote,
      { authorization: 'Negotiate abc' },
      { HTTPS_PROXY: 'http://e' },
    ],
  ];
  for (const [name, expected, target, settings, environment] of cases) {
    test(`takes ${name}`, () => {
      assert.equal(chosen(target, settings, environment), expected);
    });
  }

  const faults: readonly [
    name: string,
    settings: Partial<ProxySettings>,
    environment: NodeJS.ProcessEnv,
    kind: string,
    code: string,
    detail: string | undefined,
  ][] = [
    ['SOCKS in the settings', { url: 'socks5://me:secret@p:1080' }, {}, 'badSetting', 'socks', 'socks5://[login]@p:1080'],
    ['SOCKS in the environment', {}, { ALL_PROXY: 'socks5h://p:1080' }, 'proxy', 'socks', 'socks5h://p:1080'],
    ['another scheme', { url: 'ftp://p' }, {}, 'badSetting', 'proxyUrl', 'ftp://p'],
    ['no address', { url: 'http://' }, {}, 'badSetting', 'proxyUrl', 'http://'],
    [
      'a header of two lines',
      { url: 'http://p', authorization: 'Basic x\r\nHost: y' },
      {},
      'badSetting',
      'proxyAuthorization',
      undefined,
    ],
  ];
  for (const [name, settings, environment, kind, code, detail] of faults) {
    test(`refuses ${name}`, () => {
      assert.throws(
        () => chosen(remote, settings, environment),
        (error) => error instanceof AssistantError && error.kind === kind && error.code === code && error.detail === detail,
      );
    });
  }
});

suite('isExempt', () => {
  const cases: readonly [entry: string, target: string, isExpected: boolean][] = [
    ['example.test', 'https://example.test', true],
    ['example.test', 'https://api.example.test', true],
    ['.example.test', 'https://api.example.test', true],
    ['.example.test', 'https://example.test', true],
    ['*.example.test', 'https://api.example.test', true],
    ['EXAMPLE.test', 'https://Api.Example.TEST.', true],
    ['ample.test', 'https://example.test', false],
    ['example.test', 'https://example.test.evil', false],
    ['example.test:443', 'https://example.test', true],
    ['example.test:80', 'http://example.test', true],
    ['example.test:8443', 'https://example.test', false],
    ['example.test:8443', 'https://example.test:8443', true],
    ['.example.test:8443', 'https://a.example.test:8443', true],
    ['*', 'https://anything', true],
    ['', 'https://anything', false],
    [' ', 'https://anything', false],
    ['.', 'https://anything', false],
    ['10.0.0.1', 'http://10.0.0.1', true],
    ['0.0.1', 'http://10.0.0.1', false],
    ['10.0.0.0/8', 'http://10.200.3.4', true],
    ['10.0.0.0/8', 'http://11.0.0.1', false],
    ['10.0.0.0/8', 'http://ten.test', false],
    ['10.0.0.0/33', 'http://10.0.0.1', false],
    ['10.0.0.0/x', 'http://10.0.0.1', false],
    ['fd00::/8', 'http://[fd12::1]', true],
    ['fd00::/8', 'http://10.0.0.1', false],
    ['[::1]', 'http://[::1]:8080', true],
    ['[::1]:8080', 'http://[::1]:8080', true],
    ['[::1]:81', 'http://[::1]:8080', false],
    ['::1', 'http://[::1]', true],
  ];
  for (const [entry, target, isExpected] of cases) {
    test(`${JSON.stringify(entry)} ${isExpected ? 'exempts' : 'does not exempt'} ${target}`, () => {
      assert.equal(isExempt(new URL(target), [entry]), isExpected);
      assert.equal(isExempt(new URL(target), ['unrelated.test', entry]), isExpected);
    });
  }
});
