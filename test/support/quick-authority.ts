import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A CA that issues certificates for any name in about 1 ms, without another program. */
export class QuickAuthority {
  readonly #authority: x509.X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #serverKeys: webcrypto.CryptoKeyPair;
  #serial = 1;

  private constructor(authority: x509.X509Certificate, keys: webcrypto.CryptoKeyPair, server: webcrypto.CryptoKeyPair) {
    this.#authority = authority;
    this.#keys = keys;
    this.#serverKeys = server;
  }

  static async create(): Promise<QuickAuthority> {
    x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
    const generate = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const [keys, server] = await Promise.all([generate(), generate()]);
    const authority = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name: 'CN=Quick authority',
      ...validity(),
      keys,
      signingAlgorithm: algorithm,
      extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    });
    return new QuickAuthority(authority, keys, server);
  }

  /** The CA certificate, PEM. */
  get ca(): string {
    return this.#authority.toString('pem');
  }

  /** The key of all its servers, PEM. */
  get key(): string {
    return KeyObject.from(this.#serverKeys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** A server's certificate, PEM, with these texts as its subject and its DNS names. */
  async certify(subject: string, dnsNames: readonly string[]): Promise<string> {
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: (++this.#serial).toString(16).padStart(8, '0'),
      // As an object it is not parsed: in a text "#", quotation marks and backslashes have a meaning.
      subject: [{ CN: [{ utf8String: subject }] }] as unknown as x509.JsonName,
      issuer: this.#authority.subject,
      ...validity(),
      publicKey: this.#serverKeys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns', value })))],
    });
    return certificate.toString('pem');
  }
}

function validity() {
  return { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
}
