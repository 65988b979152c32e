/**
 * The page: the transcript above, the composer below, and a status line that only screen readers see. Gives each message of the
 * host to the part that it is for.
 */
import type { ConversationEvent } from '../../core/conversation';
import type { Controls } from '../../core/controls';
import type { HostToWebview, WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import type { Highlighter } from '../highlight/highlighter';
import type { Host } from '../host';
import { CodeBlock } from '../markdown/codeBlock';
import { MarkdownStream } from '../markdown/markdownStream';
import { Announcer } from './announcer';
import { AnswerAnnouncements } from './answerAnnouncements';
import { BannerView } from './bannerView';
import { codeActions } from './codeActions';
import { Composer } from './composer';
import { element } from './dom';
import { DropZone } from './dropZone';
import { PageMemory } from './pageMemory';
import { PathLinks } from './pathLinks';
import { Pictures } from './pictures';
import { Sounds } from './sounds';
import { Transcript } from './transcript';
import { welcomeView } from './welcome';

/** What the page is told; the theme is the highlighter's. */
type Message = Exclude<HostToWebview, { type: 'theme' }>;
type State = Extract<Message, { type: 'state' }>;

export class ChatPage {
  readonly #announcer = new Announcer();
  readonly #announcements: AnswerAnnouncements;
  readonly #memory: PageMemory;
  readonly #transcript: Transcript;
  readonly #composer: Composer;
  readonly #banner: BannerView;
  readonly #paths: PathLinks;
  readonly #pictures: Pictures;
  readonly #sounds: Sounds;
  readonly #welcome = element('div', { class: 'welcome-slot' });
  #controls: Controls;

  /** Builds the page into the body. It shows the conversation with {@link receive}. */
  constructor(
    private readonly host: Host,
    private readonly highlighter: Highlighter,
    private readonly strings: UiStrings,
    controls: Controls,
  ) {
    this.#controls = controls;
    const announce = (sentence: string): void => {
      this.#announcer.say(sentence);
    };
    const post = (message: WebviewToHost): void => {
      host.post(message);
    };
    this.#announcements = new AnswerAnnouncements(strings);
    this.#paths = new PathLinks(strings, post);
    this.#pictures = new Pictures(post);
    this.#sounds = new Sounds({ strings, post });
    const pictures = this.#pictures;
    const sounds = this.#sounds;
    this.#memory = new PageMemory({
      backup: host.backup,
      save: (backup) => {
        host.saveBackup(backup);
      },
      post,
    });
    this.#transcript = new Transcript({
      strings,
      pictures,
      sounds,
      post,
      announce,
      markdown: (container) => this.#markdownStream(container, { strings, post, announce }),
      copy: (text) => {
        post({ type: 'clipboard/write', text });
      },
      saveScroll: (position) => {
        this.#memory.scrolled(position);
      },
      toolRounds: () => this.#controls.toolRounds,
    });
    this.#composer = new Composer({
      strings,
      pictures,
      post,
      announce,
      draftTyped: (draft, aside) => {
        this.#memory.typed(draft, aside);
      },
      draftReplaced: (draft, aside) => {
        this.#memory.replaced(draft, aside);
      },
      flushDraft: () => {
        this.#memory.flush();
      },
    });
    this.#banner = new BannerView({
      announce,
      run: (action) => {
        post({ type: 'banner/action', action });
      },
    });
    this.#build();
  }

  /** What is no message for a page that is there already is ignored. */
  receive(message: Message): void {
    const handle = this.#handlers[message.type] as (message: Message) => void;
    handle(message);
  }

  readonly #handlers: { readonly [T in Message['type']]: (message: Extract<Message, { type: T }>) => void } = {
    state: (state) => {
      this.#showState(state);
    },
    conversation: ({ event }) => {
      this.#apply(event);
    },
    controls: ({ controls }) => {
      this.#showControls(controls, true);
    },
    inputs: ({ inputs }) => {
      this.#composer.extendInputs(inputs);
    },
    draft: ({ draft }) => {
      this.#composer.replaceDraft(draft);
    },
    'input/insert': ({ text }) => {
      this.#composer.insert(text);
    },
    'input/focus': () => {
      this.#composer.focus();
    },
    attachments: ({ attachments }) => {
      this.#composer.showAttachments(attachments);
    },
    image: (image) => {
      void this.#pictures.receive(image);
    },
    audio: (sound) => {
      this.#sounds.receive(sound);
    },
    'image/fit': ({ name, data }) => {
      this.#composer.fitImage(name, data);
    },
    suggestions: ({ query, suggestions }) => {
      this.#composer.showSuggestions(query, suggestions);
    },
    meter: ({ meter }) => {
      this.#composer.showMeter(meter);
      this.#transcript.markFirstSent(meter.firstSentId);
    },
    banner: ({ banner }) => {
      this.#banner.show(banner);
    },
    'path/found': ({ paths }) => {
      this.#paths.found(paths);
    },
  };

  #build(): void {
    const { strings } = this;
    const dropZone = new DropZone(strings.dropHint, (data) => {
      this.#composer.take(data);
    });
    const page = element(
      'main',
      { class: 'page' },
      element('h1', { class: 'visually-hidden' }, strings.title),
      this.#transcript.element,
      this.#welcome,
      this.#banner.element,
      this.#composer.element,
      this.#announcer.element,
      dropZone.element,
    );
    document.body.replaceChildren(page);
    // A page may be gone right after any of these.
    const flush = (): void => {
      this.#memory.flush();
    };
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
  }

  #showState({ conversation, controls, draft, attachments, inputs, edits, scroll }: State): void {
    const restored = this.#memory.restore(conversation.id, draft, scroll);
    this.#paths.clear();
    this.#banner.show(undefined);
    this.#announcements.show(conversation);
    this.#composer.show({ draft: restored.draft, aside: restored.aside, attachments, inputs });
    this.#transcript.show(conversation, restored.scroll, edits);
    this.#transcript.markFirstSent(undefined);
    this.#showControls(controls, false);
  }

  #showControls(controls: Controls, isNews: boolean): void {
    this.#controls = controls;
    this.#composer.showControls(controls, isNews);
    this.#update();
  }

  #apply(event: ConversationEvent): void {
    this.#transcript.apply(event);
    const sentence = this.#announcements.sentence(event);
    if (sentence !== undefined) {
      this.#announcer.say(sentence);
    }
    this.#update();
  }

  #markdownStream(container: HTMLElement, deps: Parameters<typeof codeActions>[0]): MarkdownStream {
    const { strings } = this;
    return new MarkdownStream(container, {
      strings,
      codeBlock: (language, path) => {
        const block = new CodeBlock({ language, path, strings, actions: codeActions(deps, language, path) });
        this.highlighter.highlight(block);
        return block;
      },
      pathLink: (reference, target) => {
        this.#paths.add(reference, target);
      },
    });
  }

  #update(): void {
    this.#composer.showAnswering(this.#transcript.isAnswering);
    this.#showWelcome(this.#transcript.isEmpty);
  }

  /** Built again only where it would be another one: it may have the focus. */
  #showWelcome(isWanted: boolean): void {
    const { hasToken } = this.#controls;
    const wanted = isWanted ? String(hasToken) : '';
    if (this.#welcome.dataset['hasToken'] === wanted) {
      return;
    }
    this.#welcome.dataset['hasToken'] = wanted;
    this.#welcome.replaceChildren(...(isWanted ? [this.#welcomeView()] : []));
  }

  #welcomeView(): HTMLElement {
    const { strings, host } = this;
    return welcomeView(this.#controls, {
      strings,
      setToken: () => {
        host.post({ type: 'token/set' });
      },
      offer: (trigger) => {
        this.#composer.offer(trigger);
      },
    });
  }
}
