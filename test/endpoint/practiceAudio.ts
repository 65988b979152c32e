/** A short tone, so that an answer aloud can be heard without a model. */

const sampleRate = 8000;
const samples = 3200;

/** 0.4 seconds of 440 Hz as WAV (8 bit, one channel), in base64. */
export function toneInBase64(): string {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(samples, 40);
  const tone = Uint8Array.from(
    { length: samples },
    (_, index) => 128 + 60 * Math.sin((2 * Math.PI * 440 * index) / sampleRate),
  );
  return Buffer.concat([header, tone]).toString('base64');
}
