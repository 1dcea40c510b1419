import * as l10n from '@vscode/l10n';
import { byGrant, type ErrorRule } from '../../providers/rule.js';

/** Errors of authorization servers about the code or refresh token. */
export const answerGrantRules: readonly ErrorRule[] = [
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
      { error: 'invalid_grant', description: 'The authorization code has been consumed' },
    ],
    error: /^invalid_grant$/,
    // “Expired or already used” does not say which.
    description: /^(?![^.]{0,80}\bor\b)[^.]{0,120}\b(?:(?:already|been) (?:redeemed|used|consumed)|reuse)/i,
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t('The code was used already, and works only once. Sign in again for a new one.'),
        refreshToken: l10n.t('The refresh token was used already, and works only once. Sign in again for a new one.'),
        either: l10n.t('The code or refresh token was used already, and works only once. Sign in again for a new one.'),
      }),
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
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t(
          'The code is malformed. It was not copied completely, or it is something else; it has not expired. Copy it again, or sign in again.',
        ),
        refreshToken: l10n.t(
          'The refresh token is malformed. It was not copied completely, or it is something else; it has not expired. Copy it again, or sign in again.',
        ),
        either: l10n.t(
          'The code or refresh token is malformed. It was not copied completely, or it is something else; it has not expired. Copy it again, or sign in again.',
        ),
      }),
  },
  {
    name: 'pkce-not-wanted',
    source: 'googleapis/google-auth-library-nodejs#2028',
    samples: [
      { error: 'invalid_grant', description: 'code_verifier or verifier is not needed.' },
      { error: 'invalid_request', description: 'Parameter not allowed for this message type: code_challenge' },
    ],
    error: /^invalid_(?:grant|request)$/,
    description: /verifier is not needed|not allowed[^.]{0,40}: code_(?:challenge|verifier)/i,
    explain: () =>
      l10n.t(
        'This client does not support PKCE, or the code belongs to a sign-in without it. Start the sign-in again with this program, and check the type of the client in its registration.',
      ),
  },
  {
    name: 'pkce-required',
    source: 'Authelia; Keycloak (pkce.code.challenge.method); RFC 7636 §4.4.1',
    samples: [
      {
        error: 'invalid_request',
        description:
          'Clients must include a code_challenge when performing the authorize code flow, but it is missing.',
      },
      { error: 'invalid_request', description: 'Missing parameter: code_challenge_method' },
      { error: 'invalid_request', description: 'PKCE is required' },
      { error: 'invalid_grant', description: 'Missing code verifier.' },
    ],
    error: /^invalid_(?:request|grant)$/,
    description: [/code[ _](?:challenge|verifier)|\bPKCE\b/i, /missing|required/i],
    explain: () =>
      l10n.t(
        'The authorization server requires PKCE, but the request did not use it. Sign in with the address that this program shows, not with one from elsewhere.',
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
    name: 'user-disabled',
    source:
      'Keycloak (AuthenticationManager); Google (“Account has been deleted”); FlowCrypt/flowcrypt-browser#2269; GAM-team/GAM#1171',
    samples: [
      { error: 'invalid_grant', description: 'Account disabled' },
      { error: 'invalid_grant', description: 'Account has been deleted' },
      { error: 'access_denied', description: 'The user is locked' },
      { error: 'unauthorized', description: 'user is blocked' },
      { error: 'invalid_grant', description: 'Account temporarily disabled' },
      { error: 'unauthorized_client', description: 'user is suspended' },
    ],
    error: /^(?:invalid_grant|access_denied|unauthorized(?:_client)?)$/,
    description:
      /\b(?:account|user)(?: (?:is|was|has been))?(?: temporarily| permanently)? (?:disabled|deleted|deactivated|suspended|locked|blocked|inactive)\b/i,
    explain: () =>
      l10n.t(
        'The authorization server says that the user’s account is disabled, locked or deleted. Its administrator can look into it; signing in again does not help until then.',
      ),
  },
  {
    name: 'account-not-set-up',
    source: 'Keycloak (required actions: “Account is not fully set up”)',
    samples: [{ error: 'invalid_grant', description: 'Account is not fully set up' }],
    error: /^invalid_grant$/,
    description: /not fully set up/i,
    explain: () =>
      l10n.t(
        'The authorization server requires the user to complete the account first, for example with a new password or a confirmed address. Sign in with a browser once and do what is asked there.',
      ),
  },
  {
    name: 'user-password-rejected',
    source: 'Keycloak (password grant: “Invalid user credentials”); RFC 6749 §4.3',
    samples: [
      { error: 'invalid_grant', description: 'Invalid user credentials' },
      { error: 'invalid_grant', description: 'Invalid username or password' },
    ],
    error: /^invalid_grant$/,
    description:
      /(?:invalid|incorrect|wrong|bad) user (?:name|credentials|or password)|user ?name (?:or|and) password/i,
    explain: () =>
      l10n.t(
        'The authorization server rejected the user’s name or password. It may also refuse passwords from programs: sign in with a browser.',
      ),
  },
  {
    name: 'clock-in-assertion',
    source: 'Google (service accounts); RFC 7523 §3',
    samples: [
      { error: 'invalid_grant', description: 'Assertion has expired' },
      { error: 'invalid_client', description: 'The client assertion was issued in the future' },
      { error: 'invalid_grant', description: 'JWT is expired' },
    ],
    error: /^invalid_(?:grant|client)$/,
    description: /\b(?:assertion|jwt)\b[^.]{0,40}\b(?:expired|not yet valid|(?:in|from) the future)/i,
    explain: () =>
      l10n.t(
        'The authorization server rejects the times in the signed request. Synchronize this machine’s clock with a time server, and try again.',
      ),
  },
  {
    name: 'assertion-audience',
    source: 'RFC 7523 §3 (aud)',
    samples: [
      { error: 'invalid_grant', description: 'Invalid JWT: Failed audience check' },
      { error: 'invalid_client', description: 'JWT audience mismatch' },
    ],
    error: /^invalid_(?:grant|client)$/,
    description: /audience (?:check|mismatch|is (?:invalid|wrong))/i,
    explain: () =>
      l10n.t(
        'The signed request is for another server than this one: its audience has to be the token endpoint or the issuer, as the server’s documentation says.',
      ),
  },
  {
    name: 'issuer-of-the-token',
    source: 'Keycloak (“Invalid token issuer. Expected …, but was …”)',
    samples: [
      {
        error: 'invalid_grant',
        description: "Invalid token issuer. Expected 'https://a.example/realms/x', but was 'http://a.example/realms/x'",
      },
    ],
    error: /^invalid_grant$/,
    description: /(?:invalid|wrong) token issuer/i,
    explain: () =>
      l10n.t(
        'The refresh token was issued under another address of this server. Use the same address for the sign-in and for the refresh, and sign in again; where both are the same, the server’s operator sets its public address (hostname).',
      ),
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
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t(
          'The code was issued to another client. Use the client ID it was issued to, or sign in again with this one.',
        ),
        refreshToken: l10n.t(
          'The refresh token was issued to another client. Use the client ID it was issued to, or sign in again with this one.',
        ),
        either: l10n.t(
          'The code or refresh token was issued to another client. Use the client ID it was issued to, or sign in again with this one.',
        ),
      }),
  },
  {
    name: 'grant-expired',
    source: 'Keycloak, Okta, Yandex (“… has expired”)',
    samples: [
      { error: 'invalid_grant', description: 'Refresh token expired' },
      { error: 'invalid_grant', description: 'Code has expired' },
    ],
    error: /^invalid_grant$/,
    description: /^(?![^.]{0,120}\bor\b)(?:(?!invalid|revoked)[^.]){0,120}\bexpired\b/i,
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t('The server says that the code has expired. Sign in again.'),
        refreshToken: l10n.t('The server says that the refresh token has expired. Sign in again.'),
        either: l10n.t('The server says that the code or refresh token has expired. Sign in again.'),
      }),
  },
  {
    name: 'grant-revoked',
    source: 'Fastmail; Okta (“… has been revoked”); RFC 7009',
    samples: [{ error: 'invalid_grant', description: 'Refresh token has been revoked' }],
    error: /^invalid_grant$/,
    description: /^(?:(?!invalid|expired)[^.]){0,120}\brevoked\b/i,
    explain: () =>
      l10n.t(
        'The refresh token was revoked: by the user, by an administrator, or because it was used in two places. Sign in again.',
      ),
  },
  {
    name: 'token-not-found',
    source:
      'Mail.ru (token not found); FusionAuth/fusionauth-issues#150; better-auth/better-auth#8103; authlib/authlib#112',
    samples: [
      { error: 'invalid_request', description: 'token not found' },
      { error: 'invalid_request', description: 'Invalid Authorization Code' },
      { error: 'invalid_request', description: 'The refresh token is invalid or was claimed by another client.' },
      { error: 'invalid_request', description: 'Refresh token expired' },
      { error: 'invalid_request', description: 'bad_verification_code' },
      { error: 'invalid_request', description: 'session not found' },
      { error: 'invalid_request', description: 'Invalid "refresh_token" in request.' },
    ],
    error: /^invalid_request$/,
    description:
      /(?:token|code|session) (?:was )?not found|invalid (?:authorization code|["']?refresh[ _]token)|(?:refresh token|(?:authorization )?code) (?:is |was |has )?(?:been )?(?:invalid|expired|revoked)|bad_verification_code/i,
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t(
          'The authorization server does not know this code: it has expired, or was used already. Sign in again.',
        ),
        refreshToken: l10n.t(
          'The authorization server does not know this refresh token: it has expired, was revoked, or was used already. Sign in again.',
        ),
        either: l10n.t(
          'The authorization server does not know this code or refresh token: it has expired, was revoked, or was used already. Sign in again.',
        ),
      }),
  },
];
