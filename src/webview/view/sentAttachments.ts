/** What was sent with a question, each a button that opens it. */
import type { SentAttachment } from '../../core/attachment';
import { element, format } from './dom';
import { icon } from './icons';
import type { MessageViewDeps } from './messageView';

export function sentAttachments(
  questionId: string,
  attachments: readonly SentAttachment[],
  deps: Pick<MessageViewDeps, 'strings' | 'numbers' | 'pictures' | 'post'>,
): HTMLElement {
  const { strings, numbers, pictures, post } = deps;
  const items = attachments.map((attachment, index) => {
    const { kind, label, tokens } = attachment;
    const kindName = `${strings.kindNames[kind]}: `;
    const tokenWords = tokens === 1 ? strings.token : format(strings.tokens, numbers.count(tokens));
    const facts = attachment.kind === 'image' ? imageFacts(attachment, strings) : [];
    const chip = element(
      'button',
      {
        type: 'button',
        class: `sent-attachment ${kind}`,
        title: [`${kindName}${label}`, tokenWords, ...facts].join('\n'),
      },
      kind === 'image' ? pictures.place(questionId, String(index)) : icon(kind),
      element('span', { class: 'visually-hidden' }, kindName),
      element('span', { class: 'sent-label' }, label),
      element('span', { class: 'sent-tokens', 'aria-hidden': 'true' }, numbers.short(tokens)),
      element('span', { class: 'visually-hidden' }, [tokenWords, ...facts].join(', ')),
    );
    chip.addEventListener('click', () => {
      post({ type: 'attachment/openSent', questionId, index });
    });
    return element('li', {}, chip);
  });
  return element('ul', { class: 'sent-attachments', 'aria-label': strings.sentAttachments }, ...items);
}

/** What is not as usual: the detail that was asked for, and that it was made smaller. */
function imageFacts(
  { label, detail, scaledFrom }: Extract<SentAttachment, { kind: 'image' }>,
  strings: MessageViewDeps['strings'],
): readonly string[] {
  return [
    ...(detail === undefined ? [] : [format(strings.imageDetail, label, strings.imageDetailNames[detail])]),
    ...(scaledFrom === undefined
      ? []
      : [format(strings.imageScaledFrom, `${String(scaledFrom.width)} × ${String(scaledFrom.height)}`)]),
  ];
}
