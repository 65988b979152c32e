/** The text of a `@vscode/prompt-tsx` tree, as tools may return one. Nothing of its shape is documented, so nothing is relied on. */
import { listOf, objectOf } from '../jsonShape';

/** What can be read of it; the JSON where it is no such tree. */
export function promptTsxText(value: unknown): string {
  if (value === undefined || typeof value === 'string') {
    return value ?? '';
  }
  const root = objectOf(value)['node'];
  return root === undefined ? JSON.stringify(value) : textOfNode(root).trim();
}

/** A piece has children, a text has `text`; either may ask for a line of its own. */
function textOfNode(node: unknown): string {
  const { text, children, lineBreakBefore } = objectOf(node);
  const own = typeof text === 'string' ? text : listOf(children).reduce<string>((sum, child) => joined(sum, child), '');
  return isSet(lineBreakBefore) ? `\n${own}` : own;
}

function joined(before: string, child: unknown): string {
  const text = textOfNode(child);
  return before === '' || before.endsWith('\n') ? before + text.replace(/^\n/, '') : before + text;
}

function isSet(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value > 0);
}
