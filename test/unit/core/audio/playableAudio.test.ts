import assert from 'node:assert/strict';
import { playableAudio } from '../../../../src/core/audio/playableAudio';

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** A WAV file of four samples that says of itself what is given. */
function wav(riffLength: number, dataLength: number, between: readonly number[] = []): Uint8Array {
  const file = Buffer.from([
    ...[
      ...ascii('RIFF'),
      0,
      0,
      0,
      0,
      ...ascii('WAVEfmt '),
      16,
      0,
      0,
      0,
      1,
      0,
      1,
      0,
      0xc0,
      0x5d,
      0,
      0,
      0x80,
      0xbb,
      0,
      0,
      2,
      0,
      16,
      0,
    ],
    ...[...between, ...ascii('data'), 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8],
  ]);
  file.writeUInt32LE(riffLength, 4);
  file.writeUInt32LE(dataLength, file.length - 12);
  return file;
}

suite('Sound that plays', () => {
  test('gives raw samples a header, without half a sample', () => {
    const { extension, bytes } = playableAudio(Uint8Array.of(1, 2, 3, 4, 5), 'pcm16');
    const view = Buffer.from(bytes);
    assert.equal(extension, 'wav');
    assert.equal(view.toString('latin1', 0, 4) + view.toString('latin1', 8, 16), 'RIFFWAVEfmt ');
    assert.deepEqual(
      [view.readUInt32LE(4), view.readUInt16LE(20), view.readUInt16LE(22), view.readUInt32LE(24), view.readUInt16LE(34)],
      [40, 1, 1, 24_000, 16],
    );
    assert.equal(view.readUInt32LE(28), 48_000);
    assert.equal(view.readUInt32LE(40), 4);
    assert.deepEqual([...view.subarray(44)], [1, 2, 3, 4]);
  });

  test('puts right what a header says that was written before the end was known', () => {
    for (const [riff, data] of [
      [0xffffffff, 0xffffffff],
      [0, 0],
      [9000, 8000],
    ] as const) {
      const { bytes } = playableAudio(wav(riff, data), 'wav');
      assert.deepEqual(bytes, new Uint8Array(wav(44, 8)));
    }
  });

  test('leaves a header alone that is right, also with more in it', () => {
    const list = [...ascii('LIST'), 3, 0, 0, 0, 1, 2, 3, 0];
    assert.deepEqual(playableAudio(wav(56, 8, list), 'wav').bytes, new Uint8Array(wav(56, 8, list)));
    assert.deepEqual(playableAudio(wav(56, 999, list), 'wav').bytes, new Uint8Array(wav(56, 8, list)));
  });

  test('believes what the bytes say of themselves rather than what was asked for', () => {
    assert.equal(playableAudio(Uint8Array.from(ascii('fLaC....')), 'mp3').extension, 'flac');
    assert.equal(playableAudio(Uint8Array.from(ascii('OggS....')), 'wav').extension, 'opus');
    assert.equal(playableAudio(Uint8Array.from(ascii('ID3.....')), undefined).extension, 'mp3');
    assert.equal(playableAudio(wav(44, 8), 'pcm16').bytes.length, 52);
    assert.equal(playableAudio(Uint8Array.of(0xff, 0xfb, 0x90), 'mp3').extension, 'mp3');
    assert.equal(playableAudio(Uint8Array.of(0xff, 0xf1, 0x50), 'aac').extension, 'aac');
  });

  test('makes something of anything', () => {
    for (const bytes of [[], [1], ascii('RIFF'), ascii('RIFF....WAVE'), ascii('RIFF....WAVEdata')]) {
      assert.ok(playableAudio(Uint8Array.from(bytes), 'wav').bytes.length >= 12, String(bytes));
    }
  });
});
