/** Keeps connections between requests, as long as the settings that they were opened under hold. Closes all of them when disposed. */
import type { SecureContext } from 'node:tls';
import type { Connection } from '../core/connection';
import { AssistantError } from '../core/errors';
import { createTrust } from './certificates';
import { Line } from './line';
import { loadUndici } from './loadUndici';
import { chooseProxy } from './proxy';

const maxIdle = 4;

export class LinePool {
  private idle: Line[] = [];
  private readonly busy = new Set<Line>();
  private key = '';
  private trust: SecureContext | undefined;
  private isDisposed = false;

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  /**
   * A line to the target, one that stands if possible. The caller gives it back or destroys it.
   * @throws AssistantError `badSetting` or `proxy`
   */
  async take(url: URL, connection: Connection): Promise<Line> {
    const undici = await loadUndici();
    if (this.isDisposed) {
      throw new AssistantError('canceled');
    }
    const { strictTls } = connection.proxy;
    const proxy = chooseProxy(url, connection.proxy, this.environment);
    const key = JSON.stringify([url.origin, proxy?.url.origin, proxy?.authorization, strictTls]);
    if (key !== this.key) {
      this.key = key;
      this.drop();
    }
    const line =
      this.idle.pop() ??
      new Line(undici, { url: new URL(url.origin), proxy, strictTls, trust: () => this.trusted() }, key, (lost) => {
        this.forget(lost);
      });
    this.busy.add(line);
    return line;
  }

  /** Gives back a line whose answer has been read to its end. */
  put(line: Line): void {
    this.busy.delete(line);
    if (this.isDisposed || !line.isConnected || line.key !== this.key || this.idle.length >= maxIdle) {
      void line.destroy(new AssistantError('canceled'));
    } else {
      this.idle.push(line);
    }
  }

  /** For a line that cannot be used again. */
  discard(line: Line, reason: AssistantError): void {
    this.busy.delete(line);
    void line.destroy(reason);
  }

  /** Ends every request. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    const lines = [...this.idle, ...this.busy];
    this.idle = [];
    this.busy.clear();
    await Promise.all(lines.map((line) => line.destroy(new AssistantError('canceled'))));
  }

  private forget(line: Line): void {
    this.idle = this.idle.filter((kept) => kept !== line);
    if (!this.busy.has(line)) {
      void line.destroy(new AssistantError('canceled'));
    }
  }

  private drop(): void {
    const lines = this.idle;
    this.idle = [];
    lines.forEach((line) => {
      void line.destroy(new AssistantError('canceled'));
    });
  }

  private trusted(): SecureContext {
    return (this.trust ??= createTrust(this.environment));
  }
}
