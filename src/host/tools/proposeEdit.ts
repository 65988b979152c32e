/**
 * The tool that proposes an edit: it ends in a review, where the user accepts or rejects each part. Nothing is ever written here.
 * Several proposals for one file, one after the other, are one review.
 */
import * as vscode from 'vscode';
import { listOf, objectOf, textOf } from '../../core/jsonShape';
import { hunksBetween } from '../../core/review/hunksBetween';
import { isWritable } from '../edits/codeEditor';
import type { Review } from '../review/review';
import type { Reviews } from '../review/reviews';
import { ToolError, type RunTool, type ToolResult } from './tool';
import type { WorkspacePlaces } from './workspacePlaces';

interface Deps {
  readonly places: WorkspacePlaces;
  readonly reviews: () => Promise<Pick<Reviews, 'begin'>>;
}

interface Edit {
  readonly oldText: string;
  readonly newText: string;
}

/** Calls of one round come at once: they are taken one after the other. */
export function proposeEdit({ places, reviews }: Deps): RunTool {
  const open = new Map<string, Review>();
  let last: Promise<unknown> = Promise.resolve();
  const propose = async (input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<ToolResult> => {
    signal.throwIfAborted();
    const path = String(input['path']);
    const { uri, isNew } = await places.fileOrNew(path);
    const [edits, content] = [editsOf(input['edits']), textOf(input['content'])];
    if ((edits.length === 0) === (content === undefined)) {
      throw new ToolError('Give either edits, for a file that exists, or content, for a new one.');
    }
    if (isNew && content === undefined) {
      throw new ToolError(`There is no file ${path}: give content to propose a new one.`);
    }
    if (!isNew && !isWritable(uri)) {
      throw new ToolError(`${path} cannot be changed.`);
    }
    const key = uri.toString();
    const earlier = open.get(key);
    const isOpen = earlier !== undefined && !earlier.isClosed && earlier.undecidedCount > 0;
    const before = isOpen ? earlier.proposedText() : isNew ? '' : await textAt(uri, path);
    const proposed = content === undefined ? withEdits(before, edits, path) : content.replace(/\r\n?/g, '\n');
    if (proposed === before) {
      return { text: `${path} has this already; nothing was proposed.` };
    }
    signal.throwIfAborted();
    const review = isOpen ? earlier : await (await reviews()).begin({ uri, label: vscode.l10n.t('Proposal') });
    if (isOpen) review.startAnew();
    open.set(key, review);
    const hunks = hunksBetween(review.base, proposed, true);
    review.propose(hunks, true);
    review.finish('complete');
    await review.open();
    const parts = hunks.length === 1 ? '1 part' : `${String(hunks.length)} parts`;
    return { text: `${path}: shown to the user for review in ${parts}. Nothing is written until they accept it.` };
  };
  return (input, signal) => {
    const done = last.then(() => propose(input, signal));
    // One that hangs holds up no other once it was ended.
    last = Promise.race([
      done.then(nothing, nothing),
      new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      }),
    ]);
    return done;
  };
}

function nothing(): void {
  // How a proposal ended is for whoever asked for it.
}

function editsOf(value: unknown): readonly Edit[] {
  return listOf(value).map((item) => {
    const { oldText, newText } = objectOf(item);
    return {
      oldText: (textOf(oldText) ?? '').replace(/\r\n?/g, '\n'),
      newText: (textOf(newText) ?? '').replace(/\r\n?/g, '\n'),
    };
  });
}

async function textAt(uri: vscode.Uri, path: string): Promise<string> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText().replace(/\r\n?/g, '\n');
  } catch {
    throw new ToolError(`${path} cannot be opened as text.`);
  }
}

/** All or none: a change of which a part is missing is none to review. */
function withEdits(text: string, edits: readonly Edit[], path: string): string {
  return edits.reduce((changed, { oldText, newText }, index) => {
    const at = changed.indexOf(oldText);
    const which = `oldText of edit ${String(index + 1)}`;
    if (at < 0) {
      throw new ToolError(`${which} does not stand in ${path}. read_file shows its text; nothing was proposed.`);
    }
    if (changed.includes(oldText, at + 1)) {
      throw new ToolError(`${which} stands in ${path} more than once: give more lines around it. Nothing was proposed.`);
    }
    return changed.slice(0, at) + newText + changed.slice(at + oldText.length);
  }, text);
}
