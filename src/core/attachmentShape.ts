/**
 * Looks at attachments that were read from a file without trusting their shape. What is not one is undefined; nothing throws.
 */
import {
  imageMediaTypes,
  type AttachedImage,
  type Attachment,
  type AttachmentKind,
  type AttachmentSource,
  type SentAttachment,
  type TextRange,
} from './attachment';
import { countOf, given, listOf, objectOf, oneOf, textOf } from './jsonShape';

const textKinds: readonly Exclude<AttachmentKind, 'image'>[] = [
  'file',
  'folder',
  'selection',
  'symbol',
  'problems',
  'terminal',
  'changes',
];

/** An attachment of a draft. */
export function attachmentOf(value: unknown): Attachment | undefined {
  const { id, source, label, fingerprint } = objectOf(value);
  const known = sourceOf(source);
  if (known === undefined || typeof id !== 'string' || id === '') {
    return undefined;
  }
  return { id, source: known, label: textOf(label) ?? '', fingerprint: textOf(fingerprint) ?? '' };
}

/** An attachment of a question. */
export function sentAttachmentOf(value: unknown): SentAttachment | undefined {
  const { kind, label, uri, range, languageId, text, tokens } = objectOf(value);
  const common = { label: textOf(label) ?? '', tokens: countOf(tokens) ?? 0 };
  if (kind === 'image') {
    const image = attachedImageOf(value);
    return image && { kind, ...image, ...common };
  }
  const known = oneOf(textKinds, kind);
  const content = textOf(text);
  if (known === undefined || content === undefined) {
    return undefined;
  }
  return {
    kind: known,
    ...common,
    ...given('uri', textOf(uri)),
    ...given('range', textRangeOf(range)),
    languageId: textOf(languageId) ?? '',
    text: content,
  };
}

export function sentAttachmentsOf(value: unknown): readonly SentAttachment[] {
  return listOf(value).flatMap((item) => sentAttachmentOf(item) ?? []);
}

function sourceOf(value: unknown): AttachmentSource | undefined {
  const { kind, uri, range, name, text } = objectOf(value);
  const [address, part] = [textOf(uri), textRangeOf(range)];
  switch (kind) {
    case 'file':
    case 'folder':
      return address === undefined ? undefined : { kind, uri: address };
    case 'selection':
      return address === undefined || part === undefined ? undefined : { kind, uri: address, range: part };
    case 'symbol':
      return address === undefined || part === undefined
        ? undefined
        : { kind, uri: address, name: textOf(name) ?? '', range: part };
    case 'problems':
    case 'changes':
      return { kind, ...given('uri', address) };
    case 'terminal':
      return { kind, text: textOf(text) ?? '' };
    case 'image': {
      const image = attachedImageOf(value);
      return image && { kind, ...image };
    }
    default:
      return undefined;
  }
}

export function attachedImageOf(value: unknown): AttachedImage | undefined {
  const { mediaType, data, detail, scaledFrom } = objectOf(value);
  const [type, content] = [oneOf(imageMediaTypes, mediaType), textOf(data)];
  if (type === undefined || content === undefined) {
    return undefined;
  }
  const { width, height } = objectOf(scaledFrom);
  const [across, down] = [countOf(width), countOf(height)];
  return {
    mediaType: type,
    data: content,
    ...given('detail', oneOf(['low', 'high'] as const, detail)),
    ...given('scaledFrom', across === undefined || down === undefined ? undefined : { width: across, height: down }),
  };
}

function textRangeOf(value: unknown): TextRange | undefined {
  const range = objectOf(value);
  const startLine = countOf(range['startLine']);
  const startCharacter = countOf(range['startCharacter']);
  const endLine = countOf(range['endLine']);
  const endCharacter = countOf(range['endCharacter']);
  return startLine === undefined || startCharacter === undefined || endLine === undefined || endCharacter === undefined
    ? undefined
    : { startLine, startCharacter, endLine, endCharacter };
}
