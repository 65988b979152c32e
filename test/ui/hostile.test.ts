/** A hostile answer in the real page, under its real policy: nothing runs, nothing loads, nothing is a dangerous link. */
import assert from 'node:assert/strict';
import { answer } from '../endpoint/scenario';
import { askInChat } from '../support/chatSteps';
import { useEndpoint } from '../support/useEndpoint';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

const hostile = (origin: string): string => `
<script>parent.postMessage('owned', '*'); document.title = 'owned'</script>
<img src="${origin}/pixel.png" onerror="document.title='owned'">
![track](${origin}/track.png)
![data](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)
<style>@import url("${origin}/style.css"); @font-face { font-family: x; src: url(${origin}/font.woff2) }</style>
<iframe src="${origin}/frame"></iframe> <base href="${origin}/"> <meta http-equiv="refresh" content="0;url=${origin}/meta">

[run](command:workbench.action.terminal.new) [open](vscode://file/etc/passwd) [js](javascript:alert(1)) [file](file:///etc/passwd)
[data](data:text/html,<script>alert(1)</script>) <javascript:alert(1)> <command:workbench.action.quit>
[fine](https://example.test/) [https://bank.test](https://thief.test/)

\`\`\`"><img src=x onerror=alert(1)>
<script>alert('code')</script>
\`\`\`

| <img src=${origin}/cell.png> | b |
|---|---|
| [x](command:a) | y |
`;

suite('A hostile answer', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  const trap = useEndpoint();

  for (const pieces of [1, 4000]) {
    test(`stays text in pieces of ${String(pieces)}`, async () => {
      endpoint().enqueue(answer(`${hostile(trap().origin)}\n\nThe very end.`, { pieces }));
      const last = await askInChat(await workbench().openChat(), 'Be evil');
      await last.getByText('The very end.').waitFor();
      const found = await last.evaluate((article) => ({
        // The page's own buttons have drawings.
        elements: [...new Set([...article.querySelectorAll(':not(button *)')].map((element) => element.tagName.toLowerCase()))],
        targets: [...article.querySelectorAll('[href], [src]')].map(
          (element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '',
        ),
        handlers: [...article.querySelectorAll('*')].flatMap((element) =>
          element.getAttributeNames().filter((name) => name.startsWith('on')),
        ),
        title: document.title,
      }));
      for (const element of ['script', 'img', 'style', 'iframe', 'base', 'meta', 'svg', 'link', 'object', 'embed', 'form']) {
        assert.equal(found.elements.includes(element), false, element);
      }
      for (const target of found.targets) {
        assert.match(target, /^(https?|mailto):/);
      }
      assert.deepEqual(found.handlers, []);
      assert.equal(found.title, 'Ace Claude');
      assert.ok((await last.innerText()).includes('<script>'));
      assert.deepEqual(
        trap().requests.map((request) => request.path),
        [],
      );
    });
  }
});
