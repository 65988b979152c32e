/** Which hosts a `NO_PROXY` list, or the setting like it, exempts from the proxy. */
import { BlockList, isIP } from 'node:net';

/**
 * An entry is a host, which stands for its subdomains too (a leading dot or `*.` changes nothing), an address, a range of addresses
 * (`10.0.0.0/8`), or `*` for everything; `:port` limits it to that port.
 */
export function isExempt(target: URL, entries: readonly string[]): boolean {
  const host = bareHost(target);
  const port = portOf(target);
  return entries.some((text) => {
    const entry = text.trim().toLowerCase();
    if (entry === '' || entry === '*') {
      return entry === '*';
    }
    if (entry.includes('/')) {
      return isInRange(host, entry);
    }
    const [, name = '', entryPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (entryPort !== undefined && entryPort !== port) {
      return false;
    }
    const suffix = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
    return suffix !== '' && (host === suffix || (isIP(host) === 0 && host.endsWith(`.${suffix}`)));
  });
}

/** The host name without the brackets of an IPv6 address and without a closing dot. */
export function bareHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** The port, the scheme's own where the address names none. */
export function portOf(url: URL): string {
  return url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80';
}

function isInRange(host: string, range: string): boolean {
  const [network = '', prefixText = ''] = range.replace(/[[\]]/g, '').split('/');
  const version = isIP(network);
  const prefix = /^\d+$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (version === 0 || isIP(host) !== version || !(prefix <= (version === 6 ? 128 : 32))) {
    return false;
  }
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, family);
}
