/** Whether a path that an answer names is that of a file: people and models leave out the folders in front. */
export function samePath(named: string, path: string): boolean {
  const [one, other] = [named, path].map((text) =>
    text
      .trim()
      .replace(/\\/g, '/')
      .replace(/^(?:\.?\/)+/, ''),
  ) as [string, string];
  return one === other || `/${other}`.endsWith(`/${one}`) || `/${one}`.endsWith(`/${other}`);
}
