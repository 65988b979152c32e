/** The bytes of a base64 text, which the page cannot fetch as a `data:` URL. */

/** @throws where it is none */
export function bytesOfBase64(data: string): Uint8Array<ArrayBuffer> {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    bytes[index] = text.charCodeAt(index);
  }
  return bytes;
}
