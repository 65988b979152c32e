/** Reads what is dropped or pasted: URIs as VS Code and browsers write them, and files. Taking it in is `attachmentIntake.ts`'s. */

export interface TransferData {
  /** Of files and folders, of any scheme. */
  readonly uris: readonly string[];
  /** Addresses of the web, which are text. */
  readonly links: readonly string[];
  /** From the operating system or the clipboard. */
  readonly files: readonly File[];
}

/** The part of a `DataTransfer` that is read. */
interface Transfer {
  getData(format: string): string;
  readonly files: Iterable<File>;
}

/** VS Code's own list comes first: of several files it alone holds all. */
const uriFormats = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** Must be called while the event is handled: afterwards there is nothing to read. */
export function readTransfer(transfer: Transfer): TransferData {
  const uris = uriFormats.map((format) => parseUriList(transfer.getData(format))).find((list) => list.length > 0) ?? [];
  const links = uris.filter((uri) => /^(?:https?|mailto):/i.test(uri));
  return { uris: uris.filter((uri) => !links.includes(uri)), links, files: [...transfer.files] };
}

/** Whether a drag may hold something to attach; what exactly shows only when it is dropped. */
export function mayHoldAttachments(transfer: DataTransfer): boolean {
  return [...uriFormats, 'Files'].some((format) => transfer.types.includes(format));
}

/** One URI a line; lines that begin with `#` are remarks. */
function parseUriList(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '' && !line.startsWith('#'));
}
