/** Names and phrases one after the other, as the language of VS Code's user interface writes that. */
import * as vscode from 'vscode';

/** `a, b, c` */
export function wordList(words: readonly string[]): string {
  return new Intl.ListFormat(vscode.env.language, { type: 'unit', style: 'short' }).format(words);
}
