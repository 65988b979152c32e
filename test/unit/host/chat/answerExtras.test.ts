import assert from 'node:assert/strict';
import type { Answer } from '../../../../src/core/conversation';
import { playableAudio } from '../../../../src/core/audio/playableAudio';
import { decodeProbabilities } from '../../../../src/core/tokenProbabilities';
import { AnswerExtras, probabilitiesFile } from '../../../../src/host/chat/answerExtras';
import { until } from '../../../support/until';

const answer: Answer = { role: 'assistant', id: 'a1', at: 0, model: 'm', text: '', reasoning: '', status: 'waiting' };

const ignore = (): void => undefined;

class Files {
  readonly kept = new Map<string, Uint8Array>();
  isFull = false;

  write(name: string, content: Uint8Array | string): Promise<boolean> {
    if (!this.isFull) {
      this.kept.set(name, typeof content === 'string' ? Buffer.from(content) : content);
    }
    return Promise.resolve(!this.isFull);
  }

  append(name: string, content: Uint8Array): Promise<boolean> {
    return this.write(name, Buffer.concat([this.kept.get(name) ?? new Uint8Array(), content]));
  }

  read(name: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.kept.get(name));
  }
}

suite('What comes with an answer beside its text', () => {
  let files: Files;

  setup(() => {
    files = new Files();
  });

  test('is nothing where nothing came', async () => {
    const extras = new AnswerExtras(answer, files, 'wav', ignore);
    assert.equal(await extras.keep(), true);
    assert.deepEqual([extras.audios, files.kept.size], [undefined, 0]);
  });

  test('is its sound, put together, in a file of its own', async () => {
    const extras = new AnswerExtras(answer, files, 'pcm16', ignore);
    extras.takeAudio({ id: 'audio_1', data: 'AQ' });
    extras.takeAudio({ data: 'IDBA==' });
    extras.takeAudio({ expires_at: 99 });
    await extras.keep();
    assert.deepEqual(extras.audios, [{ id: 'audio_1', file: 'a1.0.wav', extension: 'wav', bytes: 48, expiresAt: 99 }]);
    assert.deepEqual([...(files.kept.get('a1.0.wav')?.subarray(44) ?? [])], [1, 2, 3, 4]);
  });

  test('adds to the sound and the tokens of what was gone on with', async () => {
    const first = new AnswerExtras(answer, files, 'mp3', ignore);
    first.takeAudio({ data: 'AAAA' });
    first.takeTokens([{ token: 'a', logprob: -1 }]);
    await first.keep();
    const second = new AnswerExtras({ ...answer, text: 'a', audio: first.audios ?? [] }, files, 'mp3', ignore);
    second.takeAudio({ data: 'BBBB' });
    second.takeTokens([{ token: 'b', logprob: -2 }]);
    await second.keep();
    assert.deepEqual(
      second.audios?.map(({ file }) => file),
      ['a1.0.mp3', 'a1.1.mp3'],
    );
    const kept = decodeProbabilities(Buffer.from(files.kept.get(probabilitiesFile('a1')) ?? []).toString());
    assert.deepEqual(
      kept?.map((part) => part.map(({ token }) => token)),
      [['a'], ['b']],
    );
  });

  test('is not claimed where it could not be kept', async () => {
    files.isFull = true;
    const extras = new AnswerExtras(answer, files, 'mp3', ignore);
    extras.takeAudio({ data: 'AAAA' });
    assert.equal(await extras.keep(), false);
    assert.equal(extras.audios, undefined);
  });

  test('has its transcript as the text, once, whichever way the same text comes as well', () => {
    const spoken = new AnswerExtras(answer, files, 'wav', ignore);
    assert.equal(spoken.takeAudio({ transcript: 'Hello' }), 'Hello');
    assert.equal(spoken.takeText('Hello'), '');
    assert.equal(spoken.takeAudio({ transcript: ' there.' }), ' there.');
    assert.equal(spoken.takeText(' there.'), '');
    assert.equal(spoken.restOfText(), '');
    const written = new AnswerExtras(answer, files, 'wav', ignore);
    assert.equal(written.takeText('Hello.'), 'Hello.');
    assert.equal(written.takeAudio({ transcript: 'Hello.' }), '');
    assert.equal(written.restOfText(), '');
  });

  test('loses no text that says something else', () => {
    const extras = new AnswerExtras(answer, files, 'wav', ignore);
    extras.takeAudio({ transcript: 'Spoken.' });
    extras.takeText('A table that is not read out.');
    assert.equal(extras.restOfText(), '\n\nA table that is not read out.');
  });

  test('is the sound so far, a second after it came, whatever becomes of the window', async function () {
    this.timeout(10_000);
    let told: readonly unknown[] | undefined;
    const extras: AnswerExtras = new AnswerExtras(answer, files, 'pcm16', () => (told = extras.audios));
    const bytesOf = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
    extras.takeAudio({ id: 'audio_1', data: bytesOf('abcdef') });
    await until(() => files.kept.size > 0, 'the beginning of the sound');
    assert.deepEqual(told, [{ id: 'audio_1', file: 'a1.0.wav', extension: 'wav', bytes: 50 }]);
    extras.takeAudio({ data: bytesOf('ghijkl') });
    await until(() => files.kept.get('a1.0.wav')?.length === 56, 'the rest of it');
    const crashed = playableAudio(files.kept.get('a1.0.wav') ?? new Uint8Array(), 'wav').bytes;
    extras.takeAudio({ data: bytesOf('mn') });
    await extras.keep();
    const whole = Buffer.from(files.kept.get('a1.0.wav') ?? []);
    assert.equal(whole.subarray(44).toString('latin1'), 'abcdefghijklmn');
    assert.deepEqual(Buffer.from(crashed), Buffer.from(playableAudio(Buffer.from('abcdefghijkl'), 'pcm16').bytes));
    assert.deepEqual([extras.audios?.length, extras.audios?.[0]?.bytes, files.kept.size], [1, 58, 1]);
  });
});
