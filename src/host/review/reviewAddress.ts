/** The addresses of a review's documents. Each says by itself which document it is a review of. */
import * as vscode from 'vscode';
import { proposalScheme } from '../../core/contributions';

/** `merged`: what is reviewed. `proposed` and `original`: the sides of a diff; the latter where there is no document yet. */
export type ReviewView = 'merged' | 'proposed' | 'original';

export interface ReviewAddress {
  readonly id: string;
  readonly view: ReviewView;
  /** The document under review. */
  readonly of: vscode.Uri;
}

/** @param label goes behind the file's name, which hides its extension: no other language is to be found in it */
export function reviewUri({ id, view, of }: ReviewAddress, label: string): vscode.Uri {
  const query = new URLSearchParams({ id, view, of: of.toString() }).toString();
  const path = `${of.path} (${label.replace(/[/\\]/g, ' ')})`;
  // A document that is not saved yet has a name only.
  return vscode.Uri.from({ scheme: proposalScheme, path: path.startsWith('/') ? path : `/${path}`, query });
}

/** Another document of the same review. */
export function siblingUri(uri: vscode.Uri, view: ReviewView): vscode.Uri {
  const query = new URLSearchParams(uri.query);
  query.set('view', view);
  return uri.with({ query: query.toString() });
}

/** Undefined where it is another kind of document. */
export function parseReviewUri(uri: vscode.Uri): ReviewAddress | undefined {
  if (uri.scheme !== proposalScheme) {
    return undefined;
  }
  const query = new URLSearchParams(uri.query);
  const [id, view, of] = [query.get('id'), query.get('view'), query.get('of')];
  const isView = view === 'merged' || view === 'proposed' || view === 'original';
  return id === null || of === null || !isView ? undefined : { id, view, of: vscode.Uri.parse(of) };
}
