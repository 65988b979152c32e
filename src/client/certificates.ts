/**
 * Whom TLS trusts: the certificates that come with Node, those of the operating system, and those of the files that
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE` name. Who speaks TLS is `openSocket.ts`'s matter.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/** Where Linux distributions keep the system's certificates. */
const linuxBundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem'];

/** Node before 22.15 cannot be asked for them. */
const { getCACertificates } = tls as Partial<Pick<typeof tls, 'getCACertificates'>>;

/** PEM texts, each once. Reads files or the system's store: slow, so for once and not before it is needed. */
function trustedCertificates(environment: NodeJS.ProcessEnv): string[] {
  const own = fromNode('default') ?? tls.rootCertificates;
  const system = fromNode('system') ?? fromLinux();
  // Node reads these only when it starts, and VS Code learns the variables of the user's shell later.
  const named = [environment['NODE_EXTRA_CA_CERTS'], environment['SSL_CERT_FILE']].flatMap(fromFile);
  // Sources wrap their lines differently; reading one certificate twice takes as long as two.
  const all = new Map([...own, ...system, ...named].map((certificate) => [certificate.replace(/\s/g, ''), certificate]));
  return [...all.values()];
}

/** @returns what `tls.connect` takes as `secureContext` */
export function createTrust(environment: NodeJS.ProcessEnv): tls.SecureContext {
  const certificates = trustedCertificates(environment);
  try {
    return tls.createSecureContext({ ca: certificates });
  } catch {
    // One damaged certificate in the system's store must not cost all the others.
    return tls.createSecureContext({ ca: certificates.filter(isReadable) });
  }
}

function fromNode(type: 'default' | 'system'): string[] | undefined {
  try {
    return getCACertificates?.(type);
  } catch {
    return undefined;
  }
}

function fromLinux(): string[] {
  return process.platform === 'linux' ? (linuxBundles.map(fromFile).find((found) => found.length > 0) ?? []) : [];
}

function fromFile(file: string | undefined): string[] {
  if (file === undefined || file === '') {
    return [];
  }
  try {
    return readFileSync(file, 'latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  } catch {
    // A file that is not there adds nothing.
    return [];
  }
}

function isReadable(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).subject !== '';
  } catch {
    return false;
  }
}
