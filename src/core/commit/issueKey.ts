/** The key of an issue in a branch's name. Rather none than a wrong one: it ends up in messages. */

/** Look like keys, but name standards, algorithms and the like. */
const noProjects = new Set([
  'UTF',
  'SHA',
  'MD',
  'ISO',
  'RFC',
  'CVE',
  'ES',
  'HTTP',
  'TLS',
  'SSL',
  'AES',
  'RSA',
  'IPV',
  'X',
  'V',
  'PR',
]);
const trackerKey = /(?<![A-Za-z0-9])([A-Z][A-Z0-9]{1,15})-([1-9]\d{0,6})(?![A-Za-z0-9.])/g;
const hashNumber = /#([1-9]\d{0,6})(?!\d)/;
const namedNumber = /(?<![a-z0-9])(?:issues?|gh|bug|ticket)[-_/]([1-9]\d{0,6})(?![a-z0-9.])/i;
const leadingNumber = /(?:^|\/)([1-9]\d{0,6})[-_](?=[a-z])/i;
const year = /^(?:19|20)\d\d$/;

/** @returns such as `ABC-12`, or `#12` for a tracker that only numbers */
export function issueKeyOf(branch: string): string | undefined {
  for (const [key, project = ''] of branch.matchAll(trackerKey)) {
    if (!noProjects.has(project)) {
      return key;
    }
  }
  const number = hashNumber.exec(branch)?.[1] ?? namedNumber.exec(branch)?.[1];
  if (number !== undefined) {
    return `#${number}`;
  }
  const leading = leadingNumber.exec(branch)?.[1];
  return leading === undefined || year.test(leading) ? undefined : `#${leading}`;
}
