/** Edits of a selection as users meet them: from the palette and the light bulb to a review, with progress and Stop at the code. */
import assert from 'node:assert/strict';
import { answer, chunk, event, streamHeaders } from '../endpoint/scenario';
import type { Editors } from '../support/editors';
import { gate } from '../support/gate';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

suite('Edits of a selection', () => {
  const { workbench, endpoint } = useSharedWorkbench();

  const editors = (): Editors => workbench().editors;

  const before =
    'def total(items):\n\tsum = 0\n\tfor item in items:\n\t\tsum = sum + item.price\n\treturn sum\n\n\nprint(total([]))';

  /** Opens a file that is written here, with its first lines selected. */
  async function select(name: string, text: string, lines: number): Promise<void> {
    await editors().write(name, text);
    await editors().open(name);
    await editors().selectLines(lines);
  }

  async function instruct(instruction: string): Promise<void> {
    const { page } = workbench();
    await page.locator('.quick-input-widget:visible .quick-input-title').filter({ hasText: 'Refactor Selection' }).waitFor();
    await page.keyboard.type(instruction);
    await page.keyboard.press('Enter');
  }

  function block(search: string, replace: string): string {
    return `Adds up at once.\n\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
  }
  const change = block(
    '\tsum = 0\n\tfor item in items:\n\t\tsum = sum + item.price\n\treturn sum',
    '\treturn sum(item.price for item in items)',
  );

  test('go from the command to a review while the file stays as it is, and one undo brings everything back', async () => {
    const { page } = workbench();
    const rest = gate();
    endpoint().enqueue({
      headers: streamHeaders,
      steps: [
        { send: event(chunk({ role: 'assistant', content: 'Adds up at once.\n\n' })) },
        { until: rest.opened },
        ...answer(change).steps,
      ],
    });
    await select('total.py', before, 5);
    const request = endpoint().nextRequest();
    await workbench().runCommand('Ace Claude: Refactor Selection…');
    await instruct('Use a generator');
    const { body } = await request;
    assert.match(body, /Use a generator/);
    assert.match(body, /def total\(items\)/);
    await editors().lens('Stop').first().waitFor();
    await page
      .locator('.statusbar-item')
      .filter({ hasText: /Claude: Refactor… [1-9]\d* s/ })
      .waitFor();
    await workbench().screenshot('edit-progress');
    rest.open();
    await editors()
      .tab('total.py (Refactor)')
      .or(editors().tab(/total\.py \(/))
      .first()
      .waitFor();
    await editors().lens('Accept').first().waitFor();
    await workbench().screenshot('edit-review');
    assert.equal(editors().read('total.py'), before);
    assert.equal(await page.locator('.tab.dirty').count(), 0);
    await editors().lens('Accept All').first().click();
    await page.locator('.tab.active.dirty').filter({ hasText: 'total.py' }).waitFor();
    await workbench().runCommand('File: Save');
    await editors().untilFile(
      'total.py',
      'def total(items):\n\treturn sum(item.price for item in items)\n\n\nprint(total([]))',
    );
    await editors().text().click();
    await page.keyboard.press('Control+z');
    await page.locator('.tab.active.dirty').filter({ hasText: 'total.py' }).waitFor();
    await workbench().runCommand('File: Save');
    await editors().untilFile('total.py', before);
  });

  test('are offered in the light bulb of a selection', async () => {
    const { page } = workbench();
    await select('bulb.py', before, 5);
    await page.keyboard.press('Control+.');
    const menu = page.locator('.action-widget').first();
    for (const title of [
      'Refactor with Claude…',
      'Document with Claude',
      'Generate Tests with Claude',
      'Explain with Claude',
    ]) {
      await menu.getByText(title).waitFor();
    }
    await workbench().screenshot('edit-bulb');
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
  });

  test('can be stopped where the code is, before anything came', async () => {
    endpoint().enqueue({
      headers: streamHeaders,
      steps: [{ send: event(chunk({ role: 'assistant', content: '' })) }, 'stall'],
    });
    await select('stop.py', before, 5);
    const request = endpoint().nextRequest();
    await workbench().runCommand('Ace Claude: Document Selection');
    await editors().lens('Stop').first().click();
    assert.equal(await (await request).closed, 'client');
    await editors().lens('Stop').first().waitFor({ state: 'detached' });
    assert.equal(editors().read('stop.py'), before);
  });
});
