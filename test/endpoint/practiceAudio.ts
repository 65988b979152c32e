/** A short tone, so that an answer aloud can be heard without a model. */

export type PracticeFormat = 'wav' | 'pcm16';

const sampleRate = 24_000;
const samples = sampleRate;

/** A second of 440 Hz in one channel of 16 bits, as WAV or without its header, in base64. */
export function toneInBase64(format: PracticeFormat): string {
  const tone = Buffer.alloc(samples * 2);
  for (let index = 0; index < samples; index += 1) {
    tone.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * index) / sampleRate)), index * 2);
  }
  return (format === 'wav' ? Buffer.concat([header(tone.length), tone]) : tone).toString('base64');
}

function header(length: number): Buffer {
  const made = Buffer.alloc(44);
  made.write('RIFF', 0, 'ascii');
  made.writeUInt32LE(36 + length, 4);
  made.write('WAVEfmt ', 8, 'ascii');
  made.writeUInt32LE(16, 16);
  made.writeUInt16LE(1, 20);
  made.writeUInt16LE(1, 22);
  made.writeUInt32LE(sampleRate, 24);
  made.writeUInt32LE(sampleRate * 2, 28);
  made.writeUInt16LE(2, 32);
  made.writeUInt16LE(16, 34);
  made.write('data', 36, 'ascii');
  made.writeUInt32LE(length, 40);
  return made;
}
