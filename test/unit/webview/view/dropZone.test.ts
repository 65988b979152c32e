import assert from 'node:assert/strict';
import { AttachmentIntake } from '../../../../src/webview/view/attachmentIntake';
import { DropZone } from '../../../../src/webview/view/dropZone';
import { readTransfer, type TransferData } from '../../../../src/webview/view/transferData';
import { pageStrings, Posted, usePage } from '../../../support/pageFixture';

function transfer(data: Readonly<Record<string, string>>, files: readonly File[] = []) {
  return {
    types: [...Object.keys(data), ...(files.length > 0 ? ['Files'] : [])],
    getData: (format: string) => data[format] ?? '',
    files,
    dropEffect: 'none',
  };
}

suite('readTransfer', () => {
  test("prefers VS Code's list, which alone holds all files", () => {
    const data = {
      'application/vnd.code.uri-list': 'vscode-remote://h/a\r\nvscode-remote://h/b%20c\r\n',
      'text/uri-list': 'vscode-remote://h/a',
      'text/plain': '/a',
    };
    assert.deepEqual(readTransfer(transfer(data)).uris, ['vscode-remote://h/a', 'vscode-remote://h/b%20c']);
  });

  test('reads the list of other programs, without remarks and repetitions', () => {
    const data = { 'text/uri-list': '# remark\r\nfile:///a\nfile:///b\rfile:///a\r\n\r\n' };
    assert.deepEqual(readTransfer(transfer(data)).uris, ['file:///a', 'file:///b']);
  });

  test('tells addresses of the web from files', () => {
    const { uris, links } = readTransfer(
      transfer({ 'text/uri-list': 'https://example.test/\nfile:///a\nmailto:a@example.test' }),
    );
    assert.deepEqual([uris, links], [['file:///a'], ['https://example.test/', 'mailto:a@example.test']]);
  });

  test('finds nothing in text', () => {
    assert.deepEqual(readTransfer(transfer({ 'text/plain': 'file:///a' })), { uris: [], links: [], files: [] });
  });
});

suite('DropZone', () => {
  usePage();

  let taken: TransferData[];
  let zone: DropZone;

  setup(() => {
    taken = [];
    zone = new DropZone('drop here', (data) => taken.push(data));
    document.body.append(zone.element);
  });

  /** @returns whether the page took it from the browser */
  function drag(type: string, data?: ReturnType<typeof transfer>, relatedTarget: Element | null = null): boolean {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
      dataTransfer: data ?? null,
      relatedTarget,
    });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  }
  const files = transfer({ 'text/uri-list': 'file:///a' });

  test('shows that files can be dropped, while they are over the page', () => {
    assert.equal(zone.element.hidden, true);
    assert.equal(drag('dragenter', files), true);
    assert.equal(drag('dragover', files), true);
    assert.deepEqual([zone.element.hidden, files.dropEffect], [false, 'copy']);
    drag('dragleave', files, document.body);
    assert.equal(zone.element.hidden, false);
    drag('dragleave', files);
    assert.equal(zone.element.hidden, true);
  });

  test('takes what is dropped anywhere', () => {
    drag('dragover', files);
    assert.equal(drag('drop', files), true);
    assert.deepEqual(taken, [{ uris: ['file:///a'], links: [], files: [] }]);
    assert.equal(zone.element.hidden, true);
  });

  test('leaves text to the input, and what the page drags itself', () => {
    assert.equal(drag('dragover', transfer({ 'text/plain': 'words' })), false);
    assert.equal(drag('drop', transfer({ 'text/plain': 'words' })), false);
    drag('dragstart');
    assert.equal(drag('dragover', files), false);
    drag('dragend');
    assert.equal(drag('dragover', files), true);
    assert.deepEqual(taken, []);
  });
});

suite('AttachmentIntake', () => {
  test('sends no more than the host takes at once, and says so', async () => {
    const posted = new Posted();
    const said: string[] = [];
    const intake = new AttachmentIntake({ strings: pageStrings, post: posted.post, say: (sentence) => said.push(sentence) });
    const uris = Array.from({ length: 201 }, (_, index) => `file:///${String(index)}`);
    await intake.take({ uris, links: [], files: [new File([], 'the same.txt')] });
    assert.deepEqual(posted.all, [{ type: 'attachment/addUris', uris: uris.slice(0, 200) }]);
    assert.deepEqual(said, ['only 200']);
  });

  test('says of each file that it cannot read that it cannot', async () => {
    const posted = new Posted();
    const said: string[] = [];
    const intake = new AttachmentIntake({ strings: pageStrings, post: posted.post, say: (sentence) => said.push(sentence) });
    await intake.take({
      uris: [],
      links: [],
      files: [new File([], 'folder'), new File(['x'], 'a.pdf', { type: 'application/pdf' })],
    });
    assert.deepEqual([said, posted.all], [['refused folder', 'refused a.pdf'], []]);
  });
});
