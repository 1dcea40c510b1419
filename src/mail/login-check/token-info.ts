import { defined } from '../../common/defined.js';
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
  readonly mistakenFor?:
    | 'encoded token'
    | 'percent-encoded token'
    | 'app password'
    | 'placeholder'
    | 'refresh token'
    | 'authorization code'
    | 'client secret'
    | 'ID token'
    | 'JSON'
    | 'bound token';
  /** Milliseconds since 1970. */
  readonly notBefore?: number;
}

/** Reads what a token says about itself. A JWT is only read, not verified: that is its server's business. */
export function inspectToken(accessToken: string, metadata: TokenMetadata = {}): TokenInfo {
  const claims = readClaims(accessToken);
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
      mistakenFor: mistakenFor(accessToken, claims),
    }),
  };
}

function isAppOnly(claims: Record<string, unknown> | undefined): boolean {
  return claims?.['idtyp'] === 'app' || (claims?.['roles'] !== undefined && claims['scp'] === undefined);
}

/** By its form alone; a server of one's own may use tokens of any form, so that only what cannot be one is named. */
function mistakenFor(token: string, claims: Record<string, unknown> | undefined): TokenInfo['mistakenFor'] {
  // RFC 9449 §6.1: the server wants a proof beside it, for which SASL has no place.
  if (claims?.['cnf'] !== undefined && 'jkt' in Object(claims['cnf'])) return 'bound token';
  if (isEncodedToken(token)) return 'encoded token';
  if (isIdToken(claims)) return 'ID token';
  return forms.find(([, pattern]) => pattern.test(token))?.[0];
}

/** The beginnings of a JWT and of Google's tokens, in base64. */
function isEncodedToken(token: string): boolean {
  if (!/^(?:ZXlK|eWEyOS)/.test(token)) return false;
  return /^(?:eyJ[\w-]{4,}\.[\w-]{4,}\.|ya29\.)/.test(Buffer.from(token, 'base64').toString('latin1'));
}

/** OpenID Connect Core §3.1.3.6 (`at_hash`); Keycloak's `typ`; Google's audience is the client ID. */
function isIdToken(claims: Record<string, unknown> | undefined): boolean {
  if (claims === undefined) return false;
  return (
    claims['at_hash'] !== undefined ||
    claims['typ'] === 'ID' ||
    (typeof claims['aud'] === 'string' && claims['aud'].endsWith('.apps.googleusercontent.com'))
  );
}

/** What other things look like, for the most part by the prefixes that providers give them. */
const forms: readonly (readonly [NonNullable<TokenInfo['mistakenFor']>, RegExp])[] = [
  // Google's app passwords, in groups as they are shown, too.
  ['app password', /^(?:[a-z]{16}|[a-z]{4}(?: [a-z]{4}){3})$/],
  ['placeholder', /^(?:your[_-].{0,40}|access_token)$/i],
  ['JSON', /^\s*\{[^]*"access_token"/],
  ['percent-encoded token', /^[\w.~+/-]+%(?:2F|2B|3D)/i],
  // Google, Microsoft's personal accounts.
  ['refresh token', /^(?:1\/\/0[\w-]{20,}$|M\.[A-Z]\d+_[A-Z0-9]{2,4}\.0\.)/],
  ['authorization code', /^(?:4\/0[\w-]{20,}$|M\.[A-Z]\d+_[A-Z0-9]{2,4}\.2\.)/],
  // Google; Microsoft Entra.
  ['client secret', /^(?:GOCSPX-[\w-]{10,}|[\w.~-]{3}\dQ~[\w.~-]{31,34})$/],
];

function readClaims(token: string): Record<string, unknown> | undefined {
  const [head, body, ...rest] = token.split('.');
  if (head === undefined || body === undefined || rest.length !== 1 || !head.startsWith('ey')) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function ownerClaim(claims: Record<string, unknown> | undefined): string | undefined {
  const names = ['email', 'preferred_username', 'upn', 'unique_name'];
  return names.flatMap((name) => stringClaim(claims?.[name]) ?? []).find((name) => name.includes('@'));
}

/** `scp` is Microsoft's, `roles` that of its tokens without a user; `scope` is RFC 9068's. */
function scopeClaims(claims: Record<string, unknown> | undefined): readonly string[] | undefined {
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
