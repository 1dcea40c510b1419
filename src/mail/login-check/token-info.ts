import { defined } from '../../common/defined.js';
import { readJwt, tokenMistake, type TokenMistake } from '../../sasl/token-form.js';
import { fingerprint } from '../../transport/redactor.js';
import { noSecrets, safeText } from '../../transport/safe-text.js';

/** What the caller knows about an access token, from the token response. */
export interface TokenMetadata {
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** The scopes that were granted. */
  readonly scopes?: readonly string[];
  /** The email address from the ID token. */
  readonly owner?: string;
}

/**
 * What is known about an access token: from the caller, and from the token itself if it is a JWT (RFC 7519, RFC 9068).
 */
export interface TokenInfo extends TokenMetadata {
  readonly form: 'JWT' | 'opaque';
  readonly characters: number;
  /** Equal for equal tokens, within one run of the program. */
  readonly fingerprint: string;
  readonly audiences?: readonly string[];
  /** Whether it is an app-only token, without a user: by Microsoft's `idtyp`, or `roles` without `scp`. */
  readonly appOnly?: boolean;
  /** What it seems to be instead of an access token, by its form. */
  readonly mistakenFor?: TokenMistake;
  /** Milliseconds since 1970. */
  readonly notBefore?: number;
}

/** Reads the claims of a token. A JWT is decoded, not verified: that is up to the resource server. */
export function inspectToken(accessToken: string, metadata: TokenMetadata = {}): TokenInfo {
  const claims = readJwt(accessToken)?.claims;
  return {
    form: claims === undefined ? 'opaque' : 'JWT',
    characters: accessToken.length,
    fingerprint: fingerprint(accessToken),
    ...defined({
      expiresAt: metadata.expiresAt ?? milliseconds(claims?.['exp']),
      notBefore: milliseconds(claims?.['nbf']),
      owner: metadata.owner ?? ownerClaim(claims),
      scopes: metadata.scopes ?? scopeClaims(claims),
      audiences: stringClaim(claims?.['aud']),
      appOnly: isAppOnly(claims) ? true : undefined,
      mistakenFor: tokenMistake(accessToken),
    }),
  };
}

function isAppOnly(claims: Readonly<Record<string, unknown>> | undefined): boolean {
  return claims?.['idtyp'] === 'app' || (claims?.['roles'] !== undefined && claims['scp'] === undefined);
}

function ownerClaim(claims: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const names = ['email', 'preferred_username', 'upn', 'unique_name'];
  return names.flatMap((name) => stringClaim(claims?.[name]) ?? []).find((name) => name.includes('@'));
}

/** Microsoft uses `scp`, and `roles` in tokens without a user; RFC 9068 defines `scope`. */
function scopeClaims(claims: Readonly<Record<string, unknown>> | undefined): readonly string[] | undefined {
  const found = ['scope', 'scp', 'roles'].flatMap((name) => stringClaim(claims?.[name]) ?? []);
  return found.length === 0 ? undefined : found.flatMap((list) => list.split(' ')).filter(Boolean);
}

function stringClaim(claim: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const strings = list
    .filter((one) => typeof one === 'string')
    .map((one) => safeText(one, { ...noSecrets, limit: 500 }));
  return strings.length === 0 ? undefined : strings;
}

function milliseconds(claim: unknown): number | undefined {
  // ECMA-262 §21.4.1.1 limits dates to this range; a claim that is mistakenly in ms or µs is ignored.
  return typeof claim === 'number' && Math.abs(claim * 1000) <= 8.64e15 ? claim * 1000 : undefined;
}
