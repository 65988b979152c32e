/** The extension's log in the Output view, at the level that the user sets there. No token gets past it. */
import * as vscode from 'vscode';
import type { Logger } from '../../core/logger';
import { redact } from '../../core/token';

/** A logger on a channel of its own, made with the first line. The caller disposes it. */
export class Log implements Logger, vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;
  #isDisposed = false;

  /** @param secrets what must never be written, read anew for each line */
  constructor(private readonly secrets: () => Iterable<string>) {}

  trace(message: string): void {
    this.#open()?.trace(this.#clean(message));
  }

  debug(message: string): void {
    this.#open()?.debug(this.#clean(message));
  }

  info(message: string): void {
    this.#open()?.info(this.#clean(message));
  }

  warn(message: string): void {
    this.#open()?.warn(this.#clean(message));
  }

  error(message: string): void {
    this.#open()?.error(this.#clean(message));
  }

  show(): void {
    this.#open()?.show(true);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#channel?.dispose();
  }

  /** Undefined at the end: a closed channel throws, and others have things to save then. */
  #open(): vscode.LogOutputChannel | undefined {
    if (this.#isDisposed) {
      return undefined;
    }
    this.#channel ??= vscode.window.createOutputChannel('Ace Claude', { log: true });
    return this.#channel;
  }

  #clean(message: string): string {
    return redact(message, this.secrets());
  }
}
