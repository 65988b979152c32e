/** What else is made of the changes of a repository: an explanation, the description of a branch, a suggestion to split them. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SentAttachment } from '../../src/core/attachment';
import { CommitTools } from '../../src/host/commit/commitTools';
import type { GitRepository } from '../../src/host/context/git';
import { answer } from '../endpoint/scenario';
import { CommitFixture, git, write } from '../support/commitFixture';
import { until } from '../support/until';

suite('The changes of a repository', () => {
  let fixture: CommitFixture;
  let repository: GitRepository;
  let tools: CommitTools;
  let asked: (readonly [string, readonly SentAttachment[]])[];

  setup(async () => {
    fixture = await CommitFixture.start();
    repository = await fixture.repository();
    asked = [];
    tools = new CommitTools({
      ...fixture.deps,
      ask: (text, attachments) => Promise.resolve(void asked.push([text, attachments])),
    });
  });

  teardown(async () => {
    tools.dispose();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await fixture.dispose();
  });

  const staged = (): string => git(repository.rootUri, 'diff', '--cached', '--name-only');

  test('are explained in the chat as they are staged', async () => {
    write(repository.rootUri, 'a.txt', 'one\ntwo\n');
    git(repository.rootUri, 'add', '.');
    write(repository.rootUri, 'a.txt', 'one\ntwo\nunstaged\n');
    await tools.explain({ rootUri: repository.rootUri });
    const [[text, attachments] = ['', []], ...others] = asked;
    assert.deepEqual(others, []);
    assert.match(text, /What do these changes do/);
    const [attachment] = attachments;
    assert.ok(attachment?.kind === 'changes' && attachment.text.includes('+two') && !attachment.text.includes('unstaged'));
  });

  test('of a branch are described from where it left the main one, by the template', async () => {
    const { rootUri } = repository;
    write(rootUri, '.github/pull_request_template.md', '## Why\n');
    git(rootUri, 'add', '.');
    git(rootUri, '-c', 'commit.gpgsign=false', 'commit', '-qm', 'Add a template');
    git(rootUri, 'checkout', '-q', '-b', 'topic');
    write(rootUri, 'b.txt', 'of the branch\n');
    git(rootUri, 'add', '.');
    git(rootUri, '-c', 'commit.gpgsign=false', 'commit', '-qm', 'Add a file of the branch');
    fixture.endpoint.enqueue(answer('Add a file\n\n## Why\nIt was missing.'));
    await vscode.env.clipboard.writeText('');
    await accepting(tools.describe(rootUri));
    assert.equal(await vscode.env.clipboard.readText(), 'Add a file\n\n## Why\nIt was missing.');
    const request = fixture.request();
    for (const part of ['Add a file of the branch', '+of the branch', '## Why']) assert.ok(request.includes(part), part);
    assert.ok(!request.includes('Add a template'));
  });

  test('are split as suggested only when the user agrees, and the index can be had back', async () => {
    const { rootUri } = repository;
    write(rootUri, 'a.txt', 'one\nstaged\n');
    write(rootUri, 'b.txt', 'new\n');
    git(rootUri, 'add', '.');
    write(rootUri, 'a.txt', 'one\nstaged\nnot staged\n');
    const before = git(rootUri, 'diff', '--cached');
    const suggestion = '{"commits":[{"message":"Change a","files":["a.txt"]},{"message":"Add b","files":["b.txt"]}]}';
    fixture.endpoint.enqueue(answer(suggestion));
    await accepting(tools.split(rootUri));
    assert.equal(staged(), 'a.txt\nb.txt\n', 'staged without consent');
    fixture.answers.set('Stage only these', 'Stage These Files');
    await accepting(tools.split(rootUri));
    assert.equal(staged(), 'a.txt\n');
    assert.ok(!git(rootUri, 'diff', '--cached').includes('not staged'));
    await until(() => repository.inputBox.value === 'Change a');
    git(rootUri, '-c', 'commit.gpgsign=false', 'commit', '-qm', 'Change a');
    await accepting(tools.split(rootUri));
    assert.equal(staged(), 'b.txt\n');
    assert.equal(fixture.endpoint.requests.length, 1);

    git(rootUri, 'reset', '-q', '--soft', 'HEAD~');
    git(rootUri, 'add', 'b.txt');
    assert.equal(git(rootUri, 'diff', '--cached'), before);
    fixture.answers.set('Files staged for', 'Undo');
    fixture.endpoint.enqueue(answer(suggestion));
    await accepting(tools.split(rootUri));
    await until(() => git(rootUri, 'diff', '--cached') === before);
  });
});

/** Accepts the first item of whatever is asked until the work is over. */
async function accepting(work: Promise<void>): Promise<void> {
  let isOver = false;
  void work.finally(() => (isOver = true));
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isOver;
  });
  await work;
}
