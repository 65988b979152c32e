import assert from 'node:assert/strict';
import { PathLinks } from '../../../../src/webview/view/pathLinks';
import { pageStrings, Posted, press, until, usePage } from '../../../support/pageFixture';

suite('PathLinks', () => {
  usePage();

  let posted: Posted;
  let links: PathLinks;

  setup(() => {
    posted = new Posted();
    links = new PathLinks(pageStrings, posted.post);
  });

  function mention(path: string, place: { line?: number; column?: number; endLine?: number } = {}): HTMLElement {
    const element = document.createElement('code');
    document.body.append(element);
    links.add({ path, ...place }, element);
    return element;
  }
  const asked = (): (readonly string[])[] => posted.of('path/check').map(({ paths }) => paths);

  test('asks for all paths of a moment in one message, each once', async () => {
    mention('a.ts');
    mention('b.ts');
    mention('a.ts');
    await until(() => posted.all.length > 0);
    assert.deepEqual(asked(), [['a.ts', 'b.ts']]);
  });

  test('makes links of those that exist, which open at their place', async () => {
    const [here, again, gone] = [mention('a.ts', { line: 3, endLine: 9 }), mention('a.ts'), mention('gone.ts')];
    await until(() => posted.all.length > 0);
    links.found(['a.ts']);
    assert.deepEqual(
      [here, again, gone].map((element) => [element.getAttribute('role'), element.tabIndex, element.title]),
      [
        ['link', 0, 'open a.ts'],
        ['link', 0, 'open a.ts'],
        [null, -1, ''],
      ],
    );
    here.click();
    press(again, 'Enter');
    gone.click();
    assert.deepEqual(posted.of('path/open'), [
      { type: 'path/open', path: 'a.ts', line: 3, column: 0, endLine: 9 },
      { type: 'path/open', path: 'a.ts', line: 0, column: 0, endLine: 0 },
    ]);
  });

  test('asks for nothing that is known, nor again for what was just asked for', async () => {
    mention('a.ts');
    mention('gone.ts');
    await until(() => posted.all.length > 0);
    links.found(['a.ts']);
    assert.equal(mention('a.ts').getAttribute('role'), 'link');
    mention('gone.ts');
    mention('c.ts');
    await until(() => posted.all.length > 1);
    assert.deepEqual(asked(), [['a.ts', 'gone.ts'], ['c.ts']]);
  });

  test('asks in messages that the host takes, and never for what cannot be opened', async () => {
    for (let index = 0; index < 201; index += 1) mention(`${String(index)}.ts`);
    mention('x'.repeat(501));
    mention('');
    await until(() => posted.all.length === 2);
    assert.deepEqual(
      asked().map(({ length }) => length),
      [200, 1],
    );
  });

  test('does nothing to what has left the page', async () => {
    const left = mention('a.ts');
    left.remove();
    await until(() => posted.all.length > 0);
    links.found(['a.ts']);
    assert.equal(left.getAttribute('role'), null);
  });
});
