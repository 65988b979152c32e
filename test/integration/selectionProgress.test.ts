/** The lines above code that is being edited: they are seen also beside slow lines of others. */
import * as vscode from 'vscode';
import { SelectionProgress } from '../../src/host/selection/selectionProgress';
import { CodeFixture } from '../support/codeFixture';
import { until } from '../support/until';

suite('The progress of an edit', () => {
  test('leaves VS Code the time to draw it also where another extension is slow with its lines', async () => {
    const code = new CodeFixture();
    await code.begin();
    const progress = new SelectionProgress();
    let drawn = 0;
    const slow = vscode.languages.registerCodeLensProvider(
      { pattern: '**/code-edits/slow.txt' },
      {
        provideCodeLenses: async (_, token) => {
          await new Promise((resolve) => setTimeout(resolve, 1500));
          // VS Code draws the lines of all extensions at once, and asks anew where those of one have changed meanwhile.
          if (!token.isCancellationRequested) drawn += 1;
          return [];
        },
      },
    );
    try {
      const uri = await code.write('slow.txt', 'one\ntwo\n');
      const { document } = await code.show(uri, [0, 0]);
      progress.begin({ document, range: new vscode.Range(0, 0, 0, 3) }, 'Refactor', () => undefined);
      const before = drawn;
      await until(() => drawn > before, 'the lines');
    } finally {
      slow.dispose();
      progress.dispose();
      await code.end();
    }
  });
});
