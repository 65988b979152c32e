/** What is offered as context, and how what is sent is shown, in the real VS Code. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RequestPreview } from '../../src/host/context/requestPreview';
import { Suggestions } from '../../src/host/context/suggestions';
import { ContextFixture, onePixel } from '../support/contextFixture';

suite('The context of a question:', () => {
  let context: ContextFixture;

  setup(async () => {
    context = await ContextFixture.create();
  });

  teardown(() => context.remove());

  suite('suggestions', () => {
    let suggestions: Suggestions;
    const prompts = { suggest: () => Promise.resolve([]), pick: () => Promise.resolve('text of a prompt') };

    setup(() => {
      const { attachments, exclusions, say } = context;
      suggestions = new Suggestions({ attachments, exclusions, prompts, say });
    });

    teardown(() => {
      suggestions.dispose();
    });

    async function last(trigger: '@' | '#' | '/', text: string) {
      const lists = [];
      for await (const list of suggestions.query(trigger, text)) {
        lists.push(list);
      }
      return { first: lists[0] ?? [], all: lists.at(-1) ?? [] };
    }

    test('for @ begin with what is open, at once, then the workspace', async () => {
      await context.write('hidden.log', 'x');
      await context.write('.gitignore', '*.log\n');
      await context.write('.env', 'KEY=1');
      await vscode.window.showTextDocument(await context.write('opened.ts', 'x'));
      await vscode.window.showTextDocument(await context.write('second.ts', 'x'), { preview: false });
      const { first, all } = await last('@', '');
      assert.equal(first[0]?.label, 'second.ts');
      const labels = all.map(({ label }) => label);
      assert.ok(labels.includes('prices.js') && labels.includes(`${context.name}/`), labels.join());
      assert.ok(!labels.includes('.env') && !labels.includes('hidden.log'), labels.join());
    });

    test('for @ with letters match names and folders, and attach what is picked', async () => {
      await context.write('needle.ts', 'export function threadTheNeedle() {}\n');
      const { all } = await last('@', 'needl');
      assert.equal(all[0]?.label, 'needle.ts');
      assert.equal(all[0].detail, context.name);
      assert.equal(await suggestions.pick(all[0].id), undefined);
      assert.equal(context.attachments.chips[0]?.label, `${context.name}/needle.ts`);
      const folders = await last('@', 'context');
      const found = folders.all.find(({ kind }) => kind === 'folder');
      assert.equal(found?.label, `${context.name}/`);
    });

    test('for @ have the symbols of the active editor', async () => {
      const uri = await context.write('sym.js', '/** Adds. */\nfunction threadTheNeedle(a) {\n  return a;\n}\n');
      await vscode.window.showTextDocument(uri);
      const provider = vscode.languages.registerDocumentSymbolProvider(
        { pattern: '**/sym.js' },
        {
          provideDocumentSymbols: () => [
            new vscode.DocumentSymbol(
              'threadTheNeedle',
              '',
              vscode.SymbolKind.Function,
              new vscode.Range(1, 0, 3, 1),
              new vscode.Range(1, 9, 1, 24),
            ),
          ],
        },
      );
      try {
        const { all } = await last('@', 'threadThe');
        const symbol = all.find(({ kind }) => kind === 'symbol');
        assert.equal(symbol?.label, 'threadTheNeedle');
        await suggestions.pick(symbol.id);
        assert.equal((await context.readText()).text, 'function threadTheNeedle(a) {\n  return a;\n}\n');
      } finally {
        provider.dispose();
      }
    });

    test('for # are what is at hand', async () => {
      const editor = await vscode.window.showTextDocument(await context.write('s.ts', 'one\ntwo\n'));
      editor.selection = new vscode.Selection(0, 0, 0, 3);
      const collection = vscode.languages.createDiagnosticCollection('context-test');
      collection.set(editor.document.uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'Bad.')]);
      try {
        const { all } = await last('#', '');
        const kinds = new Set(all.map(({ kind }) => kind));
        assert.ok(kinds.has('selection') && kinds.has('problems') && kinds.has('changes'), [...kinds].join());
        assert.equal(all.find(({ kind }) => kind === 'selection')?.detail, 's.ts:1');
        const { all: some } = await last('#', 'prob');
        assert.ok(some.length >= 2 && some.every(({ kind }) => kind === 'problems'));
        await suggestions.pick(some[0]?.id ?? '');
        assert.equal((await context.readText()).text, `${context.name}/s.ts:1:1 error: Bad.`);
      } finally {
        collection.dispose();
      }
    });

    test('for # have what is selected in the terminal, and leave the clipboard as it was', async () => {
      const written = new vscode.EventEmitter<string>();
      const pty: vscode.Pseudoterminal = {
        onDidWrite: written.event,
        open: () => {
          written.fire('npm ERR! missing script\r\n');
        },
        close: () => undefined,
      };
      const terminal = vscode.window.createTerminal({ name: 'context test', pty });
      try {
        const isActive = new Promise<void>((resolve) => {
          const listener = vscode.window.onDidChangeActiveTerminal((active) => {
            if (active !== terminal) return;
            listener.dispose();
            resolve();
          });
        });
        terminal.show();
        await isActive;
        const { all } = await last('#', 'term');
        assert.deepEqual(
          all.map(({ kind, detail }) => `${kind} ${detail}`),
          ['terminal context test'],
        );
        await vscode.env.clipboard.writeText('mine');
        await suggestions.pick(all[0]?.id ?? '');
        assert.match(context.said.join(), /Nothing is selected in the terminal/);
        assert.equal(await vscode.env.clipboard.readText(), 'mine');

        // The text is drawn some time after it was written.
        while (context.attachments.chips.length === 0) {
          await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
          await suggestions.pick(all[0]?.id ?? '');
        }
        assert.match((await context.readText()).text, /npm ERR! missing script/);
        assert.equal(await vscode.env.clipboard.readText(), 'mine');
      } finally {
        terminal.dispose();
        written.dispose();
      }
    });

    test('that are not of the context are asked of the prompt library', async () => {
      assert.equal(await suggestions.pick('prompt:x'), 'text of a prompt');
    });
  });

  suite('the preview', () => {
    const usage = {
      prompt_tokens: 1234,
      completion_tokens: 50,
      total_tokens: 1284,
      prompt_tokens_details: { cached_tokens: 7 },
    };

    test('shows each part of the messages with its size, and images by their size alone', async () => {
      await context.attachments.addImage('shot.png', 'image/png', onePixel);
      await context.attachments.addUris([(await context.write('a.ts', 'const a = "````";\n')).toString()]);
      const { sent } = await context.attachments.read();
      const preview = new RequestPreview(context.documents);
      await preview.show(
        {
          conversation: { model: 'claude-sonnet-4-6', effort: 'low' },
          path: [{ role: 'user', id: 'q', at: 0, text: 'What is this?', attachments: sent }],
          instructions: ['Be kind.'],
        },
        [{ label: 'gone.ts', note: 'It is gone.' }],
      );
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'markdown');
      const text = document.getText();
      for (const expected of [
        /^# What Will Be Sent\n/,
        /Left out: `gone\.ts`\. It is gone\./,
        /"reasoning_effort": "low"/,
        /Be kind\./,
        /## 2\. You · about \d+ tokens/,
        /### Attachment `shot\.png` · about 1 tokens\n\n`data:image\/png;base64,… \(0\.1 kB\)`/,
        new RegExp(`### Attachment \`${context.name}/a\\.ts\` · about \\d+ tokens`),
        /What is this\?/,
      ]) {
        assert.match(text, expected);
      }
      assert.ok(!text.includes(onePixel));
    });

    test('shows all that is known of an answer, and the request without the token', async () => {
      const preview = new RequestPreview(context.documents);
      await preview.showInspection({
        answer: {
          role: 'assistant',
          id: 'a',
          at: 0,
          model: 'claude-sonnet-4-6',
          text: 'Hi',
          reasoning: '',
          status: 'complete',
          usage,
          facts: {
            id: 'chatcmpl-1',
            model: 'claude-x',
            created: 1_700_000_000,
            finishReason: 'stop',
            traceId: 'trace-1',
            systemFingerprint: 'fp_1',
            serviceTier: 'flex',
          },
          audio: [{ id: 'audio_1', file: 'a.0.wav', extension: 'wav', bytes: 4321, expiresAt: 1_700_003_600 }],
          timing: { firstTokenMs: 500, streamMs: 1000 },
        },
        request: {
          model: 'claude-sonnet-4-6',
          messages: [
            { role: 'system', content: 'data: all of it, as it was' },
            { role: 'user', content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${onePixel}` } }] },
          ],
        },
        isExact: true,
      });
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      for (const expected of [
        'chatcmpl-1',
        'claude-x',
        '2023-11-14T22:13:20.000Z',
        'trace-1',
        'fp_1',
        'flex',
        'audio_1',
        '4,321',
        '2023-11-14T23:13:20.000Z',
        'prompt_tokens_details.cached_tokens',
        'data: all of it, as it was',
      ]) {
        assert.ok(text.includes(expected), expected);
      }
      assert.match(text, /1,234/);
      assert.match(text, /50\.0 tokens per second/);
      assert.match(text, /Authorization: Bearer \(your token, not shown\)/);
      assert.ok(!text.includes(onePixel));
    });
  });
});
