/**
 * What a question carries beside its text: where it comes from, what the page shows of it, and what was sent. Reading it is the
 * host's, how it stands in a request `prompts/chat.ts`'s matter.
 */

export type AttachmentKind = 'file' | 'folder' | 'selection' | 'symbol' | 'problems' | 'terminal' | 'changes' | 'image';

/** Lines and characters count from 0, as in VS Code; the end is exclusive. */
export interface TextRange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** Where an attachment's content is read from, at the moment of sending. URIs are full ones, of any scheme. */
export type AttachmentSource =
  | { readonly kind: 'file' | 'folder'; readonly uri: string }
  | { readonly kind: 'selection'; readonly uri: string; readonly range: TextRange }
  | { readonly kind: 'symbol'; readonly uri: string; readonly name: string; readonly range: TextRange }
  /** Of one file, or of the whole workspace. */
  | { readonly kind: 'problems'; readonly uri?: string }
  /** Of one repository by its root, or of all. */
  | { readonly kind: 'changes'; readonly uri?: string }
  /** Taken when attached: a terminal cannot be read later. */
  | { readonly kind: 'terminal'; readonly text: string }
  | ({ readonly kind: 'image' } & AttachedImage);

/** Pixels; both at least 1. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export const imageMediaTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageMediaType = (typeof imageMediaTypes)[number];

/** How closely a model is asked to look at an image; `auto` is not sent. */
export const imageDetails = ['auto', 'low', 'high'] as const;
export type ImageDetail = (typeof imageDetails)[number];

/** An image as it is sent. */
export interface AttachedImage {
  readonly mediaType: ImageMediaType;
  /** Base64. */
  readonly data: string;
  /** Absent: `auto`. */
  readonly detail?: Exclude<ImageDetail, 'auto'>;
  /** What it had before it was made smaller. */
  readonly scaledFrom?: ImageSize;
}

/** An attachment of a question that is being written. Kept with the draft. */
export interface Attachment {
  readonly id: string;
  readonly source: AttachmentSource;
  /** Short name: `src/a.ts`, `a.ts:3-9`. */
  readonly label: string;
  /** Of the content when it was attached; it tells whether that changed since. */
  readonly fingerprint: string;
}

/** What the page shows of an attachment. */
export interface AttachmentChip {
  readonly id: string;
  readonly kind: AttachmentKind;
  readonly label: string;
  /** Estimated tokens; 0 while it is not read yet. */
  readonly tokens: number;
  /** `changed`: since it was attached, the new content is sent; `unavailable`: nothing of it can be sent, `note` says why. */
  readonly state: 'reading' | 'ready' | 'changed' | 'unavailable';
  /** A sentence in the user's language. */
  readonly note?: string;
  /** Of images alone. */
  readonly detail?: ImageDetail;
  /** Of an image that was made smaller: `9000 × 3000 → 8000 × 2667`. */
  readonly scaled?: string;
}

/** What was sent, exactly. It stays with the question, so that later requests of the conversation send the same. */
export type SentAttachment =
  | {
      readonly kind: Exclude<AttachmentKind, 'image'>;
      readonly label: string;
      /** Where it was read, if that can be opened again. */
      readonly uri?: string;
      /** The part of the file, if it was not the whole. */
      readonly range?: TextRange;
      readonly languageId: string;
      readonly text: string;
      /** Estimated. */
      readonly tokens: number;
    }
  | ({
      readonly kind: 'image';
      readonly label: string;
      readonly tokens: number;
    } & AttachedImage);
