/**
 * The floor's host: the least code that brings a streamed answer into a webview. It has no errors, no proxies, no state and no
 * tests; it only says what VS Code, Node and the network cost by themselves.
 */
const { randomUUID } = require('node:crypto');
const vscode = require('vscode');

/** Milliseconds between two messages, as in the extension. */
const interval = 33;

exports.activate = (context) => {
  let view;
  const post = (message) => view?.webview.postMessage(message);
  const provider = {
    resolveWebviewView(resolved) {
      view = resolved;
      view.webview.options = { enableScripts: true, localResourceRoots: [context.extensionUri] };
      view.webview.onDidReceiveMessage(({ text }) => answer(text, post));
      view.webview.html = html(view.webview, vscode.Uri.joinPath(context.extensionUri, 'page.js'));
      // The first fetch of an extension host takes some 80 ms: not while someone waits for an answer.
      void fetch('data:,');
    },
  };
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider('aceFloor.chat', provider),
    vscode.commands.registerCommand('aceFloor.openChat', async () => {
      await vscode.commands.executeCommand('aceFloor.chat.focus');
      post({ type: 'focus' });
    }),
    vscode.commands.registerCommand('aceFloor.newChat', () => post({ type: 'clear' })),
  );
};

async function answer(question, post) {
  let pending = '';
  let timer;
  const flush = () => {
    timer = undefined;
    if (pending === '') return;
    post({ type: 'append', text: pending });
    pending = '';
    timer = setTimeout(flush, interval);
  };
  const response = await fetch(`${process.env.ACEDATACLOUD_API_BASE_URL}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.ACEDATACLOUD_API_TOKEN}` },
    body: JSON.stringify({ model: 'claude-sonnet-4-6', messages: [{ role: 'user', content: question }], stream: true }),
  });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: {')) pending += JSON.parse(line.slice(6)).choices[0]?.delta.content ?? '';
    }
    if (timer === undefined) flush();
  }
  clearTimeout(timer);
  if (pending !== '') post({ type: 'append', text: pending });
}

function html(webview, script) {
  const nonce = randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">
body { display: flex; flex-direction: column; height: 100vh; margin: 0; padding: 0; }
.log { flex: 1; overflow-y: auto; display: flex; flex-direction: column-reverse; }
.markdown > div { white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1em; }
</style>
</head>
<body>
<div class="log"><div class="messages"></div></div>
<textarea aria-label="Message Claude"></textarea>
<script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>`;
}
