/** How the chat looks and fits in each kind of colour theme, wide and at 200 pixels. Leaves pictures to look at. */
import assert from 'node:assert/strict';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer } from '../endpoint/scenario';
import { askInChat } from '../support/askInChat';
import { practiceEnvironment, practiceToken } from '../support/practice';
import { useWorkbench } from '../support/useWorkbench';

const sample = `## What changed

A list, a \`word\` and a [link](https://example.test/):

- [x] one that is done
- [ ] one that is not

| Unit | Tokens |
| --- | ---: |
| a word | 1 |

> A quotation.

\`\`\`ts
export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, next) => sum + next, 0); // an empty list gives 0
}
\`\`\`
`;

const themes = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;

suite('The look of the chat', () => {
  let endpoint: Endpoint;

  suiteSetup(async () => {
    endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity });
  });
  suiteTeardown(() => endpoint.close());

  const workbench = useWorkbench(() => ({ env: practiceEnvironment(endpoint.origin) }));

  /** Of the word `export`, in the theme before: dark and light alternate. */
  let colourBefore = '';

  for (const theme of themes) {
    test(`fits in the ${theme} theme, and its code follows the theme`, async () => {
      const chat = await workbench().openChat();
      await workbench().setTheme(theme);
      endpoint.enqueue(answer(sample));
      const article = await askInChat(chat, 'What can you show me?');
      const keyword = article.locator('.code-line span[style*="color"]').first();
      await keyword.waitFor();
      const colour = await keyword.evaluate((span) => getComputedStyle(span).color);
      assert.notEqual(colour, colourBefore);
      colourBefore = colour;
      await workbench().screenshot(`answer-${theme}`);
      const overflow = await chat.locator('body').evaluate((body) => body.scrollWidth - body.clientWidth);
      assert.equal(overflow, 0);
    });
  }

  test('fits into 200 pixels', async () => {
    const chat = await workbench().openChat();
    const view = workbench().page.locator('.part.sidebar');
    const box = await view.boundingBox();
    assert.ok(box);
    const { mouse } = workbench().page;
    await mouse.move(box.x + box.width, box.y + box.height / 2);
    await mouse.down();
    await mouse.move(box.x + 200, box.y + box.height / 2, { steps: 8 });
    await mouse.up();
    await workbench().screenshot('narrow');
    const width = await chat.locator('body').evaluate((body) => ({ client: body.clientWidth, scroll: body.scrollWidth }));
    assert.ok(width.client <= 215, String(width.client));
    assert.equal(width.scroll, width.client);
    const outside = await chat
      .locator('button:visible, select:visible, textarea:visible')
      .evaluateAll((controls) =>
        controls
          .filter((control) => control.getBoundingClientRect().right > document.body.clientWidth)
          .map((control) => control.outerHTML),
      );
    assert.deepEqual(outside, []);
  });
});
