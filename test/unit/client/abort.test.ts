/** That an abort, or a reader who stops, closes the socket at once in each phase of a request; and that disposing closes them all. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ask, createClient, failureOf, outcomeOf, question } from '../../support/clientFixture';
import { answerFrames, doneFrame, finishChunk, frame, textChunk } from '../../support/frames';
import { startMuteServer } from '../../support/muteServer';
import { reply, type RawRequest, type Responder } from '../../support/rawServer';
import { useServer } from '../../support/servedClient';

/** Sends nothing and never ends. */
const silence: Responder = () => undefined;

/** Sends a frame and nothing more. */
const stall: Responder = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frame(textChunk('so far')));
};

suite('ChatClient: abort', () => {
  const { serve, later } = useServer();

  /** Milliseconds within which the other side must have noticed. */
  const promptly = 500;

  async function closesPromptly(request: RawRequest, since: number): Promise<void> {
    await request.socketClosed;
    assert.ok(performance.now() - since < promptly);
  }

  test('before the request makes none', async () => {
    const fixture = await serve(silence);
    const { error } = await outcomeOf(fixture.client.stream(question, AbortSignal.abort()));
    assert.equal(error?.kind, 'canceled');
    assert.equal(fixture.server.requests.length, 0);
  });

  test('while waiting for the answer closes the socket', async () => {
    const fixture = await serve(silence);
    const stop = new AbortController();
    const arrival = fixture.server.nextRequest();
    const outcome = outcomeOf(fixture.client.stream(question, stop.signal));
    const request = await arrival;
    const since = performance.now();
    stop.abort();
    assert.equal((await outcome).error?.kind, 'canceled');
    await closesPromptly(request, since);
  });

  test('in the middle of the answer closes the socket and keeps the deltas', async () => {
    const fixture = await serve(stall);
    const stop = new AbortController();
    const seen: string[] = [];
    let since = 0;
    const error = await failureOf(
      (async () => {
        for await (const delta of fixture.client.stream(question, stop.signal)) {
          seen.push(delta.type);
          if (delta.type === 'text') {
            // Not from here: in the middle of waiting for what never comes.
            setTimeout(() => {
              since = performance.now();
              stop.abort();
            }, 20);
          }
        }
      })(),
    );
    assert.deepEqual([error.kind, ...seen], ['canceled', 'start', 'text']);
    const [request] = fixture.server.requests;
    assert.ok(request);
    await closesPromptly(request, since);
  });

  test('while reading the list of models closes the socket', async () => {
    const fixture = await serve((response) => {
      response.write('{"data":[');
    });
    const stop = new AbortController();
    const arrival = fixture.server.nextRequest();
    const listing = failureOf(fixture.client.listModels(stop.signal));
    const request = await arrival;
    stop.abort();
    assert.equal((await listing).kind, 'canceled');
    await closesPromptly(request, performance.now());
  });

  test('while connecting closes the socket', async () => {
    const mute = await startMuteServer();
    later(() => mute.close());
    const { client } = createClient(`https://${mute.host}`);
    const stop = new AbortController();
    const accepted = once(mute.server, 'connection');
    const outcome = outcomeOf(client.stream(question, stop.signal));
    await accepted;
    const since = performance.now();
    stop.abort();
    assert.equal((await outcome).error?.kind, 'canceled');
    if (mute.sockets[0]?.closed === false) await once(mute.sockets[0], 'close');
    assert.ok(performance.now() - since < promptly);
    await client.dispose();
  });

  test('ends the wait for a repetition', async () => {
    const fixture = await serve(reply(503, '{}', { 'retry-after': '50' }));
    const stop = new AbortController();
    const since = performance.now();
    const error = await failureOf(
      (async () => {
        for await (const delta of fixture.client.stream(question, stop.signal)) {
          assert.equal(delta.type, 'retry');
          setTimeout(() => {
            stop.abort();
          }, 20);
        }
      })(),
    );
    assert.equal(error.kind, 'canceled');
    assert.ok(performance.now() - since < promptly);
    assert.equal(fixture.server.requests.length, 1);
  });

  test('is not needed where the reader just stops', async () => {
    const fixture = await serve(stall);
    for await (const delta of fixture.client.stream(question, new AbortController().signal)) {
      if (delta.type === 'text') break;
    }
    const [request] = fixture.server.requests;
    assert.ok(request);
    await closesPromptly(request, performance.now());
  });

  test('is not needed where the reader stops while it is waiting', async () => {
    const fixture = await serve(silence);
    const deltas = fixture.client.stream(question, new AbortController().signal)[Symbol.asyncIterator]();
    const arrival = fixture.server.nextRequest();
    const waiting = failureOf(deltas.next());
    const request = await arrival;
    const since = performance.now();
    await deltas.return?.();
    assert.equal((await waiting).kind, 'canceled');
    await closesPromptly(request, since);
  });

  test('of one request leaves another one alone', async () => {
    let finish: (() => void) | undefined;
    const fixture = await serve(silence, async (response) => {
      response.write(frame(textChunk('a')));
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      response.end(frame(finishChunk()) + doneFrame);
    });
    const stop = new AbortController();
    let arrival = fixture.server.nextRequest();
    const first = outcomeOf(fixture.client.stream(question, stop.signal));
    await arrival;
    arrival = fixture.server.nextRequest();
    const second = ask(fixture);
    await arrival;
    stop.abort();
    assert.equal((await first).error?.kind, 'canceled');
    finish?.();
    assert.equal((await second).error, undefined);
  });

  test('takes its listener from the signal in the end', async () => {
    const fixture = await serve(reply(200, answerFrames('Hi')));
    const listeners = new Set<unknown>();
    const signal = new AbortController().signal;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: never) => {
      listeners.add(listener);
      add(type, listener);
    };
    signal.removeEventListener = (type: string, listener: never) => {
      listeners.delete(listener);
      remove(type, listener);
    };
    await outcomeOf(fixture.client.stream(question, signal));
    await fixture.client.listModels(signal).catch(() => undefined);
    assert.equal(listeners.size, 0);
  });

  suite('dispose', () => {
    test('ends a running answer and closes its socket', async () => {
      const fixture = await serve(stall);
      const deltas = fixture.client.stream(question, new AbortController().signal)[Symbol.asyncIterator]();
      await deltas.next();
      await deltas.next();
      const waiting = failureOf(deltas.next());
      await fixture.client.dispose();
      assert.equal((await waiting).kind, 'canceled');
      await fixture.server.requests[0]?.socketClosed;
    });

    test('closes a connection that was kept', async () => {
      const fixture = await serve(reply(200, answerFrames('Hi')));
      await ask(fixture);
      await fixture.client.dispose();
      await fixture.server.requests[0]?.socketClosed;
      assert.equal((await ask(fixture)).error?.kind, 'canceled');
    });
  });
});
