/** Edits of the selection: the light bulb and the commands; what they do is loaded with the first edit. */
import * as vscode from 'vscode';
import type { App } from '../app';
import { documentSelection } from '../commands/documentSelection';
import { fixProblem } from '../commands/fixProblem';
import { generateTests } from '../commands/generateTests';
import { refactorSelection } from '../commands/refactorSelection';
import { stopEdit } from '../commands/stopEdit';
import { lazily } from '../platform/lazily';
import type { LoadReviews } from '../review/registerReviews';
import { CodeActionProvider } from './codeActionProvider';

export function registerSelection(app: App, reviews: LoadReviews): void {
  const { exclusions, documents, act, log } = app;
  const edits = lazily(app.context.subscriptions, async () => {
    const { SelectionEdits } = await import('./selectionEdits');
    return new SelectionEdits({
      model: app.modelFor('edit'),
      reviews: { begin: async (request) => (await reviews()).begin(request) },
      documents,
      exclusions,
      act,
      log,
    });
  });
  app.own(vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new CodeActionProvider()));
  app.addCommands(refactorSelection(edits), fixProblem(edits), documentSelection(edits), generateTests(edits), stopEdit(edits));
}
