/**
 * The languages that code can be coloured in: the names that people give them, and the name that a reader sees. Only the
 * table is here, for every page loads it; the grammars themselves are in grammars.ts.
 */

/** Id of the grammar → what it is called, and its other names. */
const languages = {
  bat: ['Batch', 'batch', 'cmd'],
  c: ['C', 'h'],
  clojure: ['Clojure', 'clj', 'cljs', 'edn'],
  cmake: ['CMake'],
  cpp: ['C++', 'c++', 'cc', 'cxx', 'hpp', 'hh', 'cuda', 'cu', 'ino'],
  csharp: ['C#', 'c#', 'cs'],
  css: ['CSS'],
  dart: ['Dart'],
  diff: ['Diff', 'patch', 'udiff'],
  docker: ['Dockerfile', 'dockerfile', 'containerfile'],
  dotenv: ['.env', 'env'],
  elixir: ['Elixir', 'ex', 'exs'],
  erlang: ['Erlang', 'erl'],
  fsharp: ['F#', 'f#', 'fs', 'fsx'],
  go: ['Go', 'golang'],
  graphql: ['GraphQL', 'gql'],
  groovy: ['Groovy', 'gradle', 'jenkinsfile'],
  haskell: ['Haskell', 'hs'],
  hcl: ['HCL'],
  html: ['HTML', 'htm', 'xhtml'],
  ini: ['INI', 'cfg', 'conf', 'properties', 'editorconfig', 'gitconfig'],
  java: ['Java'],
  javascript: ['JavaScript', 'js', 'mjs', 'cjs', 'node'],
  json: ['JSON', 'webmanifest'],
  jsonc: ['JSON with Comments', 'json5', 'jsonl', 'ndjson'],
  jsx: ['JSX', 'javascriptreact'],
  julia: ['Julia', 'jl'],
  kotlin: ['Kotlin', 'kt', 'kts'],
  latex: ['LaTeX', 'tex'],
  less: ['Less'],
  lua: ['Lua'],
  make: ['Makefile', 'makefile', 'mk'],
  markdown: ['Markdown', 'md', 'mdx'],
  nginx: ['nginx'],
  nix: ['Nix'],
  'objective-c': ['Objective-C', 'objc', 'objectivec', 'mm'],
  ocaml: ['OCaml', 'ml', 'mli'],
  perl: ['Perl', 'pl', 'pm'],
  php: ['PHP'],
  powershell: ['PowerShell', 'ps1', 'ps', 'pwsh', 'psm1'],
  prisma: ['Prisma'],
  proto: ['Protocol Buffers', 'protobuf', 'proto3'],
  python: ['Python', 'py', 'py3', 'python3', 'pyi', 'pyw'],
  r: ['R', 'rscript'],
  ruby: ['Ruby', 'rb', 'gemfile', 'rakefile'],
  rust: ['Rust', 'rs'],
  scala: ['Scala', 'sc', 'sbt'],
  scss: ['SCSS', 'sass'],
  shellscript: ['Shell', 'bash', 'sh', 'shell', 'zsh', 'ksh', 'fish', 'shell-script', 'zshrc', 'bashrc'],
  shellsession: ['Terminal', 'console', 'sh-session', 'terminal', 'bash-session'],
  solidity: ['Solidity', 'sol'],
  sql: ['SQL', 'mysql', 'postgresql', 'postgres', 'pgsql', 'sqlite', 'tsql', 'plsql'],
  svelte: ['Svelte'],
  swift: ['Swift'],
  terraform: ['Terraform', 'tf', 'tfvars'],
  toml: ['TOML'],
  tsx: ['TSX', 'typescriptreact'],
  typescript: ['TypeScript', 'ts', 'mts', 'cts'],
  vb: ['Visual Basic', 'vbnet', 'vba', 'visualbasic'],
  vue: ['Vue'],
  xml: ['XML', 'svg', 'xsd', 'xsl', 'xaml', 'csproj', 'plist', 'rss'],
  yaml: ['YAML', 'yml', 'docker-compose', 'openapi'],
  zig: ['Zig'],
} as const satisfies Readonly<Record<string, readonly [name: string, ...aliases: string[]]>>;

export type LanguageId = keyof typeof languages;

const idsByName: ReadonlyMap<string, LanguageId> = new Map(
  (Object.keys(languages) as LanguageId[]).flatMap((id) => [id, ...languages[id].slice(1)].map((name) => [name, id] as const)),
);

/** The grammar for a name as written after a code fence; undefined: the code stays as it is. */
export function languageId(name: string): LanguageId | undefined {
  return idsByName.get(name.toLowerCase());
}

/** How to show a language to a reader; a name that is not known is shown as it was written. */
export function languageName(name: string): string {
  const id = languageId(name);
  return id === undefined ? name : languages[id][0];
}
