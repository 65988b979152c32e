/** Changes a text field as if the user had typed, so that undo goes on working. */

/** Puts `text` in place of a part, the cursor behind it, and focuses the field. Its `input` event is fired. */
export function replaceRange(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  if (start === end && text === '') {
    return;
  }
  if (!typeInto(text)) {
    field.setRangeText(text, start, end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Whether the browser did it. No newer interface writes into the undo history of a text field. */
function typeInto(text: string): boolean {
  const command: unknown = Reflect.get(document, 'execCommand');
  return typeof command === 'function' && command.call(document, text === '' ? 'delete' : 'insertText', false, text) === true;
}
