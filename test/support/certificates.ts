import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from './processes.js';

/** A certificate with its key. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Creates a CA for a test, in a folder. */
export async function makeAuthority(directory: string): Promise<Certificate> {
  const files = filesFor(directory, 'ca');
  await mustRun('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=Mail OAuth test authority',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-keyout',
    files.keyFile,
    '-out',
    files.certificateFile,
  ]);
  return files;
}

/**
 * Creates a server certificate for these names and addresses. It is valid from now for `days`; a negative number makes
 * it expired.
 */
export async function makeCertificate(
  directory: string,
  name: string,
  authority: Certificate,
  {
    altNames = 'DNS:localhost,IP:127.0.0.1',
    days = 2,
    subject = name,
  }: { readonly altNames?: string; readonly days?: number; readonly subject?: string } = {},
): Promise<Certificate> {
  const files = filesFor(directory, name);
  const request = path.join(directory, `${name}.csr`);
  const extensions = path.join(directory, `${name}.ext`);
  await writeFile(extensions, `subjectAltName=${altNames}\n`);
  await mustRun('openssl', [
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    `/CN=${subject}`,
    '-keyout',
    files.keyFile,
    '-out',
    request,
  ]);
  await mustRun('openssl', [
    'x509',
    '-req',
    '-in',
    request,
    '-CA',
    authority.certificateFile,
    '-CAkey',
    authority.keyFile,
    '-CAcreateserial',
    '-days',
    String(days),
    '-extfile',
    extensions,
    '-out',
    files.certificateFile,
  ]);
  return files;
}

function filesFor(directory: string, name: string): Certificate {
  return { certificateFile: path.join(directory, `${name}.pem`), keyFile: path.join(directory, `${name}.key`) };
}
