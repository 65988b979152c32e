/** Explain Selection in the packaged extension: the thread below the code, its buttons and keys, and how it looks. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { answer, errorAnswer } from '../endpoint/scenario';
import type { Editors } from '../support/editors';
import { gated } from '../support/gated';
import { useEndpoint } from '../support/useEndpoint';
import { useSharedWorkbench } from '../support/useSharedWorkbench';
import { themeKinds } from '../support/workbench';

const explanation = `Adds up what a basket costs, and takes ten percent off where there are ten pieces or more.

1. \`total\` looks up each price in \`prices\`.
2. It multiplies it with the count, and with \`discount(count)\`.

\`\`\`js
const sum = basket.reduce((sum, { name, count }) => sum + prices[name] * count, 0);
\`\`\`

Easily overlooked: a name without a price gives **NaN**, not an error.
`;

suite('Explain in place', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  const trap = useEndpoint();
  const editors = (): Editors => workbench().editors;
  const thread = (): Locator => workbench().page.locator('.review-widget');
  const comments = (): Locator => thread().locator('.review-comment');
  const button = (name: string | RegExp): Locator => thread().getByRole('button', { name });

  async function selectAndExplain(file = 'basket.js', lines = 3): Promise<void> {
    await editors().open(file);
    await editors().selectLines(lines);
    await workbench().runCommand('Ace Claude: Explain Selection');
  }

  teardown(async () => {
    for (let left = await thread().count(); left > 0; left -= 1) {
      await button('Close Explanation').first().click();
      await thread()
        .nth(left - 1)
        .waitFor({ state: 'detached' });
    }
    await workbench().runCommand('View: Close All Editors');
  });

  test('reads, streams and stops below the code, without opening a panel', async () => {
    const middle = explanation.indexOf('2. It multiplies');
    const { scenario, open } = gated([explanation.slice(0, middle), explanation.slice(middle)]);
    endpoint().enqueue(scenario);
    await selectAndExplain();
    await comments().getByText('Claude is reading basket.js:1-3 …').waitFor();
    await comments()
      .getByText(/^[1-9] s$/)
      .waitFor();
    await workbench().screenshot('explain-reading');
    open(0);
    await comments().getByText('Adds up what a basket costs').waitFor();
    await comments().locator('li').first().waitFor();
    await workbench().screenshot('explain-streaming');
    await button('Stop').click();
    await comments()
      .getByText(/Stopped\. What had come is kept/)
      .waitFor();
    await button('Stop').waitFor({ state: 'detached' });
    assert.equal(await comments().count(), 1);
    assert.equal(await workbench().page.locator('.comments-panel').count(), 0, 'the Comments panel has opened by itself');
    assert.equal(await workbench().page.locator('.part.panel:visible').count(), 0);
  });

  test('takes a question with Ctrl+Enter, and with its button', async () => {
    const { page } = workbench();
    endpoint().enqueue(answer(explanation), answer('It is *not* checked.'), answer('Use a `Map`.'));
    await selectAndExplain();
    await comments().getByText('Easily overlooked').waitFor();
    await thread().locator('.review-thread-reply-button').click();
    await thread().locator('.comment-form .monaco-editor.focused').waitFor();
    await page.keyboard.type('What of unknown names?');
    await page.keyboard.press('Control+Enter');
    await comments().getByText('It is not checked.').waitFor();
    assert.equal(await comments().count(), 3);
    await thread().locator('.review-thread-reply-button').click();
    await thread().locator('.comment-form .monaco-editor.focused').waitFor();
    await page.keyboard.type('What is better?');
    await workbench().screenshot('explain-question');
    await button('Ask').click();
    await comments().getByText('Use a Map.').waitFor();
    assert.deepEqual(await comments().locator('.author').allInnerTexts(), ['Claude', 'You', 'Claude', 'You', 'Claude']);
    await workbench().screenshot('explain-answered');
  });

  test('goes on in the chat with everything', async () => {
    endpoint().enqueue(answer(explanation));
    await selectAndExplain();
    await comments().getByText('Easily overlooked').waitFor();
    await button('Continue in Chat').click();
    const chat = workbench().chat();
    await chat.getByRole('article').last().getByText('Easily overlooked').waitFor();
    await chat.getByRole('article').first().getByText('basket.js:1-3').waitFor();
    await workbench().screenshot('explain-in-chat');
    await comments().getByText('Easily overlooked').waitFor();
  });

  test('says what went wrong, and asks again on Retry', async () => {
    endpoint().enqueue(errorAnswer(403, 'used_up'), answer('Better.'));
    await selectAndExplain();
    await comments()
      .getByText(/credit of this API token is used up/)
      .waitFor();
    await workbench().screenshot('explain-error');
    await button('Retry').click();
    await comments().getByText('Better.').waitFor();
    await button('Retry').waitFor({ state: 'detached' });
  });

  test('is there again when its file is', async () => {
    endpoint().enqueue(answer('Here to stay.'));
    await selectAndExplain();
    await comments().getByText('Here to stay.').waitFor();
    await workbench().runCommand('View: Close All Editors');
    await thread().waitFor({ state: 'detached' });
    await editors().open('basket.js');
    await comments().getByText('Here to stay.').waitFor();
  });

  test('is in sight also where the code is longer than the window', async () => {
    await editors().write('long.js', 'a();\n'.repeat(90));
    endpoint().enqueue(answer('It calls.'));
    await selectAndExplain('long.js', 60);
    await comments().getByText('It calls.').waitFor();
    const box = await comments().first().boundingBox();
    assert.ok(box !== null && box.y > 100 && box.y + box.height < 700, JSON.stringify(box));
    await workbench().screenshot('explain-long');
  });

  test('moves with its code', async () => {
    const { page } = workbench();
    endpoint().enqueue(answer('It moves.'));
    await selectAndExplain();
    await comments().getByText('It moves.').waitFor();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('// first\n');
    await thread()
      .getByText(/basket\.js:2-4/)
      .waitFor();
    await comments().getByText('It moves.').waitFor();
    await workbench().screenshot('explain-moved');
    await page.keyboard.press('Control+z');
    await thread()
      .getByText(/basket\.js:1-3/)
      .waitFor();
    await workbench().runCommand('File: Revert File');
  });

  test('shows nothing of a hostile answer but text, and loads nothing', async () => {
    endpoint().enqueue(
      answer(
        `![a](${trap().origin}/a.png) <img src="${trap().origin}/b.png"> [![c](${trap().origin}/c.png)](command:workbench.action.quit)\n\n` +
          `![d][e]\n\n[e]: ${trap().origin}/d.png\n\n\`\`\`html\n<img src="${trap().origin}/f.png">\n![g](${trap().origin}/g.png)\n\`\`\`\n\n` +
          `<script>alert(1)</script> [run](command:workbench.action.quit) [open](vscode://file/etc/passwd)\n\nThe very end.`,
      ),
    );
    await selectAndExplain();
    await comments().getByText('The very end.').waitFor();
    const body = comments().locator('.comment-body');
    assert.equal(await body.locator('img, script, iframe, svg').count(), 0);
    const links = await body.locator('a').evaluateAll((found) => found.map((link) => link.getAttribute('data-href') ?? ''));
    for (const link of links) assert.match(link, /^https?:/);
    assert.match(await body.innerText(), /<script>alert\(1\)<\/script>/);
    await workbench().screenshot('explain-hostile');
    assert.deepEqual(trap().requests, []);
  });

  for (const theme of themeKinds) {
    test(`looks at home in the ${theme} theme`, async () => {
      await workbench().setTheme(theme);
      endpoint().enqueue(answer(explanation));
      await selectAndExplain();
      await comments().getByText('Easily overlooked').waitFor();
      await workbench().screenshot(`explain-${theme}`);
      const fits = await thread()
        .locator('.comment-body')
        .first()
        .evaluate((element) => element.scrollWidth <= element.clientWidth + 1);
      assert.ok(fits, 'the text is wider than its comment');
    });
  }
});
