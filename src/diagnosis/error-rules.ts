import * as l10n from '@vscode/l10n';
import { profiles } from '../providers/catalogue.js';
import { rejectedGrant } from '../oauth/errors.js';
import { matches, type ErrorAnswer, type ErrorRule } from '../providers/rule.js';
import { limited } from './rule-input.js';

export type { ErrorAnswer, ErrorRule } from '../providers/rule.js';

const explainInvalidGrant = ({ error }: ErrorAnswer): string =>
  l10n.t(
    'The authorization server no longer accepts this code or refresh token ({0}). It has expired, was revoked, was used already, or belongs to another client. Sign in again.',
    error,
  );

/** Answers that belong to no single provider. */
const commonRules: readonly ErrorRule[] = [
  {
    name: 'access-denied',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'access_denied' }, { error: 'authorization_declined' }],
    error: /^(?:access_denied|authorization_declined)$/,
    explain: () => l10n.t('Access was denied on the sign-in page. Sign in again and allow access to the mailbox.'),
  },
  {
    name: 'expired-device-code',
    source: 'RFC 8628 §3.5',
    samples: [{ error: 'expired_token' }],
    error: /^expired_token$/,
    explain: () => l10n.t('The code expired before it was used (expired_token). Start again.'),
  },
  {
    name: 'address-cut',
    source: 'RFC 6749 §3.1.1; RFC 6749 §4.1.2.1',
    samples: [
      {
        error: 'invalid_request',
        description: "The provided request must include a 'response_type' input parameter.",
      },
    ],
    error: /^(?:invalid_request|unsupported_response_type)$/,
    description: /response_type/,
    explain: () =>
      l10n.t(
        'The sign-in address reached the authorization server incomplete. Open it again, from https:// to its end.',
      ),
  },
  {
    name: 'invalid-grant-in-full',
    source: 'RFC 6749 §5.2; doorkeeper-gem/doorkeeper; ory/hydra',
    samples: [
      {
        error: 'invalid_grant',
        description:
          'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
      },
    ],
    error: /^invalid_grant$/,
    // The standard's own sentence names every cause, and so none. Words after it tell more.
    description:
      /invalid, expired, revoked, does not match the redirect(?:ion)? URI[^.]{0,80}issued to another client\.?\s?$/i,
    explain: explainInvalidGrant,
  },
  {
    name: 'redirect-differs',
    source: 'RFC 6749 §4.1.3; doorkeeper-gem/doorkeeper#1091',
    samples: [
      {
        error: 'invalid_grant',
        description: "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
      },
    ],
    error: /^invalid_(?:grant|request)$/,
    description: /redirect(?:ion)?[ _]ur[il]/i,
    explain: () =>
      l10n.t(
        'The authorization server rejected the redirect URI. It must be registered, and must be identical in both requests. Compare it with the registration.',
      ),
  },
  {
    name: 'offline-session-ended',
    source: 'Keycloak (TokenManager)',
    samples: [
      { error: 'invalid_grant', description: 'Offline session not active' },
      { error: 'invalid_grant', description: 'Offline user session not found' },
    ],
    error: /^invalid_grant$/,
    description: /offline (?:user )?session/i,
    explain: () =>
      l10n.t(
        'The offline session of this sign-in has ended at the authorization server. It was revoked, or was not used for too long. Sign in again.',
      ),
  },
  {
    name: 'session-ended',
    source: 'Keycloak (TokenManager); https://www.keycloak.org/docs/latest/server_admin/#_offline-access',
    samples: [
      { error: 'invalid_grant', description: "Session doesn't have required client" },
      { error: 'invalid_grant', description: 'Session not active' },
      { error: 'invalid_grant', description: 'Token is not active' },
      { error: 'invalid_grant', description: 'Stale token' },
    ],
    error: /^invalid_grant$/,
    description: /\bsession\b|token is not active|stale token/i,
    explain: () =>
      l10n.t(
        'The session of this sign-in has ended at the authorization server, and its refresh token with it. Sign in again; with the scope offline_access, refresh tokens outlast the session.',
      ),
  },
  {
    name: 'grant-used',
    source: 'RFC 6749 §4.1.2; RFC 9700 §4.14.2',
    samples: [
      { error: 'invalid_grant', description: 'Code already used' },
      { error: 'invalid_grant', description: 'Refresh token has already been used' },
      { error: 'invalid_grant', description: 'Refresh token reuse detected' },
    ],
    error: /^invalid_grant$/,
    description: /already (?:been )?(?:redeemed|used|consumed)|reuse/i,
    explain: () =>
      l10n.t('The code or refresh token was used already, and works only once. Sign in again for a new one.'),
  },
  {
    name: 'grant-malformed',
    source: 'Google (“Malformed auth code.”); RFC 6749 §5.2',
    samples: [
      { error: 'invalid_grant', description: 'Malformed auth code.' },
      { error: 'invalid_grant', description: 'The code could not be decoded' },
    ],
    error: /^invalid_grant$/,
    description: /malformed|could not be (?:decoded|parsed)/i,
    explain: () =>
      l10n.t(
        'The code or refresh token is malformed. It was not copied completely, or it is something else; it has not expired. Copy it again, or sign in again.',
      ),
  },
  {
    name: 'code-verifier',
    source: 'RFC 7636 §4.6',
    samples: [
      { error: 'invalid_grant', description: 'PKCE verification failed' },
      { error: 'invalid_grant', description: 'code_verifier is wrong' },
    ],
    error: /^invalid_(?:grant|request)$/,
    description: /code[ _](?:verifier|challenge)|\bPKCE\b/i,
    explain: () => l10n.t('The code verifier does not match the code challenge of this sign-in (PKCE). Sign in again.'),
  },
  {
    name: 'grant-of-another-client',
    source:
      'RFC 6749 §5.2 (invalid_grant); keycloak/keycloak (Invalid refresh token. Token client and authorized client don’t match)',
    samples: [
      {
        error: 'invalid_grant',
        description: "Invalid refresh token. Token client and authorized client don't match",
      },
      { error: 'unauthorized_client', description: 'Refresh token is of another client' },
      { error: 'invalid_grant', description: 'The code belongs to a different client' },
      { error: 'invalid_grant', description: 'The token was not issued to this client' },
    ],
    error: /^(?:invalid_grant|unauthorized_client)$/,
    description: [/\bclient\b/i, /match|another client|different client|issued to/i],
    explain: () =>
      l10n.t(
        'The code or refresh token was issued to another client. Use the client ID it was issued to, or sign in again with this one.',
      ),
  },
  {
    name: 'dpop-required',
    source: 'RFC 9449 §8',
    samples: [{ error: 'use_dpop_nonce' }, { error: 'invalid_dpop_proof' }],
    error: /^(?:use_dpop_nonce|invalid_dpop_proof)$/,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server requires DPoP for this client ({0}), and SASL cannot use tokens that are bound to a key. Register the client without DPoP.',
        error,
      ),
  },
  {
    name: 'interaction-required',
    source: 'OpenID Connect Core §3.1.2.6',
    samples: [
      { error: 'interaction_required' },
      { error: 'login_required' },
      { error: 'consent_required' },
      { error: 'account_selection_required' },
    ],
    error: /^(?:interaction|login|consent|account_selection)_required$/,
    explain: ({ error }) =>
      l10n.t('The authorization server requires the user to interact in the browser ({0}). Sign in again.', error),
  },
  {
    name: 'slow-down',
    source: 'RFC 8628 §3.5; RFC 6585 §4',
    samples: [{ error: 'slow_down' }, { error: 'rate_limit_exceeded' }, { error: 'too_many_requests' }],
    error: /^(?:slow_down|rate_limit(?:ed|_exceeded)?|too_many_requests)$/,
    explain: ({ error }) =>
      l10n.t('The authorization server received too many requests ({0}). Try again later.', error),
  },
  {
    name: 'invalid-grant',
    source: 'RFC 6749 §5.2',
    samples: [
      { error: 'invalid_grant', description: 'Bad Request' },
      { error: 'INVALID_REFRESH_TOKEN' },
      { error: 'bad_refresh_token' },
    ],
    error: rejectedGrant,
    explain: explainInvalidGrant,
  },
  {
    name: 'invalid-client',
    source: 'RFC 6749 §5.2; docs.sendgrail.com (Zoho’s regions)',
    samples: [{ error: 'invalid_client' }],
    error: /^invalid_client$/,
    explain: () =>
      l10n.t(
        'The authorization server rejected the client ID or the client secret (invalid_client). Compare both with the registration, and check that the endpoints are those of the account’s region.',
      ),
  },
  {
    name: 'unauthorized-client',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'unauthorized_client' }],
    error: /^unauthorized_client$/,
    explain: () =>
      l10n.t(
        'The authorization server does not allow this client to use this grant, or does not know its ID and secret (unauthorized_client). Compare client ID, secret and allowed grants with the registration.',
      ),
  },
  {
    name: 'invalid-scope',
    source: 'RFC 6749 §4.1.2.1; kootenpv/yagmail#78; googleapis/oauth2client#88',
    samples: [{ error: 'invalid_scope' }],
    error: /^invalid_scope$/,
    explain: () =>
      l10n.t(
        'The authorization server does not know a requested scope, or does not allow it for this client (invalid_scope). Check the spelling of the scopes.',
      ),
  },
  {
    name: 'redirect-mismatch',
    source: 'https://developers.google.com/identity/protocols/oauth2/native-app; sfan0704/pikachubball#14',
    samples: [{ error: 'redirect_uri_mismatch' }],
    error: /^redirect_uri_mismatch$/,
    explain: () =>
      l10n.t(
        'The redirect URI is not registered for this client (redirect_uri_mismatch). Register it, or choose another redirect.',
      ),
  },
  {
    name: 'invalid-request',
    source: 'RFC 6749 §5.2',
    samples: [{ error: 'invalid_request' }],
    error: /^invalid_request$/,
    explain: () =>
      l10n.t(
        'The authorization server rejected the form of the request (invalid_request). Check the endpoints, the client and its secret.',
      ),
  },
  {
    name: 'server-trouble',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'temporarily_unavailable' }, { error: 'server_error' }],
    error: /^(?:server_error|temporarily_unavailable)$/,
    explain: ({ error }) => l10n.t('The authorization server has an internal problem ({0}). Try again later.', error),
  },
];

/** Every rule, the most specific first: the words of a description before the code alone. */
export const errorRules: readonly ErrorRule[] = [
  ...profiles.flatMap(({ errorRules: rules = [] }) => rules),
  ...commonRules,
];

/** The rule for an error answer, if there is one. */
export function ruleFor(answer: ErrorAnswer): ErrorRule | undefined {
  const { error, description = '' } = limited(answer);
  return errorRules.find((rule) => rule.error?.test(error) !== false && matches(description, rule.description));
}
