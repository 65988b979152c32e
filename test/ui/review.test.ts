/** Reviews as users meet them: what is seen in each theme and width, and deciding with mouse and keys. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { answer } from '../endpoint/scenario';
import { sendInChat } from '../support/chatSteps';
import type { Editors } from '../support/editors';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

suite('The review of a proposal', () => {
  const { workbench, endpoint } = useSharedWorkbench({
    // Whoever has no lenses elsewhere has those of a review.
    settings: { 'editor.codeLens': false, 'files.encoding': 'windows1252' },
  });

  const editors = (): Editors => workbench().editors;
  const accept = (): Locator => editors().lens('Accept');
  /** What stands beside the buttons. */
  const words = (text: string): Locator => workbench().page.locator('.codelens-decoration').getByText(text);
  const file = (): string => editors().read('totals.ts', 'latin1');

  const before = [
    "import { tax } from './tax';",
    '',
    '/** All prices are in cents. */',
    'export function total(items: readonly Item[]): number {',
    '\tlet sum = 0;',
    '\tfor (let i = 0; i < items.length; i++) {',
    '\t\tsum = sum + items[i].price;',
    '\t}',
    '\treturn sum;',
    '}',
    '',
    'export function withTax(items: readonly Item[], country: string): number {',
    '\tvar rate = tax(country);',
    '\treturn total(items) * rate;',
    '}',
    '',
    "console.log('größer'); // TODO remove",
    '',
  ].join('\r\n');
  const after = before
    .replace(/\tlet sum[^]*?return sum;/, '\treturn items.reduce((sum, { price }) => sum + price, 0);')
    .replace('\tvar rate', '\tconst rate')
    .replace(' // TODO remove', '');

  async function propose(name: string, text: string): Promise<void> {
    const chat = await workbench().openChat();
    endpoint().enqueue(answer(`\`\`\`ts ${name}\n${text.replaceAll('\r\n', '\n')}\`\`\``));
    await sendInChat(chat, 'Better, please');
    const block = chat.getByRole('article').last().locator('.code-block');
    await block.getByRole('button', { name: 'Apply' }).click();
    await editors().tab(`${name} (Proposal)`).first().waitFor();
    await accept().first().waitFor();
    await editors().active().locator('.monaco-editor.focused').waitFor();
  }

  test('shows old and new lines in the colours of the language and of a diff, in every theme and width', async function () {
    this.timeout(120_000);
    await editors().write('totals.ts', before, 'latin1');
    await propose('totals.ts', after);
    const { page } = workbench();
    assert.equal(await accept().count(), 4);
    const classes = await page
      .locator('.view-line')
      .filter({ hasText: 'export function total' })
      .locator('span span')
      .evaluateAll((spans) => new Set(spans.map((span) => span.getAttribute('class'))).size);
    assert.ok(classes > 2, 'the line has colours');
    assert.equal(await page.locator('.squiggly-error').count(), 0);
    for (const theme of ['light', 'highContrast', 'highContrastLight', 'dark'] as const) {
      await workbench().setTheme(theme);
      await accept().first().waitFor();
      await workbench().screenshot(`review-${theme}`);
    }
    for (const width of [700, 1900]) {
      await page.setViewportSize({ width, height: 800 });
      await accept().first().waitFor();
      await workbench().screenshot(`review-${String(width)}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('takes one change by its lens and refuses one by key, and touches no byte beside', async () => {
    await accept().nth(1).click();
    await words('Change 2').waitFor();
    await words('Change 3').waitFor({ state: 'detached' });
    assert.equal(file(), before);
    await workbench().screenshot('review-one-accepted');
    const { page } = workbench();
    await page.keyboard.press('Control+Backspace');
    await words('Change 2').waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+F5');
    await page.keyboard.press('Control+Enter');
    await editors().tab('(Proposal)').waitFor({ state: 'detached' });
    await editors().activeTab('totals.ts').waitFor();
    await workbench().runCommand('File: Save');
    await editors().untilFile(
      'totals.ts',
      before
        .replace(/\tlet sum[^]*?return sum;/, '\treturn items.reduce((sum, { price }) => sum + price, 0);')
        .replace(' // TODO remove', ''),
      'latin1',
    );
  });

  test('says in the editor that it takes no typing', async () => {
    await editors().write('totals.ts', before, 'latin1');
    await propose('totals.ts', after);
    await workbench().page.keyboard.type('x');
    await workbench().page.getByText('This shows changes that are proposed.').first().waitFor();
    await workbench().screenshot('review-typing');
  });

  test('leaves no empty tab behind when the window is loaded again', async () => {
    await editors().tab('(Proposal)').first().waitFor();
    await workbench().reload();
    await editors().tab('(Proposal)').first().waitFor({ state: 'detached' });
    assert.equal(file(), before);
  });
});
