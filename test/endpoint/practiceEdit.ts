/**
 * Mechanical edits of code, so that a review of changes can be tried without a model. They are meant for ordinary code, not for
 * every corner of a language.
 */

export type EditKind = 'refactor' | 'fix' | 'document';

export interface CodeBlock {
  /** The fence's first word; empty where it has none. */
  readonly language: string;
  readonly code: string;
}

export interface Edit {
  readonly code: string;
  /** One sentence. */
  readonly summary: string;
}

/** The last fenced block of a text. */
export function lastCodeBlock(text: string): CodeBlock | undefined {
  const fences = [...text.matchAll(/^[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*\n([\s\S]*?)^[ \t]*\1[ \t]*$/gm)];
  const [, , language = '', code = ''] = fences.at(-1) ?? [];
  return fences.length === 0 ? undefined : { language: language.toLowerCase(), code: code.replace(/\n$/, '') };
}

export function editCode(kind: EditKind, { language, code }: CodeBlock): Edit {
  return kind === 'document' ? addDocumentation(language, code) : tidy(language, code);
}

/** The fenced block is longer than any fence inside the code. */
export function fenced({ language, code }: CodeBlock): string {
  const longest = Math.max(2, ...[...code.matchAll(/^[ \t]*(`{3,})/gm)].map(([, fence = '']) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function tidy(language: string, code: string): Edit {
  const changes: string[] = [];
  const apply = (current: string, next: string, what: string): string => {
    if (next !== current) changes.push(what);
    return next;
  };
  let edited = apply(code, code.replace(/[ \t]+$/gm, ''), 'removed trailing spaces');
  if (isScript(language)) {
    edited = apply(edited, replaceVar(edited), 'replaced `var` by `const` or `let`');
    edited = apply(edited, edited.replace(/\bnew Array\(\)/g, '[]').replace(/\bnew Object\(\)/g, '{}'), 'used literals');
  } else if (isPython(language)) {
    edited = apply(
      edited,
      edited.replace(/ == None\b/g, ' is None').replace(/ != None\b/g, ' is not None'),
      'compared with `is`',
    );
  }
  if (changes.length > 0) {
    return { code: edited, summary: `The practice partner ${changes.join(', ')}; it is a program, not a model.` };
  }
  const indent = /^[ \t]*/.exec(code)?.[0] ?? '';
  const note = `${indent}${comment(language, 'Looked at by the practice partner.')}\n`;
  return {
    code: note + code,
    summary: 'The practice partner found nothing to tidy and added a comment; it is a program, not a model.',
  };
}

/** `const` where nothing after the declaration assigns to the name, else `let`. */
function replaceVar(code: string): string {
  return code.replace(/\bvar(\s+)([A-Za-z_$][\w$]*)/g, (whole, space: string, name: string, position: number) => {
    const escaped = name.replaceAll('$', '\\$');
    if ((code.match(new RegExp(`\\bvar\\s+${escaped}(?![\\w$])`, 'g'))?.length ?? 0) > 1) {
      return whole;
    }
    const rest = code.slice(position + whole.length);
    // One keyword stands for all names of a list, so that what one of them needs decides.
    const isList = /^[^;\n]*,/.test(rest);
    const hasValue = !isList && /^\s*(?::[^=;\n]+)?=(?!=)/.test(rest);
    const after = rest.replace(/^\s*(?::[^=;\n]+)?=/, '');
    const isAssigned = new RegExp(
      `(?<![\\w$.])${escaped}\\s*(?:=(?![=>])|[-+*/%&|^]=|\\*\\*=|\\+\\+|--)|(?:\\+\\+|--)${escaped}(?![\\w$])`,
    ).test(after);
    return `${hasValue && !isAssigned ? 'const' : 'let'}${space}${name}`;
  });
}

const scriptDeclaration =
  /^([ \t]*)(?:export\s+)?(?:default\s+)?(?:(?:async\s+)?function\*?\s*([\w$]+)\s*(?:<[^>]*>)?\(([^)]*)\)|(?:abstract\s+)?(?:class|interface)\s+([\w$]+)|(?:const|let|var)\s+([\w$]+))/m;
const pythonDeclaration = /^([ \t]*)(?:async\s+def|def|class)\s+(\w+)[^\n]*:[ \t]*$/m;

function addDocumentation(language: string, code: string): Edit {
  const summary = 'The practice partner added a documentation comment; it is a program, not a model.';
  if (isPython(language)) {
    const found = pythonDeclaration.exec(code);
    if (found !== null) {
      const [line, indent = '', name = ''] = found;
      const end = found.index + line.length;
      return { code: `${code.slice(0, end)}\n${indent}    """${sentence(name)}"""${code.slice(end)}`, summary };
    }
  } else if (isScript(language)) {
    const found = scriptDeclaration.exec(code);
    if (found !== null) {
      const [, indent = '', functionName, parameters = '', typeName, constantName] = found;
      const name = functionName ?? typeName ?? constantName ?? '';
      const names = [...parameters.matchAll(/(?:^|,)\s*(?:\.\.\.)?([\w$]+)/g)].map(([, parameter = '']) => parameter);
      const lines = [
        '/**',
        ` * ${sentence(name)}`,
        ...names.map((parameter) => ` * @param ${parameter} the ${spaced(parameter)}`),
        ' */',
      ];
      const block = lines.map((line) => `${indent}${line}\n`).join('');
      return { code: code.slice(0, found.index) + block + code.slice(found.index), summary };
    }
  }
  const indent = /^[ \t]*/.exec(code)?.[0] ?? '';
  return { code: `${indent}${comment(language, 'Documented by the practice partner.')}\n${code}`, summary };
}

/** `parseJsonText` becomes `Parse json text.` */
function sentence(name: string): string {
  const words = spaced(name);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_$]+/g, ' ')
    .trim()
    .toLowerCase();
}

function comment(language: string, text: string): string {
  if (
    isPython(language) ||
    /^(sh|bash|shell\w*|ruby|rb|ya?ml|toml|perl|r|dockerfile|makefile|powershell|ps1)$/.test(language)
  ) {
    return `# ${text}`;
  }
  if (/^(html|xml|svg|markdown|md|vue)$/.test(language)) {
    return `<!-- ${text} -->`;
  }
  return /^(css|scss|less)$/.test(language)
    ? `/* ${text} */`
    : /^(sql|lua|haskell)$/.test(language)
      ? `-- ${text}`
      : `// ${text}`;
}

function isScript(language: string): boolean {
  return /^(js|jsx|ts|tsx|mjs|cjs|javascript(react)?|typescript(react)?)$/.test(language);
}

function isPython(language: string): boolean {
  return /^(py|python3?)$/.test(language);
}
