/**
 * The files of the open folder: on the disk, and in the editors of a workbench as users open, select and look at them. What stands
 * in an editor is the tests' matter.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { Workbench } from './workbench';

export class Editors {
  constructor(private readonly workbench: Workbench) {}

  get #page(): Page {
    return this.workbench.page;
  }

  /** The group of editors that was used last. */
  active(): Locator {
    return this.#page.locator('.editor-group-container.active');
  }

  /** What the active editor shows of its text. */
  text(): Locator {
    return this.active().locator('.view-lines').first();
  }

  /** @param name a part of what the tab says */
  tab(name: string | RegExp): Locator {
    return this.#page.locator('.tab').filter({ hasText: name });
  }

  /** Of the active editor, when it is that one. */
  activeTab(name: string | RegExp): Locator {
    return this.#page.locator('.tab.active').filter({ hasText: name });
  }

  /** The button of a lens. */
  lens(title: string | RegExp): Locator {
    return this.#page.locator('.codelens-decoration a').filter({ hasText: title });
  }

  /** @returns the absolute path */
  file(name: string): string {
    return path.join(this.workbench.workspace, name);
  }

  read(name: string, encoding: BufferEncoding = 'utf8'): string {
    return readFileSync(this.file(name), encoding);
  }

  /**
   * Writes a file as another program does. An editor that shows it is closed, with what was typed there: these servers do not
   * always pass on that a file has changed.
   */
  async write(name: string, text: string, encoding: BufferEncoding = 'utf8'): Promise<void> {
    const label = this.#page.locator('.monaco-icon-label').getByText(name, { exact: true });
    const tab = this.#page.locator('.tab').filter({ has: label });
    if ((await tab.count()) > 0) {
      await tab.first().click();
      await this.workbench.runCommand('View: Revert and Close Editor');
      await tab.waitFor({ state: 'detached' });
    }
    writeFileSync(this.file(name), text, encoding);
  }

  /** Resolves when the file is on the disk with this text. @throws with the difference after ten seconds */
  async untilFile(name: string, text: string, encoding: BufferEncoding = 'utf8'): Promise<void> {
    const read = (): string => (existsSync(this.file(name)) ? this.read(name, encoding) : '');
    const deadline = Date.now() + 10_000;
    while (read() !== text && Date.now() < deadline) await delay(50);
    assert.equal(read(), text);
  }

  /** Opens a file of the folder, also one that was written just now, with the cursor at its beginning. */
  async open(name: string): Promise<void> {
    await this.workbench.quickOpen(this.file(name));
    await this.activeTab(name).waitFor();
    await this.toStart();
  }

  /** Puts the cursor to the beginning of the active editor, which has the focus or is about to have it. */
  async toStart(): Promise<void> {
    // A key that comes before it has the focus is somebody else's.
    await this.active().locator('.monaco-editor.focused').first().waitFor();
    await this.#page.keyboard.press('Control+Home');
    await this.untilCursor(1, 1);
  }

  /** Selects so many whole lines; the cursor stands at the beginning. */
  async selectLines(count: number): Promise<void> {
    for (let line = 0; line < count; line += 1) await this.#page.keyboard.press('Shift+ArrowDown');
    await this.#untilStatus(new RegExp(`^Ln ${String(count + 1)}, Col 1 \\(\\d+ selected\\)$`));
  }

  /** Waits until the status bar says that the cursor is there, from 1 on, and nothing selected. */
  untilCursor(line: number, column: number): Promise<void> {
    return this.#untilStatus(`Ln ${String(line)}, Col ${String(column)}`);
  }

  #untilStatus(words: string | RegExp): Promise<void> {
    return this.#page.locator('.statusbar').getByText(words, { exact: true }).waitFor();
  }
}
