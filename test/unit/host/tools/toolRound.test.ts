/** A round of tool calls: whatever a tool or the user does, each call ends with something that the model can be told. */
import assert from 'node:assert/strict';
import type { ToolUse } from '../../../../src/core/tools/toolUse';
import type { RunTool } from '../../../../src/host/tools/tool';
import type { ChatTool } from '../../../../src/host/tools/toolCatalog';
import { ToolConsent } from '../../../../src/host/tools/toolConsent';
import { ToolRound } from '../../../../src/host/tools/toolRound';
import { until } from '../../../support/until';

const schema = {
  type: 'object',
  properties: { path: { type: 'string' }, line: { type: 'integer', minimum: 1 } },
  required: ['path'],
  additionalProperties: false,
};

function tool(name: string, run: RunTool, parameters: Readonly<Record<string, unknown>> = schema): ChatTool {
  return { name, isOwn: false, definition: { type: 'function', function: { name, description: '', parameters } }, run };
}

function call(id: string, name: string, text = '{"path":"a.ts"}'): ToolUse {
  return { id, name, round: 0, offset: 0, arguments: text, status: 'writing' };
}

class Fixture {
  readonly stored = new Map<string, unknown>();
  readonly consent = new ToolConsent({
    keys: () => [...this.stored.keys()],
    get: <T>(key: string, fallback?: T) => (this.stored.get(key) ?? fallback) as T,
    update: (key: string, value: unknown) => Promise.resolve(void this.stored.set(key, value)),
  });
  readonly abort = new AbortController();
  readonly uses = new Map<string, ToolUse>();
  /** In the order in which calls were settled. */
  readonly ended: string[] = [];

  round(tools: readonly ChatTool[], uses: readonly ToolUse[], timeoutMs = 10_000): ToolRound {
    const { consent, abort } = this;
    const changed = (use: ToolUse): void => {
      this.uses.set(use.id, use);
      if (!['writing', 'asking', 'running'].includes(use.status)) this.ended.push(use.id);
    };
    return new ToolRound({ chatId: 'chat', tools, consent, timeoutMs, signal: abort.signal, changed }, uses);
  }

  async asked(id: string): Promise<void> {
    await until(() => this.uses.get(id)?.status === 'asking');
  }

  outcome(id: string): readonly [string | undefined, string | undefined] {
    const use = this.uses.get(id);
    return [use?.status, use?.result];
  }
}

const echo: RunTool = ({ path }) => Promise.resolve({ text: `read ${String(path)}` });
const hang: RunTool = () => new Promise(() => undefined);

suite('A round of tool calls', () => {
  let fixture: Fixture;
  setup(() => {
    fixture = new Fixture();
  });

  test('runs nothing before the user has said so, and several at once after it', async () => {
    let runs = 0;
    const counted: RunTool = (input, signal) => {
      runs += 1;
      return echo(input, signal);
    };
    const round = fixture.round([tool('read', counted)], [call('a', 'read'), call('b', 'read', '{"path":"b.ts"}')]);
    await fixture.asked('a');
    await fixture.asked('b');
    assert.equal(runs, 0);
    round.decide('b', 'once');
    await until(() => fixture.uses.get('b')?.status === 'done');
    assert.deepEqual(fixture.outcome('a'), ['asking', undefined]);
    round.decide('a', 'once');
    await round.done;
    assert.deepEqual(
      [fixture.outcome('a'), fixture.outcome('b')],
      [
        ['done', 'read a.ts'],
        ['done', 'read b.ts'],
      ],
    );
  });

  test('asks for the same tool again after "once", and not after "chat" in this chat or "always" in any', async () => {
    const tools = [tool('read', echo)];
    const decide = async (id: string, decision: 'once' | 'chat' | 'always'): Promise<void> => {
      const round = fixture.round(tools, [call(id, 'read')]);
      await fixture.asked(id);
      round.decide(id, decision);
      await round.done;
    };
    await decide('a', 'once');
    await decide('b', 'chat');
    await fixture.round(tools, [call('c', 'read')]).done;
    assert.equal(fixture.uses.get('c')?.status, 'done');
    assert.equal(fixture.consent.isGiven('another chat', 'read'), false);
    await fixture.consent.takeBack('read');
    await decide('d', 'always');
    assert.equal(fixture.consent.isGiven('another chat', 'read'), true);
    assert.deepEqual(fixture.consent.always, ['read']);
  });

  test('tells the model what is wrong with arguments, and runs nothing', async () => {
    const never: RunTool = () => assert.fail('It was run.');
    const cases = {
      cut: '{"path": "a',
      list: '["a.ts"]',
      missing: '{}',
      wrong: '{"path": "a.ts", "line": 0}',
      more: '{"path": "a.ts", "shell": "rm"}',
    };
    const uses = Object.entries(cases).map(([id, text]) => call(id, 'read', text));
    await fixture.round([tool('read', never)], uses).done;
    for (const id of Object.keys(cases)) assert.equal(fixture.uses.get(id)?.status, 'failed', id);
    assert.match(fixture.outcome('cut')[1] ?? '', /no JSON object.*\{"path": "a/s);
    assert.match(fixture.outcome('missing')[1] ?? '', /lacks the property "path"/);
    assert.match(fixture.outcome('wrong')[1] ?? '', /\$\.line/);
    assert.match(fixture.outcome('more')[1] ?? '', /\$\.shell/);
  });

  test('leaves arguments to a tool whose schema cannot be used', async () => {
    const round = fixture.round([tool('read', echo, { $ref: '#/nowhere' })], [call('a', 'read')]);
    await fixture.asked('a');
    round.decide('a', 'once');
    await round.done;
    assert.deepEqual(fixture.outcome('a'), ['done', 'read a.ts']);
  });

  test('are not held up by a schema whose pattern takes for ever: the tool gets the arguments as they are, and that is said', async () => {
    const pattern = { type: 'object', properties: { path: { type: 'string', pattern: '^(?:a+)+$' } } };
    fixture.consent.forChat('chat', 'read');
    fixture.consent.forChat('chat', 'list');
    const uses = Array.from({ length: 50 }, (_, index) => call(`c${String(index)}`, 'read', `{"path":"${'a'.repeat(60)}!"}`));
    const start = performance.now();
    await fixture.round([tool('read', echo, pattern), tool('list', echo)], [...uses.slice(1), call('z', 'list', '{')]).done;
    assert.ok(performance.now() - start < 3000);
    for (const { id } of uses.slice(1)) {
      const [status, result = ''] = fixture.outcome(id);
      assert.equal(status, 'done');
      assert.match(result, /^\(The arguments could not be checked before: .*\)\nread aaa/);
    }
    assert.match(fixture.outcome('z')[1] ?? '', /no JSON object/);
    const fits = fixture.round([tool('read', echo, pattern)], [call('b', 'read', '{"path":"aaa!"}')]);
    await fits.done;
    assert.equal(fixture.uses.get('b')?.status, 'failed');
  });

  test('names the tools that there are where the model calls another one', async () => {
    await fixture.round([tool('read', echo), tool('list', echo)], [call('a', 'delete_everything')]).done;
    assert.deepEqual(fixture.outcome('a'), ['failed', 'There is no tool delete_everything. There are: read, list.']);
  });

  test('tells the model that a tool has thrown, with its own words', async () => {
    const round = fixture.round(
      [
        tool('read', () => Promise.reject(new Error('No such file'))),
        tool('odd', () => {
          throw new Error('At once');
        }),
      ],
      [call('a', 'read'), call('b', 'odd')],
    );
    for (const id of ['a', 'b']) {
      await fixture.asked(id);
      round.decide(id, 'once');
    }
    await round.done;
    assert.deepEqual(fixture.outcome('a'), ['failed', 'The tool failed: No such file']);
    assert.deepEqual(fixture.outcome('b'), ['failed', 'The tool failed: At once']);
  });

  test('ends a tool that hangs after its time, and its signal says so', async () => {
    let wasTold = false;
    const deaf: RunTool = (_, signal) => {
      signal.addEventListener('abort', () => {
        wasTold = true;
      });
      return new Promise(() => undefined);
    };
    const round = fixture.round([tool('read', deaf)], [call('a', 'read')], 50);
    await fixture.asked('a');
    round.decide('a', 'once');
    await round.done;
    assert.deepEqual(fixture.outcome('a'), ['failed', 'The tool took longer than 0.05 seconds and was ended.']);
    assert.equal(wasTold, true);
  });

  test('ends one call that runs when the user declines it then, and the others go on', async () => {
    const round = fixture.round([tool('read', echo), tool('wait', hang)], [call('a', 'wait'), call('b', 'read')]);
    await fixture.asked('a');
    await fixture.asked('b');
    round.decide('a', 'once');
    await until(() => fixture.uses.get('a')?.status === 'running');
    round.decide('a', 'decline');
    await until(() => fixture.uses.get('a')?.status === 'declined');
    round.decide('b', 'once');
    await round.done;
    assert.equal(fixture.uses.get('b')?.status, 'done');
  });

  test('settles every call when the answer is stopped, whether it asks, runs or is deaf', async () => {
    const round = fixture.round([tool('read', echo), tool('wait', hang)], [call('a', 'wait'), call('b', 'read')]);
    await fixture.asked('b');
    await fixture.asked('a');
    round.decide('a', 'once');
    await until(() => fixture.uses.get('a')?.status === 'running');
    fixture.abort.abort();
    await round.done;
    assert.deepEqual([fixture.uses.get('a')?.status, fixture.uses.get('b')?.status], ['stopped', 'stopped']);
    round.decide('b', 'once');
    assert.equal(fixture.uses.get('b')?.status, 'stopped');
  });

  test("takes a no to the question that VS Code itself asks as the user's", async () => {
    const places = [
      'http://127.0.0.1:1/static/out/vs/code/browser/workbench/workbench.js:3537:13028',
      'vscode-file://vscode-app/opt/code/resources/app/out/vs/workbench/workbench.desktop.main.js:677:48151',
    ];
    for (const place of places) {
      const no = new Error('Canceled');
      no.stack = `Canceled: Canceled\n    at dW.invokeTool (${place})`;
      const round = fixture.round([tool('read', () => Promise.reject(no))], [call('a', 'read')]);
      await fixture.asked('a');
      round.decide('a', 'once');
      await round.done;
      assert.deepEqual(fixture.outcome('a'), ['declined', undefined]);
    }
  });

  test("does not take a cancellation of the tool's own for the user's no", async () => {
    const own = new Error('Canceled');
    own.name = 'Canceled';
    own.stack =
      'Canceled: Canceled\n\tat Object.invoke (/home/me/.vscode/extensions/workbench-tools/main.js:5:38)\n' +
      '\tat cR.$invokeTool (file:///opt/code/out/vs/workbench/api/node/extensionHostProcess.js:276:4184)';
    const thrown = [own, new Error('Canceled'), new DOMException('Its own.', 'AbortError')];
    await fixture.consent.forAll('read');
    for (const error of thrown) {
      await fixture.round([tool('read', () => Promise.reject(error))], [call('a', 'read')]).done;
      const [status, result = ''] = fixture.outcome('a');
      assert.equal(status, 'failed');
      assert.match(result, /itself ended the call.*the user did not/);
    }
  });

  test('keeps images beside the text, as many of a round as a conversation can hold, and says how many were left out', async () => {
    await fixture.consent.forAll('shot');
    const image = (length: number) => ({ mediaType: 'image/png', data: 'A'.repeat(length), tokens: 1 }) as const;
    const shots: RunTool = () =>
      Promise.resolve({ text: 'Three.', images: [image(5_000_000), image(5_000_000), image(5_000_000)] });
    await fixture.round([tool('shot', shots)], [call('a', 'shot'), call('b', 'shot')]).done;
    assert.deepEqual([fixture.uses.get('a')?.images?.length, fixture.uses.get('b')?.images], [2, undefined]);
    assert.deepEqual(fixture.outcome('a'), ['done', '(1 of the images left out: together they are too large.)\nThree.']);
    const small: RunTool = () => Promise.resolve({ text: '', images: Array.from({ length: 30 }, () => image(4)) });
    await fixture.round([tool('shot', small)], [call('c', 'shot')]).done;
    assert.equal(fixture.uses.get('c')?.images?.length, 10);
  });

  test('cuts a result that no model could read', async () => {
    const round = fixture.round([tool('read', () => Promise.resolve({ text: 'x'.repeat(1_000_000) }))], [call('a', 'read')]);
    await fixture.asked('a');
    round.decide('a', 'once');
    await round.done;
    const result = fixture.uses.get('a')?.result ?? '';
    assert.ok(result.length < 50_000);
    assert.match(result, /960000 more characters were left out/);
  });

  test('what is said of a tool for the chat holds for its other calls that ask, and for no other tool', async () => {
    for (const decision of ['chat', 'always'] as const) {
      fixture = new Fixture();
      const tools = [tool('read', echo), tool('list', echo)];
      const round = fixture.round(tools, [call('a', 'read'), call('b', 'list'), call('c', 'read')]);
      for (const id of ['a', 'b', 'c']) await fixture.asked(id);
      round.decide('a', decision);
      await until(() => fixture.uses.get('c')?.status === 'done');
      assert.equal(fixture.uses.get('b')?.status, 'asking');
      round.decide('b', 'decline');
      await round.done;
    }
  });

  test('runs nothing when the answer is stopped while consent is being stored', async () => {
    let store: (() => void) | undefined;
    const consent = new ToolConsent({
      keys: () => [],
      get: <T>(_: string, fallback?: T) => fallback as T,
      update: () =>
        new Promise((resolve) => {
          store = resolve;
        }),
    });
    let runs = 0;
    const counted: RunTool = () => {
      runs += 1;
      return Promise.resolve({ text: '' });
    };
    let status = '';
    const changed = (use: ToolUse): void => {
      status = use.status;
    };
    const abort = new AbortController();
    const deps = { chatId: 'chat', tools: [tool('read', counted)], consent, timeoutMs: 1000, signal: abort.signal, changed };
    const round = new ToolRound(deps, [call('a', 'read')]);
    await until(() => status === 'asking');
    round.decide('a', 'always');
    await until(() => store !== undefined);
    abort.abort();
    store?.();
    await round.done;
    assert.deepEqual([runs, status], [0, 'stopped']);
  });

  test('runs no more than fifty of the calls of a round, and tells the model so', async () => {
    fixture.consent.forChat('chat', 'read');
    let runs = 0;
    const counted: RunTool = () => {
      runs += 1;
      return Promise.resolve({ text: 'seen' });
    };
    const uses = Array.from({ length: 500 }, (_, index) => call(`c${String(index)}`, 'read'));
    await fixture.round([tool('read', counted)], uses).done;
    assert.equal(runs, 50);
    assert.deepEqual(fixture.outcome('c49'), ['done', 'seen']);
    assert.equal(fixture.uses.get('c50')?.status, 'failed');
    assert.match(fixture.outcome('c499')[1] ?? '', /At most 50 calls/);
  });

  test('cuts a result between characters', async () => {
    fixture.consent.forChat('chat', 'read');
    const text = `x${'😀'.repeat(30_000)}`;
    await fixture.round([tool('read', () => Promise.resolve({ text }))], [call('a', 'read')]).done;
    const result = fixture.outcome('a')[1] ?? '';
    assert.doesNotThrow(() => encodeURIComponent(result));
    assert.match(result, /\(20002 more characters were left out\.\)$/);
  });

  test('leaves room in the context where many results are long', async () => {
    const long = tool('read', () => Promise.resolve({ text: 'x'.repeat(39_000) }));
    await fixture.consent.forAll('read');
    const uses = Array.from({ length: 20 }, (_, index) => call(`a${String(index)}`, 'read'));
    await fixture.round([long], uses).done;
    const lengths = uses.map(({ id }) => fixture.outcome(id)[1]?.length ?? 0);
    assert.ok(lengths.reduce((sum, length) => sum + length) < 240_000);
    assert.ok(lengths.every((length) => length >= 1000));
    assert.match(fixture.outcome('a19')[1] ?? '', /38000 more characters were left out/);
  });
});
