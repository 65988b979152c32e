/** Reads a body that is no stream as text, with a limit, so that nobody can fill the memory. */

/** A completion with sound in it may have megabytes; nothing has more than this. */
export const maxBodyBytes = 32 * 1024 * 1024;

/** The text. Beyond `limit` bytes it stops reading: `collectText` has undefined then. */
export async function collectText(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<string | undefined> {
  const { text, isCut } = await collectStart(bytes, limit);
  return isCut ? undefined : text;
}

/** At most `limit` bytes of the text, and whether there was more. */
export async function collectStart(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<{ text: string; isCut: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of bytes) {
    const room = limit - size;
    if (chunk.length > room) {
      return { text: text + decoder.decode(chunk.subarray(0, room)), isCut: true };
    }
    size += chunk.length;
    text += decoder.decode(chunk, { stream: true });
  }
  return { text: text + decoder.decode(), isCut: false };
}
