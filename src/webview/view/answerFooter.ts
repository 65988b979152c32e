/** What stands under an answer that is over: what can be done with it, and what it took. */
import type { Answer } from '../../core/conversation';
import { element } from './dom';
import { copyButton, iconButton } from './iconButton';
import type { MessageViewDeps } from './messageView';
import { usageLine } from './usageLine';

/** @param canRetry unless there is a button for it already */
export function answerFooter(answer: Answer, canRetry: boolean, deps: MessageViewDeps): HTMLElement {
  const { strings, gate, post, copy } = deps;
  const { id, text } = answer;
  const actions: HTMLElement[] = [];
  if (text !== '') {
    actions.push(
      copyButton(strings.copyAnswer, () => {
        copy(text);
      }),
    );
  }
  if (canRetry) {
    const retry = iconButton('retry', strings.retry, () => {
      gate.run(() => {
        post({ type: 'chat/retry', answerId: id });
      });
    });
    actions.push(gate.guard(retry));
  }
  if (text !== '') {
    actions.push(
      iconButton('fork', strings.fork, () => {
        post({ type: 'chat/fork', messageId: id });
      }),
    );
  }
  actions.push(
    iconButton('inspect', strings.inspect, () => {
      post({ type: 'answer/inspect', answerId: id });
    }),
  );
  const usage = usageLine(answer, deps);
  return element(
    'div',
    { class: 'answer-footer' },
    ...(usage === undefined ? [] : [usage]),
    element('div', { class: 'actions' }, ...actions),
  );
}
