// Imported dynamically. The package itself cannot be: see `modulesOnly` in esbuild.js. Only what PKCS #12 needs is
// bundled.
import forge from 'node-forge/lib/forge';
import 'node-forge/lib/pkcs12';

/** The content of a PFX file, in DER. */
export interface Pkcs12Contents {
  /** PKCS #8. */
  readonly keys: readonly Buffer[];
  /** X.509. */
  readonly certificates: readonly Buffer[];
}

const { asn1, pki, pkcs12 } = forge;
const { oids } = pki;

/**
 * Parses a PFX file (RFC 7292).
 *
 * @throws an `Error` for a wrong password or a damaged file
 */
export function readPkcs12(file: Buffer, password: string): Pkcs12Contents {
  const pfx = pkcs12.pkcs12FromAsn1(asn1.fromDer(file.toString('latin1')), password);
  const bags = (type: string | undefined) => (type === undefined ? [] : (pfx.getBags({ bagType: type })[type] ?? []));
  const toDer = (value: Parameters<typeof asn1.toDer>[0]) => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
  return {
    // node-forge parses RSA only; other keys are passed on unchanged.
    keys: [...bags(oids['pkcs8ShroudedKeyBag']), ...bags(oids['keyBag'])].map(({ key, asn1: raw }) =>
      toDer(key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(key)) : raw),
    ),
    certificates: bags(oids['certBag']).map(({ cert, asn1: raw }) => toDer(cert ? pki.certificateToAsn1(cert) : raw)),
  };
}
