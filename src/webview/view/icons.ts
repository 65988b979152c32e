/** The page's icons: line drawings on 16 × 16, in the colour of the text around them. Names for screen readers are the caller's. */
import type { AttachmentKind } from '../../core/attachment';

export type IconName =
  | AttachmentKind
  | 'prompt'
  | 'add'
  | 'close'
  | 'info'
  | 'warning'
  | 'error'
  | 'copy'
  | 'done'
  | 'edit'
  | 'fork'
  | 'inspect'
  | 'retry'
  | 'previous'
  | 'send'
  | 'stop'
  | 'next'
  | 'insert'
  | 'apply'
  | 'newFile'
  | 'wrap'
  | 'source'
  | 'search'
  | 'options'
  | 'tools';

const shapes: Readonly<Record<IconName, string>> = {
  file: 'M4 1.5h5l3 3v10H4z M9 1.5v3h3',
  folder: 'M1.5 3.5h4.2l1.5 2h7.3v8h-13z',
  selection: 'M4.5 2.5h-2v11h2 M11.5 2.5h2v11h-2 M5.5 6h5 M5.5 8.5h5 M5.5 11h3',
  symbol: 'M8 1.8 13.4 5v6L8 14.2 2.6 11V5z M2.6 5 8 8.2 13.4 5 M8 8.2v6',
  problems: 'M8 2 14.5 13.5h-13z M8 6.5v3.2 M8 11.2v.8',
  terminal: 'M1.5 2.5h13v11h-13z M4 5.8 6.4 8 4 10.2 M8 10.5h4',
  changes: 'M8 2.5v7 M4.5 6h7 M4.5 13h7',
  image: 'M1.5 2.5h13v11h-13z M1.5 11l4-4 3.2 3.2 2-2 3.8 3.8 M11 5.5h.1',
  prompt: 'M10.2 2 5.8 14',
  add: 'M8 3v10 M3 8h10',
  close: 'M4.2 4.2l7.6 7.6 M11.8 4.2l-7.6 7.6',
  info: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 1 0 8 1.6 M8 7v4.4 M8 4.4v.8',
  warning: 'M8 2 14.5 13.5h-13z M8 6.5v3.2 M8 11.2v.8',
  error: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 1 0 8 1.6 M5.8 5.8l4.4 4.4 M10.2 5.8l-4.4 4.4',
  copy: 'M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3',
  done: 'M2.8 8.6l3.4 3.4 7-8',
  edit: 'M2.5 13.5l.9-3.4 7.7-7.6 2.5 2.5-7.7 7.6z M9.3 4.3l2.5 2.5',
  fork: 'M5 5.2v5.6 M5 8.2c4.5 0 6-.6 6-3 M5 1.8a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.4 M11 1.8a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.4 M5 10.8a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.4',
  inspect: 'M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2 M10.6 10.6l3.4 3.4',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7 M13.2 1.8v3.4H9.8',
  send: 'M8 13V3.4 M3.6 7.6 8 3.2l4.4 4.4',
  stop: 'M4.5 4.5h7v7h-7z',
  previous: 'M10 3.2 5.2 8l4.8 4.8',
  next: 'M6 3.2 10.8 8 6 12.8',
  insert: 'M2 2.5h12 M2 13.5h12 M2 8h6 M13.8 8H9.5 M11.5 6l-2 2 2 2',
  apply: 'M3.5 1.5h6l3 3v10h-9z M5.7 9.2l1.8 1.8 3.2-3.9',
  newFile: 'M9 1.5H3.5v13h9V8 M11.5 1v5 M9 3.5h5',
  wrap: 'M1.5 3.5h13 M1.5 8h10.2a2.4 2.4 0 0 1 0 4.8H8.3 M10 11l-1.8 1.8 1.8 1.7 M1.5 12.8h3.3',
  tools:
    'M9.6 6.4 3 13l-.9.3-.4-.4.3-.9 6.6-6.6 M9.3 3.4a3 3 0 0 1 4-.9l-1.9 1.9.2 1.6 1.6.2 1.9-1.9a3 3 0 0 1-3.9 3.9 3 3 0 0 1-1.9-4.8',
  source: 'M5.5 4L1.8 8l3.7 4 M10.5 4l3.7 4-3.7 4',
  search:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8 M1.8 8h12.4 M8 1.8c-3.7 3.4-3.7 9 0 12.4 M8 1.8c3.7 3.4 3.7 9 0 12.4',
  options:
    'M1.8 4.5h6.4 M11.8 4.5h2.4 M10 2.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6 M1.8 11.5h2.4 M7.8 11.5h6.4 M6 9.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6',
};

const namespace = 'http://www.w3.org/2000/svg';

/** Hidden from screen readers. Its look is the class `icon`'s. */
export function icon(name: IconName): SVGSVGElement {
  const drawing = document.createElementNS(namespace, 'svg');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', shapes[name]);
  drawing.append(path);
  return drawing;
}
