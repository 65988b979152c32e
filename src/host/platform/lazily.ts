/** Parts that are loaded with their first use, so that starting costs nothing for what nobody asks for. */

/**
 * @param load makes the part; called once, and again after it failed
 * @param owner disposes the part, if it was made and holds anything
 */
export function lazily<T extends object>(
  owner: { push(part: { dispose(): unknown }): unknown },
  load: () => Promise<T>,
): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  owner.push({ dispose: () => void loaded?.then((part: T & { dispose?: () => unknown }) => part.dispose?.()) });
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
