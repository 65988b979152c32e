/** What goes along with a question, and what is done with code in an answer: with mouse, keys, drops and menus. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { FrameLocator, Locator } from 'playwright-core';
import { answer } from '../endpoint/scenario';
import { chatInput, openEmptyChat, sendInChat } from '../support/chatSteps';
import type { Editors } from '../support/editors';
import { png } from '../support/png';
import { practiceToken } from '../support/practice';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

suite('Context and code of the chat', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  let chat: FrameLocator;

  const editors = (): Editors => workbench().editors;
  const input = (): Locator => chatInput(chat);
  const chips = (): Locator => chat.locator('.composer .chip');

  setup(async () => {
    chat = await openEmptyChat(workbench());
    for (let left = await chips().count(); left > 0; left -= 1) {
      await chips().first().locator('.chip-remove').click();
      await chips()
        .nth(left - 1)
        .waitFor({ state: 'detached' });
    }
    await input().fill('');
  });

  async function sentBody(text: string): Promise<string> {
    endpoint().enqueue(answer('ok'));
    const request = endpoint().nextRequest();
    await sendInChat(chat, text);
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
    await editors().open('receipt.js');
    chat = await workbench().openChat();
    await attach('receipt.js');
    await editors().text().click();
    await editors().toStart();
    await workbench().page.keyboard.type('// not saved yet\n');
    await chat.locator('.composer .chip.changed').waitFor();
    chat = await workbench().openChat();
    assert.match(await sentBody('See the editor'), /not saved yet/);
    assert.doesNotMatch(editors().read('receipt.js'), /not saved yet/);
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
    await editors().activeTab('What Will Be Sent').waitFor();
    await editors()
      .text()
      .getByText(/Exactly this question|prices\.js/)
      .first()
      .waitFor();
    await workbench().screenshot('what-will-be-sent');
    assert.doesNotMatch(await editors().text().innerText(), new RegExp(practiceToken));
    await workbench().runCommand('View: Close All Editors');
  });

  test('refuses a file that must never be sent, and says which setting says so', async () => {
    await editors().write('.env', 'KEY=not-a-real-secret\n');
    await drop([`file://${editors().file('.env')}`]);
    await workbench()
      .notification(/aceClaude\.context\.exclude/)
      .waitFor();
    assert.equal(await chips().count(), 0);
  });

  test('takes what is dropped from a remote folder, files and folders alike', async () => {
    const { host } = new URL(workbench().page.url());
    await drop([
      `vscode-remote://${host}${editors().file('prices.js')}`,
      `vscode-remote://${host}${editors().file('basket.js')}`,
    ]);
    await chips().nth(1).waitFor();
    assert.match(await sentBody('Both of them'), /basket\.js/);
  });

  async function dropFile(name: string): Promise<void> {
    await drop([`vscode-remote://${new URL(workbench().page.url()).host}${editors().file(name)}`]);
  }

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
    await chips().locator('canvas').waitFor();
    assert.match(await sentBody('What is this?'), /data:image\/png;base64,.*What is this\?/s);
    await chat.getByRole('article').first().locator('canvas').waitFor();
  });

  test('scales a large image of the workspace down, asks for the detail that was chosen, and shows both when it was sent', async () => {
    writeFileSync(editors().file('wide.png'), png(9000, 30));
    await dropFile('wide.png');
    const chip = chips().filter({ hasText: 'wide.png' });
    await chip.getByText('9000 × 30 → 8000 × 27').waitFor();
    await chip.locator('canvas').waitFor();
    await input().press('Backspace');
    const page = chip.page();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await chip.getByRole('button', { name: 'Detail of wide.png: low' }).waitFor();
    const body = await sentBody('How wide?');
    const { image_url: image } = JSON.parse(/\{"type":"image_url".*?\}\}/.exec(body)?.[0] ?? '') as {
      image_url: { url: string; detail: string };
    };
    assert.equal(image.detail, 'low');
    const bytes = Buffer.from(image.url.split(',')[1] ?? '', 'base64');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [8000, 27]);
    const sent = chat.getByRole('article').first().locator('.sent-attachment');
    await sent.locator('canvas').waitFor();
    assert.match((await sent.getAttribute('title')) ?? '', /Detail of wide\.png: low\nscaled down from 9000 × 30 pixels/);
  });

  test('says why a damaged image, a vector graphic or another file is not attached', async () => {
    writeFileSync(editors().file('torn.png'), Buffer.concat([png(8, 8).subarray(0, 33), Buffer.alloc(200, 0xff)]));
    await dropFile('torn.png');
    await workbench()
      .notification(/torn\.png is damaged and cannot be read/)
      .waitFor();
    await chips().first().waitFor({ state: 'detached' });
    await chat.locator('main').evaluate((main) => {
      const data = new DataTransfer();
      data.items.add(new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'logo.svg', { type: 'image/svg+xml' }));
      data.items.add(new File(['II*'], 'page.tiff', { type: 'image/tiff' }));
      main.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await chat
      .getByText(/logo\.svg is not an image that Claude takes/)
      .first()
      .waitFor();
    await chat
      .getByText(/page\.tiff is not an image that Claude takes/)
      .first()
      .waitFor();
    assert.equal(await chips().count(), 0);
  });

  test('attaches the selection of the editor from its menu', async () => {
    await editors().open('basket.js');
    await editors().selectLines(1);
    await workbench().runCommand('Ace Claude: Add Selection to Chat');
    chat = await workbench().openChat();
    await chips().filter({ hasText: 'basket.js:1' }).waitFor();
    const [first = ''] = editors().read('basket.js').split('\n');
    assert.ok((await sentBody('Only this line')).includes(first));
  });

  test('# offers what is at hand: the selection, the changes, the terminal', async () => {
    await editors().open('prices.js');
    await editors().selectLines(1);
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
    await editors().untilFile('printed.txt', 'done');
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
    await editors().open('receipt.js');
    chat = await workbench().openChat();
    const tab = await editors().activeTab('receipt.js').boundingBox();
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
    mkdirSync(editors().file('.github/prompts'), { recursive: true });
    await editors().write('.github/prompts/review.prompt.md', '---\ndescription: Looks twice\n---\nReview this with care.\n');
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
    endpoint().enqueue(answer(text));
    await sendInChat(chat, 'Code, please');
    const block = chat.getByRole('article').last().locator('.code-block');
    await block.getByRole('button', { name: 'Copy' }).waitFor();
    return block;
  }

  test('inserts code with the indentation of the place, in one step to undo', async () => {
    await editors().write('spaces.js', 'function f() {\n    \n}\n');
    await editors().open('spaces.js');
    await workbench().page.keyboard.press('ArrowDown');
    await editors().untilCursor(2, 1);
    await workbench().page.keyboard.press('End');
    await editors().untilCursor(2, 5);
    chat = await workbench().openChat();
    const block = await codeAnswer('```js\nif (a) {\n\tb();\n}\n```');
    await block.getByRole('button', { name: 'Insert at Cursor' }).click();
    await editors().text().getByText('b();').waitFor();
    await workbench().runCommand('File: Save');
    await editors().untilFile('spaces.js', 'function f() {\n    if (a) {\n        b();\n    }\n}\n');
    await workbench().page.keyboard.press('Control+z');
    await workbench().runCommand('File: Save');
    await editors().untilFile('spaces.js', 'function f() {\n    \n}\n');
  });

  test('applies a change only when it is accepted', async () => {
    const before = editors().read('basket.js');
    const block = await codeAnswer(`\`\`\`js basket.js\n${before.replace(/\n/, '\n// reviewed\n')}\`\`\``);
    await block.getByRole('button', { name: 'Apply' }).click();
    await editors().lens('Accept').first().waitFor();
    assert.equal(editors().read('basket.js'), before);
    await workbench()
      .page.getByRole('button', { name: /Accept All Changes/ })
      .first()
      .click();
    await editors().tab('(Proposal)').waitFor({ state: 'detached' });
    await workbench().page.locator('.tab.active.dirty').filter({ hasText: 'basket.js' }).waitFor();
    await workbench().runCommand('File: Save All');
    await editors().untilFile('basket.js', before.replace(/\n/, '\n// reviewed\n'));
  });

  test('opens code as a new file that is not saved', async () => {
    const block = await codeAnswer('```js\nconst brandNew = 1;\n```');
    await block.getByRole('button', { name: 'New File' }).click();
    await editors()
      .activeTab(/Untitled/)
      .waitFor();
    await editors().text().getByText('brandNew').waitFor();
    await workbench().runCommand('View: Revert and Close Editor');
  });

  test('links a path of the answer to the file, and not one that is not there', async () => {
    endpoint().enqueue(answer('See `prices.js:2` and `nowhere.js:2`.'));
    await sendInChat(chat, 'Where?');
    const link = chat
      .getByRole('article')
      .last()
      .getByRole('link', { name: /prices\.js/ });
    await link.waitFor();
    assert.equal(await chat.getByRole('link', { name: /nowhere/ }).count(), 0);
    await link.click();
    await editors().activeTab('prices.js').waitFor();
  });
});
