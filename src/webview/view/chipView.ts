/**
 * One attachment as a chip: what it is, how large, what is wrong with it, and a button that removes it. An image has its picture,
 * and a button that changes how closely it is to be looked at.
 */
import { imageDetails, type AttachmentChip, type ImageDetail } from '../../core/attachment';
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';
import { icon } from './icons';
import type { NumberFormats } from './numberFormats';
import type { Pictures } from './pictures';

interface Deps {
  readonly strings: UiStrings;
  readonly numbers: NumberFormats;
  readonly pictures: Pictures;
  readonly open: () => void;
  readonly remove: () => void;
  readonly setDetail: (detail: ImageDetail) => void;
}

export class ChipView {
  readonly element = element('div', { class: 'chip' });
  readonly #open = element('button', { type: 'button', class: 'chip-open', tabindex: '-1', 'aria-keyshortcuts': 'Delete' });
  /** For pointers: keyboards have Delete. */
  readonly #remove: HTMLButtonElement;
  readonly #detail = element('button', { type: 'button', class: 'chip-detail', tabindex: '-1', hidden: true });
  #picture: HTMLElement | undefined;
  #label = '';

  constructor(
    readonly id: string,
    private readonly deps: Deps,
  ) {
    this.#remove = element('button', { type: 'button', class: 'icon-button chip-remove', tabindex: '-1' }, icon('close'));
    this.#open.addEventListener('click', deps.open);
    this.#remove.addEventListener('click', deps.remove);
    this.#detail.addEventListener('click', () => {
      const shown = imageDetails.findIndex((detail) => detail === this.#detail.dataset['detail']);
      deps.setDetail(imageDetails[(shown + 1) % imageDetails.length] ?? 'auto');
    });
    this.element.append(this.#open, this.#detail, this.#remove);
  }

  get label(): string {
    return this.#label;
  }

  /** What the arrow keys go through. */
  get stops(): readonly HTMLElement[] {
    return [this.#open, ...(this.#detail.hidden ? [] : [this.#detail])];
  }

  get isTabStop(): boolean {
    return this.#open.tabIndex === 0;
  }

  set isTabStop(isTabStop: boolean) {
    this.#open.tabIndex = isTabStop ? 0 : -1;
  }

  focus(): void {
    this.#open.focus();
  }

  show(chip: AttachmentChip): void {
    const { strings, numbers } = this.deps;
    const tokens =
      chip.tokens > 0 ? (chip.tokens === 1 ? strings.token : format(strings.tokens, numbers.short(chip.tokens))) : '';
    const state = chip.note ?? stateText(chip, strings);
    const { scaled = '' } = chip;
    const facts = [`${strings.kindNames[chip.kind]}: ${chip.label}`, tokens, scaled, state].filter((fact) => fact !== '');
    this.#label = chip.label;
    this.element.className = `chip ${chip.state}`;
    this.#open.title = facts.join('\n');
    this.#open.setAttribute('aria-label', facts.join(', '));
    const removeLabel = format(strings.removeAttachment, chip.label);
    this.#remove.title = removeLabel;
    this.#remove.setAttribute('aria-label', removeLabel);
    this.#open.replaceChildren(
      chip.kind === 'image' ? (this.#picture ??= this.deps.pictures.place('', this.id)) : icon(chip.kind),
      ...labelParts(chip.label),
      ...(scaled === '' ? [] : [element('span', { class: 'chip-scaled' }, scaled)]),
      ...(chip.tokens > 0 ? [element('span', { class: 'chip-tokens', 'data-count': numbers.short(chip.tokens) })] : []),
      ...(chip.state === 'unavailable' ? [icon('warning')] : []),
      ...(chip.state === 'changed' ? [element('span', { class: 'chip-dot' })] : []),
    );
    this.#showDetail(chip);
  }

  #showDetail({ label, detail }: AttachmentChip): void {
    const { strings } = this.deps;
    this.#detail.hidden = detail === undefined;
    if (detail !== undefined) {
      const name = strings.imageDetailNames[detail];
      this.#detail.dataset['detail'] = detail;
      this.#detail.textContent = name;
      this.#detail.setAttribute('aria-label', format(strings.imageDetail, label, name));
      this.#detail.title = `${format(strings.imageDetail, label, name)}\n${strings.imageDetailChange}`;
    }
  }
}

/** The end of a path tells more than its beginning, so that its folders are shortened first. */
function labelParts(label: string): readonly HTMLElement[] {
  const nameAt = Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1;
  const name = element('span', { class: 'chip-name' }, label.slice(nameAt));
  return nameAt === 0 ? [name] : [element('span', { class: 'chip-folder' }, label.slice(0, nameAt)), name];
}

function stateText(chip: AttachmentChip, strings: UiStrings): string {
  const texts: Readonly<Record<AttachmentChip['state'], string>> = {
    reading: strings.attachmentReading,
    ready: '',
    changed: strings.attachmentChanged,
    unavailable: strings.attachmentUnavailable,
  };
  return texts[chip.state];
}
