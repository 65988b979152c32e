/**
 * Answers with formulas, footnotes, diagrams and long code in the real page, under its real policy: all of it can be seen, nothing
 * of it is blocked or loosens anything. Leaves pictures to look at.
 */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { answer } from '../endpoint/scenario';
import { askInChat } from '../support/chatSteps';
import { useSharedWorkbench } from '../support/useSharedWorkbench';
import { themeKinds } from '../support/workbench';

const rich = `The mean of $n$ numbers[^mean] is

$$
\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i
$$

and costs $5, not $10. The order does not matter: \\(a + b = b + a\\), see \`src/cart.ts:3\`.

| Step | Cost |
| --- | ---: |
| sum | $O(n)$ |
| divide | $O(1)$ |

> [!WARNING]
> An empty list has no mean.

\`\`\`mermaid
flowchart TD
  A[Read numbers] --> B{Any there?}
  B -->|yes| C[Sum and divide]
  B -->|no| D[Say so]
  C --> E[(Store)]
\`\`\`

\`\`\`ts
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, next) => sum + next, 0) / numbers.length;
}
\`\`\`

The very end.^[Said twice.]

[^mean]: Also called *average*.
`;

const longCode = `\`\`\`ts\n${Array.from({ length: 40 }, (_, index) => `const value${String(index)} = ${String(index)}; // ${'words '.repeat(20)}`).join('\n')}\n\`\`\`\n`;

const diagrams = [
  'sequenceDiagram\n  participant A as Ann\n  A->>Bob: Hello<br/>there\n  Note over A,Bob: A note\n  Bob-->>A: Hi',
  'classDiagram\n  class Animal {\n    +int age\n    +eat() bool\n  }\n  Animal <|-- Dog',
  'stateDiagram-v2\n  [*] --> Still\n  Still --> Moving : go\n  Moving --> [*]',
  'erDiagram\n  CUSTOMER ||--o{ ORDER : places\n  CUSTOMER {\n    string name PK\n  }',
  'gantt\n  title Plan\n  dateFormat YYYY-MM-DD\n  section One\n  First :a1, 2024-01-01, 30d\n  Second :after a1, 20d',
  'pie title Pets\n  "Dogs" : 386\n  "Cats" : 85\n  "Fish" : 120',
  'mindmap\n  root((Mind))\n    One\n      Two\n    Three',
  'gitGraph\n  commit\n  branch dev\n  commit\n  checkout main\n  merge dev',
  'timeline\n  title Times\n  2002 : One\n  2004 : Two : Three',
  'flowchart LR\n  a["<img src=x onerror=alert(1)>"] --> b["**bold** $x^2$"]\n  click a "https://thief.test/"\n  classDef c fill:#c33,stroke:#000\n  class b c',
];

suite('Rich answers', () => {
  const { workbench, endpoint } = useSharedWorkbench({ viewport: { width: 1280, height: 1600 } });

  /** Opens the chat and notes from then on what its policy refuses. */
  async function openChat(): Promise<{ chat: FrameLocator; violations: () => Promise<string[]> }> {
    const chat = await workbench().openChat();
    const body = chat.locator('body');
    await body.evaluate((element) => {
      const refused: string[] = [];
      Object.assign(element, { refused });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        refused.push(`${violatedDirective} ${blockedURI}`);
      });
    });
    return { chat, violations: () => body.evaluate((element) => (element as HTMLElement & { refused: string[] }).refused) };
  }

  async function sizeOf(locator: Locator): Promise<{ width: number; height: number }> {
    const box = await locator.boundingBox();
    assert.ok(box);
    return box;
  }

  for (const theme of themeKinds) {
    test(`show formula, diagram, table and footnotes in the ${theme} theme, and the policy refuses nothing`, async () => {
      const { chat, violations } = await openChat();
      await workbench().setTheme(theme);
      if (theme === 'dark') await workbench().dragSideBarTo(512);
      endpoint().enqueue(answer(rich, { pieces: 300 }));
      const article = await askInChat(chat, 'Show me the mean');

      const formula = article.locator('.md-formula-display .katex-display').first();
      await formula.waitFor();
      const picture = article.getByRole('img', { name: 'Diagram' });
      await picture.waitFor();
      const { width, height } = await sizeOf(formula);
      assert.ok(width > 100 && height > 40, JSON.stringify({ width, height }));
      const drawn = await sizeOf(picture.locator('svg'));
      assert.ok(drawn.width > 100 && drawn.height > 150, JSON.stringify(drawn));
      const fonts = await chat
        .locator('body')
        .evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family));
      assert.ok(fonts.includes('KaTeX_Main') && fonts.includes('KaTeX_Math'), fonts.join());
      // The MathML beside it is for screen readers only.
      const hidden = await sizeOf(formula.locator('.katex-mathml'));
      assert.ok(hidden.width <= 1 && hidden.height <= 1, JSON.stringify(hidden));
      assert.match(await article.innerText(), /costs \$5, not \$10\./);
      await picture.scrollIntoViewIfNeeded();
      await workbench().screenshot(`rich-${theme}`);
      const overflow = await chat.locator('body').evaluate((body) => body.scrollWidth - body.clientWidth);
      assert.equal(overflow, 0);
      assert.deepEqual(await violations(), []);
    });
  }

  test('lead from a footnote to its text and back by keyboard, without leaving the page', async () => {
    const { chat } = await openChat();
    endpoint().enqueue(answer(rich));
    const article = await askInChat(chat, 'Footnotes?');
    const reference = article.locator('[data-note][aria-label="Footnote 1"]');
    await reference.press('Enter');
    const note = article.locator('.md-notes li:focus');
    assert.match(await note.innerText(), /Also called average/);
    await article.locator('[data-note-back][aria-label="Back to the reference of footnote 1"]').click();
    assert.equal(await article.locator('.md-note-link:focus').innerText(), '1');
  });

  test('draw all usual kinds of diagrams under the policy, and follow a change of the theme', async () => {
    const { chat, violations } = await openChat();
    await workbench().setTheme('dark');
    endpoint().enqueue(answer(diagrams.map((source) => `\`\`\`mermaid\n${source}\n\`\`\`\n`).join('\n')));
    const article = await askInChat(chat, 'Draw');
    for (const [index] of diagrams.entries()) {
      const block = article.locator('.code-block').nth(index);
      await block.scrollIntoViewIfNeeded();
      const picture = block.locator('.code-diagram');
      await picture.waitFor();
      const { width, height } = await sizeOf(picture.locator('svg'));
      assert.ok(width > 30 && height > 30, `${diagrams[index] ?? ''} ${JSON.stringify({ width, height })}`);
      await picture.screenshot({ path: `${process.cwd()}/.vscode-test/screenshots/diagram-${String(index)}.png` });
    }
    const fill = (): Promise<string> =>
      article
        .locator('.code-block')
        .nth(2)
        .locator('svg .node rect, svg .node path')
        .first()
        .evaluate((shape) => getComputedStyle(shape).fill);
    const before = await fill();
    await workbench().setTheme('light');
    await article.locator('.code-block').nth(2).scrollIntoViewIfNeeded();
    const deadline = Date.now() + 20_000;
    while ((await fill()) === before && Date.now() < deadline) await workbench().page.waitForTimeout(100);
    assert.notEqual(await fill(), before);
    assert.deepEqual(await violations(), []);
    assert.equal(await article.locator('svg a, svg image, svg script').count(), 0);
  });

  test('say that a diagram cannot be drawn, and show its source', async () => {
    const { chat, violations } = await openChat();
    endpoint().enqueue(answer('```mermaid\nflowchart TD\n  A -->\n```\n\nThe $\\nonsense{x}$ end.\n'));
    const article = await askInChat(chat, 'Draw nonsense');
    await article.getByText('This diagram cannot be drawn.').waitFor();
    assert.match(await article.locator('pre').innerText(), /A -->/);
    await article.locator('code[title^="This formula cannot be shown"]').waitFor();
    assert.deepEqual(await violations(), []);
  });

  test('fold long code, wrap it, and keep its header usable at 200 pixels', async () => {
    const { chat } = await openChat();
    endpoint().enqueue(answer(longCode));
    const article = await askInChat(chat, 'Long code');
    const frame = article.locator('pre');
    const folded = await sizeOf(frame);
    await article.getByRole('button', { name: 'Show all 40 lines' }).click();
    const whole = await sizeOf(frame);
    assert.ok(whole.height > folded.height * 1.5, JSON.stringify({ folded, whole }));
    await article.getByRole('button', { name: 'Show less' }).click();
    const wrap = article.getByRole('button', { name: 'Wrap' });
    await wrap.click();
    assert.equal(await wrap.getAttribute('aria-pressed'), 'true');
    const overflow = await frame.evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.equal(overflow, 0);
    await workbench().dragSideBarTo(200);
    await article.locator('.code-header').hover();
    await workbench().screenshot('rich-narrow');
    const outside = await article
      .locator('button:visible')
      .evaluateAll((buttons) => buttons.filter((one) => one.getBoundingClientRect().right > document.body.clientWidth).length);
    assert.equal(outside, 0);
  });
});
