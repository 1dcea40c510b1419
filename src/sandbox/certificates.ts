import { createHash, generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.js';

/** The certificates of the sandbox's own authority and of its servers. */
export interface SandboxCertificates {
  /** The authority's certificate, PEM. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** How long the certificates are valid, in ms; no sandbox runs that long. */
const life = 30 * 86_400_000;

const authorityName = 'Mail OAuth Sandbox Authority';

/** Creates an authority, whose key is discarded, and a certificate for this machine. */
export async function makeCertificates(): Promise<SandboxCertificates> {
  const [authority, server] = await Promise.all([generateKeys(), generateKeys()]);
  const issuer = { name: authorityName, keys: authority };
  const ca = certificate(issuer, { name: authorityName, key: authority.publicKey }, [
    // RFC 5280 §4.2.1.9: an authority that issues to no other; §4.2.1.3: keyCertSign is the sixth bit.
    extension('2.5.29.19', sequence(boolean(true), integer(0)), 'critical'),
    extension('2.5.29.15', bitString(Buffer.of(0b100), 2), 'critical'),
  ]);
  const own = certificate(issuer, { name: 'Mail OAuth Sandbox', key: server.publicKey }, [
    // RFC 5280 §4.2.1.6: dNSName and iPAddress; §4.2.1.12: serverAuth.
    extension('2.5.29.17', sequence(implicit(2, Buffer.from('localhost')), implicit(7, Buffer.of(127, 0, 0, 1)))),
    extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
  ]);
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { ca, certificate: own, key: key.toString() };
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function generateKeys(): Promise<Keys> {
  return promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
}

/** A certificate of version 3 as PEM. RFC 5280 §4.1. */
function certificate(
  issuer: { readonly name: string; readonly keys: Keys },
  subject: { readonly name: string; readonly key: KeyObject },
  extensions: readonly Buffer[],
): string {
  // ecdsa-with-SHA256, RFC 5758 §3.2.
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const now = Date.now();
  const content = sequence(
    explicit(0, integer(2)),
    integer(serialNumber()),
    algorithm,
    commonName(issuer.name),
    sequence(utcTime(new Date(now - 60_000)), utcTime(new Date(now + life))),
    commonName(subject.name),
    subject.key.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        ...extensions,
        // RFC 5280 §4.2.1.1 and §4.2.1.2: strict verifiers want both.
        extension('2.5.29.14', octetString(keyIdentifier(subject.key))),
        extension('2.5.29.35', sequence(implicit(0, keyIdentifier(issuer.keys.publicKey)))),
      ),
    ),
  );
  const signature = sign('sha256', content, issuer.keys.privateKey);
  const der = sequence(content, algorithm, bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function commonName(text: string): Buffer {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(text))));
}

function extension(name: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(objectIdentifier(name), ...(critical === undefined ? [] : [boolean(true)]), octetString(value));
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

/** Positive, and of no more than 20 octets. RFC 5280 §4.1.2.2. */
function serialNumber(): Buffer {
  return Buffer.concat([Buffer.of(0x10), randomBytes(15)]);
}
