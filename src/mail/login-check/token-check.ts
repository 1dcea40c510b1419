import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../common/duration.js';
import { addressLikeness } from '../../common/email-address.js';
import { describeTokenMistake } from '../../common/sasl-words.js';
import type { ServerProfile } from '../../providers/server-profile.js';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { MailErrorCode } from '../wire/errors.js';
import type { Protocol } from '../wire/server.js';
import type { TokenInfo } from './token-info.js';

export { inspectToken, type TokenInfo, type TokenMetadata } from './token-info.js';

/** The result of checking a token before connecting. */
export interface TokenCheck {
  /** Why the token cannot be valid for this server; absent if no reason is known. */
  readonly failure?: { readonly code: MailErrorCode; readonly message: string };
  /** Whether it can only be valid for a shared mailbox. */
  readonly isDoubtful: boolean;
  /** What was found, as text. */
  readonly summary: string;
}

/** The server, user and time that a token is checked against. */
export interface TokenContext {
  readonly protocol: Protocol;
  readonly host: string;
  readonly user: string;
  readonly mechanism: MechanismChoice;
  readonly profile: ServerProfile | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The tolerated clock skew, in ms. */
const clockSkew = 60_000;

/** Checks a token against what is known about its server: kind, lifetime, audience, scope, owner, mechanism. */
export function checkToken(token: TokenInfo, context: TokenContext): TokenCheck {
  const failure = [checkKind, checkLife, checkAudience, checkScope, checkOwner, checkMechanism]
    .map((check) => check(token, context))
    .find((found) => found !== undefined);
  if (failure !== undefined) return { failure, isDoubtful: false, summary: failure.message };
  const isDoubtful = token.owner !== undefined && addressLikeness(token.owner, context.user) === 'different';
  return { isDoubtful, summary: summarize(token, context) };
}

type Check = (token: TokenInfo, context: TokenContext) => TokenCheck['failure'];

/** What no server accepts as an access token. */
const impossible: ReadonlySet<TokenInfo['mistakenFor']> = new Set([
  'encoded token',
  'percent-encoded token',
  'JSON',
  'bound token',
]);

const checkKind: Check = ({ mistakenFor }, { profile }) => {
  if (mistakenFor === undefined) return undefined;
  // An unknown server may use tokens of any other form.
  if (profile === undefined && !impossible.has(mistakenFor)) return undefined;
  return { code: 'invalid-credential', message: describeTokenMistake(mistakenFor) };
};

const checkLife: Check = ({ expiresAt, notBefore }, { now }) => {
  if (expiresAt !== undefined && expiresAt <= now) {
    return {
      code: 'token-expired',
      message: l10n.t('The access token expired {0} ago.', formatDuration(now - expiresAt)),
    };
  }
  if (notBefore === undefined || notBefore <= now + clockSkew) return undefined;
  return {
    code: 'token-not-yet-valid',
    message: l10n.t(
      'The access token is not valid before {0}. The clock of this machine or of the authorization server is wrong.',
      new Date(notBefore).toISOString(),
    ),
  };
};

const checkAudience: Check = ({ audiences }, { profile }) => {
  const accepted = profile?.audiences;
  if (accepted === undefined || audiences === undefined || shares(audiences, accepted)) return undefined;
  return {
    code: 'wrong-audience',
    message: l10n.t(
      'The access token is for {0}. {1}’s mail servers accept only tokens for {2}.',
      audiences.join(', '),
      profile?.provider ?? '',
      accepted[0] ?? '',
    ),
  };
};

const checkScope: Check = ({ scopes, appOnly }, { profile, protocol }) => {
  const accepted = profile?.scopes?.[protocol];
  if (accepted === undefined || scopes === undefined || shares(scopes, accepted)) return undefined;
  // `.default` stands for all scopes of the app registration.
  if (scopes.some((name) => name.endsWith('/.default'))) return undefined;
  const ofApplications = appOnly === true ? accepted.find((name) => /\/\w+AsApp$/.test(name)) : undefined;
  const server = [profile?.provider ?? '', protocol.toUpperCase(), ofApplications ?? accepted[0] ?? ''] as const;
  return {
    code: 'scope-missing',
    message:
      scopes.length === 0
        ? l10n.t('{0}’s {1} server requires the scope {2}. The token has no scope.', ...server)
        : l10n.t('{0}’s {1} server requires the scope {2}. The token has: {3}.', ...server, scopes.join(' ')),
  };
};

const checkOwner: Check = (token, { profile, user }) => {
  if (profile?.ownerOnly !== true || token.owner === undefined) return undefined;
  // The server may accept another form of the owner's address.
  if (!['different', 'domain'].includes(addressLikeness(token.owner, user))) return undefined;
  return {
    code: 'wrong-owner',
    message: l10n.t(
      'The access token belongs to {0}. {1} opens only the owner’s mailbox with it, not {2}.',
      token.owner,
      profile.provider,
      user,
    ),
  };
};

const checkMechanism: Check = (_token, { profile, mechanism }) => {
  const accepted = profile?.mechanisms;
  if (accepted === undefined || mechanism === 'best' || accepted.includes(mechanism)) return undefined;
  return {
    code: 'mechanism-not-offered',
    message: l10n.t(
      '{0} does not support {1}. It supports: {2}.',
      profile?.provider ?? '',
      mechanism,
      accepted.join(', '),
    ),
  };
};

function summarize(token: TokenInfo, { now, user, profile, protocol }: TokenContext): string {
  const { expiresAt, scopes, owner } = token;
  const unknown = [
    ...(expiresAt === undefined ? [l10n.t('expiry')] : []),
    ...(scopes === undefined ? [l10n.t('scopes')] : []),
    ...(owner === undefined ? [l10n.t('owner')] : []),
  ];
  return [
    l10n.t('{0}, {1} characters, {2}', token.form, token.characters, token.fingerprint),
    ...(expiresAt === undefined ? [] : [l10n.t('expires in {0}', formatDuration(expiresAt - now))]),
    ...(scopes === undefined ? [] : [describeScopes(scopes, profile, protocol)]),
    ...(owner === undefined ? [] : [describeOwner(owner, user)]),
    ...(unknown.length === 0 ? [] : [l10n.t('unknown: {0}', unknown.join(', '))]),
  ].join('; ');
}

function describeScopes(scopes: readonly string[], profile: ServerProfile | undefined, protocol: Protocol): string {
  return profile?.scopes?.[protocol] === undefined
    ? l10n.t('scopes: {0}', scopes.join(' '))
    : l10n.t('has the scope for {0}', protocol.toUpperCase());
}

function describeOwner(owner: string, user: string): string {
  switch (addressLikeness(owner, user)) {
    case 'equal':
      return l10n.t('belongs to {0}', owner);
    case 'letter-case':
      return l10n.t('belongs to {0}; {1} differs in upper and lower case', owner, user);
    case 'different':
      return l10n.t('belongs to {0}, not {1}, which works for a shared mailbox only', owner, user);
    default:
      return l10n.t('belongs to {0}; {1} may be another form of this address', owner, user);
  }
}

function shares(has: readonly string[], accepted: readonly string[]): boolean {
  return has.some((one) => accepted.some((other) => one.toLowerCase() === other.toLowerCase()));
}
