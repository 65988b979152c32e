/**
 * Whether code that is inserted behind the text of a line goes on with that line, or begins one of its own, and how deep. A look at
 * the end of the line and at the beginning of the code; where both would do, the code goes on with the line.
 */
import { isOpening, withoutComment } from './indentation';
import { isScalarHeader, isYaml } from './yamlLayout';

/** @param before the line up to the cursor, behind which there is nothing; `code` has no fences and no blank lines around */
export function needsOwnLine(before: string, code: string, languageId: string): boolean {
  const text = withoutComment(before).trimEnd();
  const isLong = /[\r\n]/.test(code);
  if (isYaml(languageId) && /:$|[|>][-+\d]*$/.test(text)) {
    return isLong || isScalarHeader(text) || /^\s*(?:-\s|(?:[\w./-]+|"[^"]*"|'[^']*'):(?:\s|$))/.test(code);
  }
  if (text.endsWith(';') || (languageId === 'python' && opensPythonBlock(text))) {
    return true;
  }
  if (/[{}]$/.test(text)) {
    return isLong;
  }
  return isLong && isFinished(text, languageId) && !goesOn(code, languageId);
}

/** Whether the lines after this one are a level deeper. */
export function isLevelAbove(line: string, languageId: string): boolean {
  return (isOpening(line) && !prose.test(languageId)) || (isYaml(languageId) && isScalarHeader(line));
}

const prose = /^(?:markdown|mdx|plaintext|restructuredtext|asciidoc|latex)$/;
const styles = /^(?:css|scss|less|sass|stylus)$/;
/** Words after which something has to come. */
const unfinished = new RegExp(
  '(?:^|[^\\p{L}\\p{N}_$.])(?:return|await|yield|throw|raise|assert|new|typeof|void|delete|del|in|of|instanceof|as|is|not|and|or|' +
    'case|default|export|import|from|extends|implements|const|let|var|val|def|function|func|fun|fn|lambda|class|interface|enum|' +
    'type|struct|trait|impl|mod|module|namespace|package|using|pub|public|private|protected|internal|static|final|abstract|' +
    'override|readonly|async|declare|if|elif|elsif|unless|until|while|for|when|where|with|match|switch|catch|except)$',
  'u',
);

function isFinished(text: string, languageId: string): boolean {
  const end = text.slice(-100);
  if (prose.test(languageId)) {
    return /[\p{L}\p{M}\p{N}.:!?)\]"'”’。：！？）]$/u.test(end);
  }
  // An empty text is a comment.
  return text === '' || (/(?:[\p{L}\p{M}\p{N}_$)\]"'`]|\*\/|-->|\/>|<\/[\w.:-]+>)$/u.test(end) && !unfinished.test(end));
}

/** Whether the code begins with what can only go on with a line, such as `.then(`. */
function goesOn(code: string, languageId: string): boolean {
  return !prose.test(languageId) && !styles.test(languageId) && /^\s*(?:[.,;:?)\]}=({+|]|&&|[-=]>)/.test(code);
}

/** Whether a colon at the end is not that of an annotation, a slice or a dictionary. */
function opensPythonBlock(text: string): boolean {
  if (!text.endsWith(':')) {
    return false;
  }
  let depth = 0;
  for (const character of text) {
    if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
  }
  const isHeader = /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b/.test(text);
  // The last line of a header of several closes more than it opens.
  return depth < 0 || (depth === 0 && isHeader);
}
