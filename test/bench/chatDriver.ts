/**
 * Opens one chat in a running workbench, asks it, and says what each answer cost. It drives the extension and the floor alike:
 * both have the same input and the same place for answers. What is asked how often is `chatRounds.ts`'s.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Frame, Page } from 'playwright-core';
import type { Endpoint } from '../endpoint/endpoint';
import type { Scenario } from '../endpoint/scenario';
import { gate } from '../support/gate';
import type { Workbench } from '../support/workbench';
import { lastWords } from './answerText';
import { readHostUse } from './hostUse';
import { readAnswer, readPressedAt, readUsableAt, untilAnswerIsComplete, watchAnswer } from './pageProbe';

/** A chat to measure. */
export interface Subject {
  readonly key: 'ours' | 'floor';
  /** `publisher.name` */
  readonly extensionId: string;
  /** Titles of its commands. */
  readonly openChat: string;
  readonly newChat: string;
}

/** All in milliseconds. */
export interface AnswerCost {
  readonly enterToRequest: number;
  readonly firstByteToText: number;
  /** From the first byte to the last one as the server saw it: it includes what the host did not take at once. */
  readonly serverStream: number;
  readonly firstByteToComplete: number;
  readonly lastByteToComplete: number;
  /** From Enter until the page is calm again: the processor time of its main thread, and of it the layout. */
  readonly pageBusy: number;
  readonly layout: number;
  readonly longestTask: number;
  readonly blockingTime: number;
  /** Of the extension host; undefined where it is not known. */
  readonly hostCpu: number | undefined;
}

interface PageCost {
  readonly busy: number;
  readonly layout: number;
}

/** A task of up to so many milliseconds blocks nobody. */
const unnoticed = 50;
/** Milliseconds in which an answer has to be on the page, so that a broken run ends at all. */
const patience = 120_000;

export class ChatDriver {
  #frame: Frame | undefined;
  #sessions: readonly CDPSession[] = [];

  constructor(
    private readonly workbench: Workbench,
    private readonly endpoint: Endpoint,
    private readonly subject: Subject,
  ) {}

  /** Waits until the window, which was just loaded and shows no chat, has come to rest. */
  async prepare(): Promise<void> {
    const { page } = this.workbench;
    this.#sessions = [await startMetrics(page, page)];
    await this.#untilCalm();
  }

  /** Shows the chat in a prepared window. @returns milliseconds until the cursor is in its input */
  async open(): Promise<number> {
    const { page } = this.workbench;
    await this.workbench.runCommand(this.subject.openChat);
    const frame = await this.#findFrame(page);
    await frame.locator('textarea:focus').waitFor();
    this.#frame = frame;
    this.#sessions = [...this.#sessions, ...(await ownSession(page, frame))];
    await this.#untilCalm();
    return (await frame.evaluate(readUsableAt)) - (await page.evaluate(readPressedAt));
  }

  async newChat(): Promise<void> {
    await this.workbench.runCommand(this.subject.newChat);
    await this.#openFrame().locator('article').first().waitFor({ state: 'detached' });
    await this.#untilCalm();
  }

  /** Asks, has the scenario played, whose text ends with {@link lastWords}, and waits until the page is calm again. */
  async ask(question: string, scenario: Scenario): Promise<AnswerCost> {
    const frame = this.#openFrame();
    const input = frame.locator('textarea');
    const start = gate();
    this.endpoint.enqueue({ ...scenario, steps: [{ until: start.opened }, ...scenario.steps] });
    await input.fill(question);
    await this.#untilCalm();
    await frame.evaluate(watchAnswer, lastWords);
    const before = await this.#pageCost();
    const cpuBefore = this.#hostCpu();

    const arriving = this.endpoint.nextRequest();
    await input.press('Enter');
    const request = await arriving;
    const requestedAt = Date.now();
    // The head of the response leaves with the first bytes behind this gate.
    start.open();
    const streaming = request.closed.then(() => Date.now());
    await withPatience(frame.evaluate(untilAnswerIsComplete));
    const lastByteAt = await streaming;
    await this.#untilCalm();

    const after = await this.#pageCost();
    const { enteredAt, firstTextAt, completeAt, longTasks } = await frame.evaluate(readAnswer);
    const cpuAfter = this.#hostCpu();
    return {
      enterToRequest: requestedAt - enteredAt,
      firstByteToText: firstTextAt - requestedAt,
      serverStream: lastByteAt - requestedAt,
      firstByteToComplete: completeAt - requestedAt,
      lastByteToComplete: Math.max(0, completeAt - lastByteAt),
      pageBusy: after.busy - before.busy,
      layout: after.layout - before.layout,
      longestTask: Math.max(0, ...longTasks),
      blockingTime: longTasks.reduce((sum, duration) => sum + Math.max(0, duration - unnoticed), 0),
      hostCpu: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
    };
  }

  /** Of the extension host, in MiB; undefined where it is not known. */
  memory(): number | undefined {
    return readHostUse(this.workbench.dataFolder)?.memory;
  }

  #openFrame(): Frame {
    if (this.#frame === undefined) throw new Error('The chat is not open.');
    return this.#frame;
  }

  async #findFrame(page: Page): Promise<Frame> {
    const webview = page.locator(`iframe.webview.ready[src*="extensionId=${this.subject.extensionId}"]:visible`).last();
    const element = await webview.contentFrame().locator('#active-frame').elementHandle();
    const frame = await element.contentFrame();
    if (frame === null) throw new Error(`${this.subject.extensionId} shows no page.`);
    return frame;
  }

  #hostCpu(): number | undefined {
    return readHostUse(this.workbench.dataFolder)?.cpu;
  }

  /** Since the page was loaded, over the processes that it has a part in. */
  async #pageCost(): Promise<PageCost> {
    const all = await Promise.all(this.#sessions.map((session) => session.send('Performance.getMetrics')));
    const sum = (name: string): number =>
      all
        .flatMap(({ metrics }) => metrics)
        .reduce((total, metric) => total + (metric.name === name ? metric.value * 1000 : 0), 0);
    return { busy: sum('TaskDuration'), layout: sum('LayoutDuration') };
  }

  /** Until the page and the extension host do next to nothing for a moment, ten seconds at most. */
  async #untilCalm(): Promise<void> {
    const moment = 250;
    const little = 25;
    for (let waited = 0; waited < 10_000; waited += moment) {
      const [page, host] = [await this.#pageCost(), this.#hostCpu() ?? 0];
      await delay(moment);
      if ((await this.#pageCost()).busy - page.busy < little && (this.#hostCpu() ?? 0) - host < little) return;
    }
  }
}

async function startMetrics(page: Page, target: Page | Frame): Promise<CDPSession> {
  const session = await page.context().newCDPSession(target);
  await session.send('Performance.enable', { timeDomain: 'timeTicks' });
  return session;
}

/** A webview may have a process of its own; else its work is counted with the window's. */
async function ownSession(page: Page, frame: Frame): Promise<readonly CDPSession[]> {
  try {
    return [await startMetrics(page, frame)];
  } catch {
    return [];
  }
}

async function withPatience(task: Promise<void>): Promise<void> {
  const over = new AbortController();
  const limit = delay(patience, undefined, { signal: over.signal }).then(() => {
    throw new Error(`An answer was not complete in the page after ${String(patience / 1000)} seconds.`);
  });
  limit.catch(() => undefined);
  try {
    await Promise.race([task, limit]);
  } finally {
    over.abort();
  }
}
