/**
 * The attachments of the question that is being written: their chips are kept true while files change, and they are read anew when
 * they are sent. What cannot be attached is said, with the way out; nothing is dropped silently.
 */
import { createHash, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type {
  Attachment,
  AttachmentChip,
  AttachmentSource,
  ImageDetail,
  ImageMediaType,
  SentAttachment,
  TextRange,
} from '../../core/attachment';
import type { ImageSize } from '../../core/attachment';
import { given } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import { estimateTokens } from '../../core/tokens';
import { inParallel } from '../platform/inParallel';
import { affectsSetting } from '../platform/settings';
import { labelOf } from './attachmentLabel';
import { openSource } from './openSource';
import type { ReadOnlyDocuments } from './readOnlyDocuments';
import { imageSource, scaledText, withDetail, type ImageSource } from './imageContent';
import { sourceOfUri, type LargeImage, type NamedSource } from './sourceOfUri';
import { UnavailableError, type SourceContent } from './sourceContent';
import type { SourceReader } from './sourceReader';
import { watchSource } from './sourceWatch';

interface Deps {
  readonly reader: SourceReader;
  readonly documents: ReadOnlyDocuments;
  readonly log: Logger;
  /** Tells the user a sentence. */
  readonly say: (sentence: string) => void;
}

/** What was read, and what could not be. */
export interface ReadAttachments {
  readonly sent: readonly SentAttachment[];
  readonly unavailable: readonly AttachmentChip[];
}

interface Entry {
  attachment: Attachment;
  chip: AttachmentChip;
  readonly watch: vscode.Disposable;
  /** Counts the readings: only the latest one counts. */
  readings: number;
  timer?: NodeJS.Timeout;
}

/** After the last keystroke, before a file is read again for its chip. */
const settleMs = 300;
const readAtOnce = 8;

export class DraftAttachments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Attachments or their chips are different. */
  readonly onDidChange = this.#changed.event;
  readonly #large = new vscode.EventEmitter<LargeImage>();
  /** An image that has to be made smaller before it can be attached. Whoever can do that calls {@link addImage}. */
  readonly onDidFindLargeImage = this.#large.event;
  #entries: Entry[] = [];
  /** What may not be sent any more, or may be again, shows at once. */
  readonly #settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (affectsSetting(event, 'context.exclude')) {
      this.#refreshAll();
    }
  });

  constructor(private readonly deps: Deps) {}

  get chips(): readonly AttachmentChip[] {
    return this.#entries.map(({ chip }) => chip);
  }

  /** To be kept with the draft, for {@link restore}. */
  get attachments(): readonly Attachment[] {
    return this.#entries.map(({ attachment }) => attachment);
  }

  /**
   * Attaches one; one that is there already stays alone. Says so where nothing of it can be sent.
   * @param label only for an image, the name that it came with
   */
  async add(source: AttachmentSource, label?: string): Promise<void> {
    await this.#addAll([{ source, ...(label === undefined ? {} : { label }) }], []);
  }

  /** Attaches files and folders of any scheme; images as images. */
  async addUris(uris: readonly string[]): Promise<void> {
    const found = new Map<string, NamedSource>();
    const refusals: string[] = [];
    await inParallel(uris, readAtOnce, async (uri) => {
      try {
        const source = await sourceOfUri(uri, this.deps.reader.exclusions);
        if ('bytes' in source) {
          this.#large.fire(source);
        } else {
          found.set(uri, source);
        }
      } catch (error) {
        refusals.push(this.#sentenceOf(error));
      }
    });
    // In the order in which they were given, whichever was there first.
    await this.#addAll(
      [...new Set(uris)].flatMap((uri) => found.get(uri) ?? []),
      refusals,
    );
  }

  /** Attaches an image that the page took in. @param data base64 @param scaledFrom what it had before it was made smaller */
  async addImage(name: string, mediaType: ImageMediaType, data: string, scaledFrom?: ImageSize): Promise<void> {
    const label = name === '' ? vscode.l10n.t('Pasted image') : name;
    try {
      // The bytes decide on the type, whatever the page took it for.
      await this.add(imageSource(label, Buffer.from(data, 'base64'), scaledFrom), label);
    } catch (error) {
      this.deps.log.debug(`An image of type ${mediaType} was refused.`);
      this.deps.say(this.#sentenceOf(error));
    }
  }

  remove(id: string): void {
    const entry = this.#entries.find(({ attachment }) => attachment.id === id);
    if (entry !== undefined) {
      this.#entries = this.#entries.filter((other) => other !== entry);
      release(entry);
      this.#changed.fire();
    }
  }

  /** Changes how closely an image is to be looked at. */
  async setDetail(id: string, detail: ImageDetail): Promise<void> {
    const entry = this.#entries.find(({ attachment }) => attachment.id === id);
    if (entry?.attachment.source.kind === 'image') {
      entry.attachment = { ...entry.attachment, source: withDetail(entry.attachment.source, detail) };
      entry.chip = { ...entry.chip, detail };
      await this.#refresh(entry);
    }
  }

  /** The image of this id, if it is one. */
  image(id: string): ImageSource | undefined {
    const source = this.#entries.find(({ attachment }) => attachment.id === id)?.attachment.source;
    return source?.kind === 'image' ? source : undefined;
  }

  /** Takes away an image that turned out to be none, and says so. */
  removeBroken(id: string): void {
    const label = this.#entries.find(({ attachment }) => attachment.id === id)?.attachment.label;
    if (label !== undefined) {
      this.remove(id);
      this.deps.say(vscode.l10n.t('{0} is damaged and cannot be read. Save it anew and attach it again.', label));
    }
  }

  /** Replaces all by those of a stored draft. */
  restore(attachments: readonly Attachment[]): void {
    const hadAny = this.#releaseAll();
    this.#entries = attachments.map((attachment) => this.#entryOf(attachment));
    if (hadAny || attachments.length > 0) {
      this.#changed.fire();
    }
    this.#refreshAll();
  }

  /** Shows what an attachment stands for: the file, or the text or image that would be sent. */
  async open(id: string): Promise<void> {
    const entry = this.#entries.find(({ attachment }) => attachment.id === id);
    if (entry !== undefined) {
      try {
        await openSource(entry.attachment, this.deps.reader, this.deps.documents);
      } catch (error) {
        this.deps.say(this.#sentenceOf(error));
      }
    }
  }

  /** Reads all, now. They stay. */
  async read(): Promise<ReadAttachments> {
    const entries = [...this.#entries];
    const sent: SentAttachment[] = [];
    const unavailable: AttachmentChip[] = [];
    const contents = await inParallel(entries, readAtOnce, ({ attachment }) => this.#tryRead(attachment.source));
    for (const [index, { attachment, chip }] of entries.entries()) {
      const content = contents[index] ?? '';
      if (typeof content === 'string') {
        unavailable.push({ ...chip, tokens: 0, state: 'unavailable', note: content });
      } else {
        sent.push(sentOf(attachment, content));
      }
    }
    return { sent, unavailable };
  }

  dispose(): void {
    this.#settings.dispose();
    this.#releaseAll();
    this.#changed.dispose();
    this.#large.dispose();
  }

  async #addAll(sources: readonly NamedSource[], refusals: readonly string[]): Promise<void> {
    const added: Entry[] = [];
    for (const { source, label } of sources) {
      const key = JSON.stringify(source);
      if (!this.#entries.some(({ attachment }) => JSON.stringify(attachment.source) === key)) {
        const name = source.kind === 'image' ? (label ?? vscode.l10n.t('Image')) : labelOf(source);
        const entry = this.#entryOf({ id: randomUUID(), source, label: name, fingerprint: '' });
        added.push(entry);
        this.#entries = [...this.#entries, entry];
      }
    }
    if (added.length > 0) {
      this.#changed.fire();
    }
    const sentences = [...refusals];
    await inParallel(added, readAtOnce, async (entry) => {
      await this.#refresh(entry);
      if (entry.chip.state === 'unavailable') {
        sentences.push(entry.chip.note ?? entry.chip.label);
        this.remove(entry.attachment.id);
      }
    });
    if (sentences.length > 0) {
      this.deps.say(listed([...new Set(sentences)]));
    }
  }

  #entryOf(attachment: Attachment): Entry {
    const { id, source, label } = attachment;
    const image =
      source.kind === 'image' ? { detail: source.detail ?? ('auto' as const), ...given('scaled', scaledText(source)) } : {};
    const entry: Entry = {
      attachment,
      chip: { id, kind: source.kind, label, tokens: 0, state: 'reading', ...image },
      readings: 0,
      watch: watchSource(source, {
        changed: () => {
          clearTimeout(entry.timer);
          entry.timer = setTimeout(() => void this.#refresh(entry), settleMs);
        },
        moved: (shift) => {
          entry.attachment = shifted(entry.attachment, shift);
        },
      }),
    };
    return entry;
  }

  #refreshAll(): void {
    void inParallel([...this.#entries], readAtOnce, (entry) => this.#refresh(entry));
  }

  /** Reads an attachment for its chip. */
  async #refresh(entry: Entry): Promise<void> {
    entry.readings += 1;
    const reading = entry.readings;
    const content = await this.#tryRead(entry.attachment.source);
    if (reading !== entry.readings || !this.#entries.includes(entry)) {
      return;
    }
    const { note, state, tokens, ...kept } = entry.chip;
    const chip = { ...kept, label: entry.attachment.label };
    if (typeof content === 'string') {
      entry.chip = { ...chip, tokens: 0, state: 'unavailable', note: content };
    } else {
      const fingerprint = fingerprintOf(content);
      const before = entry.attachment.fingerprint;
      entry.attachment = { ...entry.attachment, fingerprint: before === '' ? fingerprint : before };
      const isSame = before === '' || before === fingerprint;
      const noted = content.type === 'text' && content.note !== undefined ? { note: content.note } : {};
      entry.chip = { ...chip, tokens: tokensOf(content), state: isSame ? 'ready' : 'changed', ...noted };
    }
    this.#changed.fire();
  }

  /** @returns why not, where it cannot be read */
  async #tryRead(source: AttachmentSource): Promise<SourceContent | string> {
    try {
      return await this.deps.reader.read(source);
    } catch (error) {
      return this.#sentenceOf(error);
    }
  }

  #sentenceOf(error: unknown): string {
    if (error instanceof UnavailableError) {
      return error.message;
    }
    this.deps.log.error(`Attachment: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return vscode.l10n.t('It cannot be attached. The log says why.');
  }

  #releaseAll(): boolean {
    const entries = this.#entries;
    this.#entries = [];
    entries.forEach(release);
    return entries.length > 0;
  }
}

function release(entry: Entry): void {
  clearTimeout(entry.timer);
  entry.watch.dispose();
}

function shifted(attachment: Attachment, shift: (range: TextRange) => TextRange): Attachment {
  const { source } = attachment;
  if (source.kind !== 'selection' && source.kind !== 'symbol') {
    return attachment;
  }
  const moved = { ...source, range: shift(source.range) };
  return { ...attachment, source: moved, label: labelOf(moved) };
}

function sentOf({ source, label }: Attachment, content: SourceContent): SentAttachment {
  const tokens = tokensOf(content);
  if (content.type === 'image') {
    const { mediaType, data, detail, scaledFrom } = content.image;
    return { kind: 'image', label, mediaType, data, tokens, ...given('detail', detail), ...given('scaledFrom', scaledFrom) };
  }
  const { text, languageId, uri, range } = content;
  return {
    kind: source.kind === 'image' ? 'file' : source.kind,
    label,
    ...(uri === undefined ? {} : { uri }),
    ...(range === undefined ? {} : { range }),
    languageId,
    text,
    tokens,
  };
}

function tokensOf(content: SourceContent): number {
  return content.type === 'image' ? content.tokens : estimateTokens(content.text);
}

function fingerprintOf(content: SourceContent): string {
  const hash = createHash('sha256').update(content.type === 'image' ? content.image.data : content.text);
  return hash.digest('base64url').slice(0, 22);
}

const mostSentences = 4;

function listed(sentences: readonly string[]): string {
  const shown = sentences.slice(0, mostSentences);
  const rest = sentences.length - shown.length;
  return [...shown, ...(rest > 0 ? [vscode.l10n.t('And {0} more could not be attached.', String(rest))] : [])].join(' ');
}
