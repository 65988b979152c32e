/** The chat page's HTML: empty but for its script, under the tightest policy that it runs with. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What the page may load: nothing else is reachable from it. */
export function webviewResourceRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')];
}

export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const resource = (...path: string[]): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  // A module script hands its nonce on to what it imports. Trusted types without a policy: no text becomes HTML or script.
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    // What the page was given as bytes, nothing else.
    `media-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${['chat', 'transcript', 'composer', 'markdown'].map((name) => `<link rel="stylesheet" href="${resource('media', `${name}.css`)}">`).join('\n')}
<title>Ace Claude</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${resource('dist', 'webview.js')}"></script>
</body>
</html>`;
}
