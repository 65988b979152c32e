/** A notice under an answer: a sentence, what helps, and the trace id to copy. */
import type { Notice, NoticeAction } from '../../core/conversation';
import type { UiStrings } from '../../core/protocol';
import { button, element } from './dom';

interface Deps {
  readonly strings: UiStrings;
  readonly run: (action: NoticeAction) => void;
  readonly copy: (text: string) => void;
}

export function noticeView(notice: Notice, canRetry: boolean, deps: Deps): HTMLElement {
  const { strings } = deps;
  const { action, traceId } = notice;
  const buttons: HTMLElement[] = [];
  if (action !== undefined) {
    buttons.push(
      button(action.label, 'button', () => {
        deps.run(action.id);
      }),
    );
  }
  if (canRetry && action?.id !== 'retry' && action?.id !== 'setToken' && action?.id !== 'useEnvironmentToken') {
    buttons.push(
      button(strings.retry, 'button secondary', () => {
        deps.run('retry');
      }),
    );
  }
  if (traceId !== undefined) {
    const copyTrace = button(strings.copyTraceId, 'button secondary', () => {
      deps.copy(traceId);
      copyTrace.textContent = strings.copied;
    });
    copyTrace.title = `${strings.traceId}: ${traceId}`;
    buttons.push(copyTrace);
  }
  return element(
    'div',
    { class: `notice ${notice.severity}` },
    element('p', { class: 'notice-sentence' }, notice.sentence),
    ...(notice.detail === undefined ? [] : [element('p', { class: 'notice-detail' }, notice.detail)]),
    ...(buttons.length === 0 ? [] : [element('div', { class: 'notice-buttons' }, ...buttons)]),
  );
}
