/**
 * What comes with an answer beside its text: its sound, whose transcript is the text, and the probabilities of its tokens. Gathers
 * them while the answer comes, and keeps them in files once it has ended, however it did.
 */
import { Base64Pieces } from '../../core/audio/base64Pieces';
import type { AnswerAudio } from '../../core/audio/answerAudio';
import { playableAudio, type AudioFormat } from '../../core/audio/playableAudio';
import type { AudioAnswer, TokenLogprob } from '../../core/chatCompletions';
import type { Answer } from '../../core/conversation';
import { given } from '../../core/jsonShape';
import { decodeProbabilities, encodeProbabilities } from '../../core/tokenProbabilities';

/** The files of the conversation. */
export interface ExtraFiles {
  /** @returns whether it is kept */
  write(name: string, content: Uint8Array | string): Promise<boolean>;
  read(name: string): Promise<Uint8Array | undefined>;
}

type TextSource = 'content' | 'transcript';

export function probabilitiesFile(answerId: string): string {
  return `${answerId}.tokens.json`;
}

export class AnswerExtras {
  #audios: readonly AnswerAudio[] | undefined;
  #sound: Base64Pieces | undefined;
  #facts: Partial<AudioAnswer> = {};
  readonly #tokens: TokenLogprob[] = [];
  readonly #texts: Record<TextSource, string> = { content: '', transcript: '' };
  /** Whichever text comes first is the answer's: a backend may send the same as the other, too. */
  #leading: TextSource | undefined;

  /** @param files absent: nothing is kept. @param format of the sound that was asked for */
  constructor(
    private readonly before: Answer,
    private readonly files: ExtraFiles | undefined,
    private readonly format: AudioFormat | undefined,
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
    const earlier = this.before.audio ?? [];
    const file = `${this.before.id}.${String(earlier.length)}.${extension}`;
    if (!(await this.files.write(file, bytes))) {
      return false;
    }
    const { id = '', expires_at: expiresAt } = this.#facts;
    this.#audios = [...earlier, { id, file, extension, bytes: bytes.length, ...given('expiresAt', expiresAt) }];
    return true;
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
