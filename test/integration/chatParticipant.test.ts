/** `@ace` in the real VS Code, up to the chat that shows it: what is sent of a question, its attachments and history, and what comes back. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatRequest, ContentPart } from '../../src/core/chatCompletions';
import { participantActionId } from '../../src/core/contributions';
import { nullLogger } from '../../src/core/logger';
import { Exclusions } from '../../src/host/context/exclusions';
import { NativeChat } from '../../src/host/nativeChat/nativeChat';
import { GuardedModel } from '../../src/host/platform/guardedModel';
import { answer, errorAnswer } from '../endpoint/scenario';
import { ChatFixture } from '../support/chatFixture';
import { CodeFixture } from '../support/codeFixture';
import { onePixel } from '../support/contextFixture';
import { fakeToken } from '../support/fakeSecret';
import { gated } from '../support/gated';
import { until } from '../support/until';

const haiku = 'claude-haiku-4-5-20251001';
const shop = 'function add(x, y) {\n  return x + y;\n}\n\nfunction sub(x, y) {\n  return x - y;\n}\n';

/** What VS Code would show. */
class ShownReply implements vscode.ChatResponseStream {
  text = '';
  readonly buttons: vscode.Command[] = [];
  readonly progresses: string[] = [];
  readonly references: (vscode.Uri | vscode.Location)[] = [];

  markdown(value: string | vscode.MarkdownString): void {
    this.text += typeof value === 'string' ? value : value.value;
  }
  button(command: vscode.Command): void {
    this.buttons.push(command);
  }
  progress(value: string): void {
    this.progresses.push(value);
  }
  reference(value: vscode.Uri | vscode.Location): void {
    this.references.push(value);
  }
  anchor(): void {
    assert.fail('No anchor is expected.');
  }
  filetree(): void {
    assert.fail('No file tree is expected.');
  }
  push(): void {
    assert.fail('No part is expected.');
  }
}

type Turn = vscode.ChatRequestTurn | vscode.ChatResponseTurn;
type Question = Partial<Pick<vscode.ChatRequest, 'prompt' | 'command' | 'references'>> & { readonly model?: string };

/** VS Code alone makes turns, so their constructors are hidden. */
const turns = vscode as unknown as {
  readonly ChatRequestTurn: new (...args: unknown[]) => vscode.ChatRequestTurn;
  readonly ChatResponseTurn: new (...args: unknown[]) => vscode.ChatResponseTurn;
};

suite('The chat participant', () => {
  let code: CodeFixture;
  let fixture: ChatFixture;
  let native: NativeChat;
  let excluded: readonly string[];
  let history: Turn[];

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
    fixture = await ChatFixture.start();
    excluded = [];
    history = [];
    native = new NativeChat({
      model: new GuardedModel(fixture.client),
      exclusions: new Exclusions(() => excluded),
      act: () => Promise.resolve(false),
      log: nullLogger,
    });
  });

  teardown(async () => {
    native.dispose();
    await fixture.dispose();
    await code.end();
  });

  function requestOf({ prompt = '', command, references = [], model = haiku }: Question): vscode.ChatRequest {
    const request = { prompt, command, references, toolReferences: [], model: { vendor: 'ace-claude', id: model } };
    return request as unknown as vscode.ChatRequest;
  }

  /** Asks after what was asked before, and remembers it as VS Code does. */
  async function ask(
    question: Question,
    token = new vscode.CancellationTokenSource().token,
    reply = new ShownReply(),
  ): Promise<{ readonly reply: ShownReply; readonly result: vscode.ChatResult }> {
    const result = await native.participant.answer(requestOf(question), { history }, reply, token);
    const { prompt = '', command, references = [] } = question;
    // It goes through a file.
    const kept = JSON.parse(JSON.stringify(result)) as unknown;
    const response = [new vscode.ChatResponseMarkdownPart(reply.text)];
    history.push(
      new turns.ChatRequestTurn(prompt, command, references, 'ace-claude.ace', []),
      new turns.ChatResponseTurn(response, kept, 'ace-claude.ace', command),
    );
    return { reply, result };
  }

  function sent(): ChatRequest {
    return JSON.parse(fixture.endpoint.requests.at(-1)?.body ?? '{}') as ChatRequest;
  }

  /** Role and text of each message but the system's. */
  function said(): readonly string[] {
    const text = (part: ContentPart): string => (part.type === 'text' ? part.text : '(image)');
    return sent()
      .messages.slice(1)
      .map(({ role, content = '' }) => `${role}: ${typeof content === 'string' ? content : content.map(text).join(' ')}`);
  }

  function reference(value: unknown, id = 'file'): vscode.ChatPromptReference {
    return { id, value };
  }

  test('answers piece by piece, with the model and the effort that are chosen in the chat', async () => {
    const { scenario, open } = gated(['Hel', 'lo.']);
    fixture.endpoint.enqueue(scenario);
    const cancel = new vscode.CancellationTokenSource();
    const reply = new ShownReply();
    const done = ask({ prompt: 'Hi', model: `${haiku}@low` }, cancel.token, reply);
    open(0);
    await until(() => reply.text === 'Hel');
    open(1);
    await until(() => reply.text === 'Hello.');
    const { model, reasoning_effort: effort } = sent();
    assert.deepEqual([model, effort], [haiku, 'low']);
    assert.deepEqual(said(), ['user: Hi']);
    cancel.cancel();
    const { result } = await done;
    assert.equal(result.errorDetails, undefined);
    assert.equal(await fixture.endpoint.requests[0]?.closed, 'client');
  });

  test('goes on from what was said, with what was attached then', async () => {
    const file = await code.write('shop.js', shop);
    fixture.endpoint.enqueue(answer('It adds.'), answer('It subtracts.'));
    await ask({ prompt: 'What does add do?', references: [reference(file)] });
    await code.write('shop.js', 'changed');
    await ask({ prompt: 'And sub?' });
    const [first = '', ...others] = said();
    assert.match(first, /^user: Attached file `code-edits\/shop\.js`:\n```javascript\nfunction add/);
    assert.match(first, /What does add do\?$/);
    assert.deepEqual(others, ['assistant: It adds.', 'user: And sub?']);
  });

  test('reads files, selections, images and texts that are attached, in their order', async () => {
    const file = await code.write('shop.js', shop);
    const range = new vscode.Location(file, new vscode.Range(4, 0, 6, 1));
    const image = { mimeType: 'image/png', data: () => Promise.resolve(Buffer.from(onePixel, 'base64')) };
    fixture.endpoint.enqueue(answer('I see.'), answer('Still.'));
    const references = [reference('npm ERR!', 'terminal'), reference(image, 'image'), reference(range)];
    await ask({ prompt: 'Look.', references });
    const [first = ''] = said();
    assert.match(
      first,
      /^user: \(image\) Attached selection of the editor in `shop\.js:5-7`, lines 5 to 7:\n```javascript\nfunction sub/,
    );
    assert.match(first, /Attached `terminal`:\n```\nnpm ERR!\n```\n\nLook\.$/);
    await ask({ prompt: 'And now?' });
    assert.equal(said()[0], first);
  });

  test('says what cannot be read or must not be sent, and answers all the same', async () => {
    excluded = ['**/.env'];
    const secret = await code.write('.env', 'A=1');
    const gone = vscode.Uri.joinPath(code.folder, 'gone.ts');
    fixture.endpoint.enqueue(answer('Fine.'));
    const { reply } = await ask({ prompt: 'Hi', references: [reference(secret), reference(gone)] });
    assert.match(reply.text, /never sent/);
    assert.match(reply.text, /gone.*cannot be read/);
    assert.match(reply.text, /Fine\.$/);
    assert.deepEqual(said(), ['user: Hi']);
  });

  test('explains what is selected, shows what that is, and remembers it', async () => {
    const editor = await code.show(await code.write('shop.js', shop));
    editor.selection = new vscode.Selection(4, 0, 6, 1);
    fixture.endpoint.enqueue(answer('It subtracts.'), answer('It can.'));
    const { reply, result } = await ask({ command: 'explain' });
    const [first = ''] = said();
    assert.match(first, /The selection, lines 5 to 7 of `code-edits\/shop\.js`[^\n]*:\n```javascript\nfunction sub/);
    assert.match(first, /Task: explain this code/);
    const [place] = reply.references;
    assert.ok(place instanceof vscode.Location && place.range.start.line === 4);
    assert.ok(native.followUps(result).length > 0);
    await ask({ prompt: 'Can it go below zero?' });
    assert.deepEqual(said(), [first, 'assistant: It subtracts.', 'user: Can it go below zero?']);
  });

  test('takes what is attached to a command instead of the editor, but not what VS Code adds by itself', async () => {
    const editor = await code.show(await code.write('shop.js', shop));
    editor.selection = new vscode.Selection(0, 0, 2, 1);
    const other = await code.write('other.js', 'let other;\n');
    fixture.endpoint.enqueue(answer('A.'), answer('B.'));
    await ask({ command: 'fix', references: [reference(other)] });
    assert.match(said()[0] ?? '', /other\.js/);
    assert.doesNotMatch(said()[0] ?? '', /function add/);
    history = [];
    await ask({ command: 'fix', prompt: 'Use let.', references: [reference(other, 'vscode.implicit.file')] });
    assert.match(said()[0] ?? '', /function add/);
    assert.doesNotMatch(said()[0] ?? '', /other\.js/);
    assert.match(said()[0] ?? '', /In the words of the developer: Use let\.$/);
  });

  test('writes a commit message for the changes, whatever else is attached', async () => {
    const other = await code.write('other.js', 'let other;\n');
    fixture.endpoint.enqueue(answer('```\nAdd a file\n```'));
    await ask({ command: 'commit', references: [reference(other)] });
    const [first = ''] = said();
    assert.match(first, /let other;/);
    assert.match(first, /Attached uncommitted changes[^\n]*:\n```diff\n[^]*diff --git/);
    assert.match(first, /Task: write the message of a commit/);
  });

  test('sends the instructions that VS Code adds, and not its list of what an agent could load', async () => {
    const editor = await code.show(await code.write('shop.js', shop));
    editor.selection = new vscode.Selection(0, 0, 2, 1);
    const rules = await code.write('rules.md', 'Use tabs.');
    fixture.endpoint.enqueue(answer('A.'));
    const references = [
      reference(rules, 'vscode.instructions.file.root'),
      reference('<skills>', 'vscode.customizations.index'),
    ];
    await ask({ command: 'fix', references });
    assert.match(said()[0] ?? '', /Use tabs\./);
    assert.match(said()[0] ?? '', /function add/);
    assert.doesNotMatch(said()[0] ?? '', /skills/);
  });

  test('says what a command needs where there is nothing that it could be about', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { reply, result } = await ask({ command: 'explain' });
    assert.equal(result.errorDetails?.message, 'Open a file and select what this is about.');
    assert.equal(reply.text, '');
    assert.equal(fixture.endpoint.requests.length, 0);
  });

  test('fails in a sentence, with the button that helps', async () => {
    fixture.endpoint.enqueue(errorAnswer(401, 'invalid_token', 'No *such* token.'));
    const { reply, result } = await ask({ prompt: 'Hi', command: 'unknown' });
    assert.match(
      result.errorDetails?.message ?? '',
      /^The endpoint does not accept this API token\. Details: No \\\*such\\\* token\./,
    );
    const [button] = reply.buttons;
    assert.equal(button?.title, 'Set API Token');
    assert.equal(button.command, participantActionId);
    assert.ok((await vscode.commands.getCommands()).includes(participantActionId));
    assert.deepEqual(native.followUps(result), []);
  });

  test('sends nothing that looks like a secret, and says which and where', async () => {
    const file = await code.write('pay.ts', `const key = '${fakeToken()}';\n`);
    const { reply, result } = await ask({ prompt: 'Why?', references: [reference(file)] });
    assert.match(result.errorDetails?.message ?? '', /secret: GitHub token in code-edits\/pay\.ts\.$/);
    assert.equal(reply.buttons[0]?.title, 'Send Anyway');
    assert.equal(fixture.endpoint.requests.length, 0);
  });

  test('keeps half an answer, says that it is one, and offers to go on', async () => {
    fixture.endpoint.enqueue(
      answer('One, two', { finishReason: 'length' }),
      answer('One', { finishReason: null, usage: null, done: false }),
    );
    const { reply, result } = await ask({ prompt: 'Count' });
    assert.equal(reply.text, 'One, two');
    assert.match(result.errorDetails?.message ?? '', /length limit/);
    assert.deepEqual(
      native.followUps(result).map(({ label }) => label),
      ['Continue'],
    );
    const broken = await ask({ prompt: 'Again' });
    assert.match(broken.result.errorDetails?.message ?? '', /broke off.*What had come is kept/);
    assert.equal(native.followUps(broken.result)[0]?.label, 'Continue');
  });

  test('says that a question is too long, and sends nothing', async () => {
    const { result } = await ask({ prompt: 'word '.repeat(400_000) });
    assert.match(result.errorDetails?.message ?? '', /too large/);
    assert.equal(fixture.endpoint.requests.length, 0);
  });
});
