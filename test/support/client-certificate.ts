import { createPrivateKey, createPublicKey, webcrypto, type JsonWebKey } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import forge from 'node-forge';

/** The encryption of a PFX file: that of OpenSSL 3, or of Windows and older programs. */
export type PfxEncryption = 'aes256' | '3des';

/** A client's certificate with its key, made for a test. */
export interface MadeCertificate {
  /** PKCS #8. */
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
  readonly publicJwk: JsonWebKey;
}

/** Creates a self-signed certificate. @param days its validity from now */
export async function makeClientCertificate(
  kind: 'rsa' | 'rsa-1024' | 'ec' = 'rsa',
  days = 30,
): Promise<MadeCertificate> {
  const algorithm =
    kind === 'ec'
      ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
      : {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          publicExponent: new Uint8Array([1, 0, 1]),
          modulusLength: kind === 'rsa' ? 2048 : 1024,
        };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=client',
      notBefore: new Date(now - 100 * 86_400_000),
      notAfter: new Date(now + days * 86_400_000),
      keys: keys,
      signingAlgorithm: algorithm,
    },
    webcrypto,
  );
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    keyPem: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    certificatePem: certificate.toString('pem'),
    certificateDer: Buffer.from(certificate.rawData),
    publicJwk: createPublicKey(key).export({ format: 'jwk' }),
  };
}

/** A PFX file of an RSA key. */
export function toPfx({ keyPem, certificatePem }: MadeCertificate, password: string, algorithm: PfxEncryption): Buffer {
  const { pki, pkcs12, asn1 } = forge;
  const key = pki.privateKeyFromPem(keyPem);
  const pfx = pkcs12.toPkcs12Asn1(key, [pki.certificateFromPem(certificatePem)], password, { algorithm });
  return Buffer.from(asn1.toDer(pfx).getBytes(), 'latin1');
}
