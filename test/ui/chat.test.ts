/** The chat as its users meet it: typed, clicked and looked at in the packaged extension. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { answer, chunk, errorAnswer, event, streamHeaders, type Scenario } from '../endpoint/scenario';
import { chatInput, openEmptyChat, sendInChat, untilAnswered } from '../support/chatSteps';
import { gate, type Gate } from '../support/gate';
import { practiceToken } from '../support/practice';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

suite('The chat view', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  let chat: FrameLocator;

  setup(async () => {
    chat = await openEmptyChat(workbench());
  });

  const input = (): Locator => chatInput(chat);
  const lastAnswer = (): Locator => chat.getByRole('article').last();

  /** The page only asks for the copy: the host makes it. */
  async function untilClipboard(pattern: RegExp): Promise<void> {
    await workbench().page.waitForFunction(
      async (source) => new RegExp(source).test(await navigator.clipboard.readText()),
      pattern.source,
    );
  }

  /** An answer whose second part comes when the gate opens; then it ends, or stays open for ever. */
  function twoParts(first: string, second: string, between: Gate, end: 'complete' | 'stall' = 'complete'): Scenario {
    const rest = end === 'stall' ? (['stall'] as const) : answer(second, { pieces: 40 }).steps;
    return {
      headers: streamHeaders,
      steps: [{ send: event(chunk({ role: 'assistant', content: first })) }, { until: between.opened }, ...rest],
    };
  }

  test('answers a question in Markdown, with code that is coloured and can be copied', async () => {
    endpoint().enqueue(
      answer('# Title\n\nSome **bold** text.\n\n```ts\nconst answer: number = 42; // why\n```\n\n- one\n- two\n'),
    );
    await sendInChat(chat, 'Show me');
    await untilAnswered(chat);
    await lastAnswer().getByRole('heading', { name: 'Title' }).waitFor();
    assert.equal(await lastAnswer().locator('strong').innerText(), 'bold');
    assert.equal(await lastAnswer().getByRole('listitem').count(), 2);
    const code = lastAnswer().locator('.code-block');
    // Colours come in slices after the text: at least two different ones once they are there.
    await code.locator('.code-line span[style*="color"]').nth(1).waitFor();
    const colours = await code
      .locator('.code-line span')
      .evaluateAll((spans) => [...new Set(spans.map((span) => getComputedStyle(span).color))]);
    assert.ok(colours.length > 1, colours.join());
    await code.getByRole('button', { name: 'Copy' }).click();
    await code.getByRole('button', { name: 'Copied' }).waitFor();
    await untilClipboard(/^const answer: number = 42; \/\/ why\n?$/);
  });

  test('shows text as it arrives, before the answer is over', async () => {
    const between = gate();
    endpoint().enqueue(twoParts('First part. ', 'Second part.', between));
    await sendInChat(chat, 'Slowly');
    await lastAnswer().getByText('First part.').waitFor();
    assert.equal(await lastAnswer().getByText('Second part.').count(), 0);
    await chat.getByRole('button', { name: 'Stop' }).waitFor();
    between.open();
    await lastAnswer().getByText('First part. Second part.').waitFor();
    await untilAnswered(chat);
  });

  test('sends with Enter, but not with Shift+Enter and not while an input method composes', async () => {
    endpoint().enqueue(answer('ok'));
    const before = endpoint().requests.length;
    await input().fill('line one');
    await input().press('Shift+Enter');
    await input().pressSequentially('line two');
    await input().evaluate((element) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }));
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Process', keyCode: 229, bubbles: true, cancelable: true }));
    });
    assert.equal(await input().inputValue(), 'line one\nline two');
    assert.equal(endpoint().requests.length, before);
    const request = endpoint().nextRequest();
    await input().press('Enter');
    assert.match((await request).body, /line one\\nline two/);
    assert.equal(await input().inputValue(), '');
    await untilAnswered(chat);
  });

  test('keeps what came when it is stopped, and closes the connection at once', async () => {
    endpoint().enqueue(twoParts('Only this. ', '', gate(), 'stall'));
    const request = endpoint().nextRequest();
    await sendInChat(chat, 'Long story');
    await lastAnswer().getByText('Only this.').waitFor();
    await chat.getByRole('button', { name: 'Stop' }).click();
    assert.equal(await (await request).closed, 'client');
    await untilAnswered(chat);
    await lastAnswer().getByText('Stopped.').waitFor();
    assert.equal(await lastAnswer().getByText('Only this.').count(), 1);
    await lastAnswer().getByRole('button', { name: 'Retry' }).waitFor();
  });

  test('loses nothing of an answer that goes on while the view is hidden', async () => {
    const between = gate();
    endpoint().enqueue(twoParts('Before hiding. ', 'While it was hidden.', between));
    const request = endpoint().nextRequest();
    await sendInChat(chat, 'Go on without me');
    await lastAnswer().getByText('Before hiding.').waitFor();
    await input().fill('a draft');
    await workbench().runCommand('Explorer: Focus on Folders View');
    await input().waitFor({ state: 'hidden' });
    between.open();
    assert.equal(await (await request).closed, 'server');
    chat = await workbench().openChat();
    await lastAnswer().getByText('Before hiding. While it was hidden.').waitFor();
    await untilAnswered(chat);
    assert.equal(await input().inputValue(), 'a draft');
    await input().fill('');
  });

  test('shows a running answer where the view was moved', async () => {
    const between = gate();
    endpoint().enqueue(twoParts('Before the move. ', 'After the move.', between));
    await sendInChat(chat, 'Move me');
    await lastAnswer().getByText('Before the move.').waitFor();
    await workbench().runCommand('View: Toggle Primary Side Bar Position');
    await workbench().openChat();
    await workbench().runCommand('View: Toggle Primary Side Bar Position');
    between.open();
    chat = await workbench().openChat();
    await lastAnswer().getByText('Before the move. After the move.').waitFor();
    await untilAnswered(chat);
  });

  test('turns an error into a sentence, a button and a trace id to copy', async () => {
    endpoint().enqueue(errorAnswer(403, 'used_up', 'Not enough credit <b>here</b>.'), answer('Paid.'));
    await sendInChat(chat, 'Am I rich?');
    await lastAnswer().getByText('The credit of this API token is used up.').waitFor();
    await lastAnswer().getByText('Not enough credit <b>here</b>.').waitFor();
    await lastAnswer().getByRole('button', { name: 'Open Console' }).waitFor();
    await lastAnswer().getByRole('button', { name: 'Copy Trace ID' }).click();
    await lastAnswer().getByRole('button', { name: 'Copied' }).waitFor();
    await untilClipboard(/^[0-9a-f-]{36}$/);
    await lastAnswer().getByRole('button', { name: 'Retry' }).click();
    await lastAnswer().getByText('Paid.').waitFor();
    assert.equal(await chat.getByRole('article').getByText('used up').count(), 0);
  });

  test('follows a long answer at its end, and leaves a reader who scrolled up alone', async () => {
    const [first, second] = [gate(), gate()];
    const many = (word: string): string => Array.from({ length: 60 }, (_, line) => `${word} ${String(line)}.\n\n`).join('');
    endpoint().enqueue({
      headers: streamHeaders,
      steps: [
        { send: event(chunk({ role: 'assistant', content: many('Start') })) },
        { until: first.opened },
        { send: event(chunk({ content: many('Middle') })) },
        { until: second.opened },
        ...answer(many('End'), { pieces: 200 }).steps,
      ],
    });
    const log = chat.getByRole('log');
    const fromEnd = (): Promise<number> =>
      log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
    const top = (): Promise<number> => log.evaluate((element) => element.scrollTop);
    await sendInChat(chat, 'Tell me everything');
    await lastAnswer().getByText('Start 59.').waitFor();
    await workbench().page.waitForFunction(() => true);
    await chat.getByText('Start 59.').scrollIntoViewIfNeeded();
    assert.ok((await fromEnd()) <= 16);
    await log.hover();
    await workbench().page.mouse.wheel(0, -600);
    await chat.getByRole('button', { name: 'Jump to Latest' }).waitFor();
    const readAt = await top();
    first.open();
    await lastAnswer().getByText('Middle 59.').waitFor({ state: 'attached' });
    assert.equal(await top(), readAt);
    await chat.getByRole('button', { name: 'Jump to Latest' }).click();
    second.open();
    await untilAnswered(chat);
    await chat.getByText('End 59.').waitFor();
    assert.ok((await fromEnd()) <= 16);
  });

  test('asks the model and the effort that were picked', async () => {
    endpoint().enqueue(answer('ok'));
    await chat.getByRole('combobox', { name: 'Model' }).selectOption('claude-opus-4-8');
    await chat.getByRole('combobox', { name: 'Reasoning effort' }).selectOption({ label: 'High effort' });
    const request = endpoint().nextRequest();
    await sendInChat(chat, 'Which one?');
    const { json } = await request;
    assert.deepEqual(
      { model: (json as { model: unknown }).model, effort: (json as { reasoning_effort: unknown }).reasoning_effort },
      { model: 'claude-opus-4-8', effort: 'high' },
    );
    await untilAnswered(chat);
  });

  test('asks the model whose id was typed, whatever it looks like', async () => {
    for (const typed of ['gpt-4o-mini:free', `<b>x</b> a/b ${'x'.repeat(300)}`]) {
      await chat.getByRole('combobox', { name: 'Model' }).selectOption('');
      await workbench().answerQuickInput(`  ${typed} `);
      await chat.locator('select[aria-label="Model"] option:checked').filter({ hasText: typed }).waitFor({ state: 'attached' });
      endpoint().enqueue(answer('Yes.'));
      await sendInChat(chat, 'Who are you?');
      await untilAnswered(chat);
      const body = endpoint().requests.at(-1)?.json as Readonly<Record<string, unknown>>;
      assert.equal(body['model'], typed);
    }
    // For the tests that share the window.
    await chat.getByRole('combobox', { name: 'Model' }).selectOption('claude-sonnet-4-6');
  });

  test('announces events to screen readers, never the stream', async () => {
    endpoint().enqueue(answer('A long answer that nobody wants to hear word by word.'));
    await sendInChat(chat, 'Quietly');
    // An earlier answer was announced in the same words.
    await chat.getByText('nobody wants to hear').waitFor();
    await chat.getByRole('status').getByText('The answer is complete.').waitFor({ state: 'attached' });
    assert.equal(await chat.getByRole('log').getAttribute('aria-live'), 'off');
    assert.equal(await chat.getByRole('article').count(), 2);
  });

  test('never holds the token in the page', async () => {
    const page = await chat.locator('html').evaluate((element) => element.outerHTML);
    assert.equal(page.includes(practiceToken), false);
    assert.equal(workbench().extensionLog().includes(practiceToken), false);
  });
});
