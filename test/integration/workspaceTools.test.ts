/** The tools that read the workspace, as a model calls them. Needs the extension host. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChatController } from '../../src/host/chat/chatController';
import { answer } from '../endpoint/scenario';
import { toolCallAnswer } from '../endpoint/toolCallAnswer';
import { applyEdit } from '../support/applyEdit';
import { ChatFixture, lastAnswer } from '../support/chatFixture';
import { CodeFixture } from '../support/codeFixture';

suite('The tools that read the workspace', () => {
  let code: CodeFixture;
  let fixture: ChatFixture;
  let chat: ChatController;

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
    fixture = await ChatFixture.start();
    chat = await fixture.open();
  });

  teardown(async () => {
    await fixture.dispose();
    await code.end();
  });

  /** What a call gives, through everything. */
  async function result(name: string, input: object): Promise<string> {
    chat.changeOptions({ tools: [name] });
    fixture.endpoint.enqueue(toolCallAnswer([{ name, arguments: JSON.stringify(input) }]), answer('Seen.'));
    const deciding = chat.onDidChangeConversation((event) => {
      if (event.type === 'toolUseChanged' && event.use.status === 'asking') {
        setImmediate(() => chat.session.decideTool(event.id, event.use.id, 'once'));
      }
    });
    await chat.send('Look');
    deciding.dispose();
    return lastAnswer(chat).toolUses?.[0]?.result ?? '';
  }

  test('read a part of a file, with what is not saved', async () => {
    const uri = await code.write('part.txt', 'one\ntwo\nthree\nfour');
    assert.equal(
      await result('read_file', { path: 'code-edits/part.txt', startLine: 2, endLine: 3 }),
      'code-edits/part.txt, lines 2 to 3 of 4\n\ntwo\nthree',
    );
    await vscode.window.showTextDocument(uri);
    const change = new vscode.WorkspaceEdit();
    change.insert(uri, new vscode.Position(0, 0), 'zero\n');
    await applyEdit(change);
    assert.match(await result('read_file', { path: 'code-edits/part.txt' }), /\n\nzero\none/);
  });

  test('say of a long file how the rest can be had', async () => {
    await code.write('long.txt', Array.from({ length: 5000 }, (_, index) => `line ${String(index + 1)}`).join('\n'));
    assert.match(await result('read_file', { path: 'code-edits/long.txt' }), /lines 1 to 2000 of 5000/);
    assert.match(await result('read_file', { path: 'code-edits/long.txt', startLine: 4999 }), /line 4999\nline 5000$/);
    assert.match(await result('read_file', { path: 'code-edits/long.txt', startLine: 9000 }), /has 5000 lines/);
    assert.match(await result('read_file', { path: 'code-edits/long.txt', startLine: 9, endLine: 8 }), /has 5000 lines/);
  });

  test('list files by pattern, without those that are excluded', async () => {
    await code.write('x.test.ts', '');
    await code.write('x.ts', '');
    await code.write('secret.txt', '');
    assert.equal(await result('list_files', { folder: 'code-edits', pattern: '*.test.ts' }), 'code-edits/x.test.ts');
    const all = await result('list_files', { folder: 'code-edits' });
    assert.match(all, /x\.ts/);
    assert.doesNotMatch(all, /secret/);
    assert.match(await result('list_files', { folder: '../..' }), /no folder/);
  });

  test('find a text in files that are saved or not, with its line', async () => {
    await code.write('needle.txt', 'hay\nA Needle here\nhay');
    await code.write('secret.txt', 'needle');
    await code.write('binary.bin', 'needle\0');
    assert.equal(
      await result('search_text', { text: 'needle', pattern: 'code-edits/**' }),
      'code-edits/needle.txt:2: A Needle here',
    );
    assert.equal(
      await result('search_text', { text: 'needle', matchCase: true, pattern: 'code-edits/**' }),
      'No line contains this.',
    );
  });

  test('give the problems of a file', async () => {
    const uri = await code.write('bad.txt', 'wrong');
    const problems = vscode.languages.createDiagnosticCollection('test');
    problems.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 1, 0, 2), 'It is\nwrong', vscode.DiagnosticSeverity.Error)]);
    assert.equal(await result('read_problems', { path: 'code-edits/bad.txt' }), 'code-edits/bad.txt:1:2: error: It is wrong');
    problems.dispose();
  });

  test('find definitions and references by name and line', async () => {
    const uri = await code.write('code.txt', 'alpha beta\nbeta gamma');
    const selector = { pattern: '**/code.txt' };
    const asked: vscode.Position[] = [];
    const parts = vscode.Disposable.from(
      vscode.languages.registerDefinitionProvider(selector, {
        provideDefinition: (_, position) => {
          asked.push(position);
          return new vscode.Location(uri, new vscode.Range(0, 6, 0, 10));
        },
      }),
      vscode.languages.registerReferenceProvider(selector, {
        provideReferences: () => [0, 1].map((line) => new vscode.Location(uri, new vscode.Position(line, 0))),
      }),
    );
    const input = { path: 'code-edits/code.txt', line: 2, symbol: 'beta' };
    assert.equal(await result('find_definitions', input), 'code-edits/code.txt:1:7: alpha beta');
    assert.deepEqual(
      asked.map(({ line, character }) => [line, character]),
      [[1, 0]],
    );
    assert.equal(
      await result('find_references', input),
      'code-edits/code.txt:1:1: alpha beta\ncode-edits/code.txt:2:1: beta gamma',
    );
    assert.match(await result('find_references', { ...input, symbol: 'delta' }), /does not stand in line 2/);
    parts.dispose();
  });

  test('read nothing outside the workspace: not by a link, not where it is open in an editor', async function () {
    const outside = await mkdtemp(path.join(tmpdir(), 'outside-'));
    const secret = vscode.Uri.file(path.join(outside, 'elsewhere.txt'));
    await writeFile(secret.fsPath, 'not yours\n');
    if (code.folder.scheme !== 'file') this.skip();
    await symlink(secret.fsPath, path.join(code.folder.fsPath, 'notes.md'));
    await symlink(outside, path.join(code.folder.fsPath, 'more'));
    await code.write('real.txt', 'yours');
    await symlink(path.join(code.folder.fsPath, 'real.txt'), path.join(code.folder.fsPath, 'alias.txt'));
    await vscode.window.showTextDocument(secret);
    for (const file of ['elsewhere.txt', 'code-edits/notes.md', 'code-edits/more/elsewhere.txt', secret.fsPath]) {
      assert.match(await result('read_file', { path: file }), /is outside the workspace/, file);
    }
    assert.match(await result('list_files', { folder: 'code-edits/more' }), /is outside the workspace/);
    assert.match(await result('propose_edit', { path: 'code-edits/more/new.txt', content: 'x' }), /is outside the workspace/);
    assert.doesNotMatch(await result('search_text', { text: 'not yours', pattern: 'code-edits/**' }), /notes|elsewhere/);
    assert.match(await result('read_file', { path: 'code-edits/alias.txt' }), /yours$/);
    const definitions = vscode.languages.registerDefinitionProvider(
      { pattern: '**/real.txt' },
      { provideDefinition: () => new vscode.Location(secret, new vscode.Position(0, 0)) },
    );
    const found = await result('find_definitions', { path: 'code-edits/real.txt', line: 1, symbol: 'yours' });
    definitions.dispose();
    assert.match(found, /elsewhere\.txt:1:1: \(outside the workspace/);
    await rm(outside, { recursive: true });
  });

  test('list files at once for a pattern that would keep others busy for ever', async () => {
    await code.write(`${'a'.repeat(100)}.txt`, '');
    const startedAt = performance.now();
    assert.equal(await result('list_files', { folder: 'code-edits', pattern: `${'*a'.repeat(30)}z` }), 'No file matches.');
    assert.ok(performance.now() - startedAt < 10_000);
    assert.match(await result('list_files', { pattern: '{a,b}'.repeat(50) }), /simpler one/);
  });
});
