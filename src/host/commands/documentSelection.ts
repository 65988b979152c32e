/** Adds documentation comments to what is selected, in a review. */
import type { SelectionEdits } from '../selection/selectionEdits';
import type { Command } from './command';

export function documentSelection(edits: () => Promise<SelectionEdits>): Command {
  return {
    name: 'documentSelection',
    run: async () => (await edits()).run('document'),
  };
}
