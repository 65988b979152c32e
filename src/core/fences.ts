/** A code fence of Markdown that no text can break out of. What a text leaves open is for `continuation.ts` to tell. */

/** `text` as a code block. Its fence is longer than any run of backticks in the text, so nothing in there can end it. */
export function fenced(text: string, language = ''): string {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) {
    longest = Math.max(longest, run.length);
  }
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const info = language === 'plaintext' ? '' : language.replace(/[^\w.+#-]/g, '');
  return `${fence}${info}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fence}`;
}
