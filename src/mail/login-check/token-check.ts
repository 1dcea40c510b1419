import * as l10n from '@vscode/l10n';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { MailErrorCode } from '../wire/errors.js';
import { fingerprint } from '../../transport/redactor.js';
import type { Protocol, ServerProfile } from '../wire/server.js';
import { escapeBytes } from '../wire/transcript.js';

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
  /** Milliseconds since 1970. */
  readonly notBefore?: number;
}

/** What a check of a token found, before any server was asked. */
export interface TokenCheck {
  /** Why the token cannot be right; none where nothing speaks against it. */
  readonly failure?: { readonly code: MailErrorCode; readonly message: string };
  /** What was found, as a sentence or more. */
  readonly summary: string;
}

/** What a token is held against. */
export interface TokenContext {
  readonly protocol: Protocol;
  readonly host: string;
  readonly user: string;
  readonly mechanism: MechanismChoice;
  readonly profile: ServerProfile | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How far two clocks may differ, in ms. */
const clockSkew = 60_000;

/** Reads what a token tells of itself. A JWT is only read, not verified: that is its server's business. */
export function inspectToken(accessToken: string, known: TokenMetadata = {}): TokenInfo {
  const claims = readClaims(accessToken);
  const expiresAt = known.expiresAt ?? seconds(claims?.['exp']);
  const notBefore = seconds(claims?.['nbf']);
  const owner = known.owner ?? ownerOf(claims);
  const scopes = known.scopes ?? scopesOf(claims);
  const audiences = texts(claims?.['aud']);
  return {
    form: claims === undefined ? 'opaque' : 'JWT',
    characters: accessToken.length,
    fingerprint: fingerprint(accessToken),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(owner === undefined ? {} : { owner }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(audiences === undefined ? {} : { audiences }),
  };
}

/** Holds a token against what is known of its server: life, audience, scope, owner, mechanism. */
export function checkToken(token: TokenInfo, use: TokenContext): TokenCheck {
  const failure = [expiry, audience, scope, owner, mechanism]
    .map((check) => check(token, use))
    .find((found) => found !== undefined);
  return failure === undefined ? { summary: findings(token, use) } : { failure, summary: failure.message };
}

type Check = (token: TokenInfo, use: TokenContext) => TokenCheck['failure'];

const expiry: Check = ({ expiresAt, notBefore }, { now }) => {
  if (expiresAt !== undefined && expiresAt <= now) {
    return { code: 'token-expired', message: l10n.t('The access token expired {0} ago.', duration(now - expiresAt)) };
  }
  if (notBefore === undefined || notBefore <= now + clockSkew) return undefined;
  return {
    code: 'token-not-yet-valid',
    message: l10n.t(
      'The access token is valid from {0} on: the clock of this machine or of the authorization server is wrong.',
      new Date(notBefore).toISOString(),
    ),
  };
};

const audience: Check = ({ audiences }, { profile }) => {
  const wanted = profile?.audiences;
  if (wanted === undefined || audiences === undefined || shares(audiences, wanted)) return undefined;
  return {
    code: 'wrong-audience',
    message: l10n.t(
      'The access token is for {0}, and {1}’s mail servers take tokens for {2} only.',
      audiences.join(', '),
      profile?.provider ?? '',
      wanted[0] ?? '',
    ),
  };
};

const scope: Check = ({ scopes }, { profile, protocol }) => {
  const wanted = profile?.scopes?.[protocol];
  // “.default” stands for whatever the registration lists.
  if (
    wanted === undefined ||
    scopes === undefined ||
    shares(scopes, wanted) ||
    scopes.some((name) => name.endsWith('/.default'))
  ) {
    return undefined;
  }
  return {
    code: 'scope-missing',
    message: l10n.t(
      '{0}’s {1} server wants the scope {2}, and the token has: {3}.',
      profile?.provider ?? '',
      protocol.toUpperCase(),
      wanted[0] ?? '',
      scopes.join(' ') || l10n.t('none'),
    ),
  };
};

const owner: Check = (token, { profile, user }) => {
  if (profile?.ownerOnly !== true || token.owner === undefined || sameAddress(token.owner, user)) return undefined;
  return {
    code: 'wrong-owner',
    message: l10n.t(
      'The access token belongs to {0}, and {1} opens only the owner’s mailbox with it, not {2}.',
      token.owner,
      profile.provider,
      user,
    ),
  };
};

const mechanism: Check = (_token, { profile, mechanism: wanted }) => {
  const offered = profile?.mechanisms;
  if (offered === undefined || wanted === 'best' || offered.includes(wanted)) return undefined;
  return {
    code: 'mechanism-not-offered',
    message: l10n.t('{0} does not take {1}; it takes: {2}.', profile?.provider ?? '', wanted, offered.join(', ')),
  };
};

function findings(token: TokenInfo, { now, user, profile, protocol }: TokenContext): string {
  const { expiresAt, scopes, owner: belongsTo } = token;
  const unknown = [
    ...(expiresAt === undefined ? [l10n.t('its expiry')] : []),
    ...(scopes === undefined ? [l10n.t('its scopes')] : []),
    ...(belongsTo === undefined ? [l10n.t('its owner')] : []),
  ];
  return [
    l10n.t('{0}, {1} characters, {2}', token.form, token.characters, token.fingerprint),
    ...(expiresAt === undefined ? [] : [l10n.t('expires in {0}', duration(expiresAt - now))]),
    ...(scopes === undefined ? [] : [describeScopes(scopes, profile, protocol)]),
    ...(belongsTo === undefined ? [] : [describeOwner(belongsTo, user)]),
    ...(unknown.length === 0 ? [] : [l10n.t('not known: {0}', unknown.join(', '))]),
  ].join('; ');
}

function describeScopes(scopes: readonly string[], knowledge: ServerProfile | undefined, protocol: Protocol): string {
  return knowledge?.scopes?.[protocol] === undefined
    ? l10n.t('scopes: {0}', scopes.join(' '))
    : l10n.t('has the scope for {0}', protocol.toUpperCase());
}

function describeOwner(belongsTo: string, user: string): string {
  return sameAddress(belongsTo, user)
    ? l10n.t('belongs to {0}', belongsTo)
    : l10n.t('belongs to {0}, not {1}: right for a shared mailbox only', belongsTo, user);
}

/** A span of time in its largest fitting unit. @param ms 0 or more */
function duration(ms: number): string {
  const units: readonly [number, (count: number) => string][] = [
    [86_400_000, (count) => l10n.t('{0} d', count)],
    [3_600_000, (count) => l10n.t('{0} h', count)],
    [60_000, (count) => l10n.t('{0} min', count)],
  ];
  const [unit, words] = units.find(([size]) => ms >= size) ?? [1000, (count: number) => l10n.t('{0} s', count)];
  return words(Math.floor(ms / unit));
}

function shares(has: readonly string[], wanted: readonly string[]): boolean {
  return has.some((one) => wanted.some((other) => one.toLowerCase() === other.toLowerCase()));
}

function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

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

function ownerOf(claims: Record<string, unknown> | undefined): string | undefined {
  const names = ['email', 'preferred_username', 'upn', 'unique_name'];
  return names.flatMap((name) => texts(claims?.[name]) ?? []).find((name) => name.includes('@'));
}

/** `scp` is Microsoft's, `roles` that of its tokens without a user; `scope` is RFC 9068's. */
function scopesOf(claims: Record<string, unknown> | undefined): readonly string[] | undefined {
  const found = ['scope', 'scp', 'roles'].flatMap((name) => texts(claims?.[name]) ?? []);
  return found.length === 0 ? undefined : found.flatMap((list) => list.split(' ')).filter(Boolean);
}

function texts(claim: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const strings = list
    .filter((one) => typeof one === 'string')
    .map((one) => escapeBytes(Buffer.from(one)).slice(0, 500));
  return strings.length === 0 ? undefined : strings;
}

function seconds(claim: unknown): number | undefined {
  // ECMA-262 §21.4.1.1: no date lies further off; a claim in ms or µs by mistake says nothing.
  return typeof claim === 'number' && Math.abs(claim * 1000) <= 8.64e15 ? claim * 1000 : undefined;
}
