import { constants, createPrivateKey, sign, webcrypto, type KeyObject } from 'node:crypto';
import type { ClientKey } from './types.js';

type Algorithm = ClientKey['algorithm'];

/** The WebCrypto parameters of the algorithms. */
const parameters: Readonly<Record<Algorithm, webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
};

/** Imports a key into WebCrypto as non-extractable. */
export function importKey({ algorithm, privateKey }: ClientKey): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(privateKey).export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', der, parameters[algorithm], false, ['sign']);
}

/**
 * The algorithm for a key; `undefined` for a key that no server accepts. An RSA key needs at least 2048 bits (RFC 7518
 * §3.3).
 */
export function algorithmOf(key: KeyObject, forRsa: 'RS256' | 'PS256'): Algorithm | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= 2048 ? forRsa : undefined;
    case 'ec':
      return ({ prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' } as const)[namedCurve];
    default:
      return undefined;
  }
}

/** Signs a JWT with RS256. RFC 7515 §7.1. */
export function signJwt({ privateKey, keyId }: ClientKey, claims: Readonly<Record<string, unknown>>): string {
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) };
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = { key: createPrivateKey(privateKey), padding: constants.RSA_PKCS1_PADDING };
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}
