/** The page's side of the protocol: typed messages to and from the extension host, and what survives hiding the view. */
import { parseHostToWebview, type HostToWebview, type WebviewToHost } from '../core/protocol';
import { isPageBackup, type PageBackup } from './view/pageMemory';

export class Host {
  readonly #api = acquireVsCodeApi();

  /** What an earlier page saved; undefined where none did, or another version of the extension. */
  get backup(): PageBackup | undefined {
    const saved = this.#api.getState();
    return isPageBackup(saved) ? saved : undefined;
  }

  saveBackup(backup: PageBackup): void {
    this.#api.setState(backup);
  }

  post(message: WebviewToHost): void {
    this.#api.postMessage(message);
  }

  /** For the life of the page. What is no message of the protocol is dropped. */
  onMessage(listener: (message: HostToWebview) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = parseHostToWebview(event.data);
      if (message !== undefined) {
        listener(message);
      }
    });
  }
}
