/**
 * What comes with an answer beside its text: its sound, whose transcript is the text, and the probabilities of its tokens. Gathers
 * them while the answer comes, and keeps them in files once it has ended, however it did; the sound also on the way, so that a crash
 * costs the last second of it.
 */
import { Base64Pieces } from '../../core/audio/base64Pieces';
import type { AnswerAudio } from '../../core/audio/answerAudio';
import { growingAudio, playableAudio, type AudioExtension, type AudioFormat } from '../../core/audio/playableAudio';
import { joinBytes } from '../../core/bytes';
import type { AudioAnswer, TokenLogprob } from '../../core/chatCompletions';
import type { Answer } from '../../core/conversation';
import { given } from '../../core/jsonShape';
import { decodeProbabilities, encodeProbabilities } from '../../core/tokenProbabilities';

/** The files of the conversation. */
export interface ExtraFiles {
  /** @returns whether it is kept */
  write(name: string, content: Uint8Array | string): Promise<boolean>;
  /** @returns the same */
  append(name: string, content: Uint8Array): Promise<boolean>;
  read(name: string): Promise<Uint8Array | undefined>;
}

/** In milliseconds: how much of a sound a crash can cost. */
const noteEveryMs = 1000;

type TextSource = 'content' | 'transcript';

export function probabilitiesFile(answerId: string): string {
  return `${answerId}.tokens.json`;
}

export class AnswerExtras {
  #audios: readonly AnswerAudio[] | undefined;
  #sound: Base64Pieces | undefined;
  #facts: Partial<AudioAnswer> = {};
  /** While it grows. */
  #file: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #noting: Promise<void> = Promise.resolve();
  readonly #tokens: TokenLogprob[] = [];
  readonly #texts: Record<TextSource, string> = { content: '', transcript: '' };
  /** Whichever text comes first is the answer's: a backend may send the same as the other, too. */
  #leading: TextSource | undefined;

  /**
   * @param files absent: nothing is kept. @param format of the sound that was asked for
   * @param onSound called once where a sound has a file before it has ended
   */
  constructor(
    private readonly before: Answer,
    private readonly files: ExtraFiles | undefined,
    private readonly format: AudioFormat | undefined,
    private readonly onSound: () => void,
  ) {
    this.#audios = before.audio;
  }

  get audios(): readonly AnswerAudio[] | undefined {
    return this.#audios;
  }

  get hasSound(): boolean {
    return this.#audios !== undefined;
  }

  /** @returns what of a text of the answer is to be shown now */
  takeText(text: string): string {
    return this.#take('content', text);
  }

  /** @returns what of its transcript is to be shown now */
  takeAudio({ data = '', transcript = '', ...facts }: Partial<AudioAnswer>): string {
    this.#facts = { ...this.#facts, ...facts };
    if (data !== '') {
      this.#sound ??= new Base64Pieces();
      this.#sound.push(data);
      this.#noteSoon();
    }
    return this.#take('transcript', transcript);
  }

  takeTokens(tokens: readonly TokenLogprob[]): void {
    this.#tokens.push(...tokens);
  }

  /** What of the text that did not come first is not in the other. */
  restOfText(): string {
    const { content, transcript } = this.#texts;
    const [shown, other] = this.#leading === 'transcript' ? [transcript, content] : [content, transcript];
    return shown.includes(other.trim()) ? '' : `\n\n${other.trim()}`;
  }

  /** @returns false where something could not be kept */
  async keep(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#noting;
    const isSoundKept = await this.#keepSound();
    const areTokensKept = await this.#keepTokens();
    return isSoundKept && areTokensKept;
  }

  #take(source: TextSource, text: string): string {
    if (text === '') {
      return '';
    }
    this.#leading ??= source;
    this.#texts[source] += text;
    return this.#leading === source ? text : '';
  }

  async #keepSound(): Promise<boolean> {
    const received = this.#sound?.bytes();
    if (received === undefined || received.length === 0 || this.files === undefined) {
      return true;
    }
    const { extension, bytes } = playableAudio(received, this.format);
    const audio = this.#audioOf(extension, bytes.length);
    if (!(await this.files.write(audio.file, bytes))) {
      return false;
    }
    this.#audios = [...(this.before.audio ?? []), audio];
    return true;
  }

  #noteSoon(): void {
    if (this.files !== undefined) {
      const { files } = this;
      this.#timer ??= setTimeout(() => {
        this.#noting = this.#note(files).finally(() => {
          this.#timer = undefined;
        });
      }, noteEveryMs);
    }
  }

  async #note(files: ExtraFiles): Promise<void> {
    const bytes = this.#sound?.newBytes() ?? new Uint8Array();
    if (this.#file !== undefined) {
      await files.append(this.#file, bytes);
      return;
    }
    const { extension, header } = growingAudio(bytes, this.format);
    const audio = this.#audioOf(extension, header.length + bytes.length);
    if (await files.write(audio.file, joinBytes([header, bytes]))) {
      this.#file = audio.file;
      this.#audios = [...(this.before.audio ?? []), audio];
      this.onSound();
    }
  }

  #audioOf(extension: AudioExtension, bytes: number): AnswerAudio {
    const { id = '', expires_at: expiresAt } = this.#facts;
    const file = `${this.before.id}.${String(this.before.audio?.length ?? 0)}.${extension}`;
    return { id, file, extension, bytes, ...given('expiresAt', expiresAt) };
  }

  async #keepTokens(): Promise<boolean> {
    if (this.#tokens.length === 0 || this.files === undefined) {
      return true;
    }
    const name = probabilitiesFile(this.before.id);
    const known = this.before.text === '' ? undefined : await this.files.read(name);
    const parts = known === undefined ? [] : (decodeProbabilities(new TextDecoder().decode(known)) ?? []);
    return this.files.write(name, encodeProbabilities([...parts, this.#tokens]));
  }
}
