/** The usage view and the status bar as users meet them. */
import type { FrameLocator } from 'playwright-core';
import { answer } from '../endpoint/scenario';
import { sendInChat } from '../support/chatSteps';
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
});
