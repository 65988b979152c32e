/** Ends an edit that is on its way; what came whole is kept. */
import type { SelectionEdits } from '../selection/selectionEdits';
import type { Command } from './command';

export function stopEdit(edits: () => Promise<SelectionEdits>): Command {
  return {
    name: 'stopEdit',
    run: async (id?: unknown) => {
      (await edits()).stop(typeof id === 'number' ? id : undefined);
    },
  };
}
