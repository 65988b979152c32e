/** The commits that an answer suggests, and requests that are made from changes. */
import assert from 'node:assert/strict';
import { describeBranchRequest } from '../../../../src/core/prompts/describeBranch';
import { splitChangesRequest, suggestedCommits } from '../../../../src/core/prompts/splitChanges';

suite('A suggestion of commits', () => {
  const paths = ['a.ts', 'b.ts', 'c d.ts'];

  test('is read from JSON, whatever stands around it', () => {
    const json = '{"commits":[{"message":"One","files":["a.ts"]},{"message":"Two","files":["b.ts","c d.ts"]}]}';
    for (const answer of [json, `\`\`\`json\n${json}\n\`\`\``, `Here it is:\n${json}\nThat is all.`]) {
      assert.deepEqual(suggestedCommits(answer, paths), [
        { message: 'One', paths: ['a.ts'] },
        { message: 'Two', paths: ['b.ts', 'c d.ts'] },
      ]);
    }
  });

  test('has each changed file once, and no other', () => {
    const commits = suggestedCommits(
      '{"commits":[{"message":"One","files":["a.ts","invented.ts"]},{"message":"Two","files":["a.ts","b.ts"]},{"message":"","files":[]}]}',
      paths,
    );
    assert.deepEqual(commits, [
      { message: 'One', paths: ['a.ts'] },
      { message: 'Two', paths: ['b.ts', 'c d.ts'] },
    ]);
  });

  test('is none where the answer is no list of commits', () => {
    for (const answer of [
      '',
      'no',
      '{"commits":1}',
      '{"commits":[]}',
      '{"commits":[{"message":"x","files":["y"]}]}',
      '{"com',
    ]) {
      assert.equal(suggestedCommits(answer, paths), undefined, answer);
    }
  });
});

suite('The request for a suggestion or a description', () => {
  const sent = ({ messages }: { readonly messages: readonly { readonly content?: unknown }[] }): string =>
    JSON.stringify(messages);

  test('has the changes, and what they are compared with', () => {
    const split = splitChangesRequest({ model: 'm', changes: '+one', recentSubjects: ['Add x'], language: 'Deutsch' });
    for (const part of ['+one', 'Add x', 'Deutsch']) assert.ok(sent(split).includes(part), part);
    const branch = { model: 'm', branch: 'topic', base: 'origin/main', messages: ['Add y'], changes: '+two', language: '' };
    for (const part of ['topic', 'origin/main', 'Add y', '+two'])
      assert.ok(sent(describeBranchRequest(branch)).includes(part), part);
    assert.ok(!sent(describeBranchRequest(branch)).includes('template'));
    assert.ok(sent(describeBranchRequest({ ...branch, template: '## Why' })).includes('## Why'));
  });
});
