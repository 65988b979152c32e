/** Certificates made for one test run by the `openssl` program: an authority that nobody trusts, and servers that it vouches for. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface TestCertificates {
  /** The authority's certificate, as a file to be trusted. */
  readonly authorityFile: string;
  /** For 127.0.0.1, localhost and endpoint.test. */
  readonly server: Certificate;
  /** For another host. */
  readonly stranger: Certificate;
  /** No longer valid. */
  readonly expired: Certificate;
  /** Vouched for by nobody. */
  readonly selfSigned: Certificate;
  dispose(): void;
}

/** @returns undefined where there is no `openssl` program */
export function makeCertificates(): TestCertificates | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  try {
    openssl('version');
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority');
  const issue = (name: string, alternatives: string, days: string): Certificate => {
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alternatives}\n`);
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-days',
      days,
      '-out',
      `${name}.pem`,
      '-extfile',
      `${name}.ext`,
    );
    return pair(name);
  };
  const pair = (name: string): Certificate => ({
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
  });
  const here = 'IP:127.0.0.1,DNS:localhost,DNS:endpoint.test';
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'self.key',
    '-out',
    'self.pem',
    '-days',
    '2',
    '-subj',
    '/CN=self',
    '-addext',
    `subjectAltName=${here}`,
  );
  return {
    authorityFile: join(folder, 'ca.pem'),
    server: issue('server', here, '2'),
    stranger: issue('stranger', 'DNS:other.test', '2'),
    expired: issue('expired', here, '-1'),
    selfSigned: pair('self'),
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
