/**
 * One call of a tool: folded, what is called and how it stands; unfolded, its arguments and its result. While the user is asked,
 * the arguments are open and the buttons stand below.
 */
import { isOwnTool } from '../../core/tools/ownTools';
import type { ToolDecision } from '../../core/tools/toolDecision';
import { argumentsOf, isSettled, type ToolUse, type ToolUseStatus } from '../../core/tools/toolUse';
import { button, element, format } from './dom';
import { icon, type IconName } from './icons';
import type { MessageViewDeps } from './messageView';

const icons: Readonly<Record<ToolUseStatus, IconName>> = {
  writing: 'tools',
  asking: 'warning',
  running: 'tools',
  done: 'done',
  failed: 'error',
  declined: 'close',
  stopped: 'stop',
};
const longestBrief = 80;
/** Characters of an argument that stands beside its name. */
const longestInLine = 60;
/** More are shown as the model wrote them. */
const mostRows = 50;
/** UTF-16 units of a value that is laid out in lines. */
const longestLaidOut = 10_000;

export class ToolUseView {
  readonly element: HTMLElement;
  readonly #details: HTMLDetailsElement;
  readonly #summary = element('summary', { class: 'tool-summary' });
  readonly #content = element('div', { class: 'tool-content' });
  readonly #buttons = element('div', { class: 'notice-buttons' });
  #shown = '';
  /** The user has unfolded or folded it: then it stays so. */
  #isUsers = false;

  constructor(
    private readonly answerId: string,
    private readonly useId: string,
    private readonly deps: MessageViewDeps,
  ) {
    this.#details = element('details', { class: 'tool-details' }, this.#summary, this.#content);
    this.element = element('div', { class: 'tool-use' }, this.#details, this.#buttons);
    this.#summary.addEventListener('click', () => {
      this.#isUsers = true;
    });
  }

  /** @param isWorkedOn somebody waits for it; else it is one of an answer that was broken off */
  show(use: ToolUse, isWorkedOn: boolean): void {
    const status = isWorkedOn || isSettled(use) ? use.status : 'stopped';
    const key = JSON.stringify([use, status]);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    const { strings } = this.deps;
    const name = nameOf(use, strings.toolNames);
    this.element.dataset['status'] = status;
    this.#summary.replaceChildren(
      icon(icons[status]),
      element('span', { class: 'tool-name' }, name),
      element('span', { class: 'tool-brief' }, briefOf(use)),
      element('span', { class: 'tool-status' }, strings.toolStatus[status]),
    );
    this.#showContent(use);
    this.#showButtons(status, name);
    if (!this.#isUsers) this.#details.open = status === 'asking';
    if (status === 'asking') this.deps.announce(format(strings.toolAsks, name));
  }

  #showContent(use: ToolUse): void {
    const { strings } = this.deps;
    const input = argumentsOf(use);
    const entries = Object.entries(input ?? {});
    const rows =
      input === undefined || entries.length > mostRows
        ? [scrolled(use.arguments)]
        : entries.map(([name, value]) => argument(name, wordsOf(value)));
    const heading = (text: string): HTMLElement => element('p', { class: 'tool-heading' }, text);
    const open = button(strings.openToolUse, 'link-button', () => {
      this.deps.post({ type: 'tool/open', answerId: this.answerId, useId: this.useId });
    });
    this.#content.replaceChildren(
      ...(rows.length === 0 ? [heading(strings.noArguments)] : [heading(strings.toolArguments), ...rows]),
      ...(use.result === undefined ? [] : [heading(strings.toolResult)]),
      ...(use.result === undefined || use.result === '' ? [] : [scrolled(use.result)]),
      ...this.#images(use),
      open,
    );
  }

  #images({ images = [] }: ToolUse): readonly HTMLElement[] {
    const { pictures, post, strings } = this.deps;
    const items = images.map((_, index) => {
      const image = `${this.useId}/${String(index)}`;
      const label = `${strings.kindNames.image} ${String(index + 1)}`;
      const place = pictures.place(this.answerId, image);
      const chip = element('button', { type: 'button', class: 'sent-attachment image' }, place, label);
      chip.addEventListener('click', () => {
        post({ type: 'tool/openImage', answerId: this.answerId, image, label });
      });
      return element('li', {}, chip);
    });
    return items.length === 0 ? [] : [element('ul', { class: 'sent-attachments' }, ...items)];
  }

  #showButtons(status: ToolUseStatus, name: string): void {
    const hadFocus = this.#buttons.contains(document.activeElement);
    const { strings } = this.deps;
    const made = (decision: ToolDecision, label: string, isFirst = false): HTMLElement => {
      const decide = button(label, isFirst ? 'button' : 'button secondary', () => {
        this.deps.post({ type: 'tool/decide', answerId: this.answerId, useId: this.useId, decision });
      });
      // Several calls may ask at once.
      decide.setAttribute('aria-label', `${label}: ${name}`);
      return decide;
    };
    this.#buttons.replaceChildren(
      ...(status === 'asking'
        ? [
            made('once', strings.allowOnce, true),
            made('chat', strings.allowInChat),
            made('always', strings.allowAlways),
            made('decline', strings.decline),
          ]
        : status === 'running'
          ? [made('decline', strings.endTool)]
          : []),
    );
    this.#buttons.hidden = this.#buttons.childElementCount === 0;
    if (hadFocus) this.#summary.focus({ preventScroll: true });
  }
}

function nameOf({ name }: ToolUse, names: MessageViewDeps['strings']['toolNames']): string {
  return isOwnTool(name) ? names[name] : plain(name);
}

/** The first short argument: of most tools it says what they are about. */
function briefOf(use: ToolUse): string {
  const values = Object.values(argumentsOf(use) ?? {});
  const first = values.find((value) => typeof value === 'string' && value.trim() !== '');
  const text = plain(typeof first === 'string' ? first : '').replace(/\s+/g, ' ');
  return text.length > longestBrief ? `${text.slice(0, longestBrief)}…` : text;
}

function argument(name: string, value: string): HTMLElement {
  const isShort = value.length <= longestInLine && !value.includes('\n');
  return element(
    'div',
    { class: isShort ? 'tool-argument short' : 'tool-argument' },
    element('span', { class: 'tool-argument-name' }, plain(name)),
    isShort ? element('span', { class: 'tool-value' }, plain(value)) : scrolled(value),
  );
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const text = JSON.stringify(value);
  return text.length > longestLaidOut ? text : JSON.stringify(value, undefined, 2);
}

function scrolled(text: string): HTMLElement {
  return element('pre', { class: 'tool-text', tabindex: '0' }, plain(text));
}

/** Characters that change the direction of writing could make a call look like another one. */
function plain(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
