/** Requests through real proxies and real TLS, with certificates of an authority of our own. Needs the `openssl` program. */
import assert from 'node:assert/strict';
import { lookup } from 'node:dns';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Server as ProxyServer, type PrepareRequestFunctionOpts } from 'proxy-chain';
import {
  ask,
  createClient,
  failureOf,
  fakeToken,
  outcomeOf,
  question,
  textOf,
  type ClientFixture,
} from '../../support/clientFixture';
import { answerFrames, doneFrame, finishChunk, frame, textChunk } from '../../support/frames';
import { gate } from '../../support/gate';
import { RawServer, replyEvents, type Responder } from '../../support/rawServer';
import { makeCertificates, type TestCertificates } from '../../support/testCertificates';

interface Proxy {
  readonly url: string;
  readonly host: string;
  readonly server: ProxyServer;
  /** What it was asked for: whether as a plain request, the host, and the headers. */
  readonly asked: PrepareRequestFunctionOpts[];
}

const { signal } = new AbortController();

suite('ChatClient through proxies and TLS', () => {
  let certificates: TestCertificates;
  const cleanups: (() => Promise<unknown>)[] = [];

  suiteSetup(function () {
    const made = makeCertificates();
    if (made === undefined) {
      console.warn('      skipped: there is no openssl program'); // eslint-disable-line no-console -- the reader must learn why
      this.skip();
    }
    certificates = made;
  });

  suiteTeardown(() => {
    (certificates as TestCertificates | undefined)?.dispose();
  });

  teardown(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  async function serve(
    responder: Responder,
    certificate: TestCertificates['server'] | undefined = certificates.server,
  ): Promise<RawServer> {
    const server = await RawServer.start([responder], certificate);
    cleanups.unshift(() => server.close());
    return server;
  }

  /** Resolves every name to this computer. */
  async function startProxy(options: { login?: string; isEncrypted?: boolean } = {}): Promise<Proxy> {
    const asked: PrepareRequestFunctionOpts[] = [];
    const prepareRequestFunction = (request: PrepareRequestFunctionOpts) => {
      asked.push(request);
      const isRefused = options.login !== undefined && `${request.username}:${request.password}` !== options.login;
      return {
        requestAuthentication: isRefused,
        dnsLookup: ((_name: string, ...rest: [never, never]) => {
          lookup('127.0.0.1', ...rest);
        }) as typeof lookup,
      };
    };
    const base = { port: 0, host: '127.0.0.1', prepareRequestFunction };
    const server = new ProxyServer(
      options.isEncrypted === true ? { ...base, serverType: 'https', httpsOptions: { ...certificates.server } } : base,
    );
    await server.listen();
    cleanups.unshift(() => server.close(true));
    const host = `127.0.0.1:${String(server.port)}`;
    return { url: `${options.isEncrypted === true ? 'https' : 'http'}://${host}`, host, server, asked };
  }

  function clientFor(origin: string, environment: NodeJS.ProcessEnv = {}): ClientFixture {
    const fixture = createClient(origin, { environment: { SSL_CERT_FILE: certificates.authorityFile, ...environment } });
    cleanups.unshift(() => fixture.client.dispose());
    return fixture;
  }

  /** The server's address under a name that is not this computer's. */
  function elsewhere(server: RawServer): string {
    return server.origin.replace('127.0.0.1', 'endpoint.test');
  }

  suite('TLS', () => {
    test('trusts an authority of the environment', async () => {
      const fixture = clientFor((await serve(replyEvents(answerFrames('Hi')))).origin);
      const { deltas, error } = await ask(fixture);
      assert.equal(error, undefined);
      assert.equal(textOf(deltas), 'Hi');
    });

    test('trusts an authority of NODE_EXTRA_CA_CERTS', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const fixture = createClient(server.origin, { environment: { NODE_EXTRA_CA_CERTS: certificates.authorityFile } });
      cleanups.unshift(() => fixture.client.dispose());
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
    });

    const strangers: readonly [name: string, which: 'stranger' | 'expired' | 'selfSigned', code: RegExp][] = [
      ['another host', 'stranger', /^ERR_TLS_CERT_ALTNAME_INVALID$/],
      ['the past', 'expired', /^CERT_HAS_EXPIRED$/],
      ['nobody', 'selfSigned', /^DEPTH_ZERO_SELF_SIGNED_CERT$/],
    ];
    for (const [name, which, code] of strangers) {
      test(`refuses a certificate of ${name}, and sends nothing`, async () => {
        const server = await serve(replyEvents(answerFrames('Hi')), certificates[which]);
        const { error, deltas } = await ask(clientFor(server.origin));
        assert.equal(error?.kind, 'certificate');
        assert.match(error.code ?? '', code);
        assert.deepEqual([deltas.length, server.requests.length], [0, 0]);
      });

      test(`takes a certificate of ${name} where the user does not mind`, async () => {
        const fixture = clientFor((await serve(replyEvents(answerFrames('Hi')), certificates[which])).origin);
        fixture.source.proxy = { ...fixture.source.proxy, strictTls: false };
        assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
        // A connection that was opened in good faith is not used once the user minds.
        fixture.source.proxy = { ...fixture.source.proxy, strictTls: true };
        assert.equal((await ask(fixture)).error?.kind, 'certificate');
      });
    }

    test('does not come back to a connection that was busy when the user began to mind', async () => {
      const answering = gate();
      const server = await serve(async (response) => {
        response.write(frame(textChunk('a')));
        await answering.opened;
        response.end(frame(finishChunk()) + doneFrame);
      }, certificates.selfSigned);
      const fixture = clientFor(server.origin);
      fixture.source.proxy = { ...fixture.source.proxy, strictTls: false };
      const busy = ask(fixture);
      await server.nextRequest();
      fixture.source.proxy = { ...fixture.source.proxy, strictTls: true };
      assert.equal((await ask(fixture)).error?.kind, 'certificate');
      answering.open();
      assert.equal((await busy).error, undefined);
      assert.equal((await ask(fixture)).error?.kind, 'certificate');
      assert.equal(server.requests.length, 1);
    });

    test('refuses an authority that nobody named', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const fixture = createClient(server.origin);
      cleanups.unshift(() => fixture.client.dispose());
      assert.equal((await ask(fixture)).error?.kind, 'certificate');
    });

    test('says so where the other side does not speak it', async () => {
      const server = await RawServer.start([replyEvents(answerFrames('Hi'))]);
      cleanups.unshift(() => server.close());
      const { error, deltas } = await ask(clientFor(server.origin.replace('http:', 'https:')));
      assert.equal(error?.kind, 'network');
      assert.deepEqual(deltas, []);
    });
  });

  suite('tunnel', () => {
    test('carries a request, and shows the proxy nothing of it', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy();
      const fixture = clientFor(elsewhere(server));
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      const [connect, ...others] = proxy.asked;
      assert.deepEqual(others, [], 'one tunnel serves both');
      assert.deepEqual(
        [connect?.isHttp, connect?.hostname, String(connect?.port)],
        [false, 'endpoint.test', new URL(server.origin).port],
      );
      assert.deepEqual(Object.keys(connect?.request.headers ?? {}), ['host']);
      assert.equal(server.requests[0]?.headers.authorization, `Bearer ${fakeToken}`);
      assert.equal(server.requests[0].headers['proxy-authorization'], undefined);
    });

    test('streams', async () => {
      const gates: (() => void)[] = [];
      const server = await serve(async (response) => {
        for (const text of ['a', 'b', 'c']) {
          response.write(frame(textChunk(text)));
          await new Promise<void>((resolve) => gates.push(resolve));
        }
        response.end(frame(finishChunk()) + doneFrame);
      });
      const proxy = await startProxy();
      const fixture = clientFor(elsewhere(server));
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      let seen = '';
      for await (const delta of fixture.client.stream(question, signal)) {
        if (delta.type === 'text') {
          seen += delta.text;
          gates.shift()?.();
        }
      }
      assert.equal(seen, 'abc');
    });

    test('is closed at once by an abort', async () => {
      const server = await serve((response) => {
        response.write(frame(textChunk('a')));
      });
      const proxy = await startProxy();
      const fixture = clientFor(elsewhere(server));
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      const closed = new Promise((resolve) => proxy.server.once('connectionClosed', resolve));
      for await (const delta of fixture.client.stream(question, signal)) {
        if (delta.type === 'text') break;
      }
      await closed;
      await server.requests[0]?.socketClosed;
    });

    test('with a login opens for it', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy({ login: 'm@e:pä:ss' });
      const fixture = clientFor(elsewhere(server));
      fixture.source.proxy = { ...fixture.source.proxy, url: `http://m%40e:p%C3%A4%3Ass@${proxy.host}` };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      fixture.source.proxy = {
        ...fixture.source.proxy,
        url: proxy.url,
        authorization: `Basic ${Buffer.from('m@e:pä:ss').toString('base64')}`,
      };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
    });

    test('with a login stays shut without it, and says why', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy({ login: 'me:secret' });
      const fixture = clientFor(elsewhere(server));
      for (const url of [proxy.url, `http://me:wrong-not-real@${proxy.host}`]) {
        fixture.source.proxy = { ...fixture.source.proxy, url };
        const { error, deltas } = await ask(fixture);
        assert.deepEqual([error?.kind, error?.status, deltas.length], ['proxy', 407, 0]);
      }
      assert.equal(server.requests.length, 0);
      assert.ok(!fixture.log.lines.join('\n').includes('wrong-not-real'));
    });

    test('through an encrypted proxy carries a request', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy({ isEncrypted: true, login: 'me:secret' });
      const fixture = clientFor(elsewhere(server));
      fixture.source.proxy = { ...fixture.source.proxy, url: `https://me:secret@${proxy.host}` };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      assert.equal(proxy.asked.length, 1);
    });

    test('through an encrypted proxy that nobody vouches for is not opened', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy({ isEncrypted: true });
      const fixture = createClient(elsewhere(server));
      cleanups.unshift(() => fixture.client.dispose());
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      assert.equal((await ask(fixture)).error?.kind, 'certificate');
    });

    test('checks the certificate behind the proxy', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')), certificates.stranger);
      const proxy = await startProxy();
      const fixture = clientFor(elsewhere(server));
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      assert.equal((await ask(fixture)).error?.kind, 'certificate');
      fixture.source.proxy = { ...fixture.source.proxy, strictTls: false };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
    });

    test('of a proxy that is not there fails as the proxy', async () => {
      const proxy = await startProxy();
      await proxy.server.close(true);
      const fixture = clientFor('https://endpoint.test');
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      const error = await failureOf(fixture.client.listModels(signal));
      assert.deepEqual([error.kind, error.code], ['proxy', 'ECONNREFUSED']);
    });

    test('of something that is no proxy fails as the proxy', async () => {
      const sockets: Socket[] = [];
      for (const words of ['SSH-2.0-OpenSSH_9.2\r\n\r\n', '', 'x'.repeat(100_000), 'HTTP/1.1 403 Not\tfor\u0007you\r\n\r\n']) {
        const server = createServer((socket) => {
          sockets.push(socket);
          socket.on('error', () => undefined).resume();
          socket.end(words);
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        cleanups.push(() => new Promise((resolve) => server.close(resolve)));
        const fixture = clientFor('https://endpoint.test');
        fixture.source.proxy = {
          ...fixture.source.proxy,
          url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        };
        const error = await failureOf(fixture.client.listModels(signal));
        assert.equal(error.kind, 'proxy', words.slice(0, 20));
        assert.equal(error.detail, words.startsWith('HTTP') ? 'Not for you' : undefined);
      }
    });
  });

  suite('environment', () => {
    test('leads through its proxy, except for this computer and NO_PROXY', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy();
      const fixture = clientFor(elsewhere(server), { HTTPS_PROXY: proxy.url });
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      assert.equal(proxy.asked.length, 1);
      fixture.source.baseUrl = `${server.origin}/v1`;
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      assert.equal(proxy.asked.length, 1);
    });

    test('is not asked where the user wants no proxy', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')));
      const proxy = await startProxy();
      const fixture = clientFor(elsewhere(server), { HTTPS_PROXY: proxy.url });
      fixture.source.proxy = { ...fixture.source.proxy, enabled: false };
      // Nothing but the proxy knows the name.
      assert.equal((await failureOf(fixture.client.listModels(signal))).kind, 'dns');
      assert.equal(proxy.asked.length, 0);
    });
  });

  suite('plain target', () => {
    test('is asked for by its whole address', async () => {
      const server = await serve(replyEvents(answerFrames('Hi')), undefined);
      const plain = await RawServer.start([replyEvents(answerFrames('Hi'))]);
      cleanups.unshift(() => plain.close());
      const proxy = await startProxy({ login: 'me:secret' });
      const fixture = clientFor(plain.origin);
      fixture.source.proxy = { ...fixture.source.proxy, url: `http://me:secret@${proxy.host}` };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      assert.deepEqual(
        proxy.asked.map((request) => request.isHttp),
        [true],
      );
      assert.equal(plain.requests[0]?.headers.host, new URL(plain.origin).host);
      assert.equal(plain.requests[0].headers['proxy-authorization'], undefined);
      assert.equal(server.requests.length, 0);
    });

    test('is not reached without the login', async () => {
      const plain = await RawServer.start([replyEvents(answerFrames('Hi'))]);
      cleanups.unshift(() => plain.close());
      const proxy = await startProxy({ login: 'me:secret' });
      const fixture = clientFor(plain.origin);
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url };
      const { error } = await outcomeOf(fixture.client.stream(question, signal));
      assert.deepEqual([error?.kind, error?.status], ['proxy', 407]);
    });

    test("is reached directly where it is one of the setting's exceptions", async () => {
      const plain = await RawServer.start([replyEvents(answerFrames('Hi'))]);
      cleanups.unshift(() => plain.close());
      const proxy = await startProxy();
      const fixture = clientFor(plain.origin);
      fixture.source.proxy = { ...fixture.source.proxy, url: proxy.url, noProxy: ['127.0.0.1'] };
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      assert.equal(proxy.asked.length, 0);
    });
  });

  test('SOCKS is refused with the setting that asks for it', async () => {
    const fixture = clientFor('https://endpoint.test');
    fixture.source.proxy = { ...fixture.source.proxy, url: 'socks5://127.0.0.1:1080' };
    const { error } = await ask(fixture);
    assert.deepEqual([error?.kind, error?.code], ['badSetting', 'socks']);
  });
});
