/** The three time-outs, that there is no fourth, and that a finished answer ends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mock } from 'node:test';
import type { ChatDelta } from '../../../src/core/chatModel';
import { ask, createClient, failureOf, outcomeOf, question, textOf } from '../../support/clientFixture';
import { answerFrames, doneFrame, finishChunk, frame, textChunk, usageChunk } from '../../support/frames';
import { gate } from '../../support/gate';
import { startMuteServer } from '../../support/muteServer';
import { reply, type Responder } from '../../support/rawServer';
import { useServer } from '../../support/servedClient';

/** Sends nothing and never ends. */
const silence: Responder = () => undefined;

/** Sends a frame and nothing more. */
const stall: Responder = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frame(textChunk('so far')));
};

/** Lets what is under way go on, without a clock. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

suite('ChatClient: time-out', () => {
  const { serve, later } = useServer();

  test('of the first byte ends the request, names its phase and is not tried again', async () => {
    const fixture = await serve(silence);
    fixture.source.timeouts = { connect: 5, firstByte: 0.1, idle: 5 };
    const { error, deltas } = await ask(fixture);
    assert.deepEqual([error?.kind, error?.phase, deltas.length], ['timeout', 'firstByte', 0]);
    await fixture.server.requests[0]?.socketClosed;
    assert.equal(fixture.server.requests.length, 1);
  });

  test('of the first byte counts for each request of a connection', async () => {
    const fixture = await serve(reply(200, answerFrames('Hi')), silence);
    fixture.source.timeouts = { connect: 5, firstByte: 0.1, idle: 5 };
    assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
    assert.equal((await ask(fixture)).error?.phase, 'firstByte');
    const [first, second] = fixture.server.requests;
    assert.equal(first?.socket, second?.socket);
  });

  test('of silence keeps what had come', async () => {
    const fixture = await serve(stall);
    fixture.source.timeouts = { connect: 5, firstByte: 5, idle: 0.1 };
    const { error, deltas } = await ask(fixture);
    assert.deepEqual([error?.kind, error?.phase, textOf(deltas)], ['timeout', 'idle', 'so far']);
    await fixture.server.requests[0]?.socketClosed;
  });

  test('of silence starts anew with every byte, comments too', async () => {
    const fixture = await serve(async (response) => {
      for (let turn = 0; turn < 10; turn += 1) {
        response.write(': PING\n\n');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      response.end(answerFrames('Hi'));
    });
    fixture.source.timeouts = { connect: 5, firstByte: 5, idle: 0.3 };
    const { deltas, error } = await ask(fixture);
    assert.equal(error, undefined);
    assert.equal(textOf(deltas), 'Hi');
  });

  test('of silence does not run while the reader takes its time', async () => {
    const fixture = await serve((response) => {
      response.write(frame(textChunk('a')));
      response.end(frame(textChunk('b')) + frame(finishChunk()) + doneFrame);
    });
    fixture.source.timeouts = { connect: 5, firstByte: 5, idle: 0.1 };
    let text = '';
    for await (const delta of fixture.client.stream(question, new AbortController().signal)) {
      text += delta.type === 'text' ? delta.text : '';
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    assert.equal(text, 'ab');
  });

  test('of silence bears a process that could not run', async () => {
    const answering = gate();
    const fixture = await serve(async (response) => {
      response.write(frame(textChunk('a')));
      await answering.opened;
      response.end(frame(textChunk('b')) + frame(finishChunk()) + doneFrame);
      // What is written has arrived, but before it can be read nothing runs for longer than silence may last.
      process.nextTick(() => {
        process.nextTick(() => {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        });
      });
    });
    fixture.source.timeouts = { connect: 5, firstByte: 5, idle: 0.1 };
    const deltas = fixture.client.stream(question, new AbortController().signal)[Symbol.asyncIterator]();
    await deltas.next();
    await deltas.next();
    const third = deltas.next();
    setImmediate(() => {
      answering.open();
    });
    const result = await third;
    assert.ok(result.done !== true && result.value.type === 'text');
    await deltas.return?.();
  });

  test('of zero is none', async () => {
    const fixture = await serve(async (response) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      response.write(frame(textChunk('a')));
      await new Promise((resolve) => setTimeout(resolve, 300));
      response.end(frame(finishChunk()) + doneFrame);
    });
    fixture.source.timeouts = { connect: 0, firstByte: 0, idle: 0 };
    assert.equal((await ask(fixture)).error, undefined);
  });

  test('of the connection ends a TLS handshake that nobody answers', async () => {
    const mute = await startMuteServer();
    later(() => mute.close());
    const { client, source } = createClient(`https://${mute.host}`);
    source.timeouts = { connect: 0.2, firstByte: 5, idle: 5 };
    const error = await failureOf(client.listModels(new AbortController().signal));
    assert.deepEqual([error.kind, error.phase], ['timeout', 'connect']);
    assert.equal(mute.sockets.length, 1);
    if (mute.sockets[0]?.closed === false) await once(mute.sockets[0], 'close');
    await client.dispose();
  });

  test('of the connection ends a CONNECT that the proxy does not answer', async () => {
    const proxy = await startMuteServer();
    later(() => proxy.close());
    const { client, source } = createClient('https://endpoint.invalid');
    source.proxy = { ...source.proxy, url: `http://${proxy.host}` };
    source.timeouts = { connect: 0.2, firstByte: 5, idle: 5 };
    const error = await failureOf(client.listModels(new AbortController().signal));
    assert.deepEqual([error.kind, error.phase], ['timeout', 'connect']);
    if (proxy.sockets[0]?.closed === false) await once(proxy.sockets[0], 'close');
    await client.dispose();
  });

  test('of the connection leads to one more try', async () => {
    const proxy = await startMuteServer();
    later(() => proxy.close());
    const { client, source } = createClient('https://endpoint.invalid');
    source.proxy = { ...source.proxy, url: `http://${proxy.host}` };
    source.timeouts = { connect: 0.1, firstByte: 5, idle: 5 };
    const { deltas, error } = await outcomeOf(client.stream(question, new AbortController().signal));
    assert.deepEqual([deltas.length, error?.phase, proxy.sockets.length], [1, 'connect', 2]);
    await client.dispose();
  });

  test('of the first byte does not count the time of connecting', async () => {
    // A proxy that takes its time for the tunnel, longer than the first byte may take.
    const slow = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        setTimeout(() => socket.end('HTTP/1.1 503 Busy\r\n\r\n'), 400);
      });
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const { client, source } = createClient('https://endpoint.invalid');
    source.proxy = { ...source.proxy, url: `http://127.0.0.1:${String((slow.address() as AddressInfo).port)}` };
    source.timeouts = { connect: 5, firstByte: 0.1, idle: 5 };
    const error = await failureOf(client.listModels(new AbortController().signal));
    assert.deepEqual([error.kind, error.status], ['proxy', 503]);
    await client.dispose();
    await new Promise((resolve) => slow.close(resolve));
  });

  suite('an answer that is finished', () => {
    test('ends without waiting for a connection that stays open after [DONE]', async () => {
      const fixture = await serve((response) => {
        response.write(answerFrames('Hi'));
      });
      const { error } = await ask(fixture);
      assert.equal(error, undefined);
      // Given up, since its rest does not come.
      await fixture.server.requests[0]?.socketClosed;
    });

    test('ends when the connection is lost after the finish reason', async () => {
      const fixture = await serve((response) => {
        response.write(frame(textChunk('Hi')) + frame(finishChunk()) + frame(usageChunk), () => {
          setImmediate(() => response.destroy());
        });
      });
      const { error, deltas } = await ask(fixture);
      assert.equal(error, undefined);
      assert.deepEqual(
        deltas.map((delta) => delta.type),
        ['start', 'text', 'finish', 'usage'],
      );
    });

    test('ends after five seconds when neither [DONE] nor the end comes after the finish reason, even without a time-out', async () => {
      const fixture = await serve((response) => {
        response.write(frame(textChunk('Hi')) + frame(finishChunk()));
      });
      fixture.source.timeouts = { connect: 0, firstByte: 0, idle: 0 };
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const deltas = fixture.client.stream(question, new AbortController().signal)[Symbol.asyncIterator]();
        for (const type of ['start', 'text', 'finish']) {
          const { value } = (await deltas.next()) as { value: unknown };
          assert.equal((value as ChatDelta | undefined)?.type, type);
        }
        let isOver = false;
        const end = deltas.next().then((result) => {
          isOver = true;
          return result;
        });
        await turns(20);
        mock.timers.tick(4900);
        await turns(20);
        assert.equal(isOver, false);
        mock.timers.tick(200);
        assert.equal((await end).done, true);
      } finally {
        mock.timers.reset();
      }
      await fixture.server.requests[0]?.socketClosed;
    });

    test('ends soon when neither [DONE] nor the end comes after the finish reason', async () => {
      const fixture = await serve((response) => {
        response.write(frame(textChunk('Hi')) + frame(finishChunk()));
      });
      fixture.source.timeouts = { connect: 5, firstByte: 5, idle: 0.2 };
      assert.equal((await ask(fixture)).error, undefined);
      await fixture.server.requests[0]?.socketClosed;
    });
  });
});
