/**
 * Finds lines that stand for code that an answer leaves out, such as "// … existing code …". Inserting them would lose nothing but
 * help nobody, and when a change is applied they mean the file's own lines.
 */
import { languageIdOf } from './languageIds';

/** The numbers of such lines, from 0. */
export function findPlaceholders(code: string, language: string): readonly number[] {
  return code.split(/\r\n|\n|\r/).flatMap((line, index) => (isPlaceholder(line, language) ? [index] : []));
}

/**
 * The first line that stands for code left out.
 *
 * @param known whether the text that is changed has such a line itself
 */
export function findStandIn(
  lines: readonly string[],
  language: string,
  known: (line: string) => boolean = () => false,
): string | undefined {
  return lines.find(
    (line, index) => (isPlaceholder(line, language) || isEllipsisAmongCode(lines, index, language)) && !known(line),
  );
}

/** Python's `...` is the whole of a body, never a part of one. */
function isEllipsisAmongCode(lines: readonly string[], index: number, language: string): boolean {
  const line = lines[index] ?? '';
  if (line.trim() !== '...' || languageIdOf(language) !== 'python') {
    return false;
  }
  const isText = (other: string): boolean => other.trim() !== '';
  const above = lines.slice(0, index).findLast(isText) ?? '';
  const below = lines.slice(index + 1).find(isText) ?? '';
  const isBeside = (other: string): boolean => isText(other) && /^\s*/.exec(other)?.[0] === /^\s*/.exec(line)?.[0];
  return (isBeside(above) && !/^\s*#|["']{3}\s*$/.test(above)) || isBeside(below);
}

/** Nobody writes a longer one, and some patterns below take long with very long lines. */
const longestLine = 300;

/** Whether the whole line is one comment, or a bare ellipsis, that stands for code left out. */
export function isPlaceholder(line: string, language: string): boolean {
  const text = line.trim();
  if (text.length > longestLine) return false;
  const name = languageIdOf(language);
  // Python's `...` is code.
  const hasEllipsis = name === 'python' || name === '';
  if (/^(?:\.{3}|…)[,;]?$/.test(text)) return text.startsWith('…') || (!hasEllipsis && name !== 'plaintext');
  if (!hasEllipsis && /^(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\))$/.test(text)) return true;
  const comment = commentText(name === 'python' ? text.replace(/^(?:\.{3}|pass)\s*(?=#)/, '') : text, name);
  if (comment !== undefined) return isAboutOmission(comment);
  const isRemark =
    /^(?:\.{3,}|…)(?:\s+\S|\S.*(?:\.{3}|…)$)/.test(text) || (isProse(name) && /^[*_]*[([<].*[)\]>][*_]*$/.test(text));
  return isRemark && isAboutOmission(text);
}

function isProse(language: string): boolean {
  return language === 'markdown' || language === 'plaintext';
}

const comments: readonly RegExp[] = [
  /^\/\/+!?(.*)$/,
  /^\/\*(.*)\*\/$/,
  /^\{\s*\/\*(.*)\*\/\s*\}$/,
  /^<!--(.*?)-->$/,
  /^#+(?!!|include\b|define\b|if|endif\b|else\b|pragma\b|region\b|endregion\b)(.*)$/,
  /^--+(.*)$/,
  /^;+(.*)$/,
  /^%+(.*)$/,
  /^\(\*(.*?)\*\)$/,
  /^<%--(.*?)--%>$/,
  /^\{#(.*?)#\}$/,
  /^rem\s(.*)$/i,
  /^'(?!.*')(.*)$/,
];

function commentText(text: string, language: string): string | undefined {
  // A heading and a list's bullet are text there.
  const forms = language === 'markdown' ? comments.slice(0, 4) : comments;
  for (const form of forms) {
    const inner = form.exec(text)?.[1];
    if (inner !== undefined) return inner.trim();
  }
  return undefined;
}

const subject =
  '(?:code|codes|implementation|logic|contents?|body|imports?|exports?|methods?|functions?|class(?:es)?|props|propert(?:y|ies)|' +
  'fields?|attributes?|members?|variables?|constants?|states?|hooks?|handlers?|routes?|cases?|tests?|styles?|rules?|selectors?|' +
  'config|configurations?|settings|options|param(?:eter)?s?|arguments?|statements?|lines?|file|script|module|components?|markup|' +
  'html|css|jsx|template|elements?|types?|interfaces?|definitions?|declarations?|setup|initiali[sz]ation|middlewares?|endpoints?|' +
  'dependenc(?:y|ies)|scripts?|steps|sections?|stuff|things|part|parts|page|document|query|constructor|render|return|getters|setters|helpers|tables?|columns?|keys|entries)';
const which =
  '(?:existing|previous|original|remaining|other|others|unchanged|same|current|earlier|additional|more|rest of|remainder of|the rest)';
const article = '(?:the |your |all |all the |any |any other |my |our |its |this )?';
const unchanged =
  '(?:unchanged|unmodified|untouched|the same|same|as is|as-is|as before|as above|as it was|as they were|intact|omitted|not shown|' +
  'unaffected|not changed|identical|here|above|below|goes here|go here|continues|continue|follows|follow|stays here|for brevity|exactly)';
const suffix = `(?:[\\s,]+(?:(?:is|are|remains?|stays?|was|were|left|kept|being)[\\s,]+)?${unchanged})*`;
const nouns = `(?:[\\w'-]+ ){0,3}?${subject}(?:(?:,| and|,? or|/| &) ?(?:[\\w-]+ )?${subject})*(?: (?:of|in|for|from) (?:the |your |this )?[\\w.$()-]+(?: [\\w-]+)?)?`;

/** True without an ellipsis, too: nobody writes them about code that is there. */
const plain: readonly RegExp[] = [
  new RegExp(`^${article}(?:existing|rest of|remainder of|the rest of)(?: the| your| this)? ?${nouns}${suffix}$`),
  new RegExp(
    `^${article}${which}(?: the| your| this)? ?(?:${nouns})?[\\s,]+(?:is |are |remains? |stays? |left |kept )*(?:${unchanged})(?:[\\s,]+${unchanged})*$`,
  ),
  new RegExp(
    `^${article}(?:rest|remainder|everything else|all else|remaining)(?: (?:is|remains?|stays?|left|kept))? ${unchanged}(?: ${unchanged})*$`,
  ),
  new RegExp(
    `^(?:keep|leave|retain|preserve|insert|include|add back|put)(?: all)?(?: of)?(?: the| your)? ?${which}(?: the| your)? ?${nouns}${suffix}$`,
  ),
  new RegExp(
    `^(?:${subject}|everything|nothing) (?:omitted|unchanged|not shown|left out|remains? unchanged|stays? the same)${suffix}$`,
  ),
  /^(?:unchanged|no changes?(?: here| below| above)?|same as (?:before|above|original|the original)|as before|omitted(?: for brevity)?|snip(?:ped)?|code snipped|truncated|\[?snip\]?)$/,
  /^(?:[\w-]+ ){0,4}omitted for brevity$/,
];

/** With an ellipsis at one end. */
const withEllipsis: readonly RegExp[] = [
  new RegExp(`^${article}${which}(?: the| your| this)?(?: ${nouns})?${suffix}$`),
  new RegExp(`^(?:and |plus )?(?:so on|more|others?|etc|${article}rest)$`),
  new RegExp(
    `^(?:and |plus |with |then )?${article}(?:${which} )?${subject}(?:(?:,| and|,? or|/| &) ?(?:[\\w-]+ )?${subject})*${suffix}$`,
  ),
];

const otherLanguages =
  /其余|其他(?:的)?(?:代码|内容|方法|部分|导入|逻辑|函数)|剩余|省略|保持不变|代码不变|现有(?:的)?(?:代码|内容|方法|逻辑)|已有代码|原有|(?:之前|上面|前面)的?代码|既存の?(?:コード|処理)|残りの|変更なし|기존 코드|나머지|생략|resto del? (?:código|archivo|arquivo)|código (?:existente|restante|anterior)|sin cambios|sem alterações|reste du (?:code|fichier)|code existant|inchangé|rest des codes|restlicher code|(?:bestehender|vorhandener) code|bleibt (?:gleich|unverändert)|unverändert|остальной код|существующий код|без изменений|resto del codice|codice esistente/;

function isAboutOmission(comment: string): boolean {
  const text = comment
    .toLowerCase()
    .replace(/^[\s\-=*~_([<{]+|[\s\-=*~_)\]>}]+$/g, '')
    .trim();
  const isLed = /^(?:\.{3,}|…|\.\.(?=\s))/.test(text);
  const isTrailed = /(?:\.{3,}|…)[.:;]?$/.test(text);
  const core = text
    .replace(/^[.…\s:]+|[.…\s:;!]+$/g, '')
    .replace(/^[\s\-([]+|[\s\-)\]]+$/g, '')
    .replace(/\s+/g, ' ');
  if (core === '') return isLed || isTrailed;
  if (core.length > 120) return false;
  if (plain.some((form) => form.test(core)) || otherLanguages.test(core)) return true;
  if (isLed && isTrailed) return core.split(' ').length <= 8;
  return (isLed || isTrailed) && withEllipsis.some((form) => form.test(core));
}
