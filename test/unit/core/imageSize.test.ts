import assert from 'node:assert/strict';
import { imageSize, imageTypeOf } from '../../../src/core/imageSize';

const ascii = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));
const bytes = (...parts: readonly (readonly number[])[]): Uint8Array => Uint8Array.from(parts.flat());

const png = bytes([0x89], ascii('PNG\r\n'), [0x1a, 0x0a, 0, 0, 0, 13], ascii('IHDR'), [0, 0, 3, 0, 0, 0, 2, 0, 8, 6]);
const gif = bytes(ascii('GIF89a'), [0x40, 1, 0xf0, 0]);
const jpeg = bytes(
  [0xff, 0xd8],
  // Application data with what looks like a frame header in it, a fill byte, tables, then the frame header.
  [0xff, 0xe0, 0, 8, 0xff, 0xc0, 1, 2, 3, 4],
  [0xff, 0xff, 0xdb, 0, 4, 9, 9],
  [0xff, 0xc4, 0, 3, 1],
  [0xff, 0xc2, 0, 11, 8, 1, 0xe0, 2, 0x80, 3],
);
const riff = (kind: string, ...rest: number[]): Uint8Array =>
  bytes(ascii('RIFF'), [0, 0, 0, 0], ascii('WEBP'), ascii(kind), [0, 0, 0, 0], rest);
const webpLossy = riff('VP8 ', 0, 0, 0, 0x9d, 0x01, 0x2a, 0x90, 0x01, 0x2c, 0x01);
const webpLossless = riff('VP8L', 0x2f, 0x8f, 0xc1, 0x4a, 0x00);
const webpExtended = riff('VP8X', 0, 0, 0, 0, 0x1f, 0x03, 0, 0x57, 0x02, 0);

suite('An image', () => {
  const cases = [
    ['image/png', png, 768, 512],
    ['image/gif', gif, 320, 240],
    ['image/jpeg', jpeg, 640, 480],
    ['image/webp', webpLossy, 400, 300],
    ['image/webp', webpLossless, 400, 300],
    ['image/webp', webpExtended, 800, 600],
  ] as const;

  test('is known by its first bytes, and so is its size', () => {
    for (const [type, image, width, height] of cases) {
      assert.equal(imageTypeOf(image), type);
      assert.deepEqual(imageSize(image), { width, height }, type);
    }
  });

  test('is found in a view that begins within a larger buffer', () => {
    const padded = bytes([1, 2, 3], [...png]);
    assert.deepEqual(imageSize(padded.subarray(3)), { width: 768, height: 512 });
  });

  test('that is cut off anywhere has no size, and breaks nothing', () => {
    for (const [type, image] of cases) {
      for (let length = 0; length < image.length; length += 1) {
        const size = imageSize(image.subarray(0, length));
        assert.ok(size === undefined || (size.width > 0 && size.height > 0), `${type}, ${String(length)} bytes`);
      }
    }
  });

  test('is not text, nor another format', () => {
    for (const text of ['', 'hello', '<svg/>', 'BM', '%PDF-1.7', 'RIFF    WAVE']) {
      assert.equal(imageTypeOf(bytes(ascii(text))), undefined, text);
      assert.equal(imageSize(bytes(ascii(text))), undefined, text);
    }
  });

  test('of no area has no size', () => {
    assert.equal(imageSize(bytes(ascii('GIF87a'), [0, 0, 5, 0])), undefined);
  });
});
