/** Something that is suggested. What it is read from is only found out when it is picked. */
import type { AttachmentKind, AttachmentSource } from '../../core/attachment';

export interface Offer {
  readonly kind: AttachmentKind;
  readonly label: string;
  readonly detail: string;
  /** @throws UnavailableError */
  readonly source: () => AttachmentSource | Promise<AttachmentSource>;
}
