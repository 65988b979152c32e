/** Writes tests for what is selected, where the project has its tests, in a review. */
import type { SelectionEdits } from '../selection/selectionEdits';
import type { Command } from './command';

export function generateTests(edits: () => Promise<SelectionEdits>): Command {
  return {
    name: 'generateTests',
    run: async () => (await edits()).run('tests'),
  };
}
