/**
 * Blocks to DOM elements, and later states of the same blocks to the same elements: what did not change keeps its very node,
 * what grew is extended. Knows nothing of streams; which blocks are final is the caller's business.
 */
import { element } from '../view/dom';
import {
  isShown,
  type AlertKind,
  type Block,
  type CodeSource,
  type ContainerBlock,
  type FormulaBlock,
  type LinkDefinitions,
  type MarkdownParser,
  type ShownBlock,
  type TextBlock,
} from './blockParser';
import type { CodeBlockView } from './codeBlockView';
import { parseFenceInfo } from './fenceInfo';
import { noteReference, type FootnoteStrings } from './footnoteLinks';
import type { Footnotes } from './footnotes';
import { FormulaFence } from './formula/formulaFence';
import type { Formulas, FormulaStrings } from './formula/formulas';
import { closeOpenMarks } from './openEnd';
import { renderInline } from './renderTokens';

/** Names for screen readers, and the words above quotations that warn. */
export interface BlockStrings extends FootnoteStrings, FormulaStrings {
  readonly taskDone: string;
  readonly taskOpen: string;
  readonly table: string;
  readonly alerts: Readonly<Record<AlertKind, string>>;
}

/** What stays the same from one rendering to the next. */
export interface ViewContext {
  readonly parser: MarkdownParser;
  readonly strings: BlockStrings;
  readonly formulas: Formulas;
  readonly codeBlock: (language: string, path: string | undefined) => CodeBlockView;
  /** Looks for files in a text that is final. */
  readonly pathLinks: ((text: HTMLElement) => void) | undefined;
}

/** What a rendering knows of the text around it. */
export interface RenderState {
  readonly definitions: LinkDefinitions;
  /** Equal keys mean equal definitions. */
  readonly definitionsKey: string;
  readonly footnotes: Footnotes;
  /** The last text block may go on: its open marks are closed for the eye, and its code blocks stay open. */
  readonly isOpen: boolean;
}

interface ContainerView {
  readonly kind: 'container';
  block: ContainerBlock;
  readonly element: HTMLElement;
  /** Where the children's elements are: the element itself, or the table in its scrolling frame. */
  readonly slot: HTMLElement;
  readonly children: BlockView[];
}
interface TextView {
  readonly kind: 'text';
  block: TextBlock;
  readonly element: HTMLElement;
  /** What the content was made of. */
  source: string;
  definitionsKey: string;
  notes: string;
  wasOpen: boolean;
  /** The files that it names have been looked for. */
  hasPaths: boolean;
}
interface FormulaView {
  readonly kind: 'formula';
  readonly element: HTMLElement;
  written: string;
  isClosed: boolean;
}
interface CodeView {
  readonly kind: 'code';
  readonly info: string;
  readonly element: HTMLElement;
  readonly code: CodeBlockView;
  text: string;
}
interface RuleView {
  readonly kind: 'rule';
  readonly element: HTMLElement;
}
export type BlockView = ContainerView | TextView | CodeView | RuleView | FormulaView;

/** Where blocks are to be shown. */
export interface BlockPlace {
  /** Its element children are those of `views`, in that order, and what else stands before or after all of them. */
  readonly parent: HTMLElement;
  /** What stands after them. */
  readonly end?: Node | undefined;
  readonly views: BlockView[];
  /** Index in `views` from which on the blocks are meant. */
  readonly from: number;
  /** More blocks are known to follow, whose views are to be left alone. */
  readonly keepsRest?: boolean;
}

/** Makes the views of a place show `blocks`. */
export function showBlocks(context: ViewContext, state: RenderState, place: BlockPlace, blocks: readonly Block[]): void {
  const { parent, views } = place;
  const shown = blocks.filter(isShown);
  shown.forEach((block, offset) => {
    const index = place.from + offset;
    const isOpen = state.isOpen && block === blocks.at(-1);
    const blockState = isOpen === state.isOpen ? state : { ...state, isOpen };
    const existing = views[index];
    if (existing !== undefined && update(context, blockState, existing, block)) return;
    const view = create(context, blockState, block);
    if (existing === undefined) {
      parent.insertBefore(view.element, place.end ?? null);
    } else {
      existing.element.replaceWith(view.element);
      disposeView(existing);
    }
    views[index] = view;
  });
  if (place.keepsRest === true) return;
  for (const view of views.splice(place.from + shown.length)) {
    view.element.remove();
    disposeView(view);
  }
}

/** Tells the code blocks in the view that they are gone. */
export function disposeView(view: BlockView): void {
  if (view.kind === 'code') view.code.dispose();
  if (view.kind === 'container') view.children.forEach(disposeView);
}

/** Shows whether a list has blank lines between its items. Items are the same either way: only the style differs. */
export function setTight(view: BlockView, isTight: boolean): void {
  view.element.className = isTight ? 'md-tight' : 'md-loose';
}

/** Whether the items of a list stand without blank lines; `undefined` when nothing in it tells. */
export function tightness(list: ContainerBlock): boolean | undefined {
  for (const item of list.children) {
    if (item.kind !== 'container') continue;
    for (const child of item.children) if (child.kind === 'text' && child.tag === 'p') return child.isTight;
  }
  return undefined;
}

/** Appends to a code block without looking at the rest of it. */
export function appendCode(view: CodeView, text: string): void {
  view.text += text;
  view.code.append(text);
}

function create(context: ViewContext, state: RenderState, block: ShownBlock): BlockView {
  switch (block.kind) {
    case 'container':
      return createContainer(context, state, block);
    case 'text': {
      const element = document.createElement(block.tag);
      const view: TextView = {
        kind: 'text',
        block,
        element,
        source: '',
        definitionsKey: '',
        notes: '',
        wasOpen: false,
        hasPaths: false,
      };
      if (block.align !== undefined) element.classList.add(`md-${block.align}`);
      fillText(context, state, view, shownSource(state, block));
      tellOfPaths(context, state, view);
      return view;
    }
    case 'code': {
      const { language, path } = parseFenceInfo(block.info);
      const isFormula = language === 'math' && path === undefined;
      const code = isFormula ? new FormulaFence(context.formulas) : context.codeBlock(language, path);
      const view: CodeView = { kind: 'code', info: block.info, element: code.element, code, text: '' };
      updateCode(state, view, block);
      return view;
    }
    case 'rule':
      return { kind: 'rule', element: document.createElement('hr') };
    case 'formula': {
      const element = context.formulas.frame('div');
      const view: FormulaView = { kind: 'formula', element, written: '', isClosed: false };
      updateFormula(context, view, block);
      return view;
    }
  }
}

function createContainer(context: ViewContext, state: RenderState, block: ContainerBlock): ContainerView {
  const slot: HTMLElement = document.createElement(block.tag);
  const element = block.tag === 'table' ? tableFrame(context.strings.table) : slot;
  if (element !== slot) element.append(slot);
  if (block.start !== undefined) slot.setAttribute('start', String(block.start));
  if (block.isTask) slot.classList.add('md-task');
  if (block.alert !== undefined) slot.prepend(alertTitle(slot, context.strings.alerts[block.alert], block.alert));
  const view: ContainerView = { kind: 'container', block, element, slot, children: [] };
  updateContainer(context, state, view, block);
  return view;
}

/** The title that makes a quotation a note or a warning. */
function alertTitle(quotation: HTMLElement, name: string, kind: AlertKind): HTMLElement {
  quotation.className = `md-alert md-alert-${kind}`;
  return element('p', { class: 'md-alert-title' }, name);
}

/** Wide tables scroll in a frame of their own, which a keyboard must be able to reach. */
function tableFrame(name: string): HTMLElement {
  return element('div', { class: 'md-table', tabindex: '0', role: 'region', 'aria-label': name });
}

/** Whether the view could take the block. */
function update(context: ViewContext, state: RenderState, view: BlockView, block: ShownBlock): boolean {
  switch (block.kind) {
    case 'container':
      if (view.kind !== 'container' || !isSameContainer(view.block, block)) return false;
      updateContainer(context, state, view, block);
      return true;
    case 'text':
      if (view.kind !== 'text' || view.block.tag !== block.tag || view.block.align !== block.align) return false;
      updateText(context, state, view, block);
      return true;
    case 'code':
      if (view.kind !== 'code' || view.info !== block.info) return false;
      updateCode(state, view, block);
      return true;
    case 'rule':
      return view.kind === 'rule';
    case 'formula':
      if (view.kind !== 'formula') return false;
      updateFormula(context, view, block);
      return true;
  }
}

function isSameContainer(shown: ContainerBlock, block: ContainerBlock): boolean {
  return (
    shown.tag === block.tag &&
    shown.start === block.start &&
    shown.marker === block.marker &&
    shown.isTask === block.isTask &&
    shown.alert === block.alert
  );
}

function updateContainer(context: ViewContext, state: RenderState, view: ContainerView, block: ContainerBlock): void {
  view.block = block;
  if (block.tag === 'ul' || block.tag === 'ol') setTight(view, tightness(block) ?? true);
  showBlocks(context, state, { parent: view.slot, views: view.children, from: 0 }, block.children);
}

function updateCode(state: RenderState, view: CodeView, block: CodeSource): void {
  if (block.text !== view.text) {
    if (block.text.startsWith(view.text)) view.code.append(block.text.slice(view.text.length));
    else view.code.setText(block.text);
    view.text = block.text;
  }
  if (block.isClosed || !state.isOpen) view.code.close();
}

function updateFormula(context: ViewContext, view: FormulaView, { source, written, isClosed }: FormulaBlock): void {
  if (view.written === written && view.isClosed === isClosed) return;
  view.written = written;
  view.isClosed = isClosed;
  if (isClosed) context.formulas.fill(view.element, source, written, true);
  else view.element.textContent = written;
}

function updateText(context: ViewContext, state: RenderState, view: TextView, block: TextBlock): void {
  const source = shownSource(state, block);
  const mayUseDefinitions =
    source.includes('[') && (view.definitionsKey !== state.definitionsKey || view.notes !== notesKey(state, block));
  const mayEndInFormula = view.wasOpen !== state.isOpen && /[$\\]/.test(source);
  const isSame = source === view.source && block.task === view.block.task && !mayUseDefinitions && !mayEndInFormula;
  view.block = block;
  if (!isSame) fillText(context, state, view, source);
  tellOfPaths(context, state, view);
}

function shownSource(state: RenderState, block: TextBlock): string {
  return state.isOpen ? closeOpenMarks(block.source) : block.source;
}

function notesKey(state: RenderState, block: TextBlock): string {
  return state.footnotes.numbersIn(block).join();
}

function fillText(context: ViewContext, state: RenderState, view: TextView, source: string): void {
  const { block } = view;
  view.source = source;
  view.definitionsKey = state.definitionsKey;
  view.notes = notesKey(state, block);
  view.wasOpen = state.isOpen;
  const numbers = state.footnotes.numbersIn(block).values();
  const content = renderInline(context.parser.parseInline(source, state.definitions, state.isOpen), {
    formula: (formula, isDisplay, written) => context.formulas.element(formula, written, isDisplay),
    note: () => {
      const number = numbers.next().value;
      return number === undefined ? undefined : noteReference(context.strings, number);
    },
  });
  if (block.task !== undefined) content.prepend(checkBox(context.strings, block.task === 'done'));
  replaceChildren(view.element, content);
  view.hasPaths = false;
}

/** Not before the text is final: until then its nodes come and go. */
function tellOfPaths(context: ViewContext, state: RenderState, view: TextView): void {
  if (state.isOpen || view.hasPaths || context.pathLinks === undefined) return;
  view.hasPaths = true;
  context.pathLinks(view.element);
}

function checkBox(strings: BlockStrings, isDone: boolean): HTMLElement {
  return element('input', {
    type: 'checkbox',
    disabled: true,
    // The attribute, so that equal boxes are equal nodes.
    checked: isDone,
    'aria-label': isDone ? strings.taskDone : strings.taskOpen,
  });
}

/** Keeps the leading nodes that are equal, so that a selection in them stays while more text arrives. */
function replaceChildren(element: HTMLElement, content: DocumentFragment): void {
  let old = element.firstChild;
  let fresh = content.firstChild;
  while (old !== null && fresh?.isEqualNode(old) === true) {
    old = old.nextSibling;
    fresh.remove();
    fresh = content.firstChild;
  }
  if (isText(old) && isText(fresh) && fresh.data.startsWith(old.data)) {
    old.appendData(fresh.data.slice(old.data.length));
    old = old.nextSibling;
    fresh.remove();
  }
  while (old !== null) {
    const next = old.nextSibling;
    old.remove();
    old = next;
  }
  element.append(content);
}

function isText(node: Node | null): node is Text {
  return node?.nodeType === 3;
}
