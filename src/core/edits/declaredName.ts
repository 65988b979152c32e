/** What a line declares, over many languages and by its shape alone: enough to find the older version of a function or section. */
import { languageIdOf } from './languageIds';

const modifiers =
  /^(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|override|readonly|virtual|sealed|partial|pub(?:\([^)]*\))?|unsafe|extern(?: "C")?|inline|const(?=\s+fn\b)|open|suspend|data|inner|synchronized|native|local|lateinit|required|mutating)\s+)+/;
const keyword =
  /^(?:function\s*\*?|def|fn|fun|func|sub|class|interface|type|enum|struct|trait|union|record|object|module|namespace|protocol|extension|mod|const|let|var|val|static|macro_rules!|create (?:or replace )?(?:table|view|function|procedure|index|trigger)(?: if not exists)?)\s+([\w$.:#`"-]+)/i;
const statement =
  /^(?:if|for|foreach|while|switch|catch|return|await|new|typeof|throw|else|do|try|super|delete|yield|case|with|using|lock|elif|match|assert|print|import|from|package|require|include|use|goto|unless|until|when)\b/;

/** The name, or undefined for a line that declares nothing. Names of getters and setters differ, and those of Go's receivers count. */
export function declaredName(line: string, language: string): string | undefined {
  const trimmed = line.trim();
  const name = languageIdOf(language);
  if (name === 'markdown') {
    return /^#{1,6}\s+(.*)$/.exec(trimmed)?.[1]?.toLowerCase();
  }
  const section = /^\[+([^\][]+)\]+$/.exec(trimmed)?.[1];
  if (section !== undefined) {
    return section;
  }
  if (name === 'css' || name === 'scss' || name === 'less') {
    return /^([^{};]+?)\s*\{$/.exec(trimmed)?.[1] ?? /^([\w-]+)\s*:\s/.exec(trimmed)?.[1];
  }
  const source = /^import\s.*\sfrom\s+(['"].*['"])/.exec(trimmed)?.[1] ?? /^from\s+(\S+)\s+import\b/.exec(trimmed)?.[1];
  if (source !== undefined) {
    return importMark + source;
  }
  const text = trimmed.replace(modifiers, '');
  const [, receiver, method] = /^func\s+\(\s*\w*\s*\*?(\w+)[^)]*\)\s*(\w+)/.exec(text) ?? [];
  if (receiver !== undefined && method !== undefined) {
    return `${receiver}.${method}`;
  }
  if (/^impl\b/.test(text)) {
    return text.replace(/\s*\{.*$/, '');
  }
  return keyword.exec(text)?.[1]?.replace(/:$/, '') ?? (statement.test(text) ? undefined : looseName(text));
}

/** Names of imports have it; they are one line more, not a new version, where they lack names of the old one. */
export const importMark = 'from ';

/** Declarations without a keyword: methods, typed functions, assignments, properties, keys, rules of a makefile. */
function looseName(text: string): string | undefined {
  // A call with a name of its own, such as a test or a route.
  const [, callee, title] = /^([\w$.]+)\(\s*(["'`][^"'`]+["'`])/.exec(text) ?? [];
  if (callee !== undefined && title !== undefined) {
    return `${callee} ${title}`;
  }
  const [, access = '', method] = /^(get |set |\*\s*)?([#\w$]+)\s*(?:<[^>]*>)?\(.*[{(,]$/.exec(text) ?? [];
  if (method !== undefined && !/=>\s*\{$/.test(text)) {
    return access + method;
  }
  const typed = /^[A-Za-z_][\w<>[\],.?*&:\s]*[\s*&]([\w:~]+)\s*\([^;]*$/.exec(text)?.[1];
  if (typed !== undefined) {
    return typed;
  }
  return (
    /^([A-Za-z_$][\w$.]*)\s*(?::[^=]+)?[:?+]?=(?![=>])/.exec(text)?.[1] ??
    /^(?:- )?["']?([\w$./-]+)["']?\??\s*:(?!:|\/\/)/.exec(text)?.[1]
  );
}
