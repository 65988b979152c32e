/**
 * One VS Code, with an endpoint, for all suites that want nothing special of it: a start takes longer than most suites. One after
 * the other has it, and finds it as after a start but for the past of its chats. Who runs the tests makes it and ends it.
 */
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { restoreExampleWorkspace } from '../hosts/exampleWorkspace';
import type { Settings } from '../hosts/settings';
import { openEmptyChat } from './chatSteps';
import { practiceEnvironment, practiceToken } from './practice';
import { defaultViewport, startWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

/** What a suite may want that a running VS Code can be given. */
export type SharedOptions = Pick<WorkbenchOptions, 'settings' | 'viewport'>;

export interface SharedParts {
  readonly workbench: Workbench;
  readonly endpoint: Endpoint;
}

const usualSideBar = 300;

export class SharedWorkbench {
  #parts: SharedParts | undefined;
  #settings: Settings = {};

  /** For one suite, which gives it back. */
  async take({ settings = {}, viewport = defaultViewport }: SharedOptions): Promise<SharedParts> {
    const isNew = this.#parts === undefined;
    this.#parts ??= await start();
    const { workbench } = this.#parts;
    await workbench.page.setViewportSize(viewport);
    const changes = { ...withoutValues(this.#settings), ...settings };
    if (Object.keys(changes).length > 0) await workbench.updateSettings(changes);
    this.#settings = settings;
    if (isNew) return this.#parts;
    await workbench.runCommand('View: Close All Editors');
    restoreExampleWorkspace(workbench.workspace);
    await openEmptyChat(workbench);
    await workbench.dragSideBarTo(usualSideBar);
    return this.#parts;
  }

  /** @param isSound whether all went well: else the next suite gets a new one */
  async giveBack(isSound: boolean): Promise<void> {
    if (!isSound) await this.dispose();
  }

  async dispose(): Promise<void> {
    const parts = this.#parts;
    this.#parts = undefined;
    this.#settings = {};
    await parts?.workbench.dispose();
    await parts?.endpoint.close();
  }
}

async function start(): Promise<SharedParts> {
  const endpoint = await startEndpoint({ token: practiceToken, tokensPerSecond: Infinity });
  try {
    return { endpoint, workbench: await startWorkbench({ env: practiceEnvironment(endpoint.origin) }) };
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}

function withoutValues(settings: Settings): Settings {
  return Object.fromEntries(Object.keys(settings).map((key) => [key, undefined]));
}
