/** The page's side of the protocol: typed messages to and from the extension host, and what survives hiding the view. */
import { parseHostToWebview, type HostToWebview, type WebviewToHost } from '../core/protocol';

/** What the page keeps for itself while it is hidden or moved. */
export interface PageState {
  readonly draft: string;
}

export class Host {
  readonly #api = acquireVsCodeApi<PageState>();

  get state(): PageState {
    return this.#api.getState() ?? { draft: '' };
  }

  saveState(state: PageState): void {
    this.#api.setState(state);
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
