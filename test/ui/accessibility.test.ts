/** The chat for everyone: checked by axe in the four kinds of themes, and used without a mouse. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator, Locator } from 'playwright-core';
import { answer, chunk, event, streamHeaders } from '../endpoint/scenario';
import { chatInput, openEmptyChat, sendInChat, untilAnswered } from '../support/chatSteps';
import { useSharedWorkbench } from '../support/useSharedWorkbench';
import { themeKinds, type ThemeKind } from '../support/workbench';

const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly rule: string;
  readonly elements: readonly string[];
}

const richAnswer = [
  '## A heading',
  'Text with **bold**, `code`, a [link](https://example.com), and a note[^1].',
  '| Name | Count |\n| --- | ---: |\n| one | 1 |',
  '- [x] done\n- [ ] open',
  '> A quote.',
  '```ts src/a.ts\nconst answer: number = 42; // why\n```',
  '$$\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}$$',
  '[^1]: What the note says.',
].join('\n\n');

suite('The chat for everyone', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  let chat: FrameLocator;

  const input = (): Locator => chatInput(chat);

  setup(async () => {
    chat = await workbench().openChat();
  });

  async function findings(): Promise<readonly Finding[]> {
    const body = await chat.locator('body').elementHandle();
    const frame = await body.ownerFrame();
    assert.ok(frame);
    await frame.evaluate(axeSource);
    return frame.evaluate(async () => {
      type Run = () => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      const { violations } = await (globalThis as unknown as { axe: { run: Run } }).axe.run();
      return violations.map(({ id, nodes }) => ({
        rule: id,
        elements: nodes.map(({ html, failureSummary = '' }) => `${html.slice(0, 160)} ${failureSummary}`),
      }));
    });
  }

  /** By which the page tells the kinds apart. */
  const bodyClasses = {
    dark: 'vscode-dark',
    light: 'vscode-light',
    highContrast: 'vscode-high-contrast:not(.vscode-high-contrast-light)',
    highContrastLight: 'vscode-high-contrast-light',
  } as const satisfies Record<ThemeKind, string>;

  for (const kind of themeKinds) {
    test(`has nothing that axe finds fault with: ${kind}`, async () => {
      await workbench().setTheme(kind);
      chat = await workbench().openChat();
      await chat.locator(`body.${bodyClasses[kind]}`).waitFor();
      assert.deepEqual(await findings(), [], 'the empty or earlier page');
      if ((await chat.getByRole('article').count()) === 0) {
        endpoint().enqueue(answer(richAnswer, { reasoning: 'First I think.' }));
        await sendInChat(chat, 'Show me everything');
        await untilAnswered(chat);
        endpoint().enqueue(answer('To be conti', { finishReason: 'length' }));
        await sendInChat(chat, 'And one that is cut off');
        await chat.getByRole('button', { name: 'Continue' }).waitFor();
      }
      await input().fill('@');
      await chat.getByRole('listbox').waitFor();
      assert.deepEqual(await findings(), [], 'with answers and suggestions');
      await input().press('Escape');
      await input().fill('');
      await workbench().screenshot(`accessibility-${kind}`);
    });
  }

  test('announces the beginning and the end of an answer, and nothing of its text', async () => {
    chat = await openEmptyChat(workbench());
    endpoint().enqueue(answer('Word by word by word.'));
    await chat.locator('body').evaluate((body) => {
      const page = body.ownerDocument.defaultView as unknown as { heard: string[] };
      page.heard = [];
      for (const region of body.querySelectorAll('[role="status"], [aria-live="polite"], [aria-live="assertive"]')) {
        new MutationObserver(() => {
          page.heard.push(region.textContent);
        }).observe(region, { childList: true, characterData: true, subtree: true });
      }
    });
    await sendInChat(chat, 'Speak');
    await chat.getByText('Word by word by word.').waitFor();
    await chat.getByRole('status').getByText('The answer is complete.').waitFor({ state: 'attached' });
    const heard = await chat
      .locator('body')
      .evaluate((body) => (body.ownerDocument.defaultView as unknown as { heard: string[] }).heard);
    assert.match(heard.join('\n'), /Claude is answering\./);
    assert.match(heard.join('\n'), /The answer is complete\./);
    assert.doesNotMatch(heard.join('\n'), /Word/);
  });

  test('can be used with the keyboard alone: stop, go on, read message by message, copy', async () => {
    chat = await openEmptyChat(workbench());
    endpoint().enqueue({
      headers: streamHeaders,
      steps: [{ send: event(chunk({ role: 'assistant', content: 'The first half of' })) }, 'stall'],
    });
    await input().pressSequentially('Tell me');
    await input().press('Enter');
    await chat.getByText('The first half of').waitFor();
    await input().press('Escape');
    await chat.getByRole('article').last().getByText('Stopped.').waitFor();
    await input().press('Alt+ArrowUp');
    const focused = async (): Promise<string> => (await chat.locator(':focus').getAttribute('class')) ?? '';
    assert.match(await focused(), /answer/);
    endpoint().enqueue(answer('half of it, and the rest.'));
    // From the answer, Tab reaches its buttons in order.
    await tabTo('Continue');
    await workbench().page.keyboard.press('Enter');
    await chat.getByText('The first half of it, and the rest.').waitFor();
    await untilAnswered(chat);
    await chat.getByRole('log').focus();
    await workbench().page.keyboard.press('Alt+ArrowUp');
    assert.match(await focused(), /answer|question/);
  });

  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 20; presses += 1) {
      await workbench().page.keyboard.press('Tab');
      const label = await chat
        .locator(':focus')
        .evaluate((element) => element.getAttribute('aria-label') ?? element.textContent);
      if (label === name) return;
    }
    assert.fail(`Tab does not reach "${name}".`);
  }
});
