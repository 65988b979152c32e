/** What goes along with a question, and what is done with code in an answer: with mouse, keys, drops and menus. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer } from '../endpoint/scenario';
import { practiceEnvironment, practiceToken } from '../support/practice';
import { useWorkbench } from '../support/useWorkbench';

suite('Context and code of the chat', () => {
  let endpoint: Endpoint;
  let chat: FrameLocator;

  suiteSetup(async () => {
    endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity });
  });
  suiteTeardown(() => endpoint.close());

  const workbench = useWorkbench(() => ({
    env: practiceEnvironment(endpoint.origin),
    // In a browser VS Code saves by itself otherwise.
    settings: { 'files.autoSave': 'off' },
  }));
  const input = (): Locator => chat.getByRole('textbox', { name: 'Message Claude' });
  const chips = (): Locator => chat.locator('.composer .chip');
  const editor = (): Locator => workbench().page.locator('.editor-group-container.active');
  const editorText = (): Locator => editor().locator('.view-lines').first();
  const cursorAt = (place: string | RegExp): Locator =>
    workbench().page.locator('.statusbar').getByText(place, { exact: true });
  const file = (name: string): string => readFileSync(path.join(workbench().workspace, name), 'utf8');

  setup(async () => {
    chat = await workbench().openChat();
    if ((await chat.getByRole('article').count()) > 0) {
      await workbench().runCommand('Ace Claude: New Chat');
      await chat.getByRole('article').first().waitFor({ state: 'detached' });
    }
    for (let left = await chips().count(); left > 0; left -= 1) {
      await chips().first().locator('.chip-remove').click();
      await chips()
        .nth(left - 1)
        .waitFor({ state: 'detached' });
    }
    await input().fill('');
  });

  async function sentBody(text: string): Promise<string> {
    endpoint.enqueue(answer('ok'));
    const request = endpoint.nextRequest();
    await input().fill(text);
    await input().press('Enter');
    const { body } = await request;
    await chat.getByText('ok', { exact: true }).last().waitFor();
    return (JSON.parse(body) as { messages: readonly { content: unknown }[] }).messages
      .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
      .join('\n');
  }

  async function attach(name: string): Promise<void> {
    await input().pressSequentially(`@${name}`);
    await chat
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .waitFor();
    await input().press('Enter');
    await chips().filter({ hasText: name }).waitFor();
  }

  /** Opens it and puts the cursor into its first line. */
  async function openFile(name: string): Promise<void> {
    // Quick open needs the search, which the oldest host lacks.
    await workbench().runCommand('View: Show Explorer');
    await workbench()
      .page.locator('.explorer-folders-view')
      .getByRole('treeitem', { name: new RegExp(`^${name}`) })
      .dblclick();
    await workbench().page.locator('.tab.active').filter({ hasText: name }).waitFor();
    // A key that comes before it has the focus is the explorer's.
    await editor().locator('.monaco-editor.focused').waitFor();
    await workbench().page.keyboard.press('Control+Home');
    await cursorAt('Ln 1, Col 1').waitFor();
  }

  test('@ finds a file by some of its letters, shows it as a chip with its size, and sends what is in it', async () => {
    await attach('prices.js');
    assert.equal(await input().inputValue(), '');
    await chat.getByRole('button', { name: /prices\.js, \d+ tokens/ }).waitFor();
    const sent = await sentBody('What does it cost?');
    assert.match(sent, /prices\.js/);
    assert.ok(sent.includes('Ten percent off from ten pieces.'), sent);
    assert.equal(await chips().count(), 0);
    await chat.getByRole('article').first().getByText('prices.js').waitFor();
  });

  test('sends what the editor holds, not what is on disk, and marks the chip as changed', async () => {
    await openFile('receipt.js');
    chat = await workbench().openChat();
    await attach('receipt.js');
    await editorText().click();
    await editor().locator('.monaco-editor.focused').waitFor();
    await workbench().page.keyboard.press('Control+Home');
    await cursorAt('Ln 1, Col 1').waitFor();
    await workbench().page.keyboard.type('// not saved yet\n');
    await chat.locator('.composer .chip.changed').waitFor();
    chat = await workbench().openChat();
    assert.match(await sentBody('See the editor'), /not saved yet/);
    assert.doesNotMatch(file('receipt.js'), /not saved yet/);
    await workbench().runCommand('File: Revert File');
  });

  test('a chip is removed with a key', async () => {
    await attach('basket.js');
    await input().press('Backspace');
    await workbench().page.keyboard.press('Delete');
    await chips().first().waitFor({ state: 'detached' });
    assert.equal(await input().evaluate((element) => element.ownerDocument.activeElement === element), true);
  });

  test('shows what will be sent, with every part and its size, and never the token', async () => {
    await attach('prices.js');
    await input().fill('Exactly this question');
    await chat.getByRole('button', { name: /What will be sent/i }).click();
    await workbench().page.locator('.tab.active').filter({ hasText: 'What Will Be Sent' }).waitFor();
    await editorText()
      .getByText(/Exactly this question|prices\.js/)
      .first()
      .waitFor();
    await workbench().screenshot('what-will-be-sent');
    assert.doesNotMatch(await editorText().innerText(), new RegExp(practiceToken));
    await workbench().runCommand('View: Close All Editors');
  });

  test('refuses a file that must never be sent, and says which setting says so', async () => {
    writeFileSync(path.join(workbench().workspace, '.env'), 'KEY=not-a-real-secret\n');
    await drop([`file://${path.join(workbench().workspace, '.env')}`]);
    await workbench()
      .notification(/aceClaude\.context\.exclude/)
      .waitFor();
    assert.equal(await chips().count(), 0);
  });

  test('takes what is dropped from a remote folder, files and folders alike', async () => {
    const { host } = new URL(workbench().page.url());
    await drop([
      `vscode-remote://${host}${path.join(workbench().workspace, 'prices.js')}`,
      `vscode-remote://${host}${path.join(workbench().workspace, 'basket.js')}`,
    ]);
    await chips().nth(1).waitFor();
    assert.match(await sentBody('Both of them'), /basket\.js/);
  });

  async function drop(uris: readonly string[]): Promise<void> {
    await chat.locator('main').evaluate((main, list) => {
      const data = new DataTransfer();
      data.setData('application/vnd.code.uri-list', list.join('\r\n'));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        main.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }, uris);
  }

  test('takes a pasted image, and sends it before the text', async () => {
    await input().evaluate(async (element) => {
      const canvas = Object.assign(element.ownerDocument.createElement('canvas'), { width: 40, height: 20 });
      canvas.getContext('2d')?.fillRect(0, 0, 20, 20);
      const blob = await new Promise<Blob | null>((resolve) => {
        canvas.toBlob(resolve, 'image/png');
      });
      const data = new DataTransfer();
      data.items.add(new File([blob ?? ''], 'image.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await chips().locator('img').waitFor();
    assert.match(await sentBody('What is this?'), /data:image\/png;base64,.*What is this\?/s);
    await chat.getByRole('article').first().locator('img').waitFor();
  });

  test('attaches the selection of the editor from its menu', async () => {
    await openFile('basket.js');
    await workbench().page.keyboard.press('Shift+ArrowDown');
    await cursorAt(/^Ln 2, Col 1 \(\d+ selected\)$/).waitFor();
    await workbench().runCommand('Ace Claude: Add Selection to Chat');
    chat = await workbench().openChat();
    await chips().filter({ hasText: 'basket.js:1' }).waitFor();
    const [first = ''] = file('basket.js').split('\n');
    assert.ok((await sentBody('Only this line')).includes(first));
  });

  test('# offers what is at hand: the selection, the changes, the terminal', async () => {
    await openFile('prices.js');
    await workbench().page.keyboard.press('Shift+ArrowDown');
    await cursorAt(/^Ln 2, Col 1 \(\d+ selected\)$/).waitFor();
    chat = await workbench().openChat();
    await input().pressSequentially('#');
    await chat
      .getByRole('option', { name: /Selection/ })
      .first()
      .waitFor();
    await workbench().screenshot('at-hand');
    await input().pressSequentially('chang');
    await chat
      .getByRole('option', { name: /changes/i })
      .first()
      .waitFor();
    await input().press('Enter');
    await chips().first().waitFor();
    const sent = await sentBody('Is this right?');
    assert.match(sent, /\+.*Ten percent off from ten pieces/);
  });

  test('# takes what is selected in the terminal, and leaves the clipboard as it was', async function () {
    const { page, host } = workbench();
    if (host === 'oldest') {
      console.warn('      skipped: this host cannot start a terminal'); // eslint-disable-line no-console -- the reader must learn why
      this.skip();
    }
    await page.evaluate(() => navigator.clipboard.writeText('what was there before'));
    await workbench().runCommand('Terminal: Create New Terminal');
    await page.locator('.terminal-wrapper.active .xterm-helper-textarea').waitFor({ state: 'attached' });
    await page.locator('.terminal-wrapper.active .xterm-screen').click();
    // The terminal draws its text: that it is there shows in a file.
    await page.keyboard.type('echo from-the-$((40 + 2)); printf done > printed.txt\n');
    await untilFile('printed.txt', 'done');
    await workbench().runCommand('Terminal: Select All');
    chat = await workbench().openChat();
    await input().pressSequentially('#term');
    await chat
      .getByRole('option', { name: /terminal/i })
      .first()
      .waitFor();
    await input().press('Enter');
    await chips().first().waitFor();
    assert.match(await sentBody('What came out?'), /from-the-42/);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'what was there before');
    await workbench().runCommand('Terminal: Kill All Terminals');
  });

  test('takes an editor tab that is dragged onto it while Shift is held', async () => {
    const { page } = workbench();
    await openFile('receipt.js');
    chat = await workbench().openChat();
    const tab = await page.locator('.tab.active').filter({ hasText: 'receipt.js' }).boundingBox();
    const target = await input().boundingBox();
    assert.ok(tab !== null && target !== null);
    await page.mouse.move(tab.x + 30, tab.y + tab.height / 2);
    await page.mouse.down();
    await page.mouse.move(tab.x + 10, tab.y + tab.height / 2 + 20, { steps: 4 });
    await page.keyboard.down('Shift');
    await page.mouse.move(target.x + 40, target.y + 10, { steps: 12 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await chips().filter({ hasText: 'receipt.js' }).waitFor();
  });

  test('/ offers the prompts of the workspace and puts one into the input', async () => {
    const folder = path.join(workbench().workspace, '.github', 'prompts');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'review.prompt.md'), '---\ndescription: Looks twice\n---\nReview this with care.\n');
    await input().pressSequentially('/rev');
    await chat.getByRole('option', { name: /review/ }).waitFor();
    await input().press('Enter');
    await assertValue(/Review this with care\./);
  });

  async function assertValue(pattern: RegExp): Promise<void> {
    await input().evaluate(
      (element, source) =>
        new Promise<void>((resolve) => {
          const area = element as HTMLTextAreaElement;
          const check = (): void => {
            if (new RegExp(source).test(area.value)) resolve();
            else requestAnimationFrame(check);
          };
          check();
        }),
      pattern.source,
    );
  }

  async function codeAnswer(text: string): Promise<Locator> {
    endpoint.enqueue(answer(text));
    await input().fill('Code, please');
    await input().press('Enter');
    const block = chat.getByRole('article').last().locator('.code-block');
    await block.getByRole('button', { name: 'Copy' }).waitFor();
    return block;
  }

  test('inserts code with the indentation of the place, in one step to undo', async () => {
    writeFileSync(path.join(workbench().workspace, 'spaces.js'), 'function f() {\n    \n}\n');
    await openFile('spaces.js');
    await workbench().page.keyboard.press('ArrowDown');
    await cursorAt('Ln 2, Col 1').waitFor();
    await workbench().page.keyboard.press('End');
    await cursorAt('Ln 2, Col 5').waitFor();
    chat = await workbench().openChat();
    const block = await codeAnswer('```js\nif (a) {\n\tb();\n}\n```');
    await block.getByRole('button', { name: 'Insert at Cursor' }).click();
    await editorText().getByText('b();').waitFor();
    await workbench().runCommand('File: Save');
    await untilFile('spaces.js', 'function f() {\n    if (a) {\n        b();\n    }\n}\n');
    await workbench().page.keyboard.press('Control+z');
    await workbench().runCommand('File: Save');
    await untilFile('spaces.js', 'function f() {\n    \n}\n');
  });

  async function untilFile(name: string, text: string): Promise<void> {
    const read = (): string => (existsSync(path.join(workbench().workspace, name)) ? file(name) : '');
    for (const deadline = Date.now() + 10_000; read() !== text; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if (Date.now() > deadline) assert.equal(read(), text);
    }
  }

  test('applies a change only when it is accepted', async () => {
    const before = file('basket.js');
    const block = await codeAnswer(`\`\`\`js basket.js\n${before.replace(/\n/, '\n// reviewed\n')}\`\`\``);
    await block.getByRole('button', { name: 'Apply' }).click();
    await workbench().page.locator('.codelens-decoration').filter({ hasText: 'Accept' }).first().waitFor();
    assert.equal(file('basket.js'), before);
    await workbench()
      .page.getByRole('button', { name: /Accept All Changes/ })
      .first()
      .click();
    await workbench().page.locator('.tab').filter({ hasText: '(Proposal)' }).waitFor({ state: 'detached' });
    await workbench().page.locator('.tab.active.dirty').filter({ hasText: 'basket.js' }).waitFor();
    await workbench().runCommand('File: Save All');
    await untilFile('basket.js', before.replace(/\n/, '\n// reviewed\n'));
  });

  test('opens code as a new file that is not saved', async () => {
    const block = await codeAnswer('```js\nconst brandNew = 1;\n```');
    await block.getByRole('button', { name: 'New File' }).click();
    await workbench()
      .page.locator('.tab.active')
      .filter({ hasText: /Untitled/ })
      .waitFor();
    await editorText().getByText('brandNew').waitFor();
  });

  test('links a path of the answer to the file, and not one that is not there', async () => {
    endpoint.enqueue(answer('See `prices.js:2` and `nowhere.js:2`.'));
    await input().fill('Where?');
    await input().press('Enter');
    const link = chat
      .getByRole('article')
      .last()
      .getByRole('link', { name: /prices\.js/ });
    await link.waitFor();
    assert.equal(await chat.getByRole('link', { name: /nowhere/ }).count(), 0);
    await link.click();
    await workbench().page.locator('.tab.active').filter({ hasText: 'prices.js' }).waitFor();
  });
});
