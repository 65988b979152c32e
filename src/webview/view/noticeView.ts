/** What is to be said under an answer, and what helps: a sentence, its buttons, and the trace id to copy. */
import type { Notice, NoticeAction } from '../../core/conversation';
import type { UiStrings } from '../../core/uiStrings';
import type { AnsweringGate } from './answeringGate';
import { button, element } from './dom';
import { icon } from './icons';

interface Deps {
  readonly strings: UiStrings;
  readonly gate: AnsweringGate;
  readonly run: (action: NoticeAction) => void;
  readonly copy: (text: string) => void;
}

/** @param offers what can be done beside what the notice itself names */
export function noticeView(
  notice: Notice | undefined,
  offers: readonly ('continue' | 'retry')[],
  deps: Deps,
): HTMLElement | undefined {
  const buttons = noticeButtons(notice, offers, deps);
  const row = buttons.length === 0 ? [] : [element('div', { class: 'notice-buttons' }, ...buttons)];
  if (notice === undefined) {
    return row[0];
  }
  return element(
    'div',
    { class: `notice ${notice.severity}` },
    icon(notice.severity),
    element('p', { class: 'notice-sentence' }, notice.sentence),
    ...(notice.detail === undefined ? [] : [element('p', { class: 'notice-detail' }, notice.detail)]),
    ...(notice.points === undefined ? [] : [pointList(notice.points)]),
    ...row,
  );
}

function noticeButtons(notice: Notice | undefined, offers: readonly ('continue' | 'retry')[], deps: Deps): HTMLElement[] {
  const { strings, gate, run, copy } = deps;
  const own = notice?.action;
  const labels = { continue: strings.continueAnswer, retry: strings.retry };
  const offered = offers.filter((id) => id !== own?.id).map((id) => ({ id, label: labels[id] }));
  // To go on comes before to begin again.
  const actions = [...(own === undefined ? [] : [own]), ...offered].sort(
    (one, other) => Number(one.id === 'retry') - Number(other.id === 'retry'),
  );
  const buttons = actions.map(({ id, label }, index) => {
    const asks = id === 'continue' || id === 'retry';
    const made = button(label, index === 0 ? 'button' : 'button secondary', () => {
      if (asks) {
        gate.run(() => {
          run(id);
        });
      } else {
        run(id);
      }
    });
    return asks ? gate.guard(made) : made;
  });
  const traceId = notice?.traceId;
  if (traceId !== undefined) {
    const copyTrace = button(strings.copyTraceId, 'button secondary', () => {
      copy(traceId);
      copyTrace.textContent = strings.copied;
    });
    copyTrace.title = `${strings.traceId}: ${traceId}`;
    buttons.push(copyTrace);
  }
  return buttons;
}

function pointList(points: readonly string[]): HTMLElement {
  return element('ul', { class: 'notice-points' }, ...points.map((point) => element('li', {}, point)));
}
