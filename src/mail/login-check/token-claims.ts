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
  const parts = accessToken.split('.');
  if (parts.length !== 3) return [];
  const [header, payload] = parts.slice(0, 2).map(readObject);
  if (header === undefined || payload === undefined) return [];
  return [...Object.entries(header), ...Object.entries(payload)].slice(0, maxClaims).map(([name, value]) => ({
    name: safeText(name, { ...noSecrets, limit: 60 }),
    value: safeText(typeof value === 'string' ? value : JSON.stringify(value), noSecrets),
  }));
}

function readObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
