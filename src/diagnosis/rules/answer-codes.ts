import * as l10n from '@vscode/l10n';
import { rejectedGrant } from '../../oauth/errors.js';
import { byGrant, type ErrorRule } from '../../providers/rule.js';

/** Errors of authorization servers by the standard error codes alone. */
export const answerCodeRules: readonly ErrorRule[] = [
  {
    name: 'access-denied',
    source: 'RFC 6749 §4.1.2.1; LinkedIn (user_cancelled_login); Facebook (user_denied)',
    samples: [
      { error: 'access_denied' },
      { error: 'authorization_declined' },
      { error: 'access_denied', description: 'The resource owner or authorization server denied the request' },
      { error: 'user_cancelled_login', description: 'The user cancelled the login' },
      { error: 'user_denied' },
      { error: 'The user denied access' },
      { error: 'consent_denied' },
    ],
    error:
      /^(?:access_denied|authorization_declined|(?:consent|user)_(?:denied|rejected)|user_cancell?ed(?:_login|_authorize)?|the user (?:has )?denied (?:access|the request))$/i,
    explain: () =>
      l10n.t(
        'Access was denied on the sign-in page, or by a rule of the authorization server. Sign in again and allow access to the mailbox. If the page did not ask, the server’s administrator knows the rule.',
      ),
  },
  {
    name: 'token-not-known',
    source: 'RFC 6750 §3.1 (invalid_token), at a token endpoint; Ory (token_inactive); daviddesberg/PHPoAuthLib#392',
    samples: [
      { error: 'invalid_token', description: 'The refresh token expired' },
      { error: 'token_inactive' },
      { error: 'token_expired' },
      { error: 'Invalid / expired Token' },
    ],
    error: /^(?:invalid_token|token_inactive|token_expired|invalid \/ expired token)$/i,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server no longer accepts this refresh token ({0}): it has expired or was revoked. Sign in again.',
        error,
      ),
  },
  {
    name: 'invalid-grant',
    source: 'RFC 6749 §5.2',
    samples: [
      { error: 'invalid_grant', description: 'Bad Request' },
      {
        error: 'invalid_grant',
        description:
          'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
      },
      { error: 'INVALID_REFRESH_TOKEN' },
      { error: 'invalid_grant', description: 'The refresh token is invalid or expired.' },
      { error: 'invalid_grant', description: 'The refresh token is invalid, or was revoked.' },
      { error: 'invalid_grant', description: 'Code expired or already used' },
      { error: 'bad_refresh_token' },
      { error: 'INVALID_AUTHORIZATION_CODE' },
      {
        error: 'invalid_grant',
        description:
          'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client. The refresh token has not been found: not_found',
      },
    ],
    error: rejectedGrant,
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t(
          'The authorization server no longer accepts this code ({0}). It has expired, was used already, or belongs to another client or redirect URI. Sign in again.',
          answer.error,
        ),
        refreshToken: l10n.t(
          'The authorization server no longer accepts this refresh token ({0}). It has expired, was revoked, was used already, or belongs to another client. Sign in again.',
          answer.error,
        ),
        either: l10n.t(
          'The authorization server no longer accepts this code or refresh token ({0}). It has expired, was revoked, was used already, or belongs to another client. Sign in again.',
          answer.error,
        ),
      }),
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
    name: 'parameter-missing',
    source: 'Google (“Missing required parameter”); RFC 6749 §5.2',
    samples: [
      { error: 'invalid_request', description: 'Missing required parameter: scope' },
      { error: 'invalid_request', description: "The parameter 'code' is required" },
      { error: 'invalid_request', description: 'Missing parameter: grant_type' },
      { error: 'invalid_request', description: 'Missing form parameter: grant_type' },
      { error: 'invalid_request', description: 'client_id, client_secret and grant_type params are required' },
    ],
    error: /^invalid_request$/,
    description:
      /missing (?:required |form )?parameter|param(?:eter)?s? (?:'?[\w ]{1,40}'? )?(?:is |was |are )?(?:missing|required)/i,
    explain: () =>
      l10n.t(
        'The request lacks a parameter that the authorization server requires. An empty value counts as missing: check the client ID, the secret, the scopes, and the code or refresh token.',
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
