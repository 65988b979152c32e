/** What is attached to a question, in the real VS Code: files and their buffers, selections, folders, problems, changes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { attachmentOf, sentAttachmentsOf } from '../../src/core/attachmentShape';
import { attachAgain } from '../../src/host/context/attachAgain';
import { addFileToChat } from '../../src/host/commands/addFileToChat';
import { addSelectionToChat } from '../../src/host/commands/addSelectionToChat';
import { ContextFixture, onePixel } from '../support/contextFixture';

suite('The context of a question', () => {
  let context: ContextFixture;

  setup(async () => {
    context = await ContextFixture.create();
  });

  teardown(() => context.remove());

  suite('files', () => {
    test('have a chip with their size, once', async () => {
      const uri = await context.write('a.ts', 'export const answer = 42;\r\n');
      await context.attachments.addUris([uri.toString(), uri.toString()]);
      await context.attachments.addUris([uri.toString()]);
      const [chip, ...others] = context.attachments.chips;
      assert.deepEqual(others, []);
      assert.equal(chip?.label, `${context.name}/a.ts`);
      assert.equal(chip.state, 'ready');
      assert.ok(chip.tokens >= 5 && chip.tokens < 15, String(chip.tokens));
      const sent = await context.readText();
      assert.equal(sent.text, 'export const answer = 42;\n');
      assert.equal(sent.languageId, 'typescript');
      assert.deepEqual(context.said, []);
    });

    test('are sent as the editor has them, not as the disk has them', async () => {
      const uri = await context.write('a.ts', 'one\n');
      await context.attachments.addUris([uri.toString()]);
      await vscode.window.showTextDocument(uri);
      await context.edit(uri, new vscode.Range(0, 0, 0, 3), 'two');
      const chip = await context.chipThat(({ state }) => state === 'changed');
      assert.equal(chip.label, `${context.name}/a.ts`);
      assert.equal((await context.readText()).text, 'two\n');
      await context.edit(uri, new vscode.Range(0, 0, 0, 3), 'one');
      await context.chipThat(({ state }) => state === 'ready');
    });

    test('that change on disk, or go, are marked', async () => {
      const uri = await context.write('b.txt', 'before\n');
      await context.attachments.addUris([uri.toString()]);
      await context.write('b.txt', 'after, and longer\n');
      await context.chipThat(({ state }) => state === 'changed');
      await vscode.workspace.fs.delete(uri);
      const gone = await context.chipThat(({ state }) => state === 'unavailable');
      assert.match(gone.note ?? '', /b\.txt cannot be read/);
      const { sent, unavailable } = await context.attachments.read();
      assert.deepEqual(sent, []);
      assert.equal(unavailable[0]?.label, `${context.name}/b.txt`);
    });

    test('that are not saved yet can be attached', async () => {
      const document = await vscode.workspace.openTextDocument({ content: 'draft', language: 'markdown' });
      await context.attachments.addUris([document.uri.toString()]);
      assert.equal((await context.readText()).text, 'draft');
      assert.equal((await context.readText()).languageId, 'markdown');
    });

    test('are refused with a sentence where they cannot or may not be sent', async () => {
      const binary = await context.write('x.bin', Uint8Array.from([1, 2, 0, 3]));
      const large = await context.write('large.txt', 'x'.repeat(6 * 1024 * 1024));
      const env = await context.write('.env', 'KEY=1');
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(context.folder, 'secrets'));
      const secret = await context.write('secrets/deep.txt', 'psst');
      const missing = vscode.Uri.joinPath(context.folder, 'missing.ts');
      for (const [uri, sentence] of [
        [binary, /x\.bin is not a text file/],
        [large, /large\.txt is too large \(6\.0 MB, at most 5\.0 MB\)/],
        [env, /\.env is never sent: the setting aceClaude\.context\.exclude/],
        [secret, /deep\.txt is never sent/],
        [missing, /missing\.ts cannot be read/],
      ] as const) {
        context.said.length = 0;
        await context.attachments.addUris([uri.toString()]);
        assert.match(context.said.join(), sentence);
        assert.deepEqual(context.attachments.chips, []);
      }
      context.said.length = 0;
      await context.attachments.addUris(['not a uri', env.toString()]);
      assert.equal(context.said.length, 1);
    });

    test('that become excluded are not sent', async () => {
      const uri = await context.write('a.ts', 'one\n');
      await context.attachments.addUris([uri.toString()]);
      context.excluded = ['*.ts'];
      const { sent, unavailable } = await context.attachments.read();
      assert.deepEqual(sent, []);
      assert.match(unavailable[0]?.note ?? '', /aceClaude\.context\.exclude/);
    });

    test('that become excluded by the setting are marked at once', async () => {
      const uri = await context.write('a.ts', 'one\n');
      await context.attachments.addUris([uri.toString()]);
      const configuration = vscode.workspace.getConfiguration('aceClaude');
      try {
        context.excluded = ['*.ts'];
        await configuration.update('context.exclude', ['*.ts'], vscode.ConfigurationTarget.Global);
        const chip = await context.chipThat(({ state }) => state === 'unavailable');
        assert.match(chip.note ?? '', /aceClaude\.context\.exclude/);
        context.excluded = [];
        await configuration.update('context.exclude', [], vscode.ConfigurationTarget.Global);
        await context.chipThat(({ state }) => state === 'ready');
      } finally {
        await configuration.update('context.exclude', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    test('are read in the encoding that VS Code reads them in', async () => {
      const utf16 = await context.write('wide.txt', Uint8Array.from([0xff, 0xfe, 0x68, 0, 0x69, 0]));
      await context.attachments.addUris([utf16.toString()]);
      assert.equal((await context.readText()).text, 'hi');
    });

    test('of a remote window are known by the name that the workbench drops', async function () {
      if (vscode.env.remoteName === undefined) {
        this.skip();
      }
      const uri = await context.write('a.ts', 'one\n');
      await vscode.window.showTextDocument(uri);
      await context.edit(uri, new vscode.Range(0, 0, 0, 3), 'two');
      await context.attachments.addUris([
        `vscode-remote://somewhere${uri.with({ scheme: 'file' }).path.replaceAll(' ', '%20')}`,
      ]);
      assert.deepEqual(context.said, []);
      assert.equal((await context.readText()).text, 'two\n');
    });

    test('that are notebooks are their cells', async () => {
      const cells = [
        { cell_type: 'markdown', metadata: {}, source: ['# Title'] },
        { cell_type: 'code', metadata: {}, source: ['print(1)'], outputs: [], execution_count: null },
      ];
      const uri = await context.write('n.ipynb', JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
      await context.attachments.addUris([uri.toString()]);
      const { text } = await context.readText();
      assert.match(text, /# Title/);
      assert.match(text, /print\(1\)/);
    });
  });

  suite('a selection', () => {
    async function select(
      text: string,
      ...[startLine, startCharacter, endLine, endCharacter]: [number, number, number, number]
    ) {
      const uri = await context.write('s.ts', text);
      const editor = await vscode.window.showTextDocument(uri);
      editor.selection = new vscode.Selection(startLine, startCharacter, endLine, endCharacter);
      let reveals = 0;
      const command = addSelectionToChat({
        attachments: context.attachments,
        reveal: () => Promise.resolve(void (reveals += 1)),
      });
      await command.run();
      return { uri, reveals };
    }

    test('is attached by the command, follows the text, and is read when it is sent', async () => {
      const { uri, reveals } = await select('one\ntwo\nthree\n', 1, 0, 1, 3);
      assert.equal(reveals, 1);
      assert.equal(context.attachments.chips[0]?.label, 's.ts:2');
      await context.edit(uri, new vscode.Range(0, 0, 0, 0), 'zero\nhalf\n');
      const moved = await context.chipThat(({ label }) => label === 's.ts:4');
      assert.equal(moved.state, 'ready');
      await context.edit(uri, new vscode.Range(3, 0, 3, 3), 'TWO and a half');
      await context.chipThat(({ state }) => state === 'changed');
      const sent = await context.readText();
      assert.equal(sent.text, 'TWO and a half');
      assert.deepEqual(sent.range, { startLine: 3, startCharacter: 0, endLine: 3, endCharacter: 14 });
    });

    test('that is deleted is unavailable', async () => {
      const { uri } = await select('one\ntwo\n', 1, 0, 1, 3);
      await context.edit(uri, new vscode.Range(1, 0, 1, 3), '');
      const chip = await context.chipThat(({ state }) => state === 'unavailable');
      assert.match(chip.note ?? '', /not there any more/);
    });

    test('of nothing attaches nothing', async () => {
      const { reveals } = await select('one\n', 0, 1, 0, 1);
      assert.equal(reveals, 0);
      assert.deepEqual(context.attachments.chips, []);
    });
  });

  suite('a folder', () => {
    test('is the list of its files, and the text of the small ones that may be seen', async () => {
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(context.folder, 'lib', 'deep'));
      await context.write('lib/a.ts', 'export const a = 1;\n');
      await context.write('lib/deep/b.ts', 'export const b = 2;\n');
      await context.write('lib/.env', 'KEY=1');
      await context.write('lib/out.log', 'noise');
      await context.write('lib/.gitignore', '*.log\n');
      const uri = vscode.Uri.joinPath(context.folder, 'lib');
      const command = addFileToChat({ attachments: context.attachments, reveal: () => Promise.resolve() });
      await command.run(uri, [uri]);
      const [chip] = context.attachments.chips;
      assert.equal(chip?.label, `${context.name}/lib/`);
      assert.match(chip.note ?? '', /^3 files by name and size, 3 of them with their text\.$/);
      const { text, kind } = await context.readText();
      assert.equal(kind, 'folder');
      assert.match(text, /^Files:\n\.gitignore \(6 bytes\)\na\.ts \(20 bytes\)\ndeep\/b\.ts \(20 bytes\)\n/);
      assert.match(text, /\ndeep\/b\.ts:\n```typescript\nexport const b = 2;\n```/);
      assert.doesNotMatch(text, /KEY=1|noise/);
    });

    test('that is ignored can be attached all the same', async () => {
      await context.write('.gitignore', 'dist/\n');
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(context.folder, 'dist'));
      await context.write('dist/bundle.js', 'var a;\n');
      await context.attachments.addUris([vscode.Uri.joinPath(context.folder, 'dist').toString()]);
      assert.match((await context.readText()).text, /bundle\.js/);
    });

    test('without files is refused', async () => {
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(context.folder, 'empty'));
      await context.attachments.addUris([vscode.Uri.joinPath(context.folder, 'empty').toString()]);
      assert.match(context.said.join(), /The folder empty has no files/);
    });
  });

  suite('an image', () => {
    test('is attached by its bytes, pasted or as a file', async () => {
      await context.attachments.addImage('', 'image/jpeg', onePixel);
      const uri = await context.write('shot.png', Buffer.from(onePixel, 'base64'));
      await context.attachments.addUris([uri.toString()]);
      // The same image under another name is the same attachment.
      assert.equal(context.attachments.chips.length, 1);
      const [chip] = context.attachments.chips;
      assert.equal(chip?.kind, 'image');
      assert.equal(chip.tokens, 1);
      assert.equal(chip.detail, 'auto');
      assert.equal(context.attachments.image(chip.id)?.data, onePixel);
      const { sent } = await context.attachments.read();
      assert.deepEqual(sent, [{ kind: 'image', label: chip.label, mediaType: 'image/png', data: onePixel, tokens: 1 }]);
    });

    test('is refused where it is none, or too large', async () => {
      await context.attachments.addImage('fake.png', 'image/png', Buffer.from('<svg/>').toString('base64'));
      assert.match(context.said.join(), /fake\.png is not an image that Claude takes/);
      context.said.length = 0;
      const large = Buffer.concat([Buffer.from(onePixel, 'base64'), Buffer.alloc(4_500_000)]);
      await context.attachments.addImage('big.png', 'image/png', large.toString('base64'));
      assert.match(context.said.join(), /big\.png is too large \(4\.5 MB, at most 3\.9 MB\)/);
      assert.deepEqual(context.attachments.chips, []);
    });

    test('is known by its bytes, also under the name of a text', async () => {
      const uri = await context.write('notes.txt', Buffer.from(onePixel, 'base64'));
      await context.attachments.addUris([uri.toString()]);
      assert.deepEqual(
        context.attachments.chips.map(({ kind }) => kind),
        ['image'],
      );
      const text = await context.write('fake.png', Buffer.from('no image'));
      await context.attachments.addUris([text.toString()]);
      assert.match(context.said.join(), /fake\.png is not an image that Claude takes/);
    });

    test('that is too large as a file is given to whoever can make it smaller', async () => {
      const large: string[] = [];
      const listener = context.attachments.onDidFindLargeImage(({ name, bytes }) => {
        large.push(`${name} ${String(bytes.length)}`);
      });
      const bytes = Buffer.concat([Buffer.from(onePixel, 'base64'), Buffer.alloc(4_500_000)]);
      const uri = await context.write('huge.png', bytes);
      await context.attachments.addUris([uri.toString()]);
      listener.dispose();
      assert.deepEqual(large, [`huge.png ${String(bytes.length)}`]);
      assert.deepEqual([context.attachments.chips, context.said], [[], []]);
    });

    test('keeps the detail that was chosen, in the draft, when sent and when asked anew', async () => {
      await context.attachments.addImage('shot.png', 'image/png', onePixel, { width: 9000, height: 3000 });
      const { id = '' } = context.attachments.chips[0] ?? {};
      await context.attachments.setDetail(id, 'low');
      const [chip] = context.attachments.chips;
      assert.deepEqual([chip?.detail, chip?.scaled, chip?.state], ['low', '9000 × 3000 → 1 × 1', 'ready']);
      const stored = attachmentOf(JSON.parse(JSON.stringify(context.attachments.attachments[0])));
      assert.deepEqual(stored, context.attachments.attachments[0]);
      const { sent } = await context.attachments.read();
      const [image] = sentAttachmentsOf(JSON.parse(JSON.stringify(sent)));
      assert.ok(image?.kind === 'image');
      assert.deepEqual([image.detail, image.scaledFrom], ['low', { width: 9000, height: 3000 }]);
      assert.deepEqual(attachAgain(image)[0]?.source, stored?.source);
      await context.attachments.setDetail(id, 'auto');
      assert.equal(context.attachments.image(id)?.detail, undefined);
    });

    test('that turns out to be damaged is taken away, with a sentence', async () => {
      await context.attachments.addImage('shot.png', 'image/png', onePixel);
      context.attachments.removeBroken(context.attachments.chips[0]?.id ?? '');
      assert.match(context.said.join(), /shot\.png is damaged/);
      assert.deepEqual(context.attachments.chips, []);
    });

    test('opens in the viewer', async () => {
      await context.attachments.addImage('shot.png', 'image/png', onePixel);
      await context.attachments.open(context.attachments.chips[0]?.id ?? '');
      const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputCustom);
      assert.equal(input.uri.path, '/shot.png');
      assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(input.uri)).toString('base64'), onePixel);
    });
  });

  test('Problems are attached in words, and only where there are some', async () => {
    const uri = await context.write('p.ts', 'let a\n');
    const collection = vscode.languages.createDiagnosticCollection('context-test');
    try {
      const problem = new vscode.Diagnostic(new vscode.Range(0, 4, 0, 5), 'It has no type.', vscode.DiagnosticSeverity.Warning);
      problem.source = 'checker';
      problem.code = 'C1';
      collection.set(uri, [problem]);
      await context.attachments.add({ kind: 'problems', uri: uri.toString() });
      assert.equal((await context.readText()).text, `${context.name}/p.ts:1:5 warning: It has no type. (checker C1)`);
      collection.clear();
      await context.chipThat(({ state }) => state === 'unavailable');
    } finally {
      collection.dispose();
    }
  });

  test('Uncommitted changes are those of Git, whatever its settings, without excluded files', async () => {
    const git = (...args: readonly string[]): void => {
      execFileSync('git', args, { cwd: context.root.fsPath, stdio: 'ignore' });
    };
    git('config', 'diff.external', 'false');
    git('config', 'color.ui', 'always');
    await context.write('tracked.ts', 'first\n');
    await context.write('.env', 'KEY=1\n');
    git('add', '--force', context.name);
    await context.write('tracked.ts', 'second\n');
    await context.write('new.ts', 'new\n');
    try {
      await context.attachments.add({ kind: 'changes' });
      assert.deepEqual(context.said, []);
      const { text, languageId } = await context.readText();
      assert.equal(languageId, 'diff');
      const [staged = '', unstaged = '', names = ''] = text.split(/^# .*\n/m).slice(1);
      assert.match(staged, /\+module\.exports\.discount/);
      assert.match(staged, /\+first/);
      assert.match(unstaged, /-first\n\+second/);
      assert.ok(names.includes(`${context.name}/new.ts`), names);
      assert.doesNotMatch(text, /KEY=1|\.env|\u001B/);
    } finally {
      git('rm', '-r', '--cached', '--force', context.name);
      git('config', '--unset', 'diff.external');
      git('config', '--unset', 'color.ui');
    }
  });

  test('A stored draft is marked where its files have changed since', async () => {
    const uri = await context.write('a.ts', 'one\n');
    await context.attachments.addUris([uri.toString()]);
    const stored = context.attachments.attachments;
    context.attachments.restore([]);
    context.attachments.restore(stored);
    assert.equal(context.attachments.chips[0]?.state, 'reading');
    await context.chipThat(({ state }) => state === 'ready');
    context.attachments.restore([]);
    await context.write('a.ts', 'two\n');
    context.attachments.restore(stored);
    await context.chipThat(({ state }) => state === 'changed');
    context.attachments.remove(stored[0]?.id ?? '');
    assert.deepEqual(context.attachments.chips, []);
  });
});
