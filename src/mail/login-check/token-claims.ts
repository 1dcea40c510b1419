import { noSecrets, safeText } from '../../transport/safe-text.js';

/** A claim of a JWT, made fit to be shown. */
export interface ReadableClaim {
  readonly name: string;
  readonly value: string;
}

/** The most claims that are shown. Microsoft's tokens have some forty. */
const maxClaims = 100;

/**
 * The claims of a JWT's header and payload; empty where the token is not a JWT. It is only read, not verified, and
 * its signature is left out. RFC 7519.
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
