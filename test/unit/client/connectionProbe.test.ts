/** The way to the endpoint, tried against real servers, proxies and certificates. Needs the `openssl` program for TLS. */
import assert from 'node:assert/strict';
import { lookup } from 'node:dns';
import { createServer, type AddressInfo } from 'node:net';
import { Server as ProxyServer } from 'proxy-chain';
import type { ProbeStep } from '../../../src/core/connectionProbe';
import { AssistantError } from '../../../src/core/errors';
import { createClient, fakeToken } from '../../support/clientFixture';
import { startMuteServer } from '../../support/muteServer';
import { RawServer, reply, type Responder } from '../../support/rawServer';
import { makeCertificates, type TestCertificates } from '../../support/testCertificates';

const modelList = JSON.stringify({ object: 'list', data: [{ id: 'claude-sonnet-4-6' }, { id: 'gpt-image-1' }] });

suite('The connection probe', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  let certificates: TestCertificates | undefined;

  suiteSetup(() => {
    certificates = makeCertificates();
  });

  suiteTeardown(() => {
    certificates?.dispose();
  });

  teardown(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  async function serve(responder: Responder, tls?: TestCertificates['server']): Promise<RawServer> {
    const server = await RawServer.start([responder], tls);
    cleanups.push(() => server.close());
    return server;
  }

  interface Options {
    readonly token?: string | undefined;
    readonly proxy?: string;
    readonly authorization?: string;
    readonly strictTls?: boolean;
    readonly environment?: NodeJS.ProcessEnv;
    readonly timeouts?: { readonly connect: number; readonly firstByte: number; readonly idle: number };
    readonly signal?: AbortSignal;
  }

  async function probe(origin: string, options: Options = {}): Promise<readonly ProbeStep[]> {
    const { client, source } = createClient(origin, { environment: options.environment ?? {} });
    cleanups.unshift(() => client.dispose());
    source.timeouts = options.timeouts ?? source.timeouts;
    source.proxy = {
      ...source.proxy,
      url: options.proxy ?? '',
      authorization: options.authorization ?? '',
      strictTls: options.strictTls ?? true,
    };
    const steps: ProbeStep[] = [];
    const token = 'token' in options ? options.token : fakeToken;
    await client.probe(token, options.signal ?? new AbortController().signal, (step) => steps.push(step));
    assert.ok(!JSON.stringify(steps).includes(fakeToken));
    return steps;
  }

  /** The steps with `ok`, or the kind of their failure. */
  function states(steps: readonly ProbeStep[]): readonly string[] {
    return steps.map((step) => `${step.id} ${step.error?.kind ?? 'ok'}`);
  }

  function models(steps: readonly ProbeStep[]): Extract<ProbeStep, { readonly id: 'models' }> {
    const last = steps.at(-1);
    assert.ok(last?.id === 'models');
    return last;
  }

  test('goes the whole way, and asks for nothing but the list', async () => {
    const server = await serve(reply(200, modelList));
    const steps = await probe(server.origin.replace('127.0.0.1', 'localhost'));
    assert.deepEqual(states(steps), ['proxy ok', 'name ok', 'connect ok', 'models ok']);
    assert.deepEqual(models(steps).ids, ['claude-sonnet-4-6', 'gpt-image-1']);
    assert.deepEqual([models(steps).status, models(steps).hasToken], [200, true]);
    assert.deepEqual(
      server.requests.map(({ method, url, headers }) => [method, url, headers.authorization]),
      [['GET', '/v1/models', `Bearer ${fakeToken}`]],
    );
  });

  test('tries the rest without a token, and sends none', async () => {
    const server = await serve(reply(400, '{"error":{"code":"no_token","message":"No token."},"trace_id":"t-1"}'));
    const steps = await probe(server.origin, { token: undefined });
    assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'models noToken']);
    assert.deepEqual([models(steps).status, models(steps).hasToken, models(steps).error?.traceId], [400, false, 't-1']);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  const answers: readonly [name: string, responder: Responder, kind: string][] = [
    ['a refused token', reply(401, `{"error":{"code":"invalid_token","message":"Bad ${fakeToken}"}}`), 'invalidToken'],
    [
      'the login page of a hotspot',
      reply(200, '<!DOCTYPE html><title>Log in to the Wi-Fi</title>', { 'content-type': 'text/html' }),
      'badResponse',
    ],
    ['a page that is redirected to', reply(302, '', { location: 'http://login.example.test/' }), 'redirect'],
    ['what is no list', reply(200, '{"hello":1}'), 'badResponse'],
    ['a service that is down', reply(503, '<html><title>503</title></html>'), 'badResponse'],
  ];
  for (const [name, responder, kind] of answers) {
    test(`tells ${name} from the endpoint`, async () => {
      const server = await serve(responder);
      assert.deepEqual(states(await probe(server.origin)), ['proxy ok', 'connect ok', `models ${kind}`]);
    });
  }

  test('gives up on a server that accepts and is silent, and leaves no socket', async () => {
    const server = await startMuteServer();
    cleanups.push(() => server.close());
    const steps = await probe(`http://${server.host}`, { timeouts: { connect: 5, firstByte: 0.2, idle: 5 } });
    assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'models timeout']);
    assert.equal(models(steps).error?.phase, 'firstByte');
  });

  test('gives up on a server that never finishes the greeting of TLS', async () => {
    const server = await startMuteServer();
    cleanups.push(() => server.close());
    const steps = await probe(`https://${server.host}`, { timeouts: { connect: 0.3, firstByte: 5, idle: 5 } });
    assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'tls timeout']);
  });

  test('says that nobody listens, and that a name does not exist', async () => {
    const probeServer = createServer();
    await new Promise<void>((resolve) => probeServer.listen(0, '127.0.0.1', resolve));
    const { port } = probeServer.address() as AddressInfo;
    await new Promise((resolve) => probeServer.close(resolve));
    assert.deepEqual(states(await probe(`http://127.0.0.1:${String(port)}`)), ['proxy ok', 'connect refused']);
    assert.deepEqual(states(await probe('https://nowhere.invalid')), ['proxy ok', 'name dns']);
  });

  test('ends at once when it is canceled', async () => {
    const server = await startMuteServer();
    cleanups.push(() => server.close());
    const abort = new AbortController();
    const probing = probe(`http://${server.host}`, { signal: abort.signal });
    setTimeout(() => {
      abort.abort();
    }, 50);
    await assert.rejects(probing, (error) => error instanceof AssistantError && error.kind === 'canceled');
  });

  suite('through a proxy', () => {
    async function startProxy(login?: string): Promise<string> {
      const server = new ProxyServer({
        port: 0,
        host: '127.0.0.1',
        prepareRequestFunction: ({ username, password }) => ({
          requestAuthentication: login !== undefined && `${username}:${password}` !== login,
          dnsLookup: ((_name: string, ...rest: [never, never]) => {
            lookup('127.0.0.1', ...rest);
          }) as typeof lookup,
        }),
      });
      await server.listen();
      cleanups.unshift(() => server.close(true));
      return `127.0.0.1:${String(server.port)}`;
    }

    test('says where it comes from, and never its login', async () => {
      const server = await serve(reply(200, modelList));
      const host = await startProxy('me:hush-hush');
      const target = server.origin.replace('127.0.0.1', 'endpoint.test');
      const set = await probe(target, { proxy: `http://me:hush-hush@${host}` });
      assert.deepEqual(set[0], { id: 'proxy', proxy: { address: `http://${host}`, source: 'http.proxy', hasLogin: true } });
      const inherited = await probe(target, { environment: { HTTP_PROXY: `http://me:hush-hush@${host}` } });
      assert.deepEqual(inherited[0], {
        id: 'proxy',
        proxy: { address: `http://${host}`, source: 'HTTP_PROXY', hasLogin: true },
      });
      for (const steps of [set, inherited]) {
        assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'models ok']);
        assert.ok(!JSON.stringify(steps).includes('hush'));
      }
    });

    test('says that it asks for a login', async () => {
      const host = await startProxy('me:hush-hush');
      const encrypted = await probe('https://endpoint.test', { proxy: `http://${host}` });
      assert.deepEqual(states(encrypted), ['proxy ok', 'connect ok', 'tunnel proxy']);
      assert.equal(encrypted.at(-1)?.error?.status, 407);
      const plain = await probe('http://endpoint.test', { proxy: `http://${host}` });
      assert.deepEqual(states(plain), ['proxy ok', 'connect ok', 'models proxy']);
    });

    test('says that its address cannot be used, without what is secret in it', async () => {
      const steps = await probe('https://endpoint.test', { proxy: 'socks5://me:hush-hush@p:1' });
      assert.deepEqual(states(steps), ['proxy badSetting']);
      assert.ok(!JSON.stringify([steps, steps[0]?.error?.message, steps[0]?.error?.detail]).includes('hush'));
    });

    test('says that it is not there', async () => {
      const steps = await probe('https://endpoint.test', { proxy: 'http://127.0.0.1:1' });
      assert.deepEqual(states(steps), ['proxy ok', 'connect refused']);
    });

    test('goes through it to an encrypted endpoint', async function () {
      if (certificates === undefined) return this.skip();
      const server = await serve(reply(200, modelList), certificates.server);
      const steps = await probe(server.origin.replace('127.0.0.1', 'endpoint.test'), {
        proxy: `http://${await startProxy()}`,
        environment: { SSL_CERT_FILE: certificates.authorityFile },
      });
      assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'tunnel ok', 'tls ok', 'models ok']);
    });
  });

  suite('with TLS', () => {
    let made: TestCertificates;

    setup(function () {
      if (certificates === undefined) return this.skip();
      made = certificates;
    });

    const tlsOf = (steps: readonly ProbeStep[]): Extract<ProbeStep, { readonly id: 'tls' }> => {
      const found = steps.find((step) => step.id === 'tls');
      assert.ok(found?.id === 'tls');
      return found;
    };

    test('says whose certificate it is, from whom, and until when', async () => {
      const server = await serve(reply(200, modelList), made.server);
      const { version, certificate, isChecked } = tlsOf(
        await probe(server.origin, { environment: { SSL_CERT_FILE: made.authorityFile } }),
      );
      assert.deepEqual(
        [version, certificate?.subject, certificate?.issuer, isChecked],
        ['TLSv1.3', 'server', 'Test authority', true],
      );
      assert.ok(Date.parse(certificate?.validTo ?? '') > Date.now());
    });

    const refused: readonly ['stranger' | 'expired' | 'selfSigned', string, string][] = [
      ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self'],
      ['expired', 'CERT_HAS_EXPIRED', 'expired'],
      ['stranger', 'ERR_TLS_CERT_ALTNAME_INVALID', 'stranger'],
    ];
    for (const [which, code, subject] of refused) {
      test(`looks at a refused certificate (${which}) without sending anything`, async () => {
        const server = await serve(reply(200, modelList), made[which]);
        const steps = await probe(server.origin, { environment: { SSL_CERT_FILE: made.authorityFile } });
        assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'tls certificate']);
        assert.deepEqual([tlsOf(steps).error?.code, tlsOf(steps).certificate?.subject], [code, subject]);
        assert.equal(server.requests.length, 0);
      });
    }

    test('says that certificates are not checked', async () => {
      const server = await serve(reply(200, modelList), made.selfSigned);
      const steps = await probe(server.origin, { strictTls: false });
      assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'tls ok', 'models ok']);
      assert.equal(tlsOf(steps).isChecked, false);
    });

    test('tells a server that speaks no TLS', async () => {
      const server = await serve(reply(200, modelList));
      const steps = await probe(server.origin.replace('http:', 'https:'));
      assert.deepEqual(states(steps), ['proxy ok', 'connect ok', 'tls network']);
    });
  });
});
