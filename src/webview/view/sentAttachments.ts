/** What was sent with a question, each a button that opens it. */
import type { SentAttachment } from '../../core/attachment';
import { element, format } from './dom';
import { icon } from './icons';
import type { MessageViewDeps } from './messageView';

export function sentAttachments(
  questionId: string,
  attachments: readonly SentAttachment[],
  deps: Pick<MessageViewDeps, 'strings' | 'numbers' | 'post'>,
): HTMLElement {
  const { strings, numbers, post } = deps;
  const items = attachments.map((attachment, index) => {
    const { kind, label, tokens } = attachment;
    const kindName = `${strings.kindNames[kind]}: `;
    const tokenWords = tokens === 1 ? strings.token : format(strings.tokens, numbers.count(tokens));
    const chip = element(
      'button',
      { type: 'button', class: `sent-attachment ${kind}`, title: `${kindName}${label}\n${tokenWords}` },
      picture(attachment),
      element('span', { class: 'visually-hidden' }, kindName),
      element('span', { class: 'sent-label' }, label),
      element('span', { class: 'sent-tokens', 'aria-hidden': 'true' }, numbers.short(tokens)),
      element('span', { class: 'visually-hidden' }, tokenWords),
    );
    chip.addEventListener('click', () => {
      post({ type: 'attachment/openSent', questionId, index });
    });
    return element('li', {}, chip);
  });
  return element('ul', { class: 'sent-attachments', 'aria-label': strings.sentAttachments }, ...items);
}

function picture(attachment: SentAttachment): Element {
  if (attachment.kind !== 'image' || attachment.data === '') {
    return icon(attachment.kind);
  }
  const { mediaType, data } = attachment;
  return element('img', { class: 'sent-image', src: `data:${mediaType};base64,${data}`, alt: '' });
}
