/** Commit messages in the real Source Control: what is sent, what stands in the box, and that nothing of the user's is lost. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GitRepository } from '../../src/host/context/git';
import { InputBoxWriter } from '../../src/host/commit/inputBoxWriter';
import { answer, chunk, done as endOfStream, errorAnswer, event } from '../endpoint/scenario';
import { gated } from '../support/gated';
import { CommitFixture, git, write } from '../support/commitFixture';
import { until } from '../support/until';

suite('A commit message', () => {
  let fixture: CommitFixture;
  let repository: GitRepository;

  setup(async function () {
    this.timeout(30_000);
    fixture = await CommitFixture.start();
    repository = await fixture.repository();
    write(repository.rootUri, 'a.txt', 'one\ntwo\n');
    git(repository.rootUri, 'add', 'a.txt');
  });

  teardown(() => fixture.dispose());

  // Boxes that are shown tell of every change, as they do to users.
  suiteSetup(() => vscode.commands.executeCommand('workbench.view.scm'));
  suiteTeardown(() => vscode.commands.executeCommand('workbench.view.explorer'));

  const box = (): string => repository.inputBox.value;
  const isBox = ({ uri }: vscode.TextDocument): boolean =>
    uri.scheme === 'vscode-scm' && decodeURIComponent(decodeURIComponent(uri.query)).includes(repository.rootUri.path);
  // Another document takes its place whenever the view shows the box anew.
  const shown = (): vscode.TextDocument | undefined => vscode.workspace.textDocuments.find(isBox);
  const untilShown = async (text: string): Promise<vscode.TextDocument> => {
    await until(() => shown()?.getText() === text);
    return shown() ?? assert.fail('not shown');
  };
  const boxIs = (text: string): Promise<void> => until(() => box() === text);

  test('comes from what is staged alone, and stands in the box', async () => {
    write(repository.rootUri, 'a.txt', 'one\ntwo\nunstaged words\n');
    fixture.endpoint.enqueue(
      answer('Here is the commit message:\n\n```\nAdd a second line\n\nIt was missing.\n```\nThat is all.'),
    );
    await fixture.messages.generate(repository);
    await boxIs('Add a second line\n\nIt was missing.');
    assert.ok(fixture.request().includes('+two'));
    assert.ok(!fixture.request().includes('unstaged words'));
    assert.ok(fixture.request().includes('Add a text'));
    assert.deepEqual(fixture.said, []);
  });

  test('streams into the box', async () => {
    const { scenario, open } = gated(['Add a second', ' line']);
    fixture.endpoint.enqueue(scenario);
    const done = fixture.messages.generate(repository);
    open(0);
    await boxIs('Add a second');
    open(1);
    await boxIs('Add a second line');
    fixture.messages.stop(repository);
    await done;
  });

  for (const moment of ['before anything came', 'in the middle']) {
    test(`that is stopped ${moment} leaves what was in the box, and closes the socket`, async () => {
      repository.inputBox.value = 'about the line';
      const { scenario, open } = gated(['Add a second']);
      fixture.endpoint.enqueue(scenario);
      const asked = fixture.endpoint.nextRequest();
      const done = fixture.messages.generate(repository);
      const request = await asked;
      if (moment !== 'before anything came') {
        open(0);
        await boxIs('Add a second');
      }
      fixture.messages.stop({ rootUri: repository.rootUri });
      await done;
      await boxIs('about the line');
      assert.equal(await request.closed, 'client');
      assert.ok(fixture.request().includes('about the line'));
      assert.deepEqual(fixture.said, []);
    });
  }

  test('that is stopped again and again leaves what was in the box, and is never taken for what the user wants', async () => {
    repository.inputBox.value = 'about the line';
    for (let round = 0; round < 6; round += 1) {
      const { scenario, open } = gated(['Add a', ' second']);
      fixture.endpoint.enqueue(scenario);
      const asked = fixture.endpoint.nextRequest();
      const done = fixture.messages.generate(repository);
      await asked;
      open(0);
      if (round % 2 === 1) await boxIs('Add a');
      open(1);
      fixture.messages.stop(repository);
      await done;
      assert.match(fixture.request(), /begun to write this[^`]*```\nabout the line\n```/);
    }
    await boxIs('about the line');
    assert.deepEqual(fixture.said, []);
  });

  test('that fails leaves what was in the box, and says why', async () => {
    repository.inputBox.value = 'about the line';
    fixture.endpoint.enqueue(errorAnswer(403, 'used_up'));
    await fixture.messages.generate(repository);
    await boxIs('about the line');
    assert.match(fixture.said.join(), /credit/);
  });

  test('that fails is written once the button of the failure has done what it says', async () => {
    fixture.endpoint.enqueue(errorAnswer(401, 'invalid_token'), answer('Add a second line'));
    fixture.answers.set('does not accept this API token', 'Set API Token');
    await fixture.messages.generate(repository);
    await boxIs('Add a second line');
    assert.deepEqual(fixture.acted, ['setToken claude-sonnet-4-6']);
  });

  test('that fails is not asked for again where its button leads elsewhere', async () => {
    fixture.mayTryAgain = false;
    fixture.endpoint.enqueue(errorAnswer(403, 'used_up'));
    fixture.answers.set('credit', 'Open Console');
    await fixture.messages.generate(repository);
    await until(() => fixture.acted.join() === 'openConsole claude-sonnet-4-6');
    assert.equal(fixture.endpoint.requests.length, 1);
  });

  test('that breaks off leaves what was in the box', async () => {
    fixture.endpoint.enqueue(answer('Add a sec', { finishReason: null, done: false, usage: null }));
    await fixture.messages.generate(repository);
    await boxIs('');
    assert.match(fixture.said.join(), /broke off/);
  });

  test('never overwrites what the user types meanwhile, and is offered instead', async () => {
    const { scenario, open } = gated(['Add a second', ' line, at last']);
    const end = [{ send: event(chunk({}, { finish_reason: 'stop' })) }, { send: endOfStream }];
    fixture.endpoint.enqueue({ ...scenario, steps: [...scenario.steps.slice(0, -1), ...end] });
    fixture.answers.set('You have typed', 'Copy Message');
    await vscode.env.clipboard.writeText('');
    const done = fixture.messages.generate(repository);
    open(0);
    await boxIs('Add a second');
    repository.inputBox.value = 'Add a second thought of mine';
    open(1);
    await done;
    await until(async () => (await vscode.env.clipboard.readText()) === 'Add a second line, at last');
    assert.equal(box(), 'Add a second thought of mine');
  });

  test('gives way to keys that are typed into the visible box, and loses none of them', async () => {
    const text = (): string => shown()?.getText() ?? '(no box)';
    const type = async (key: string): Promise<void> => {
      // Refused where the message has just gone on.
      await until(async () => {
        const document = shown();
        assert.ok(document !== undefined);
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, document.positionAt(document.getText().length), key);
        return vscode.workspace.applyEdit(edit);
      });
    };
    await until(() => shown() !== undefined);
    const { scenario, open } = gated(['Add', ' a', ' second', ' line']);
    fixture.endpoint.enqueue(scenario);
    const done = fixture.messages.generate(repository);
    open(0);
    await until(() => text() === 'Add');
    open(1);
    await type('x');
    open(2);
    await type('y');
    open(3);
    await type('z');
    await until(() => /^Add( a)?(?:(?! second).)*x.*y.*z$/.test(text()));
    const typed = text();
    fixture.messages.stop(repository);
    await done;
    assert.equal(text(), typed);
  });

  test('leaves a box alone that the user empties while the message is being put into it', async () => {
    await until(() => shown() !== undefined);
    let isWritten = false;
    let finished: Promise<boolean> | undefined;
    // Heard before the writer hears of it, as where VS Code is busy.
    const early = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isWritten && isBox(document)) finished ??= writer.finish('Add a second line');
    });
    const writer = new InputBoxWriter(repository);
    try {
      writer.write('Add');
      const document = await untilShown('Add');
      isWritten = true;
      const edit = new vscode.WorkspaceEdit();
      edit.delete(document.uri, new vscode.Range(0, 0, 0, 'Add'.length));
      assert.equal(await vscode.workspace.applyEdit(edit), true);
      await until(() => finished !== undefined);
      assert.equal(await finished, false);
      await untilShown('');
      await boxIs('');
    } finally {
      early.dispose();
      writer.dispose();
    }
  });

  test('replaces what the user typed where the user wants that, whatever was written before', async () => {
    const { scenario, open } = gated(['Add a second line', ' ']);
    const end = [{ send: event(chunk({}, { finish_reason: 'stop' })) }, { send: endOfStream }];
    fixture.endpoint.enqueue({ ...scenario, steps: [...scenario.steps.slice(0, -1), ...end] });
    fixture.answers.set('You have typed', 'Replace My Text');
    const done = fixture.messages.generate(repository);
    open(0);
    await boxIs('Add a second line');
    repository.inputBox.value = 'mine';
    await untilShown('mine');
    open(1);
    await done;
    await untilShown('Add a second line');
    await boxIs('Add a second line');
  });

  test('says so, and uses the working tree with new files, where nothing is staged', async () => {
    git(repository.rootUri, 'reset', '-q');
    write(repository.rootUri, 'new file.txt', 'brand new\n');
    fixture.endpoint.enqueue(answer('Add files'));
    await fixture.messages.generate(repository);
    await boxIs('Add files');
    assert.ok(fixture.request().includes('new file.txt') && fixture.request().includes('+two'));
    assert.match(fixture.said.join(), /Nothing is staged/);
  });

  test('is a sentence where there is nothing to commit', async () => {
    git(repository.rootUri, 'checkout', '-q', 'HEAD', '--', '.');
    await fixture.messages.generate(repository);
    assert.match(fixture.said.join(), /nothing to commit in repository/);
    assert.equal(fixture.endpoint.requests.length, 0);
  });

  test('keeps the trailers of the box, and is signed off as Git would', async () => {
    await fixture.set('git.alwaysSignOff', true);
    repository.inputBox.value = 'the line\n\nCo-authored-by: Other <other@example.invalid>\nCloses #12';
    fixture.endpoint.enqueue(answer('Add a second line'));
    await fixture.messages.generate(repository);
    await boxIs(
      'Add a second line\n\nCo-authored-by: Other <other@example.invalid>\nCloses #12\n' +
        'Signed-off-by: Example <example@example.invalid>',
    );
  });

  test('is wrapped where Git says', async () => {
    await fixture.set('git.inputValidationLength', 20);
    fixture.endpoint.enqueue(answer('Add a second line\n\nOne two three four five six seven.'));
    await fixture.messages.generate(repository);
    await boxIs('Add a second line\n\nOne two three four\nfive six seven.');
  });

  test('keeps the rules of commitlint: it is repaired once, and then the rule is named', async () => {
    write(repository.rootUri, 'commitlint.config.mjs', "export default { extends: ['@commitlint/config-conventional'] };\n");
    fixture.endpoint.enqueue(answer('Add a second line'), answer('feat: add a second line'));
    await fixture.messages.generate(repository);
    await boxIs('feat: add a second line');
    assert.match(fixture.request(), /type-empty: type must not be empty/);
    assert.deepEqual(fixture.said, []);
    fixture.endpoint.enqueue(answer('Add one'), answer('chore: Add one'));
    await fixture.messages.generate(repository);
    await boxIs('chore: Add one');
    assert.match(fixture.said.join(), /still breaks a rule: subject-case/);
  });

  test('says what of a configuration of commitlint cannot be read', async () => {
    write(repository.rootUri, '.commitlintrc.js', 'throw new Error("executed");\nmodule.exports = load();\n');
    fixture.endpoint.enqueue(answer('Add a line'));
    await fixture.messages.generate(repository);
    await boxIs('Add a line');
    assert.match(fixture.said.join(), /\.commitlintrc\.js could not be read/);
  });

  test('is not sent where a secret is found, unless the user says so', async () => {
    write(repository.rootUri, 'a.txt', 'one\ntwo\nkey = AKIAIOSFODNN7EXAMPLQ\n');
    git(repository.rootUri, 'add', 'a.txt');
    await fixture.messages.generate(repository);
    assert.equal(fixture.endpoint.requests.length, 0);
    assert.match(fixture.said.join(), /Line 3 of a\.txt looks like a secret/);
    fixture.answers.set('looks like a secret', 'Send Anyway');
    fixture.endpoint.enqueue(answer('Add a key'));
    await fixture.messages.generate(repository);
    await boxIs('Add a key');
  });

  test('is not sent where a secret stands beside what changes, either', async () => {
    write(repository.rootUri, 'a.txt', 'one\nkey = AKIAIOSFODNN7EXAMPLQ\n');
    git(repository.rootUri, 'add', 'a.txt');
    git(repository.rootUri, '-c', 'commit.gpgsign=false', 'commit', '-qm', 'Add a key');
    write(repository.rootUri, 'a.txt', 'one\nkey = AKIAIOSFODNN7EXAMPLQ\nthree\n');
    git(repository.rootUri, 'add', 'a.txt');
    await fixture.messages.generate(repository);
    assert.equal(fixture.endpoint.requests.length, 0);
    assert.match(fixture.said.join(), /Line 2 of a\.txt looks like a secret \(AWS access key\)\. It would be sent\.$/);
  });

  test('never sends the contents of files that are never sent', async () => {
    write(repository.rootUri, '.env', 'NAME=private words\n');
    git(repository.rootUri, 'add', '.env');
    fixture.endpoint.enqueue(answer('Add a file'));
    await fixture.messages.generate(repository);
    await boxIs('Add a file');
    assert.ok(fixture.request().includes('.env') && !fixture.request().includes('private words'));
    assert.match(fixture.said.join(), /not sent: \.env/);
  });

  test('that was not wanted is not suggested again, and is not taken for what the user wants', async () => {
    fixture.endpoint.enqueue(answer('First wording'), answer('Second wording'), answer('Third wording'));
    repository.inputBox.value = 'wish';
    await fixture.messages.generate(repository);
    await boxIs('First wording');
    await fixture.messages.generate(repository);
    await boxIs('Second wording');
    assert.match(fixture.request(), /did not want these[\s\S]*First wording/);
    assert.match(fixture.request(), /begun to write this[^`]*```\nwish\n/);
    await fixture.messages.generate(repository);
    assert.match(fixture.request(), /First wording[\s\S]*Second wording/);
    assert.match(fixture.request(), /begun to write this[^`]*```\nwish\n/);
  });

  test('is written for two repositories at the same time, each into its own box', async () => {
    const other = await fixture.repository('other');
    write(other.rootUri, 'b.txt', 'other words\n');
    git(other.rootUri, 'add', '.');
    const [one, two] = [gated(['Message one']), gated(['Message two'])];
    fixture.endpoint.enqueue(one.scenario, two.scenario);
    const first = fixture.endpoint.nextRequest();
    const done = fixture.messages.generate(repository);
    await first;
    const otherDone = fixture.messages.generate(other);
    two.open(0);
    one.open(0);
    await boxIs('Message one');
    await until(() => other.inputBox.value === 'Message two');
    fixture.messages.stop(other.rootUri);
    await otherDone;
    await until(() => other.inputBox.value === '');
    assert.equal(box(), 'Message one');
    fixture.messages.stop(undefined);
    await done;
    await boxIs('');
  });

  test('can be chosen from several, that show whole in the box', async () => {
    await fixture.set('aceClaude.commit.alternatives', 3);
    fixture.endpoint.enqueue(answer('Same\n\nBody.'), answer('Same\n\nBody.'), answer('Same\n\nBody.'));
    const done = fixture.messages.generate(repository);
    await boxIs('Same\n\nBody.');
    await accept(done);
    await boxIs('Same\n\nBody.');
    assert.equal(fixture.endpoint.requests.length, 3);
  });

  test('that is not chosen from several leaves what was in the box', async () => {
    await fixture.set('aceClaude.commit.alternatives', 2);
    repository.inputBox.value = 'before';
    fixture.endpoint.enqueue(answer('Same'), answer('Same'));
    const done = fixture.messages.generate(repository);
    await boxIs('Same');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await done;
    await boxIs('before');
  });
});

/** Accepts the first item until that was taken. */
async function accept(done: Promise<unknown>): Promise<void> {
  let isOver = false;
  void done.finally(() => (isOver = true));
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isOver;
  });
}
