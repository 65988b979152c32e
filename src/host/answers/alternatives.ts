/**
 * Several answers to one question: the choices of one request (`n`) where the endpoint gives them, so that the question is paid for
 * once; requests of their own where it does not. Whoever asks gets a model for each answer and need not know which it is.
 */
import type { ChatRequest, Usage } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import { AssistantError, isCancellation } from '../../core/errors';

/** What is known of an endpoint's model. */
export interface Choices {
  /** Whether it gives as many choices as `n` says; undefined: not known. */
  readonly areGiven: boolean | undefined;
  learn(areGiven: boolean): void;
}

interface Deps {
  readonly model: Pick<ChatModel, 'stream'>;
  readonly choices: { of(model: string): Choices };
}

/** What choices of one request used together. */
export interface SharedUsage {
  readonly usage: Usage;
  /** Which of the models gave them, ascending: more than one. */
  readonly places: readonly number[];
}

export class Alternatives {
  /** Each streams one answer, as choice 0, once. All are to be asked the same, with the same signal. */
  readonly models: readonly Pick<ChatModel, 'stream'>[];
  readonly #answers: readonly PendingAnswer[];
  /** By the index that the endpoint gives them; undefined: one too many. */
  readonly #seen = new Map<number, PendingAnswer | undefined>();
  #known: Choices | undefined;
  #request: Promise<void> | undefined;
  /** It was refused for a reason that may be `n`: it is, if it is not without it. */
  #isDoubted = false;
  #start: ChatDelta | undefined;
  #usage: Usage | undefined;
  #grace: NodeJS.Timeout | undefined;

  /**
   * @param count more than one
   * @param graceMs in which another choice, or the end, may follow the end of the first before it counts as the only one
   */
  constructor(
    private readonly deps: Deps,
    count: number,
    private readonly graceMs = 500,
  ) {
    this.#answers = Array.from({ length: count }, () => new PendingAnswer());
    this.models = this.#answers.map((answer) => ({ stream: (request, signal) => this.#stream(answer, request, signal) }));
  }

  /** Resolves once the request is over that all were asked with. Undefined where each has a usage of its own, or none is known. */
  async shared(): Promise<SharedUsage | undefined> {
    await this.#request;
    const places = [...this.#answers.keys()].filter((place) => this.#answers[place]?.isBegun === true);
    return this.#usage === undefined || places.length < 2 ? undefined : { usage: this.#usage, places };
  }

  async *#stream(answer: PendingAnswer, request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    const known = (this.#known ??= this.deps.choices.of(request.model));
    if (known.areGiven !== false) {
      this.#request ??= this.#askForAll(request, signal, known);
      if ((yield* answer.deltas()) === 'over') {
        return;
      }
      yield { type: 'sent', request };
    }
    for await (const delta of this.deps.model.stream(request, signal)) {
      if (delta.type === 'start' && this.#isDoubted) {
        this.#isDoubted = false;
        known.learn(false);
      }
      yield delta;
    }
  }

  /** Never rejects. */
  async #askForAll(request: ChatRequest, signal: AbortSignal, known: Choices): Promise<void> {
    let error: unknown;
    const forAll = { ...request, n: this.#answers.length };
    this.#take({ type: 'sent', request: forAll }, known);
    try {
      for await (const delta of this.deps.model.stream(forAll, signal)) {
        this.#take(delta, known);
      }
      known.learn(this.#seen.size > 1);
    } catch (thrown) {
      error = thrown;
      if (this.#seen.size > 1) {
        known.learn(true);
      }
    }
    clearTimeout(this.#grace);
    const isRefused = this.#seen.size === 0 && this.#isRefused(error, known);
    const areOthersAsked = isRefused || (this.#seen.size > 0 && !(error !== undefined && isCancellation(error)));
    const begun = this.#answers.filter(({ isBegun }) => isBegun);
    if (begun.length === 1 && this.#usage !== undefined) {
      begun[0]?.push({ type: 'usage', usage: this.#usage });
    }
    for (const answer of this.#answers) {
      const isWhole = error === undefined || answer.isFinished;
      answer.end(!answer.isBegun && areOthersAsked ? 'missing' : isWhole ? 'over' : { error });
    }
  }

  /** Without `n` it is asked again, which costs nothing after a refusal. */
  #isRefused(error: unknown, known: Choices): boolean {
    if (!(error instanceof AssistantError)) {
      return false;
    }
    const { kind, detail = '', parameter, successor } = error;
    const isUnclear = kind === 'badRequest' || kind === 'notImplemented';
    if ((isUnclear || kind === 'server') && aboutChoices.test(detail)) {
      known.learn(false);
      return true;
    }
    this.#isDoubted = isUnclear && parameter === undefined && successor === undefined;
    return this.#isDoubted;
  }

  #take(delta: ChatDelta, known: Choices): void {
    switch (delta.type) {
      case 'sent':
      case 'retry':
        this.#answers.forEach((answer) => {
          answer.push(delta);
        });
        break;
      case 'start':
        // Told again when a later chunk says more.
        this.#start = delta;
        this.#answers
          .filter(({ isBegun }) => isBegun)
          .forEach((answer) => {
            answer.push(delta);
          });
        break;
      case 'usage':
        this.#usage = delta.usage;
        break;
      default:
        this.#answerOf(delta.choice)?.push({ ...delta, choice: 0 });
        this.#settle(known);
    }
  }

  /** An index beyond those that were asked for, as of who counts from 1, is that of one that nobody has. */
  #answerOf(choice: number): PendingAnswer | undefined {
    if (!this.#seen.has(choice)) {
      const isFree = (answer: PendingAnswer | undefined): boolean => answer !== undefined && !answer.isBegun && !answer.isEnded;
      const own = this.#answers[choice];
      const answer = isFree(own) ? own : this.#answers.find(isFree);
      this.#seen.set(choice, answer);
      answer?.begin(this.#start);
    }
    return this.#seen.get(choice);
  }

  /** Of several, each is over when it says so. Whether one is the only one is known a moment after its end. */
  #settle(known: Choices): void {
    clearTimeout(this.#grace);
    const begun = this.#answers.filter(({ isBegun }) => isBegun);
    if (begun.length > 1) {
      begun
        .filter(({ isFinished }) => isFinished)
        .forEach((answer) => {
          answer.end('over');
        });
    } else if (known.areGiven === undefined && this.#answers.some(({ isFinished }) => isFinished)) {
      this.#grace = setTimeout(() => {
        this.#answers
          .filter(({ isBegun }) => !isBegun)
          .forEach((answer) => {
            answer.end('missing');
          });
      }, this.graceMs);
    }
  }
}

/** A refusal that names `n`, in the words of endpoints and of those who stand before them. */
const aboutChoices =
  /(?<!\w)n(?!\w)|\b(?:multiple|several|one|number of)\s+(?:\w+\s+)?(?:choice|completion|candidate)s?\b|\bcandidate_?count\b/i;

/** `missing`: it is to be asked for by a request of its own. */
type Ending = 'over' | 'missing' | { readonly error: unknown };

/** One answer between the request that brings it and whoever reads it. */
class PendingAnswer {
  #deltas: ChatDelta[] = [];
  #ending: Ending | undefined;
  #wake: (() => void) | undefined;
  isBegun = false;
  isFinished = false;

  get isEnded(): boolean {
    return this.#ending !== undefined;
  }

  begin(start: ChatDelta | undefined): void {
    this.isBegun = true;
    if (start !== undefined) {
      this.push(start);
    }
  }

  /** What comes after the end is dropped. */
  push(delta: ChatDelta): void {
    if (this.#ending === undefined) {
      this.#deltas.push(delta);
      this.isFinished ||= delta.type === 'finish';
      this.#wake?.();
    }
  }

  /** The first one counts. */
  end(ending: Ending): void {
    this.#ending ??= ending;
    this.#wake?.();
  }

  async *deltas(): AsyncGenerator<ChatDelta, 'over' | 'missing'> {
    for (;;) {
      const came = this.#deltas;
      this.#deltas = [];
      yield* came;
      if (this.#deltas.length > 0) {
        continue;
      }
      if (typeof this.#ending === 'object') {
        throw this.#ending.error;
      }
      if (this.#ending !== undefined) {
        return this.#ending;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
