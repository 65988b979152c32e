/**
 * The players of spoken answers. The host keeps the sound: it is asked for when its player comes into view, and belongs to the page
 * until its answer goes.
 */
import type { AnswerAudio } from '../../core/audio/answerAudio';
import type { HostToWebview, WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { button, element } from './dom';
import { WhenSeen } from './whenSeen';

type Sound = Extract<HostToWebview, { type: 'audio' }>;

interface Deps {
  readonly strings: UiStrings;
  readonly post: (message: WebviewToHost) => void;
}

export interface Players {
  readonly elements: readonly HTMLElement[];
  /** Lets go of what they play. */
  readonly dispose: () => void;
}

/** One that shows what came. */
type Place = (sound: Sound) => void;

export class Sounds {
  readonly #places = new Map<string, Place>();
  readonly #seen = new WhenSeen();

  constructor(private readonly deps: Deps) {}

  /** Whoever gets them disposes them. */
  players(answerId: string, audios: readonly AnswerAudio[]): Players {
    const players = audios.map((_, index) => this.#player(answerId, index));
    return {
      elements: players.map((player) => player.element),
      dispose: () => {
        for (const player of players) {
          player.dispose();
        }
      },
    };
  }

  receive(sound: Sound): void {
    this.#places.get(keyOf(sound))?.(sound);
  }

  #player(answerId: string, index: number): { readonly element: HTMLElement; readonly dispose: () => void } {
    const { strings, post } = this.deps;
    const key = keyOf({ answerId, index });
    const status = element('p', { class: 'audio-status' }, strings.audioLoading);
    const save = button(strings.saveAudio, 'button secondary', () => {
      post({ type: 'audio/save', answerId, index });
    });
    const player = element('div', { class: 'answer-audio', role: 'group', 'aria-label': strings.audio }, status, save);
    let address: string | undefined;
    this.#places.set(key, ({ bytes, mediaType }) => {
      this.#places.delete(key);
      if (bytes === undefined) {
        player.replaceChildren(element('p', { class: 'audio-status' }, strings.audioMissing));
        return;
      }
      address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
      const audio = element('audio', { controls: true, preload: 'metadata', src: address, 'aria-label': strings.audio });
      audio.addEventListener('error', () => {
        audio.replaceWith(element('p', { class: 'audio-status' }, strings.audioUnplayable));
      });
      status.replaceWith(audio);
    });
    this.#seen.watch(player, () => {
      post({ type: 'audio/want', answerId, index });
    });
    return {
      element: player,
      dispose: () => {
        this.#places.delete(key);
        if (address !== undefined) {
          URL.revokeObjectURL(address);
        }
      },
    };
  }
}

function keyOf({ answerId, index }: Pick<Sound, 'answerId' | 'index'>): string {
  return `${answerId}/${String(index)}`;
}
