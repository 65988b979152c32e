import assert from 'node:assert/strict';
import { readImage } from '../../../../src/webview/view/imageIntake';

/** The first bytes of a PNG of this size; more of it makes no difference to who reads no further. */
function png(width: number, height: number, length = 24): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

suite('An image that is taken in', () => {
  let asked = 0;
  let before: PropertyDescriptor | undefined;

  setup(() => {
    asked = 0;
    before = Object.getOwnPropertyDescriptor(globalThis, 'createImageBitmap');
    const value = (): Promise<never> => {
      asked += 1;
      return Promise.reject(new Error('InvalidStateError'));
    };
    Object.defineProperty(globalThis, 'createImageBitmap', { value, configurable: true });
  });

  teardown(() => {
    Reflect.deleteProperty(globalThis, 'createImageBitmap');
    if (before !== undefined) {
      Object.defineProperty(globalThis, 'createImageBitmap', before);
    }
  });

  const kindOf = async (parts: BlobPart[], type: string): Promise<string> => (await readImage(new Blob(parts, { type }))).kind;

  test('that is no image at all is refused as a file', async () => {
    assert.equal(await kindOf(['text'], 'text/plain'), 'noImage');
    assert.equal(await kindOf([], ''), 'noImage');
  });

  test('is known by its bytes, whatever its name says', async () => {
    assert.equal(await kindOf([png(2, 2)], 'text/plain'), 'damaged');
  });

  test('that is empty is damaged', async () => {
    assert.equal(await kindOf([], 'image/png'), 'damaged');
    assert.equal(asked, 0);
  });

  test('is never a vector graphic: nothing of it is even decoded', async () => {
    assert.equal(await kindOf(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'image/svg+xml'), 'foreign');
    assert.equal(asked, 0);
  });

  test('of a format that cannot be drawn is refused', async () => {
    assert.equal(await kindOf(['II*\0'], 'image/tiff'), 'foreign');
  });

  test('that would take all memory is not decoded', async () => {
    assert.equal(await kindOf([png(60_000, 60_000)], 'image/png'), 'tooLarge');
    assert.equal(asked, 0);
  });
});
