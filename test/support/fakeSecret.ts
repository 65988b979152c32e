/** Made up at run time, so that no file of ours holds what looks like a secret. */

/** Characters as random as those of a key, always the same ones for a seed. */
export function randomText(
  length: number,
  alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  seed = 11,
): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return alphabet[state % alphabet.length];
  }).join('');
}

/** Of the shape of a GitHub token. */
export function fakeToken(seed = 11): string {
  return `ghp_${randomText(36, undefined, seed)}`;
}
