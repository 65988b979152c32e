/** Turns what was sent back into what it was read from, so that a question can be asked anew with the same things attached. */
import { randomUUID } from 'node:crypto';
import type { Attachment, AttachmentSource, SentAttachment } from '../../core/attachment';

/** @returns none where it cannot be read again */
export function attachAgain(sent: SentAttachment): readonly Attachment[] {
  const source = sourceOf(sent);
  return source === undefined ? [] : [{ id: randomUUID(), source, label: sent.label, fingerprint: '' }];
}

function sourceOf(sent: SentAttachment): AttachmentSource | undefined {
  if (sent.kind === 'image') {
    const { label, tokens, ...image } = sent;
    return image;
  }
  const { kind, uri, range, label, text } = sent;
  switch (kind) {
    case 'terminal':
      return { kind, text };
    case 'problems':
    case 'changes':
      return { kind, ...(uri === undefined ? {} : { uri }) };
    case 'file':
    case 'folder':
      return uri === undefined ? undefined : { kind, uri };
    case 'selection':
      return uri === undefined || range === undefined ? undefined : { kind, uri, range };
    case 'symbol':
      return uri === undefined || range === undefined ? undefined : { kind, uri, name: label, range };
  }
}
