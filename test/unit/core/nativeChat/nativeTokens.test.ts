import assert from 'node:assert/strict';
import type { NativePart } from '../../../../src/core/nativeChat/nativeMessage';
import { messageTokens } from '../../../../src/core/nativeChat/nativeTokens';

const words: NativePart = { type: 'text', text: 'word '.repeat(100) };
/** The first bytes of an image of 1500 × 1000 pixels. */
const png = new Uint8Array(24);
png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
new DataView(png.buffer).setUint32(16, 1500);
new DataView(png.buffer).setUint32(20, 1000);

function tokensOf(part: NativePart): number {
  return messageTokens([part]) - messageTokens([]);
}

suite('Tokens of the parts of a message', () => {
  test('are those of its text, wherever it stands', () => {
    const plain = tokensOf(words);
    assert.ok(plain > 90 && plain < 150, String(plain));
    const tree = { node: { type: 1, children: [{ type: 2, text: 'word '.repeat(100) }] } };
    const others: readonly NativePart[] = [
      { type: 'promptTsx', value: tree },
      { type: 'data', mimeType: 'text/plain', data: new TextEncoder().encode('word '.repeat(100)) },
      { type: 'toolResult', callId: 'a', content: [words] },
      { type: 'toolCall', callId: 'a', name: 'read', input: { text: 'word '.repeat(100) } },
    ];
    for (const part of others) assert.ok(Math.abs(tokensOf(part) - plain) < 20, part.type);
  });

  test('are those of an image by its size, and none of what is not sent', () => {
    const image = tokensOf({ type: 'data', mimeType: 'image/png', data: png });
    assert.ok(image > 1000 && image <= 1600, String(image));
    assert.equal(tokensOf({ type: 'data', mimeType: 'cache_control', data: new TextEncoder().encode('ephemeral') }), 0);
  });

  test('of a call without input are few, and no error', () => {
    assert.ok(tokensOf({ type: 'toolCall', callId: 'a', name: 'now', input: undefined }) < 10);
  });
});
