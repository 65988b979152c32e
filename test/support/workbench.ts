/**
 * Drives a real VS Code for UI tests: a server host with the packaged extension, and its workbench in a browser. It knows VS
 * Code's own parts (command palette, quick input, notifications, settings); what is inside our chat is the tests' matter.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../hosts/browser';
import { readExtensionLog, saveEvidence } from '../hosts/evidence';
import { createExampleWorkspace } from '../hosts/exampleWorkspace';
import { createRunFolder, removeFolder, testFolder, vsixFile } from '../hosts/folders';
import { parseServerHostId, type ServerHostId } from '../hosts/hostVersions';
import { groupProcesses } from '../hosts/processes';
import { hostEnvironment, installExtension, startServer, type VsCodeServer } from '../hosts/server';
import { calmSettings, writeSettings, type Settings } from '../hosts/settings';
import { Editors } from './editors';

export interface WorkbenchOptions {
  /** @defaultValue the one that the test run is for (`ACE_TEST_HOST`), else `latest` */
  readonly host?: ServerHostId;
  /** @defaultValue the packaged extension of this repository */
  readonly vsix?: string;
  /** The user's settings, in addition to {@link calmSettings}. */
  readonly settings?: Settings;
  /** Added to the environment of the extension host, which has neither the user's token nor proxies. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder to open. @defaultValue a fresh example repository with a staged change */
  readonly workspace?: string;
  /** @defaultValue {@link defaultViewport} */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Whether the folder is trusted without a question. @defaultValue true */
  readonly isTrusted?: boolean;
}

export interface ReopenOptions {
  /** `new`: another browser profile, so without secrets and without the memory of open editors and views. */
  readonly profile: 'same' | 'new';
}

export const themeKinds = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
export type ThemeKind = (typeof themeKinds)[number];

/** Id and file of the theme that each version has by default for the kind. */
const highContrastThemes = {
  highContrast: ['Default High Contrast', 'hc_black'],
  highContrastLight: ['Default High Contrast Light', 'hc_light'],
} as const;
const themes = {
  latest: { light: ['Light 2026', '2026-light'], dark: ['Dark 2026', '2026-dark'], ...highContrastThemes },
  oldest: {
    light: ['Default Light Modern', 'light_modern'],
    dark: ['Default Dark Modern', 'dark_modern'],
    ...highContrastThemes,
  },
} as const satisfies Record<ServerHostId, Record<ThemeKind, readonly [string, string]>>;

export const defaultViewport = { width: 1280, height: 800 } as const;

/** Whoever starts it disposes it; it also ends with this process. @throws where the workbench does not come up */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const host = options.host ?? parseServerHostId(process.env['ACE_TEST_HOST'] ?? 'latest');
  const runFolder = createRunFolder(`ui-${host}`);
  const dataFolder = path.join(runFolder, 'data');
  const workspace = options.workspace ?? path.join(runFolder, 'shop');
  if (options.workspace === undefined) createExampleWorkspace(workspace);
  // In a browser VS Code saves by itself otherwise.
  const settings = { ...calmSettings, 'editor.minimap.enabled': false, 'files.autoSave': 'off' };
  writeSettings(dataFolder, { ...settings, ...options.settings });
  await installExtension(host, dataFolder, options.vsix ?? vsixFile);
  const trust = options.isTrusted === false ? [] : ['--disable-workspace-trust'];
  const start = (port?: string): Promise<VsCodeServer> =>
    startServer({
      host,
      dataFolder,
      env: hostEnvironment(options.env ?? {}),
      flags: [...trust, '--enable-remote-auto-shutdown'],
      ...(port === undefined ? {} : { port }),
    });
  const server = await start();
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const viewport = options.viewport ?? defaultViewport;
    const workbench = new Workbench({ server, start, browser, workspace, viewport, runFolder });
    await workbench.reopen({ profile: 'new' });
    return workbench;
  } catch (error) {
    await browser?.close();
    await server.stop();
    removeFolder(runFolder);
    throw error;
  }
}

interface WorkbenchParts {
  server: VsCodeServer;
  /** Starts the server again, at a port. */
  readonly start: (port: string) => Promise<VsCodeServer>;
  readonly browser: Browser;
  readonly workspace: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly runFolder: string;
}

export class Workbench {
  /** Absolute path of the open folder. */
  readonly workspace: string;
  readonly host: ServerHostId;
  /** Of this window. */
  readonly editors = new Editors(this);
  readonly #parts: WorkbenchParts;
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  #settingsVersion = 0;

  constructor(parts: WorkbenchParts) {
    this.#parts = parts;
    this.workspace = parts.workspace;
    this.host = parts.server.host;
  }

  /** The window as it is now; another one after {@link reopen}. */
  get page(): Page {
    if (this.#page === undefined) throw new Error('The window is closed.');
    return this.#page;
  }

  /** Where the server keeps settings, logs and storage: all that is written but the browser's profile. */
  get dataFolder(): string {
    return this.#parts.server.dataFolder;
  }

  /** Runs a command by its full title in the command palette, e.g. `Ace Claude: New Chat`. */
  async runCommand(title: string): Promise<void> {
    await this.#pickFromPalette(`>${title}`, title);
  }

  /** Opens a file. Its absolute path needs neither VS Code's search, which not every host has, nor that it knows of the file. */
  async quickOpen(file: string): Promise<void> {
    await this.#pickFromPalette(file, path.basename(file));
  }

  async #pickFromPalette(query: string, name: string): Promise<void> {
    const input = this.quickInput().locator('input:visible');
    const label = this.page.locator('.label-name').getByText(name, { exact: true });
    const row = this.quickInput().getByRole('option').filter({ has: label }).first();
    // The palette lists what was known when it opened, and a key that arrives while the window is busy can get lost.
    const deadline = Date.now() + 30_000;
    for (let patience = 500; ; patience = Math.min(patience * 1.5, 3000)) {
      try {
        await this.page.keyboard.press('F1');
        await enter(input, query, 2 * patience);
        await row.waitFor({ timeout: patience });
        await row.click({ timeout: 5000 });
        return;
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`The command palette does not offer "${name}".`, { cause: error });
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Shows the chat and waits until the cursor is in its input: what is opened before that loses the focus to it. */
  async openChat(): Promise<FrameLocator> {
    await this.runCommand('Ace Claude: Open Chat');
    const chat = this.chat();
    await chat.locator('textarea:focus').waitFor();
    return chat;
  }

  /** Inside the chat view. Stays valid when the view is hidden and shown again, and over a reload. */
  chat(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready[src*="extensionId=ace-claude.ace-claude"]:visible')
      .last()
      .contentFrame()
      .frameLocator('#active-frame');
  }

  /** The input box or pick list at the top of the window. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Types into the open input box or pick list and confirms. */
  async answerQuickInput(text: string): Promise<void> {
    const input = this.quickInput().locator('input:visible');
    await input.fill(text);
    await input.press('Enter');
  }

  /** Picks the entry with that text from the open pick list. */
  async pick(text: string | RegExp): Promise<void> {
    await this.quickInput().getByRole('option').filter({ hasText: text }).first().click();
  }

  /** Texts of the entries of the open pick list that are rendered. */
  async quickPickEntries(): Promise<string[]> {
    const rows = this.quickInput().getByRole('option');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Messages on screen now, newest first. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** A message on screen, with its buttons: `workbench.notification(/saved/).getByRole('button', { name: 'Undo' })`. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  /** Changes the user's settings; `undefined` removes one. Resolves when the window has read them. */
  async updateSettings(changes: Settings): Promise<void> {
    this.#settingsVersion += 1;
    const title = `settings ${String(this.#settingsVersion)}`;
    writeSettings(this.#parts.server.dataFolder, { ...changes, 'window.title': title, 'editor.minimap.enabled': true });
    // These servers do not pass on that the file has changed. A command that changes a setting makes the window read all of it.
    await this.runCommand('View: Toggle Minimap');
    await this.page.waitForFunction((expected) => document.title === expected, title, { timeout: 10_000 });
  }

  /** Waits until the window has the theme. */
  async setTheme(kind: ThemeKind): Promise<void> {
    const [id, file] = themes[this.host][kind];
    await this.updateSettings({ 'workbench.colorTheme': id });
    await this.page.locator(`.monaco-workbench[class*="-themes-${file}-json"]`).first().waitFor();
  }

  /** Makes the side bar so wide, in pixels, by its edge. */
  async dragSideBarTo(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('The side bar is hidden.');
    const middle = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, middle);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, middle, { steps: 8 });
    await this.page.mouse.up();
  }

  /** @returns the path of the picture of the whole window, in `.vscode-test/screenshots` */
  async screenshot(name: string): Promise<string> {
    const folder = path.join(testFolder, 'screenshots');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${this.host}-${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Reloads the window; the extension host starts anew. */
  async reload(): Promise<void> {
    await this.page.reload();
    await waitForWorkbench(this.page);
  }

  /** Closes the window and opens another on the same server. */
  async reopen({ profile }: ReopenOptions): Promise<void> {
    await this.#page?.close();
    if (profile === 'new' || this.#context === undefined) {
      await this.#context?.close();
      const { browser, viewport } = this.#parts;
      this.#context = await browser.newContext({ viewport, locale: 'en-US' });
      await this.#context.grantPermissions(['clipboard-read', 'clipboard-write']);
    }
    this.#page = await this.#context.newPage();
    const address = new URL(this.#parts.server.origin);
    address.searchParams.set('folder', this.workspace);
    await this.#page.goto(address.href);
    await waitForWorkbench(this.#page);
  }

  /** Ends the extension host without a word to it, as a crash does. The window stays and offers to start it again. */
  killExtensionHost(): void {
    const hosts = groupProcesses(this.#parts.server.pid, '--type=extensionHost');
    if (hosts.length === 0) throw new Error('No extension host is running.');
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
  }

  /** Ends all of VS Code without a word to it, and starts it again at the same address. The window has to be reopened. */
  async killAndRestart(): Promise<void> {
    const { server, start } = this.#parts;
    await this.#page?.close();
    this.#page = undefined;
    await server.kill();
    this.#parts.server = await start(new URL(server.origin).port);
  }

  /** Another window of the same user on the same server. Closed with {@link closeWindow}; never disposed. */
  async anotherWindow(folder = this.workspace): Promise<Workbench> {
    const other = new Workbench({ ...this.#parts, workspace: folder });
    other.#context = this.#context;
    await other.reopen({ profile: 'same' });
    return other;
  }

  async closeWindow(): Promise<void> {
    await this.#page?.close();
    this.#page = undefined;
  }

  /** What the extension has logged; empty before its first line. */
  extensionLog(): string {
    return readExtensionLog(this.#parts.server.dataFolder);
  }

  /** Keeps a picture and the logs of a failed test. Never throws. */
  async saveEvidence(test: string): Promise<void> {
    await saveEvidence(test, this.#parts.server, this.#page);
  }

  /** Ends browser and server and removes their data. */
  async dispose(): Promise<void> {
    const { browser, server, runFolder } = this.#parts;
    await browser.close();
    await server.stop();
    removeFolder(runFolder);
  }
}

/**
 * Gives the input the text, not what has the focus by the time that keys arrive: an editor that takes it in between would get them.
 */
async function enter(input: Locator, text: string, timeout: number): Promise<void> {
  await input.evaluate(
    (element: HTMLInputElement, value) => {
      element.focus();
      element.value = value;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    },
    text,
    { timeout },
  );
}

/** The extension host is connected when the status bar shows the remote it runs in. */
async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
  await page.locator('.monaco-workbench .activitybar .action-item').first().waitFor({ timeout: 30_000 });
}
