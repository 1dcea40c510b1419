import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { MailOAuthError } from '../common/errors.js';
import { algorithmOf } from '../oauth/client-key.js';
import type { ClientKey } from '../oauth/types.js';

/**
 * The file is not a certificate with its private key, or its password is missing or wrong. `message` is a sentence for
 * users.
 *
 * @example
 * ```ts
 * import { CertificateFileError, parseClientCertificate } from 'xoauth2';
 *
 * try {
 *   await parseClientCertificate(new TextEncoder().encode('not a certificate'));
 * } catch (error) {
 *   console.log(error instanceof CertificateFileError && error.code); // prints: invalid-certificate-file
 * }
 * ```
 */
export class CertificateFileError extends MailOAuthError<'invalid-certificate-file' | 'certificate-password'> {
  override readonly name = 'CertificateFileError';
}

/** The key that a client signs with, and information about its certificate. */
export interface ClientCertificate {
  readonly key: ClientKey;
  /** Absent if the file contains a key only. */
  readonly certificate?: {
    /** SHA-1 in upper-case hexadecimal, as portals show it. */
    readonly thumbprint: string;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
  };
}

/** Options of {@link parseClientCertificate}. */
export interface CertificateOptions {
  readonly password?: string | undefined;
  /** The algorithm for an RSA key. Microsoft requires PS256; every server supports RS256, the default. */
  readonly forRsa?: 'RS256' | 'PS256' | undefined;
}

/** The maximum size of a file, in octets. */
const largestCertificateFile = 256 * 1024;

/**
 * Parses a client's certificate with its private key: PEM with both, in any order, or PFX (PKCS #12, RFC 7292).
 *
 * @throws {CertificateFileError} `invalid-certificate-file`, `certificate-password`; the message never quotes the file
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { parseClientCertificate, requestClientCredentials } from 'xoauth2';
 *
 * const { key } = await parseClientCertificate(await readFile('app.pem'), { forRsa: 'PS256' });
 * const authority = 'https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0';
 * const tokens = await requestClientCredentials({
 *   server: { authorizationEndpoint: `${authority}/authorize`, tokenEndpoint: `${authority}/token` },
 *   client: { clientId: process.env.CLIENT_ID ?? '', key },
 *   scopes: ['https://outlook.office365.com/.default'],
 * });
 * console.log(tokens.expiresAt);
 * ```
 */
export async function parseClientCertificate(
  content: Uint8Array,
  { password, forRsa = 'RS256' }: CertificateOptions = {},
): Promise<ClientCertificate> {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (file.length > largestCertificateFile) {
    throw invalid(l10n.t('The file is too large for a certificate and its key.'));
  }
  const { keys, certificates } = isPem(file)
    ? readPem(file.toString('latin1'), password)
    : await readPfx(file, password);
  const [key] = keys;
  if (key === undefined) {
    throw invalid(
      l10n.t('The file contains no private key. Export the certificate together with its private key (PEM or PFX).'),
    );
  }
  const algorithm = algorithmOf(key, forRsa);
  if (algorithm === undefined) {
    throw invalid(l10n.t('Servers do not accept this kind of key. Use RSA with at least 2048 bits, or EC.'));
  }
  const certificate = certificates.find((one) => one.checkPrivateKey(key));
  if (certificate === undefined && certificates.length > 0) {
    throw invalid(l10n.t('The private key and the certificate in this file do not match.'));
  }
  const privateKey = key.export({ format: 'pem', type: 'pkcs8' }).toString();
  if (certificate === undefined) return { key: { algorithm, privateKey } };
  return {
    key: { algorithm, privateKey, thumbprint: createHash('sha256').update(certificate.raw).digest('base64url') },
    certificate: {
      thumbprint: certificate.fingerprint.replaceAll(':', ''),
      expiresAt: Date.parse(certificate.validTo),
    },
  };
}

interface Contents {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

function isPem(file: Buffer): boolean {
  return file.includes('-----BEGIN ');
}

function readPem(text: string, password: string | undefined): Contents {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]{1,200000}-----END \1-----/g)];
  const ofKind = (kind: RegExp) => blocks.filter(([, name = '']) => kind.test(name)).map(([block]) => block);
  const certificates = ofKind(/^(?:TRUSTED |X509 )?CERTIFICATE$/);
  return {
    keys: ofKind(/PRIVATE KEY$/).map((block) => readKey(block, password)),
    certificates: certificates.map((block) => readCertificate(Buffer.from(block))),
  };
}

function readKey(pem: string, passphrase: string | undefined): KeyObject {
  const isEncrypted = /^-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED/.test(pem);
  if (isEncrypted && passphrase === undefined) throw passwordRequired();
  try {
    return createPrivateKey({ key: pem, ...(isEncrypted ? { passphrase } : {}) });
  } catch {
    throw isEncrypted ? passwordWrong() : invalid(l10n.t('The private key of this file cannot be read.'));
  }
}

function readCertificate(content: Buffer): X509Certificate {
  try {
    return new X509Certificate(content);
  } catch {
    throw invalid(l10n.t('The certificate of this file cannot be read.'));
  }
}

async function readPfx(file: Buffer, password: string | undefined): Promise<Contents> {
  // A SEQUENCE: X.690 §8.9.
  if (file[0] !== 0x30) {
    throw invalid(l10n.t('This is neither a PEM nor a PFX file. Choose one with a certificate and its private key.'));
  }
  if (isCertificate(file)) {
    throw invalid(
      l10n.t('The file contains only a certificate. Export it together with its private key (PEM or PFX).'),
    );
  }
  const { readPkcs12 } = await import('./pkcs12.js');
  try {
    const { keys, certificates } = readPkcs12(file, password ?? '');
    return {
      keys: keys.map((der) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })),
      certificates: certificates.map((der) => new X509Certificate(der)),
    };
  } catch (error) {
    if (!(error instanceof Error) || !/password|MAC/i.test(error.message)) {
      throw invalid(l10n.t('This PFX file cannot be read. It is damaged, or its format is not supported.'));
    }
    throw password === undefined ? passwordRequired() : passwordWrong();
  }
}

function isCertificate(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.length > 0;
  } catch {
    return false;
  }
}

function invalid(message: string): CertificateFileError {
  return new CertificateFileError('invalid-certificate-file', message);
}

function passwordRequired(): CertificateFileError {
  return new CertificateFileError('certificate-password', l10n.t('The file is protected by a password. Enter it.'));
}

function passwordWrong(): CertificateFileError {
  return new CertificateFileError('certificate-password', l10n.t('The password of the file is wrong.'));
}
