/** Commit messages as users meet them in Source Control: the button, Stop, Escape, typing meanwhile, several repositories. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { answer, chunk, done, event, type Scenario } from '../endpoint/scenario';
import { gated } from '../support/gated';
import { practiceEnvironment } from '../support/practice';
import { until } from '../support/until';
import { useEndpoint } from '../support/useEndpoint';
import { useWorkbench } from '../support/useWorkbench';

/** Pieces that a test lets through; after the last one the answer is complete. */
function whole(pieces: readonly string[]): { readonly scenario: Scenario; readonly open: (piece: number) => void } {
  const { scenario, open } = gated(pieces);
  const end = [{ send: event(chunk({}, { finish_reason: 'stop' })) }, { send: done }];
  return { scenario: { ...scenario, steps: [...scenario.steps.slice(0, -1), ...end] }, open };
}

suite('Commit messages', () => {
  const endpoint = useEndpoint();
  const workbench = useWorkbench(() => ({ env: practiceEnvironment(endpoint().origin) }));
  /** The box of a repository, in the order of the view. */
  const box = (index = 0): Locator => workbench().page.locator('.scm-view .scm-editor').nth(index);
  // Newer versions have a button of that name and another picture in the box.
  const ours = '.action-label.codicon-wand[aria-label="Generate Commit Message"]';
  const stopping = '.action-label.codicon-debug-stop[aria-label^="Stop Generating Commit Message"]';
  const generate = (): Locator => workbench().page.locator(ours);
  const stop = (): Locator => workbench().page.locator(stopping);

  async function showSourceControl(): Promise<void> {
    const tab = workbench()
      .page.locator('.activitybar')
      .getByRole('tab', { name: /^Source Control/ });
    // A click on the view that is shown would hide it.
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** VS Code shows the buttons of a title while the pointer is over its view. */
  async function press(button: Locator): Promise<void> {
    await workbench().page.locator('.scm-view:not(.scm-history-view)').hover();
    await button.click();
  }

  async function textOf(editor: Locator): Promise<string> {
    const lines = await editor.locator('.view-line').allInnerTexts();
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  async function boxIs(text: string, index = 0): Promise<void> {
    try {
      await until(async () => (await textOf(box(index))) === text);
    } catch {
      assert.equal(await textOf(box(index)), text);
    }
  }

  async function fill(text: string): Promise<void> {
    const { keyboard } = workbench().page;
    await box().locator('.view-lines').click();
    await keyboard.press('Control+A');
    await keyboard.press('Delete');
    await keyboard.type(text);
    await boxIs(text);
  }

  setup(async function () {
    this.timeout(60_000);
    await showSourceControl();
    await generate().first().waitFor({ state: 'attached' });
    await box().waitFor();
  });

  test('come from a button that becomes Stop while it works, and stand in the box', async () => {
    await fill('');
    const { scenario, open } = whole(['Take ten percent off', ' from ten pieces\n\nLarge orders cost less.']);
    endpoint().enqueue(scenario);
    const request = endpoint().nextRequest();
    await press(generate());
    await stop().waitFor({ state: 'attached' });
    assert.equal(await generate().count(), 0);
    assert.match((await request).body, /prices\.js/);
    open(0);
    await boxIs('Take ten percent off');
    for (const theme of ['light', 'dark'] as const) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`commit-writing-${theme}`);
    }
    open(1);
    await boxIs('Take ten percent off from ten pieces\n\nLarge orders cost less.');
    await generate().waitFor({ state: 'attached' });
    assert.equal(await stop().count(), 0);
    await workbench().screenshot('commit-written');
  });

  for (const way of ['the button', 'Escape'] as const) {
    test(`are stopped by ${way}, and what stood in the box is back`, async () => {
      await fill('about discounts');
      const { scenario, open } = gated(['Take ten percent off']);
      endpoint().enqueue(scenario);
      const request = endpoint().nextRequest();
      await press(generate());
      open(0);
      await boxIs('Take ten percent off');
      if (way === 'Escape') {
        await box().locator('.view-lines').click();
        await workbench().page.keyboard.press('Escape');
      } else {
        await press(stop());
      }
      await generate().waitFor({ state: 'attached' });
      await boxIs('about discounts');
      assert.equal(await (await request).closed, 'client');
      assert.deepEqual(await workbench().notifications(), []);
    });
  }

  test('leave every key that is typed meanwhile, and are offered instead', async () => {
    const { keyboard } = workbench().page;
    await fill('');
    const { scenario, open } = whole(['Take', ' ten', ' percent', ' off']);
    endpoint().enqueue(scenario);
    await press(generate());
    open(0);
    await boxIs('Take');
    await box().locator('.view-lines').click();
    // Keys that are pressed before go nowhere.
    await box().locator('.monaco-editor.focused').waitFor();
    await keyboard.press('Control+End');
    await keyboard.type(' my');
    open(1);
    await keyboard.type(' own');
    open(2);
    await keyboard.type(' words');
    open(3);
    const offer = workbench().notification('You have typed');
    await offer.waitFor();
    await boxIs('Take my own words');
    await offer.getByRole('button', { name: 'Replace My Text' }).click();
    await boxIs('Take ten percent off');
  });

  test('leave the box empty where it was emptied meanwhile', async () => {
    const { keyboard } = workbench().page;
    await fill('');
    const { scenario, open } = whole(['Take', ' ten percent', ' off']);
    endpoint().enqueue(scenario);
    await press(generate());
    open(0);
    await boxIs('Take');
    await box().locator('.view-lines').click();
    await keyboard.press('Control+A');
    await keyboard.press('Delete');
    await boxIs('');
    open(1);
    open(2);
    const offer = workbench().notification('You have typed');
    await offer.waitFor();
    await boxIs('');
    await workbench().runCommand('Notifications: Clear All Notifications');
  });

  test('can be chosen from several, each of which shows whole in the box', async () => {
    const { page } = workbench();
    await workbench().updateSettings({ 'aceClaude.commit.alternatives': 2 });
    await fill('');
    endpoint().enqueue(answer('First words\n\nFirst body.'), answer('Second words\n\nSecond body.'));
    await press(generate());
    await workbench()
      .quickInput()
      .getByRole('option', { name: /Write Others/ })
      .waitFor();
    const [first = '', second = ''] = (await workbench().quickPickEntries()).map((entry) => entry.split('\n')[0] ?? '');
    assert.deepEqual([first, second].sort(), ['First words', 'Second words']);
    const messageOf = (subject: string): string => `${subject}\n\n${subject.replace('words', 'body.')}`;
    await boxIs(messageOf(first));
    await workbench().screenshot('commit-alternatives');
    await page.keyboard.press('ArrowDown');
    await boxIs(messageOf(second));
    await page.keyboard.press('Enter');
    await generate().waitFor({ state: 'attached' });
    await boxIs(messageOf(second));
    await workbench().updateSettings({ 'aceClaude.commit.alternatives': undefined });
  });

  test('are written in two repositories at the same time, each into its own box, in a narrow view as well', async function () {
    this.timeout(90_000);
    const { page, workspace } = workbench();
    const other = path.join(workspace, 'warehouse');
    mkdirSync(other);
    const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: other, stdio: 'ignore' });
    git('init', '--initial-branch=main');
    writeFileSync(path.join(other, 'shelf.txt'), 'one shelf\n');
    git('add', '.');
    await workbench().reload();
    await showSourceControl();
    await until(async () => (await generate().count()) === 2 && (await box(1).count()) === 1);
    const [one, two] = [gated(['Message of one']), gated(['Message of the other'])];
    endpoint().enqueue(one.scenario, two.scenario);
    const row = (name: string): Locator => page.locator('.scm-view .scm-provider').filter({ hasText: name });
    const place = async (name: string): Promise<number> => {
      const names = await page.locator('.scm-view .scm-provider').allInnerTexts();
      return names.findIndex((text) => text.includes(name));
    };
    const firstRequest = endpoint().nextRequest();
    await press(row('warehouse').locator(ours));
    assert.match((await firstRequest).body, /shelf\.txt/);
    const secondRequest = endpoint().nextRequest();
    await press(row('shop').locator(ours));
    assert.match((await secondRequest).body, /prices\.js/);
    const [shop, warehouse] = [await place('shop'), await place('warehouse')];
    const before = await textOf(box(shop));
    one.open(0);
    two.open(0);
    await boxIs('Message of one', warehouse);
    await boxIs('Message of the other', shop);
    await press(row('warehouse').locator(stopping));
    await boxIs('', warehouse);
    await boxIs('Message of the other', shop);
    // Where there is no room VS Code puts buttons into the menu beside them.
    const side = await page.locator('.part.sidebar').boundingBox();
    assert.ok(side);
    await page.mouse.move(side.x + side.width, side.y + side.height / 2);
    await page.mouse.down();
    await page.mouse.move(side.x + 200, side.y + side.height / 2, { steps: 8 });
    await page.mouse.up();
    await workbench().screenshot('commit-narrow');
    await workbench().runCommand('Ace Claude: Stop Generating Commit Message');
    // A narrow box breaks its lines elsewhere.
    const words = (text: string): string => text.replace(/\s+/g, ' ');
    await until(async () => words(await textOf(box(shop))) === words(before));
    await generate().first().waitFor({ state: 'attached' });
  });
});
