/** How the parts of a commit message speak to the user: sentences with buttons, none of them modal. */
import * as vscode from 'vscode';

/** @returns the button that was pressed, once one was, or nothing */
export type Talk = (
  severity: 'info' | 'warning' | 'error',
  sentence: string,
  ...buttons: readonly string[]
) => PromiseLike<string | undefined>;

export const talkInNotifications: Talk = (severity, sentence, ...buttons) => {
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage(sentence, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(sentence, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(sentence, ...buttons);
  }
};
