/** What the buttons of a code block do: the page only says which code, the host copies, inserts, applies or makes the file. */
import type { CodeAction, WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import type { CodeBlockAction } from '../markdown/codeHeader';

interface Deps {
  readonly strings: UiStrings;
  readonly post: (message: WebviewToHost) => void;
  readonly announce: (sentence: string) => void;
}

/** Longer names than these are none; the host refuses a message with one. */
const maxNameLength = 500;

/** @param path where the block names a file */
export function codeActions(deps: Deps, language: string, path: string | undefined): readonly CodeBlockAction[] {
  const { strings, post, announce } = deps;
  const facts = { language: language.slice(0, maxNameLength), path: (path ?? '').slice(0, maxNameLength) };
  const action = (id: CodeAction, label: string): CodeBlockAction => ({
    id,
    label,
    run: (code) => {
      post({ type: 'code/run', action: id, code, ...facts });
    },
  });
  return [
    {
      id: 'copy',
      label: strings.copy,
      doneLabel: strings.copied,
      run: (text) => {
        post({ type: 'clipboard/write', text });
        announce(strings.copied);
      },
    },
    action('insert', strings.insertAtCursor),
    action('apply', strings.apply),
    action('newFile', strings.newFile),
  ];
}
