import assert from 'node:assert/strict';
import { Pictures } from '../../../../src/webview/view/pictures';
import { Posted, usePage } from '../../../support/pageFixture';

/** Stands for a decoder: what begins with a zero is broken. */
async function decode(blob: Blob): Promise<{ width: number; height: number }> {
  const [first] = new Uint8Array(await blob.arrayBuffer());
  if (first === 0) {
    throw new Error('InvalidStateError');
  }
  return { width: 30, height: 20 };
}

const image = { type: 'image', questionId: 'q', mediaType: 'image/png', data: 'AQID' } as const;

suite('Pictures of attached images', () => {
  usePage();

  let posted: Posted;
  let pictures: Pictures;
  let before: PropertyDescriptor | undefined;

  setup(() => {
    before = Object.getOwnPropertyDescriptor(globalThis, 'createImageBitmap');
    Object.defineProperty(globalThis, 'createImageBitmap', { value: decode, configurable: true });
    Object.defineProperty(window.HTMLCanvasElement.prototype, 'getContext', { value: () => null });
    posted = new Posted();
    pictures = new Pictures(posted.post);
  });

  teardown(() => {
    Reflect.deleteProperty(globalThis, 'createImageBitmap');
    if (before !== undefined) {
      Object.defineProperty(globalThis, 'createImageBitmap', before);
    }
  });

  test('are asked for once, however many places show them', async () => {
    const places = [pictures.place('q', '0'), pictures.place('q', '0')];
    assert.deepEqual(posted.all, [{ type: 'image/want', questionId: 'q', image: '0' }]);
    assert.ok(places.every((place) => place.querySelector('canvas') === null));
    await pictures.receive({ ...image, image: '0' });
    assert.deepEqual(
      places.map((place) => place.querySelector('canvas')?.width),
      [30, 30],
    );
    assert.notEqual(pictures.place('q', '0').querySelector('canvas'), null);
    assert.equal(posted.all.length, 1);
  });

  test('that cannot be decoded leave the icon, and the host is told', async () => {
    const place = pictures.place('', 'id');
    await pictures.receive({ ...image, questionId: '', image: 'id', data: 'AAAA' });
    assert.equal(place.querySelector('canvas'), null);
    assert.notEqual(place.querySelector('svg'), null);
    assert.deepEqual(posted.of('image/broken'), [{ type: 'image/broken', questionId: '', image: 'id' }]);
  });

  test('that say to be enormous are not decoded', async () => {
    const header = Buffer.from('89504e470d0a1a0a0000000d494844520000ea600000ea60', 'hex');
    const place = pictures.place('q', '0');
    await pictures.receive({ ...image, image: '0', data: header.toString('base64') });
    assert.equal(place.querySelector('canvas'), null);
    assert.equal(posted.of('image/broken').length, 1);
  });

  test('that are no base64 end nothing else', async () => {
    pictures.place('q', '0');
    const next = pictures.place('q', '1');
    await Promise.all([pictures.receive({ ...image, image: '0', data: '%%%' }), pictures.receive({ ...image, image: '1' })]);
    assert.notEqual(next.querySelector('canvas'), null);
  });
});
