/** Starts the page: says `ready`, builds itself with the first state, and then follows the host's messages. */
import { Highlighter } from './highlight/highlighter';
import { Host } from './host';
import { ChatPage } from './view/chatPage';
import { observeColorTheme } from './view/colorThemeObserver';

const host = new Host();
const highlighter = new Highlighter();
let page: ChatPage | undefined;
let themeId = '';

host.onMessage((message) => {
  if (message.type === 'theme') {
    // An answer about a theme that was switched away from meanwhile is stale.
    if (message.themeId === themeId) {
      highlighter.setTheme(message.theme);
    }
    return;
  }
  if (page === undefined && message.type === 'state') {
    page = new ChatPage(host, highlighter, message.strings, message.controls);
  }
  page?.receive(message);
});

observeColorTheme((id) => {
  themeId = id;
  host.post({ type: 'theme/request', themeId: id });
});
host.post({ type: 'ready' });
