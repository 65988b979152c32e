/** The usage view and the status bar as users meet them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { readEntries, type UsageEntry } from '../../src/core/usage/usageEntry';
import { wireUsage } from '../endpoint/usage';
import { answer, type Scenario } from '../endpoint/scenario';
import { openEmptyChat, sendInChat } from '../support/chatSteps';
import { practiceEnvironment } from '../support/practice';
import { until } from '../support/until';
import { useEndpoint } from '../support/useEndpoint';
import { useWorkbench } from '../support/useWorkbench';
import { themeKinds } from '../support/workbench';

suite('Usage', () => {
  const endpoint = useEndpoint();
  const workbench = useWorkbench(() => ({
    env: practiceEnvironment(endpoint().origin),
    settings: { 'aceClaude.usage.statusBar': true, 'aceClaude.usage.monthlyBudget': 5 },
  }));
  const view = (): FrameLocator =>
    workbench().page.locator('iframe.webview.ready:visible').last().contentFrame().frameLocator('#active-frame');

  test('is counted with each answer, in the status bar and in the view, in every theme', async function () {
    this.timeout(120_000);
    const { page } = workbench();
    const status = page.locator('.statusbar-item').filter({ hasText: 'tokens' });
    await status.filter({ hasText: /^\s*0 tokens$/ }).waitFor();
    const chat = await workbench().openChat();
    endpoint().enqueue(answer('Blue, mostly.'));
    await sendInChat(chat, 'Which colour has the sky?');
    await chat.getByText('Blue, mostly.').waitFor();
    await status.filter({ hasText: /[1-9]\d* tokens$/ }).waitFor();

    await status.click();
    await view().getByRole('heading', { name: 'Usage of Ace Claude' }).waitFor();
    await view().getByText('1 answer', { exact: true }).first().waitFor();
    await view()
      .getByRole('row', { name: /^Chat 1 / })
      .waitFor();
    await view()
      .getByRole('row', { name: /^Claude Sonnet 4\.6 \(claude-sonnet-4-6\) 1 / })
      .waitFor();
    await view()
      .getByRole('img', { name: /^Tokens of each of the last 30 days/ })
      .waitFor();
    for (const theme of themeKinds) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`usage-${theme}`);
    }
    await view().getByRole('link', { name: 'Export as CSV…' }).click();
    const file = workbench().quickInput().locator('input:visible');
    await until(async () => /ace-claude-usage-\d{4}-\d\d-\d\d\.csv$/.test(await file.inputValue()), 'the name of the file');
    await page.keyboard.press('Enter');
    await workbench().notification('1 answer was exported.').waitFor();
  });

  /** What is on disk, the last of each request. */
  function ledger(): readonly UsageEntry[] {
    const { dataFolder } = workbench();
    const files = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /[\\/]usage[\\/]\d{4}-\d\d\.jsonl$/.test(file),
    );
    const text = files.map((file) => readFileSync(path.join(dataFolder, file), 'utf8')).join('');
    const { entries, unreadable } = readEntries(text);
    assert.equal(unreadable, 0);
    return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
  }

  test("adds up to what was sent to two windows, a commit and VS Code's own chat at once, also in the view", async function () {
    this.timeout(120_000);
    // The oldest one has none without a sign-in.
    const hasOwnChat = workbench().host !== 'oldest';
    const { page } = workbench();
    const before = ledger();
    await workbench().runCommand('View: Close All Editors');
    const other = await workbench().anotherWindow();
    const otherChat = await other.openChat();
    await page.bringToFront();
    const native = page.locator('.interactive-session:visible .interactive-input-part');
    if (hasOwnChat) {
      await page.keyboard.press('Control+Alt+I');
      await native.getByText('Claude Sonnet 4.6').first().waitFor();
    }
    const features = ['chat', 'chat', 'commit', ...(hasOwnChat ? ['nativeChat'] : [])];
    const sent = [1, 20, 300, 4000]
      .slice(0, features.length)
      .map((count) => ({ prompt: 1000 + count, completion: 10_000 + count, cost: count / 1000 }));
    endpoint().enqueue(
      ...sent.map(({ prompt, completion, cost }): Scenario =>
        answer('chore: do what was asked for', {
          firstWait: 7000,
          usage: wireUsage({ prompt, completion, cost: { amount: cost, currency: 'USD' } }),
        }),
      ),
    );
    await page
      .locator('.activitybar')
      .getByRole('tab', { name: /^Source Control/ })
      .click();
    await page.locator('.scm-view:not(.scm-history-view)').hover();
    await page.locator('.action-label.codicon-wand[aria-label="Generate Commit Message"]').click();
    await sendInChat(otherChat, 'Two?');
    await sendInChat(await openEmptyChat(workbench()), 'One?');
    if (hasOwnChat) {
      await typeInto(native.locator('.monaco-editor').first(), '@ace Three? ');
      await page.keyboard.press('Enter');
    }
    const added = (): readonly UsageEntry[] => ledger().filter(({ id }) => !before.some((entry) => entry.id === id));
    await until(
      () => added().length === sent.length && added().every(({ cost }) => cost !== undefined),
      'all answers in the ledger',
    );
    const ended = added();
    assert.deepEqual(ended.map(({ feature }) => feature).sort(), features);
    assert.deepEqual(
      ended.map(({ promptTokens, completionTokens, cost }) => [promptTokens, completionTokens, cost?.amount]).sort(byFirst),
      sent.map(({ prompt, completion, cost }) => [prompt, completion, cost]),
    );
    await workbench().runCommand('Ace Claude: Show Usage');
    await view()
      .getByText(`${String(before.length + sent.length)} answers`, { exact: true })
      .first()
      .waitFor();

    // What only the other window asks shows here, too, and takes neither the focus nor what was opened away.
    await view().getByText('Each day in numbers').click();
    await view().getByRole('link', { name: 'Export as CSV…' }).focus();
    await page.bringToFront();
    endpoint().enqueue(answer('Yes.'));
    await sendInChat(otherChat, 'Once more?');
    await view()
      .getByText(`${String(before.length + sent.length + 1)} answers`, { exact: true })
      .first()
      .waitFor();
    await view().locator('details[open]').waitFor();
    await view().locator('a:focus').getByText('Export as CSV…').waitFor();
    await other.closeWindow();
  });

  test('has what had come when the extension host dies, and when all of VS Code does', async function () {
    this.timeout(120_000);
    const die = [
      () => {
        workbench().killExtensionHost();
        return Promise.resolve();
      },
      () => workbench().killAndRestart(),
    ];
    for (const [round, kill] of die.entries()) {
      const before = ledger();
      await workbench().runCommand('View: Close All Editors');
      const chat = await workbench().openChat();
      endpoint().enqueue({ ...answer('Words that come one by one. '.repeat(200), { wait: 20 }) });
      await sendInChat(chat, `A question ${'with many words '.repeat(round + 1)}?`);
      const added = (): readonly UsageEntry[] => ledger().filter(({ id }) => !before.some((entry) => entry.id === id));
      await until(() => (added()[0]?.completionTokens ?? 0) > 50, 'a part of it');
      await kill();
      const died = added();
      assert.deepEqual(
        died.map(({ feature, isEstimated }) => [feature, isEstimated]),
        [['chat', true]],
      );
      await workbench().reopen({ profile: 'same' });
    }
    const answers = ledger().length;
    await workbench().runCommand('Ace Claude: Show Usage');
    await view()
      .getByText(`${String(answers)} answers`, { exact: true })
      .first()
      .waitFor();
  });
});

async function typeInto(editor: Locator, text: string): Promise<void> {
  const { keyboard } = editor.page();
  await until(async () => {
    await editor.click();
    await keyboard.press('Control+A');
    await keyboard.press('Delete');
    await keyboard.type(text);
    const typed = (await editor.locator('.view-lines').innerText()).replaceAll('\u00a0', ' ').trim();
    return typed === text.trim();
  });
  // What is offered while a name is typed would take the key.
  await keyboard.press('Escape');
}

function byFirst([one = 0]: readonly unknown[], [other = 0]: readonly unknown[]): number {
  return Number(one) - Number(other);
}
