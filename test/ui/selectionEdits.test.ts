/** Edits of a selection as users meet them: from the palette and the light bulb to a review, with progress and Stop at the code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer, chunk, event, streamHeaders } from '../endpoint/scenario';
import { gate } from '../support/gate';
import { practiceEnvironment, practiceToken } from '../support/practice';
import { useWorkbench } from '../support/useWorkbench';

suite('Edits of a selection', () => {
  let endpoint: Endpoint;

  suiteSetup(async () => {
    endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity });
  });
  suiteTeardown(() => endpoint.close());

  const workbench = useWorkbench(() => ({
    env: practiceEnvironment(endpoint.origin),
    // In a browser VS Code saves by itself otherwise.
    settings: { 'files.autoSave': 'off' },
  }));
  const lens = (title: string | RegExp): Locator =>
    workbench().page.locator('.codelens-decoration a').filter({ hasText: title });
  const tab = (name: string | RegExp): Locator => workbench().page.locator('.tab').filter({ hasText: name });
  const file = (name: string): string => readFileSync(path.join(workbench().workspace, name), 'utf8');

  const before =
    'def total(items):\n\tsum = 0\n\tfor item in items:\n\t\tsum = sum + item.price\n\treturn sum\n\n\nprint(total([]))';

  /** Opens a file that is written here, with its first lines selected. */
  async function select(name: string, text: string, lines: number): Promise<void> {
    const { page } = workbench();
    writeFileSync(path.join(workbench().workspace, name), text);
    await workbench().runCommand('View: Show Explorer');
    await page
      .locator('.explorer-folders-view')
      .getByRole('treeitem', { name: new RegExp(`^${name}`) })
      .dblclick();
    await tab(name).first().waitFor();
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await page.keyboard.press('Control+Home');
    for (let line = 0; line < lines; line += 1) await page.keyboard.press('Shift+ArrowDown');
    await page
      .locator('.statusbar')
      .getByText(new RegExp(`^Ln ${String(lines + 1)}, Col 1 \\(\\d+ selected\\)$`))
      .waitFor();
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

  async function untilFile(name: string, text: string): Promise<void> {
    const read = (): string => (existsSync(path.join(workbench().workspace, name)) ? file(name) : '');
    for (const deadline = Date.now() + 10_000; read() !== text; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if (Date.now() > deadline) assert.equal(read(), text);
    }
  }

  test('go from the command to a review while the file stays as it is, and one undo brings everything back', async () => {
    const { page } = workbench();
    const rest = gate();
    endpoint.enqueue({
      headers: streamHeaders,
      steps: [
        { send: event(chunk({ role: 'assistant', content: 'Adds up at once.\n\n' })) },
        { until: rest.opened },
        ...answer(change).steps,
      ],
    });
    await select('total.py', before, 5);
    const request = endpoint.nextRequest();
    await workbench().runCommand('Ace Claude: Refactor Selection…');
    await instruct('Use a generator');
    const { body } = await request;
    assert.match(body, /Use a generator/);
    assert.match(body, /def total\(items\)/);
    await lens('Stop').first().waitFor();
    await workbench().screenshot('edit-progress');
    rest.open();
    await tab('total.py (Refactor)')
      .or(tab(/total\.py \(/))
      .first()
      .waitFor();
    await lens('Accept').first().waitFor();
    await workbench().screenshot('edit-review');
    assert.equal(file('total.py'), before);
    assert.equal(await page.locator('.tab.dirty').count(), 0);
    await lens('Accept All').first().click();
    await page.locator('.tab.active.dirty').filter({ hasText: 'total.py' }).waitFor();
    await workbench().runCommand('File: Save');
    await untilFile('total.py', 'def total(items):\n\treturn sum(item.price for item in items)\n\n\nprint(total([]))');
    await page.locator('.editor-group-container.active .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await page.locator('.tab.active.dirty').filter({ hasText: 'total.py' }).waitFor();
    await workbench().runCommand('File: Save');
    await untilFile('total.py', before);
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
    endpoint.enqueue({ headers: streamHeaders, steps: [{ send: event(chunk({ role: 'assistant', content: '' })) }, 'stall'] });
    await select('stop.py', before, 5);
    const request = endpoint.nextRequest();
    await workbench().runCommand('Ace Claude: Document Selection');
    await lens('Stop').first().click();
    assert.equal(await (await request).closed, 'client');
    await lens('Stop').first().waitFor({ state: 'detached' });
    assert.equal(file('stop.py'), before);
  });
});
