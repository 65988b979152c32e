/** What is attached to a question in VS Code's own chat, read as the attachments of our own: files, folders, selections, images, texts. */
import * as vscode from 'vscode';
import type { AttachmentSource, SentAttachment } from '../../core/attachment';
import { objectOf } from '../../core/jsonShape';
import { fenced } from '../../core/fences';
import { estimateTokens } from '../../core/tokens';
import { labelOf } from '../context/attachmentLabel';
import type { Exclusions } from '../context/exclusions';
import { imageSource } from '../context/imageContent';
import { UnavailableError } from '../context/sourceContent';
import { sourceOfUri } from '../context/sourceOfUri';
import { SourceReader } from '../context/sourceReader';
import { textRangeOf } from '../explain/explainedCode';
import { inParallel } from '../platform/inParallel';

export interface ReadReferences {
  readonly attachments: readonly SentAttachment[];
  /** Texts that are no attachment of a kind: to be put before the question. */
  readonly texts: readonly string[];
  /** Why some could not be read: sentences for the user. */
  readonly refusals: readonly string[];
}

const readAtOnce = 8;

export class ChatReferences {
  readonly #reader: SourceReader;

  constructor(exclusions: Exclusions) {
    this.#reader = new SourceReader(exclusions);
  }

  /** In the order in which they were attached: VS Code gives the last one first. Never throws. */
  async read(references: readonly vscode.ChatPromptReference[]): Promise<ReadReferences> {
    const ordered = [...references].reverse();
    const attachments: SentAttachment[][] = ordered.map(() => []);
    const texts: string[][] = ordered.map(() => []);
    const refusals: string[] = [];
    await inParallel([...ordered.entries()], readAtOnce, async ([index, reference]) => {
      try {
        const { id, value } = reference;
        if (typeof value === 'string') {
          texts[index]?.push(`Attached \`${oneLine(id)}\`:\n${fenced(value)}`);
        } else {
          const attachment = await this.#readValue(value);
          if (attachment !== undefined) attachments[index]?.push(attachment);
        }
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        refusals.push(error.message);
      }
    });
    return { attachments: attachments.flat(), texts: texts.flat(), refusals };
  }

  /** Only the images: the rest of a question that was asked is remembered as it was sent. */
  async readImages(references: readonly vscode.ChatPromptReference[]): Promise<readonly SentAttachment[]> {
    const { attachments } = await this.read(references.filter(({ value }) => isBinary(value) || isImageFile(value)));
    return attachments.filter(({ kind }) => kind === 'image');
  }

  async #readValue(value: unknown): Promise<SentAttachment | undefined> {
    if (value instanceof vscode.Uri) {
      const found = await sourceOfUri(value.toString(), this.#reader.exclusions);
      // Only the page of the side bar can make an image smaller: here it is said that it is too large.
      const { source, label } = 'bytes' in found ? { source: imageSource(found.name, found.bytes), label: found.name } : found;
      return this.#readSource(source, label);
    }
    if (value instanceof vscode.Location) {
      return this.#readSource({ kind: 'selection', uri: value.uri.toString(), range: textRangeOf(value.range) });
    }
    if (isBinary(value)) {
      const name = vscode.l10n.t('Image');
      return this.#readSource(imageSource(name, await value.data()), name);
    }
    return undefined;
  }

  /** @throws UnavailableError */
  async #readSource(source: AttachmentSource, name = ''): Promise<SentAttachment> {
    const content = await this.#reader.read(source);
    if (content.type === 'image') {
      const { mediaType, data } = content.image;
      return { kind: 'image', label: name, mediaType, data, tokens: content.tokens };
    }
    const { text, languageId, uri, range } = content;
    return {
      kind: source.kind === 'image' ? 'file' : source.kind,
      label: source.kind === 'image' ? name : labelOf(source),
      ...(uri === undefined ? {} : { uri }),
      ...(range === undefined ? {} : { range }),
      languageId,
      text,
      tokens: estimateTokens(text),
    };
  }
}

/** Pasted or dropped bytes, for which the stable API has no class. */
interface BinaryData {
  readonly mimeType: string;
  data(): Thenable<Uint8Array>;
}

function isBinary(value: unknown): value is BinaryData {
  const { mimeType, data } = objectOf(value);
  return typeof mimeType === 'string' && typeof data === 'function';
}

function isImageFile(value: unknown): boolean {
  return value instanceof vscode.Uri && /\.(?:png|jpe?g|gif|webp)$/i.test(value.path);
}

function oneLine(name: string): string {
  return name.replace(/[\u0000-\u001F\u007F\u0085\u2028\u2029`]+/g, ' ');
}
