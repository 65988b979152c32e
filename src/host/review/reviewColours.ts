/** How the lines of a review look: in the theme's colours of a diff, and, for eyes that cannot tell these, with a sign and a bar. */
import * as vscode from 'vscode';
import type { MergedText } from '../../core/review/mergedText';

interface Look {
  readonly background: string;
  readonly ruler: string;
  /** A path of an SVG of 16 by 16. */
  readonly sign: string;
  /** Of the sign, and of the bar beside the lines: to be seen on any background, since high contrast themes have none for this. */
  readonly colour: string;
}

const minus = 'M4 7.25h8v1.5H4z';
const plus = 'M7.25 4h1.5v3.25H12v1.5H8.75V12h-1.5V8.75H4v-1.5h3.25z';
const exclamation = 'M7.25 3.5h1.5v6h-1.5zM7.25 11h1.5v1.5h-1.5z';

const removed: Look = {
  background: 'diffEditor.removedLineBackground',
  ruler: 'diffEditorOverview.removedForeground',
  sign: minus,
  colour: '#e0544a',
};
const added: Look = {
  background: 'diffEditor.insertedLineBackground',
  ruler: 'diffEditorOverview.insertedForeground',
  sign: plus,
  colour: '#3f9142',
};
/** What fits no more, or has no end. */
const unfit: Look = {
  background: 'diffEditor.unchangedCodeBackground',
  ruler: 'editorOverviewRuler.warningForeground',
  sign: exclamation,
  colour: '#bf8803',
};

/** The caller disposes it. */
export class ReviewColours implements vscode.Disposable {
  readonly #removed = decoration(removed);
  readonly #added = decoration(added);
  readonly #unfit = decoration(unfit);

  /** @param merged what the editor shows now */
  paint(editor: vscode.TextEditor, { blocks }: MergedText): void {
    const old: vscode.Range[] = [];
    const fresh: vscode.Range[] = [];
    const unfitting: vscode.Range[] = [];
    for (const { hunk, line, oldCount, newCount } of blocks) {
      const isFit = hunk.state === 'undecided' || hunk.state === 'growing';
      if (oldCount > 0) old.push(new vscode.Range(line, 0, line + oldCount - 1, 0));
      const first = line + oldCount;
      if (newCount > 0) (isFit ? fresh : unfitting).push(new vscode.Range(first, 0, first + newCount - 1, 0));
    }
    editor.setDecorations(this.#removed, old);
    editor.setDecorations(this.#added, fresh);
    editor.setDecorations(this.#unfit, unfitting);
  }

  dispose(): void {
    for (const type of [this.#removed, this.#added, this.#unfit]) type.dispose();
  }
}

function decoration({ background, ruler, sign, colour }: Look): vscode.TextEditorDecorationType {
  const shape = `<path d="${sign}"/><path d="M13.5 0H16v16h-2.5z"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" preserveAspectRatio="none" fill="${colour}">${shape}</svg>`;
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(background),
    overviewRulerColor: new vscode.ThemeColor(ruler),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    gutterIconPath: vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`),
    // Without a gap to the next line's.
    gutterIconSize: '100% 100%',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
}
