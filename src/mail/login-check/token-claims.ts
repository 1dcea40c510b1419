import { readJwt } from '../../sasl/token-form.js';
import { noSecrets, safeText } from '../../transport/safe-text.js';

/** A claim of a JWT, safe to display. */
export interface ReadableClaim {
  readonly name: string;
  readonly value: string;
}

/** The maximum number of claims in the result. Microsoft's tokens have about forty. */
const maxClaims = 100;

/**
 * The claims of a JWT's header and payload; empty if the token is not a JWT. The token is decoded, not verified, and
 * the signature is omitted. RFC 7519.
 */
export function readableClaims(accessToken: string): readonly ReadableClaim[] {
  const { header = {}, claims = {} } = readJwt(accessToken) ?? {};
  return [...Object.entries(header), ...Object.entries(claims)].slice(0, maxClaims).map(([name, value]) => ({
    name: safeText(name, { ...noSecrets, limit: 60 }),
    value: safeText(typeof value === 'string' ? value : JSON.stringify(value), noSecrets),
  }));
}
