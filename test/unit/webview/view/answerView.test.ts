import assert from 'node:assert/strict';
import type { Answer, Notice } from '../../../../src/core/conversation';
import { answer, conversation, question, testUsage, useTranscript } from '../../../support/transcriptFixture';

suite('An answer', () => {
  const shown = useTranscript();

  function show(more: Partial<Answer>): HTMLElement {
    shown().transcript.show(conversation([question('q1'), answer('a1', 'q1', more)]));
    return shown().article('a1');
  }

  const stopped: Notice = { severity: 'info', sentence: 'Stopped.', action: { id: 'retry', label: 'Retry' } };
  const cases: readonly [name: string, more: Partial<Answer>, buttons: readonly string[]][] = [
    ['that is complete', {}, ['copyAnswer', 'Retry', 'fork', 'inspect']],
    ['that was stopped', { status: 'stopped', notice: stopped }, ['Continue', 'Retry', 'copyAnswer', 'fork', 'inspect']],
    ['that was stopped before anything came', { status: 'stopped', notice: stopped, text: '' }, ['Retry', 'inspect']],
    [
      'that failed',
      {
        status: 'failed',
        notice: { severity: 'error', sentence: 'No.', action: { id: 'openConsole', label: 'Open Console' } },
      },
      ['Open Console', 'Continue', 'Retry', 'copyAnswer', 'fork', 'inspect'],
    ],
    ['that VS Code interrupted', { status: 'interrupted' }, ['Continue', 'Retry', 'copyAnswer', 'fork', 'inspect']],
    [
      'that reached its length',
      {
        facts: { finishReason: 'length' },
        notice: { severity: 'info', sentence: 'Cut.', action: { id: 'continue', label: 'Continue' } },
      },
      ['Continue', 'Retry', 'copyAnswer', 'fork', 'inspect'],
    ],
    ['that is empty', { text: '', notice: { ...stopped, sentence: 'Empty.' } }, ['Retry', 'inspect']],
    ['that is coming', { status: 'streaming' }, []],
  ];
  for (const [name, more, buttons] of cases) {
    test(`${name} has each button once`, () => {
      assert.deepEqual(shown().buttonNames(show(more)), buttons);
    });
  }

  test('posts what its buttons ask for', () => {
    const article = show({ status: 'stopped', text: 'Half **of** it' });
    for (const name of ['Continue', 'Retry', 'copyAnswer', 'fork', 'inspect']) {
      shown().button(name, article).click();
    }
    assert.deepEqual(shown().posted, [
      { type: 'chat/continue', answerId: 'a1' },
      { type: 'chat/retry', answerId: 'a1' },
      { type: 'chat/fork', messageId: 'a1' },
      { type: 'answer/inspect', answerId: 'a1' },
    ]);
    assert.deepEqual(shown().copied, ['Half **of** it']);
    assert.deepEqual(shown().said, ['copied']);
  });

  test('hands the action of its notice to the host', () => {
    show({
      status: 'failed',
      notice: { severity: 'error', sentence: 'No.', action: { id: 'setToken', label: 'Set API Token' } },
    });
    shown().button('Set API Token').click();
    assert.deepEqual(shown().posted, [{ type: 'notice/action', answerId: 'a1', action: 'setToken' }]);
  });

  test('shows what the endpoint said as text, and copies its trace id', () => {
    const notice: Notice = { severity: 'error', sentence: 'It failed.', detail: '<b>why</b>', traceId: 'trace-1' };
    const article = show({ status: 'failed', notice });
    assert.equal(shown().find('.notice-detail', article).textContent, '<b>why</b>');
    shown().button('copyTraceId').click();
    assert.deepEqual([shown().copied, shown().said], [['trace-1'], ['copied']]);
  });

  test('names the pages that it cites as links that say where they lead, and no other addresses', () => {
    const sources = [
      { url: 'https://a.test/x', title: '<b>bank.example</b>' },
      { url: 'http://b.test/' },
      { url: 'javascript:alert(1)', title: 'No' },
    ];
    const list = shown().find('.sources', show({ facts: { sources } }));
    assert.equal(list.getAttribute('aria-label'), 'sources');
    assert.deepEqual(
      [...list.querySelectorAll('li')].map((item) => [item.textContent, item.querySelector('a')?.getAttribute('href')]),
      [
        ['<b>bank.example</b> (a.test)', 'https://a.test/x'],
        ['http://b.test/', 'http://b.test/'],
      ],
    );
    assert.equal(show({ facts: { sources: sources.slice(2) } }).querySelector('.sources'), null);
    assert.equal(show({}).querySelector('.sources'), null);
  });

  test('of an earlier session that VS Code interrupted says so', () => {
    assert.equal(shown().find('.notice-sentence', show({ status: 'interrupted' })).textContent, 'answerInterrupted');
  });

  test('asks for nothing while another is coming, and says why', () => {
    const [first, second] = [answer('a1', 'q1'), answer('a2', 'q2', { text: '', status: 'waiting' })];
    shown().transcript.show(conversation([question('q1'), first, question('q2', 'a1'), second]));
    const retry = shown().button('Retry');
    assert.equal(retry.getAttribute('aria-disabled'), 'true');
    retry.click();
    assert.deepEqual([shown().posted, shown().said], [[], ['waitForAnswer']]);
    shown().transcript.apply({ type: 'answerChanged', id: 'a2', status: 'complete' });
    retry.click();
    assert.deepEqual(shown().posted, [{ type: 'chat/retry', answerId: 'a1' }]);
  });

  test('has headings that go on below the one that names who speaks, also where more of it came', () => {
    const article = show({ text: '# One\n\n#### Two', status: 'stopped' });
    const levels = (): (string | null)[] =>
      [...article.querySelectorAll('h2, h3, h4, h5, h6')].map((heading) => heading.getAttribute('aria-level'));
    assert.deepEqual(levels(), [null, '3', '4']);
    const event = { type: 'answerAppended', id: 'a1', reasoningOffset: 0, reasoning: '' } as const;
    shown().transcript.apply({ ...event, offset: '# One\n\n#### Two'.length, text: ' more\n\n## Three' });
    shown().transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete' });
    assert.deepEqual(levels(), [null, '3', '4', '4']);
  });

  suite('has its reasoning', () => {
    const summary = (article: HTMLElement): string => shown().find('summary', article).textContent;

    test('folded, as plain text', () => {
      const details = show({ reasoning: 'First **this**.\n\nThen that.' }).querySelector('details');
      assert.ok(details);
      assert.equal(details.open, false);
      assert.equal(shown().find('.reasoning-text', details).textContent, 'First **this**.\n\nThen that.');
      assert.equal(details.querySelector('strong'), null);
    });

    test('with the time it took once the answer is over', () => {
      const article = show({ text: '', status: 'waiting' });
      const event = { type: 'answerAppended', id: 'a1', offset: 0, text: '' } as const;
      shown().transcript.apply({ ...event, reasoningOffset: 0, reasoning: 'One\nTw' });
      shown().transcript.apply({ ...event, reasoningOffset: 6, reasoning: 'o' });
      assert.equal(summary(article), 'reasoning');
      assert.equal(shown().find('.reasoning-text', article).textContent, 'One\nTwo');
      const timing = { reasoningMs: 12_300 };
      shown().transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete', timing });
      assert.equal(summary(article), 'Reasoned for 12 s');
    });

    test('nowhere, where there is none', () => {
      assert.equal(shown().find('details', show({})).hidden, true);
    });
  });

  test('says in one line and in words what it took', () => {
    const usage = {
      ...testUsage,
      prompt_tokens_details: { cached_tokens: 1024 },
      cost: { amount: 0.0041, currency: 'USD' },
    };
    const article = show({ usage, timing: { firstTokenMs: 820, streamMs: 4800 }, facts: { model: 'claude-opus-4-8' } });
    assert.equal(
      shown().find('.usage [aria-hidden]', article).textContent,
      '1,204 in · 356 out · 1,024 cached · $0.0041 · 0.8 s to first token · 74 tokens/s',
    );
    assert.equal(
      shown().find('.usage .visually-hidden', article).textContent,
      'tokens sent: 1,204, tokens received: 356, 1,024 of the sent ones from the cache, cost $0.0041, ' +
        'first words after 0.8 seconds, 74 tokens per second, model claude-opus-4-8',
    );
  });

  test('says with the first of several answers of one request what they took together, and with the others that it does', () => {
    const timing = { firstTokenMs: 800, streamMs: 4000 };
    const line = (article: HTMLElement): string => shown().find('.usage [aria-hidden]', article).textContent;
    const first = show({ usage: testUsage, timing, facts: { choices: 3, choice: 0 } });
    assert.equal(line(first), '1,204 in · 356 out · for 3 together · 0.8 s to first token');
    assert.match(shown().find('.usage .visually-hidden', first).textContent, /for 3 answers together/);
    const second = show({ timing, facts: { choices: 3, choice: 1 } });
    assert.equal(line(second), 'with the first of 3 · 0.8 s to first token');
    // It was gone on with.
    const third = show({ usage: testUsage, timing, facts: { choices: 3, choice: 2 } });
    assert.equal(line(third), '1,204 in · 356 out · with the first of 3 · 0.8 s to first token · 89 tokens/s');
  });

  test('says nothing of cache, cost or speed that is not known', () => {
    const article = show({ usage: { ...testUsage, cost: null }, timing: { streamMs: 3 } });
    assert.equal(shown().find('.usage [aria-hidden]', article).textContent, '1,204 in · 356 out');
  });

  test('says nothing at all where the endpoint gave no usage', () => {
    assert.equal(show({ timing: { firstTokenMs: 800, streamMs: 4000 } }).querySelector('.usage'), null);
  });
});
