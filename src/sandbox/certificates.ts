import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** The certificates of the sandbox's CA and of its servers. */
export interface SandboxCertificates {
  /** The CA certificate, PEM. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** The validity of the certificates, in ms; no sandbox runs that long. */
const life = 30 * 86_400_000;

/** Creates a CA, whose key is discarded, and a certificate for this machine. */
export async function makeCertificates(): Promise<SandboxCertificates> {
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
  const notBefore = new Date(Date.now() - 60_000);
  const notAfter = new Date(Date.now() + life);
  const [authority, server] = await Promise.all([generateKeys(), generateKeys()]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Mail OAuth Sandbox Authority',
    notBefore,
    notAfter,
    keys: authority,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      ...(await keyIdentifiers(authority, authority)),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=Mail OAuth Sandbox',
    issuer: ca.subject,
    notBefore,
    notAfter,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ...(await keyIdentifiers(server, authority)),
    ],
  });
  return { ca: ca.toString('pem'), certificate: certificate.toString('pem'), key: toPem(server.privateKey) };
}

/** Strict verifiers require both. RFC 5280 §4.2.1.1, §4.2.1.2. */
function keyIdentifiers(subject: webcrypto.CryptoKeyPair, issuer: webcrypto.CryptoKeyPair): Promise<x509.Extension[]> {
  return Promise.all([
    x509.SubjectKeyIdentifierExtension.create(subject.publicKey),
    x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ]);
}

function generateKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function toPem(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}

function serialNumber(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(15)))
    .toString('hex')
    .replace(/^./, '1');
}
