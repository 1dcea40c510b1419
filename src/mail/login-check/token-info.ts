import { defined } from '../../common/defined.js';
import { readJwt, tokenMistake, type TokenMistake } from '../../sasl/token-form.js';
import { fingerprint } from '../../transport/redactor.js';
import { noSecrets, safeText } from '../../transport/safe-text.js';

/** What the caller knows of an access token, from the answer that brought it. */
export interface TokenMetadata {
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** The scopes that were granted. */
  readonly scopes?: readonly string[];
  /** The address that an ID token named. */
  readonly owner?: string;
}

/** What is known of an access token, from the caller and from the token itself where it is a JWT (RFC 7519, RFC 9068). */
export interface TokenInfo extends TokenMetadata {
  readonly form: 'JWT' | 'opaque';
  readonly characters: number;
  /** Tells whether two tokens are the same, within one run of the program. */
  readonly fingerprint: string;
  readonly audiences?: readonly string[];
  /** Whether it is an application's own, of no user: Microsoft's `idtyp`, or `roles` without `scp`. */
  readonly appOnly?: boolean;
  /** What it is in place of an access token, by its form. */
  readonly mistakenFor?: TokenMistake;
  /** Milliseconds since 1970. */
  readonly notBefore?: number;
}

/** Reads what a token says about itself. A JWT is only read, not verified: that is its server's business. */
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

/** `scp` is Microsoft's, `roles` that of its tokens without a user; `scope` is RFC 9068's. */
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
  // ECMA-262 §21.4.1.1: no date lies further off; a claim in ms or µs by mistake says nothing.
  return typeof claim === 'number' && Math.abs(claim * 1000) <= 8.64e15 ? claim * 1000 : undefined;
}
