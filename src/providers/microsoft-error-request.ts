import * as l10n from '@vscode/l10n';
import type { AadstsMeaning } from './microsoft-error-meaning.js';
import { byGrant } from './rule.js';

/** Microsoft’s codes about the request: its parameters, its code and its refresh token. */
export const microsoftRequestErrors: readonly AadstsMeaning[] = [
  {
    name: 'microsoft-pkce',
    codes: [9002325, 501481, 50148, 50147],
    thread: 'panva/openid-client#175',
    sample: {
      error: 'invalid_request',
      description:
        'AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    },
    explain: () =>
      l10n.t('Microsoft requires PKCE, and the code verifier was missing or did not match. Start the sign-in again.'),
  },
  {
    name: 'microsoft-scope',
    codes: [70011, 28000, 700022, 650053, 28002, 28003],
    thread: 'WPManageNinja/fluent-smtp#154; O365/python-o365#427',
    sample: {
      error: 'invalid_scope',
      description: 'AADSTS70011: The provided value for the input parameter scope is not valid.',
    },
    explain: () =>
      l10n.t(
        'Microsoft does not accept these scopes. Use those of one resource only (https://outlook.office.com/…), separated by spaces, as the registration lists them.',
      ),
  },
  {
    name: 'microsoft-default-scope',
    codes: [1002012],
    thread: 'reference of error codes (AADSTS1002012)',
    sample: {
      error: 'invalid_request',
      description:
        'AADSTS1002012: The provided value for scope is not valid. Client credential flows must have a scope value with /.default.',
    },
    explain: () =>
      l10n.t(
        'An application’s own token needs the scope https://outlook.office365.com/.default: the permissions are those of the registration, and are not named one by one.',
      ),
  },
  {
    name: 'microsoft-self',
    codes: [90009],
    thread: 'reference of error codes (AADSTS90009)',
    sample: { error: 'invalid_request', description: 'AADSTS90009: Application is requesting a token for itself.' },
    explain: () =>
      l10n.t(
        'The scopes name the application itself in place of the mail servers. Use those of https://outlook.office.com/.',
      ),
  },
  {
    name: 'microsoft-resource-parameter',
    codes: [901002],
    thread: 'reference of error codes (AADSTS901002)',
    sample: {
      error: 'invalid_request',
      description: "AADSTS901002: The 'resource' request parameter is not supported.",
    },
    explain: () =>
      l10n.t(
        'These endpoints (v2.0) support scopes but no “resource” parameter. Remove it, and name the scopes in full, such as https://outlook.office.com/IMAP.AccessAsUser.All.',
      ),
  },
  {
    name: 'microsoft-parameter-twice',
    codes: [9000411],
    thread: 'reference of error codes (AADSTS9000411)',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS9000411: The request is not properly formatted. The parameter scope is duplicated.',
    },
    explain: () =>
      l10n.t(
        'A parameter was sent twice. Check whether the address of the endpoint or the additional parameters contain one that is sent anyway.',
      ),
  },
  {
    name: 'microsoft-field-missing',
    codes: [90014, 900143],
    thread: 'reference of error codes (AADSTS90014)',
    sample: {
      error: 'invalid_request',
      description: "AADSTS90014: The required field 'refresh_token' is missing from the credential.",
    },
    explain: () =>
      l10n.t(
        'A parameter is missing from the request. An empty value counts as missing: check the client ID, the secret, and the code or refresh token.',
      ),
  },
  {
    name: 'microsoft-wrong-endpoint',
    codes: [900561],
    thread: 'reference of error codes (AADSTS900561)',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS900561: The endpoint only accepts POST requests. Received a GET request.',
    },
    explain: () =>
      l10n.t(
        'The browser opened the token endpoint. Enter the address that ends in /authorize as the authorization endpoint, and the one that ends in /token as the token endpoint.',
      ),
  },
  {
    name: 'microsoft-response-type',
    codes: [700054, 70005, 70007],
    thread: 'reference of error codes (AADSTS700054)',
    sample: {
      error: 'unsupported_response_type',
      description: "AADSTS700054: response_type 'id_token' is not enabled for the application.",
    },
    explain: () =>
      l10n.t(
        'The application does not allow this kind of response (response_type, response_mode). Sign in with the authorization code flow, response_type=code.',
      ),
  },
  {
    name: 'microsoft-grant-type',
    codes: [70003],
    thread: 'reference of error codes (AADSTS70003)',
    sample: {
      error: 'unsupported_grant_type',
      description: "AADSTS70003: The app requested an unsupported grant type 'password'.",
    },
    explain: () =>
      l10n.t(
        'Microsoft does not allow this grant for the application or the account. Sign in with a browser or a device code.',
      ),
  },
  {
    name: 'microsoft-code-used',
    codes: [54005],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code.',
    },
    explain: () => l10n.t('The authorization code was used already; a code works once. Sign in again for a new one.'),
  },
  {
    name: 'microsoft-malformed',
    codes: [9002313],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_grant', description: 'AADSTS9002313: Invalid request. Request is malformed or invalid.' },
    explain: (answer) =>
      byGrant(answer, {
        code: l10n.t(
          'The code is malformed: it was not copied completely, or it is something else. It has not expired.',
        ),
        refreshToken: l10n.t(
          'The refresh token is malformed: it was not copied completely, or it is not a refresh token. It has not expired.',
        ),
        either: l10n.t(
          'The code or refresh token is malformed: it was not copied completely, or it is not a refresh token. It has not expired.',
        ),
      }),
  },
  {
    name: 'microsoft-grant-rejected',
    codes: [70000],
    thread: 'simonrob/email-oauth2-proxy#267',
    sample: { error: 'invalid_grant', description: 'AADSTS70000: Provided grant is invalid or malformed.' },
    explain: () =>
      l10n.t(
        'Microsoft rejected the refresh token, or the scopes requested with it were never granted. Sign in again with these scopes.',
      ),
  },
  {
    name: 'microsoft-device-code',
    codes: [70018, 70019, 70020],
    thread: 'reference of error codes (AADSTS70018, AADSTS70019)',
    sample: {
      error: 'bad_verification_code',
      description: 'AADSTS70018: Invalid verification code due to User typing in wrong user code for device code flow.',
    },
    explain: () =>
      l10n.t(
        'The device code was mistyped, was not used in time, or is no longer known. Start again, and enter the new code.',
      ),
  },
  {
    name: 'microsoft-session-ended',
    codes: [50173, 700082, 70008, 50133, 50132, 50089],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: { error: 'invalid_grant', description: 'AADSTS700082: The refresh token has expired due to inactivity.' },
    explain: () =>
      l10n.t(
        'Microsoft has ended this sign-in (the password was changed, access was revoked, or it was unused for too long). Sign in again.',
      ),
  },
  {
    name: 'microsoft-sign-in-frequency',
    codes: [70043, 700081],
    thread: 'ramosbugs/oauth2-rs#303',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS700081: The refresh token has expired or is invalid due to sign-in frequency checks.',
    },
    explain: () =>
      l10n.t(
        'Microsoft has ended this sign-in: a policy of the organization requires a new one after a certain time (sign-in frequency). Sign in again; the administrator can extend the time.',
      ),
  },
  {
    name: 'microsoft-other-tenant',
    codes: [700005, 7000012],
    thread: 'reference of error codes (AADSTS700005)',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS700005: Provided Authorization Code is intended to use against other tenant, thus rejected.',
    },
    explain: () =>
      l10n.t(
        'The code or refresh token is of another tenant than the endpoints. Use the endpoints of one tenant for the whole sign-in, and sign in again.',
      ),
  },
  {
    name: 'microsoft-other-cloud',
    codes: [900382, 900432, 900439],
    thread: 'reference of error codes (AADSTS900432)',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS900432: Confidential Client is not supported in Cross Cloud request.',
    },
    explain: () =>
      l10n.t(
        'The user and the application are in different clouds of Microsoft. Use the endpoints of the user’s cloud (login.microsoftonline.us, login.partner.microsoftonline.cn), with an application that is registered there.',
      ),
  },
];
