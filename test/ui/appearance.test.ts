/** How the chat looks and fits in each kind of colour theme, wide and at 200 pixels. Leaves pictures to look at. */
import assert from 'node:assert/strict';
import { answer } from '../endpoint/scenario';
import { askInChat } from '../support/chatSteps';
import { useSharedWorkbench } from '../support/useSharedWorkbench';
import { themeKinds } from '../support/workbench';

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

suite('The look of the chat', () => {
  const { workbench, endpoint } = useSharedWorkbench();

  /** Of the word `export`, in the theme before: dark and light alternate. */
  let colourBefore = '';

  for (const theme of themeKinds) {
    test(`fits in the ${theme} theme, and its code follows the theme`, async () => {
      const chat = await workbench().openChat();
      await workbench().setTheme(theme);
      endpoint().enqueue(answer(sample));
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
    await workbench().dragSideBarTo(200);
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
