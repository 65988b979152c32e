/**
 * The calls of one round: each is checked, asked for where the user has not said yet, and run, all at the same time. Whatever
 * happens, each ends with something that the model can be told, so that the conversation can go on.
 */
import { isCancellation } from '../../core/errors';
import { argumentsOf, isSettled, type ToolImage, type ToolUse } from '../../core/tools/toolUse';
import type { ToolDecision } from '../../core/tools/toolDecision';
import { schemaProblems, UnusableSchema } from '../../core/jsonSchema/schemaProblems';
import { OutOfTime, withinTime } from '../platform/withinTime';
import type { ChatTool } from './toolCatalog';
import { limitedText, mostResultCharacters, type ToolResult } from './tool';
import type { ToolConsent } from './toolConsent';

interface Deps {
  readonly chatId: string;
  /** That the model was told of. */
  readonly tools: readonly ChatTool[];
  readonly consent: ToolConsent;
  /** Milliseconds that a call may run. */
  readonly timeoutMs: number;
  /** The user ended the answer. */
  readonly signal: AbortSignal;
  /** What has become of a call. */
  readonly changed: (use: ToolUse) => void;
}

const mostProblems = 5;
/** Characters of all results of a round, and of one that comes when they are used up. */
const mostRoundCharacters = 200_000;
const fewestCharacters = 1000;
/** Of all calls of a round: they stay with the conversation. */
const mostRoundImages = { count: 10, characters: 12_000_000 };
/** Milliseconds that checking all arguments of a round may take: meanwhile nothing else runs. */
const checkingMs = 500;
const uncheckedNote =
  '(The arguments could not be checked before: the schema of the tool takes too long. So the tool got them as they are.)';
/** Calls of one round; more would only be a model that has lost its way. */
const mostCalls = 50;

interface Asking {
  readonly tool: string;
  readonly decide: (decision: ToolDecision) => void;
}

/** Of the arguments of a call. */
interface Checked {
  /** Why it is not run, to tell the model. */
  readonly problem?: string;
  /** They may fit or not. */
  readonly isUnchecked?: true;
}

export class ToolRound {
  /** All calls are settled; never rejects. */
  readonly done: Promise<void>;
  /** Characters that results of this round may still have. */
  #room = mostRoundCharacters;
  #imageRoom = mostRoundImages;
  /** Milliseconds that are left for checking arguments. */
  #checkingMs = checkingMs;
  readonly #decide = new Map<string, (decision: ToolDecision) => void>();
  readonly #asking = new Set<Asking>();

  constructor(
    private readonly deps: Deps,
    uses: readonly ToolUse[],
  ) {
    const open = uses.filter((use) => !isSettled(use));
    this.done = Promise.all(open.map((use, index) => this.#settle(use, index < mostCalls))).then(() => undefined);
  }

  /** The user has answered for a call, or wants it to end. One that is over changes nothing. */
  decide(useId: string, decision: ToolDecision): void {
    this.#decide.get(useId)?.(decision);
  }

  /** Together they must leave room in the model's context: those that come late get less. */
  #fitting(result: string): string {
    const fitting = limitedText(result, Math.min(mostResultCharacters, Math.max(fewestCharacters, this.#room)));
    this.#room -= fitting.length;
    return fitting;
  }

  /** Those that the conversation can hold. */
  #keep(images: readonly ToolImage[]): readonly ToolImage[] {
    return images.filter(({ data }) => {
      const isKept = this.#imageRoom.count > 0 && data.length <= this.#imageRoom.characters;
      if (isKept) {
        this.#imageRoom = { count: this.#imageRoom.count - 1, characters: this.#imageRoom.characters - data.length };
      }
      return isKept;
    });
  }

  async #settle(use: ToolUse, isWithinMost: boolean): Promise<void> {
    const { changed, signal } = this.deps;
    const end = (status: ToolUse['status'], result?: string, images: readonly ToolImage[] = []): void => {
      this.#decide.delete(use.id);
      const fitting = result === undefined ? {} : { result: this.#fitting(result) };
      changed({ ...use, status, ...fitting, ...(images.length === 0 ? {} : { images }) });
    };
    try {
      const tool = this.deps.tools.find(({ definition }) => definition.function.name === use.name);
      if (!isWithinMost) {
        end('failed', `At most ${String(mostCalls)} calls are run at once, and this was one more: nothing was run.`);
        return;
      }
      const checked = tool === undefined ? { problem: this.#unknown(use) } : this.#check(use, tool);
      if (tool === undefined || checked.problem !== undefined) {
        end('failed', checked.problem);
      } else if (!(await this.#mayRun(use, tool))) {
        end(signal.aborted ? 'stopped' : 'declined');
      } else {
        const { text, isFailure = false, images = [] } = await this.#run(use, tool);
        const kept = this.#keep(images);
        const notes = [
          ...(checked.isUnchecked === true ? [uncheckedNote] : []),
          ...(kept.length < images.length ? [leftOutNote(images.length - kept.length)] : []),
        ];
        end(isFailure ? 'failed' : 'done', [...notes, text].join('\n'), kept);
      }
    } catch (error) {
      if (signal.aborted) end('stopped');
      else if (error instanceof Declined || isNoInVsCode(error)) end('declined');
      else if (isCanceled(error)) end('failed', 'The tool itself ended the call, without a result; the user did not.');
      else end('failed', `The tool failed: ${messageOf(error)}`);
    }
  }

  #unknown({ name }: ToolUse): string {
    const names = this.deps.tools.map(({ definition }) => definition.function.name).join(', ');
    return names === '' ? 'No tools are available any more.' : `There is no tool ${name}. There are: ${names}.`;
  }

  #check(use: ToolUse, { definition }: ChatTool): Checked {
    const input = argumentsOf(use);
    if (input === undefined) {
      return { problem: `The arguments are no JSON object, so nothing was run. They were: ${use.arguments.slice(0, 500)}` };
    }
    if (this.#checkingMs < 1) {
      return { isUnchecked: true };
    }
    const start = performance.now();
    try {
      const schema = definition.function.parameters ?? {};
      const problems = withinTime(Math.ceil(this.#checkingMs), () => schemaProblems(input, schema));
      const words = problems.slice(0, mostProblems).map(({ path, message }) => `${path} ${message}`);
      return words.length === 0 ? {} : { problem: `The arguments do not fit, so nothing was run: ${words.join('; ')}.` };
    } catch (error) {
      if (error instanceof OutOfTime) {
        return { isUnchecked: true };
      }
      if (error instanceof UnusableSchema) {
        // Then the tool has to look for itself.
        return {};
      }
      throw error;
    } finally {
      this.#checkingMs -= performance.now() - start;
    }
  }

  async #mayRun(use: ToolUse, { name }: ChatTool): Promise<boolean> {
    const { consent, chatId, signal } = this.deps;
    if (consent.isGiven(chatId, name)) {
      return !signal.aborted;
    }
    if (signal.aborted) {
      return false;
    }
    const decided = await this.#ask(use, name);
    if (decided === 'chat') consent.forChat(chatId, name);
    if (decided === 'always') await consent.forAll(name);
    if (decided === 'chat' || decided === 'always') {
      // What was said of the tool holds for its other calls, too.
      for (const asking of this.#asking) if (asking.tool === name) asking.decide('once');
    }
    return decided !== 'decline' && !signal.aborted;
  }

  async #ask(use: ToolUse, tool: string): Promise<ToolDecision> {
    const { changed, signal } = this.deps;
    const decision = new Promise<ToolDecision>((resolve) => {
      const asking = {
        tool,
        decide: (decided: ToolDecision): void => {
          this.#asking.delete(asking);
          resolve(decided);
        },
      };
      this.#asking.add(asking);
      this.#decide.set(use.id, asking.decide);
      signal.addEventListener('abort', () => {
        asking.decide('decline');
      });
    });
    changed({ ...use, status: 'asking' });
    return decision;
  }

  /** @throws what the tool throws; Declined where the user ended it */
  async #run(use: ToolUse, tool: ChatTool): Promise<ToolResult> {
    const { timeoutMs, signal, changed } = this.deps;
    const declined = new AbortController();
    this.#decide.set(use.id, (decision) => {
      if (decision === 'decline') declined.abort();
    });
    const timeout = AbortSignal.timeout(timeoutMs);
    const ended = AbortSignal.any([signal, declined.signal, timeout]);
    changed({ ...use, status: 'running' });
    const over = new Promise<never>((_, reject) => {
      ended.addEventListener('abort', () => {
        reject(ended.reason as Error);
      });
    });
    try {
      // A tool need not heed its signal.
      return await Promise.race([tool.run(argumentsOf(use) ?? {}, ended), over]);
    } catch (error) {
      if (declined.signal.aborted) {
        throw new Declined();
      }
      if (timeout.aborted && !signal.aborted) {
        return { text: `The tool took longer than ${String(timeoutMs / 1000)} seconds and was ended.`, isFailure: true };
      }
      throw error;
    }
  }
}

/** The user ended a call that ran. */
class Declined extends Error {}

function isCanceled(error: unknown): boolean {
  return isCancellation(error) || (error instanceof Error && (error.name === 'Canceled' || error.message === 'Canceled'));
}

/**
 * VS Code itself may ask before a tool runs, and a no there looks as if the tool had canceled the call, but for where it comes from:
 * tools run in the process of extensions.
 */
function isNoInVsCode(error: unknown): boolean {
  return isCanceled(error) && /\/workbench(?:\.[\w.]+)?\.js:/.test((error as Error).stack ?? '');
}

function leftOutNote(count: number): string {
  return `(${String(count)} of the images left out: together they are too large.)`;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, 2000);
}
