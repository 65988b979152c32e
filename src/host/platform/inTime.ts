/** Waits for what another extension does, but not for long: a language server may start, hang or fail. */

/** What `asked` gives, or undefined where it takes longer than `ms` or fails. */
export async function inTime<T>(asked: Thenable<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
  try {
    return await Promise.race([asked, late]);
  } catch {
    // Whoever fails has nothing to say.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
