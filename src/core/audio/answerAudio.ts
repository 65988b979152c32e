/** What a conversation keeps of the sound of an answer. The bytes are in a file beside the journal: they would be most of it. */
import { countOf, given, listOf, numberOf, objectOf, textOf } from '../jsonShape';
import { audioTypes, type AudioExtension } from './playableAudio';

export interface AnswerAudio {
  /** The endpoint's. */
  readonly id: string;
  /** Name of its file among those of the conversation. */
  readonly file: string;
  readonly extension: AudioExtension;
  readonly bytes: number;
  /** Until when the endpoint knows it by its id; Unix time in seconds. */
  readonly expiresAt?: number;
}

/** Those that were read from a file, without trusting their shape. */
export function answerAudiosOf(value: unknown): readonly AnswerAudio[] | undefined {
  const audios = listOf(value).flatMap((item): readonly AnswerAudio[] => {
    const { id, file, extension, bytes, expiresAt } = objectOf(item);
    const known = Object.keys(audioTypes).find((name): name is AudioExtension => name === extension);
    return known === undefined || typeof file !== 'string'
      ? []
      : [
          {
            id: textOf(id) ?? '',
            file,
            extension: known,
            bytes: countOf(bytes) ?? 0,
            ...given('expiresAt', numberOf(expiresAt)),
          },
        ];
  });
  return audios.length === 0 ? undefined : audios;
}
