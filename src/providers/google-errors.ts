import * as l10n from '@vscode/l10n';
import type { ErrorRule } from './rule.js';

const nativeApps = 'https://developers.google.com/identity/protocols/oauth2/native-app';

/** The errors of Google’s authorization server. */
export const googleErrorRules: readonly ErrorRule[] = [
  {
    name: 'google-secret-missing',
    source: 'taylorwilsdon/google_workspace_mcp#1008; Colin-b/httpx_auth#113',
    samples: [{ error: 'invalid_request', description: 'client_secret is missing.' }],
    description: /client_secret is missing/i,
    explain: () =>
      l10n.t(
        'Google requires the client secret even from desktop apps, with or without PKCE. Add the one from the downloaded JSON file to the account.',
      ),
  },
  {
    name: 'google-oob',
    source: `${nativeApps}; google/gmail-oauth2-tools#28`,
    samples: [
      {
        error: 'invalid_request',
        description:
          "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy for keeping apps secure.",
      },
      { error: 'invalid_request', description: 'Invalid redirect_uri=urn:ietf:wg:oauth:2.0:oob' },
    ],
    description: /comply with Google's OAuth 2\.0 policy|oauth:2\.0:oob/i,
    explain: () =>
      l10n.t(
        'Google no longer allows this redirect. Register a client of the type “Desktop app” and use the redirect http://127.0.0.1.',
      ),
  },
  {
    name: 'google-page-without-code',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors',
    samples: [
      { error: 'invalid_request', description: 'Access blocked: This app’s request is invalid' },
      { error: 'invalid_request', description: 'You can’t sign in because this app sent an invalid request.' },
    ],
    error: /^invalid_request$/,
    description: /^access blocked: |sent an invalid request/i,
    explain: () =>
      l10n.t(
        'Google blocked the sign-in, and these words do not name the reason. Open “error details” on the page, and paste the line that begins with “Error 400”.',
      ),
  },
  {
    name: 'google-session-control',
    source: 'https://support.google.com/a/answer/9368756; GAM-team/got-your-back#284',
    samples: [
      { error: 'invalid_grant', description: 'reauth related error (invalid_rapt)' },
      { error: 'invalid_grant', description: 'rapt_required' },
    ],
    error: /^invalid_grant$/,
    description: /\brapt_|_rapt\b/i,
    explain: () =>
      l10n.t(
        'The Google Workspace organization ends sessions after a set time (session control), and refresh tokens with them. Sign in again; its administrator can exempt the app as trusted.',
      ),
  },
  {
    name: 'google-org-internal',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors-org-internal',
    samples: [{ error: 'org_internal' }],
    error: /^org_internal$/,
    explain: () =>
      l10n.t(
        'The app is for accounts of its own organization only. Sign in with an address of that organization (a private window helps), or set the audience to “External” in the Google Cloud console.',
      ),
  },
  {
    name: 'google-testing-week',
    source: 'https://developers.google.com/identity/protocols/oauth2#expiration; tarickb/sasl-xoauth2#29',
    samples: [{ error: 'invalid_grant', description: 'Token has been expired or revoked.' }],
    error: /^invalid_grant$/,
    description: /token has been expired or revoked/i,
    explain: () =>
      l10n.t(
        'Google has ended this sign-in. Sign in again. If this happens every 7 days, the consent screen is in “Testing”; publish it.',
      ),
  },
  {
    name: 'google-jwt-clock',
    source: 'googleapis/google-auth-library-nodejs#129; fastlane/fastlane#14972',
    samples: [
      {
        error: 'invalid_grant',
        description:
          'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      },
      { error: 'invalid_grant', description: 'Invalid JWT: Token must be a short-lived token.' },
      { error: 'invalid_grant', description: 'Invalid JWT: Check your iat and exp values.' },
    ],
    description: [/invalid JWT/i, /short-lived token|iat and exp/i],
    explain: () =>
      l10n.t('The times in the signed request are wrong. Synchronize this machine’s clock with a time server.'),
  },
  {
    name: 'google-delegation',
    source: 'googleapis/google-api-php-client#1379; n8n-io/n8n#17465',
    samples: [
      {
        error: 'unauthorized_client',
        description:
          'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      },
    ],
    description: /unauthorized to retrieve access tokens/i,
    explain: () =>
      l10n.t(
        'The service account may not act for this user: an administrator adds its client ID with exactly these scopes under domain-wide delegation, which can take a day to take effect.',
      ),
  },
  {
    name: 'google-delegated-user',
    source: 'https://developers.google.com/identity/protocols/oauth2/service-account#error-codes',
    samples: [
      { error: 'invalid_grant', description: 'Invalid email or User ID' },
      { error: 'invalid_grant', description: 'Not a valid email.' },
      { error: 'invalid_request', description: 'Invalid impersonation "sub" field: alice@example.com' },
    ],
    error: /^invalid_(?:grant|request)$/,
    description: /invalid email or user id|not a valid email|invalid impersonation/i,
    explain: () =>
      l10n.t(
        'Google does not know the mailbox that the service account requests a token for. Enter the main address of a user of the Workspace domain, not an alias or a gmail.com address.',
      ),
  },
  {
    name: 'google-service-account-key',
    source: 'https://developers.google.com/identity/protocols/oauth2/service-account#error-codes',
    samples: [
      { error: 'invalid_grant', description: 'Invalid JWT Signature.' },
      { error: 'invalid_grant', description: 'Invalid JWT: No valid verifier found for issuer.' },
    ],
    error: /^invalid_grant$/,
    description: /invalid jwt signature|no valid verifier found/i,
    explain: () =>
      l10n.t(
        'The key of the service account was deleted or disabled. Create a new key in the Google Cloud console under IAM & Admin > Service Accounts > Keys.',
      ),
  },
  {
    name: 'google-service-account-gone',
    source: 'googleapis/google-auth-library-python#1122',
    samples: [{ error: 'invalid_grant', description: 'Invalid grant: account not found' }],
    error: /^invalid_grant$/,
    description: /account not found/i,
    explain: () =>
      l10n.t(
        'The service account does not exist any more. Create a new one, and let an administrator delegate the domain to it.',
      ),
  },
  {
    name: 'google-admin-policy',
    source: 'GAM-team/got-your-back#284; iterate-ch/docs#465',
    samples: [{ error: 'admin_policy_enforced' }],
    error: /^admin_policy_enforced$/,
    explain: () =>
      l10n.t(
        'The organization’s administrator, or Google’s Advanced Protection, blocks this client’s access to the mailbox. The administrator can trust its client ID under API controls.',
      ),
  },
  {
    name: 'google-deleted-client',
    source: nativeApps,
    samples: [{ error: 'deleted_client', description: 'The OAuth client was deleted.' }],
    error: /^deleted_client$/,
    explain: () =>
      l10n.t(
        'The client was deleted, as Google does after six months without use: restore it within 30 days, or register a new one.',
      ),
  },
  {
    name: 'google-disallowed-useragent',
    source: 'microsoft/aad_b2c_webview#37',
    samples: [{ error: 'disallowed_useragent' }],
    error: /^disallowed_useragent$/,
    explain: () => l10n.t('Google blocks sign-in from embedded browsers. Open the address in your own browser.'),
  },
  {
    name: 'google-testers-only',
    source: 'googleworkspace/cli#281; insanum/gcalcli#830; https://support.google.com/cloud/answer/15549945',
    samples: [
      {
        error: 'access_denied',
        description: 'The app is currently being tested, and can only be accessed by developer-approved testers.',
      },
      { error: 'access_denied', description: 'The app has not completed the Google verification process.' },
      { error: 'access_denied', description: 'The developer hasn’t given you access to this app.' },
    ],
    error: /^access_denied$/,
    description: /tester|verification process|given you access/i,
    explain: () =>
      l10n.t(
        'The consent screen is in “Testing” and this address is not among its test users: add it there, or publish the app.',
      ),
  },
  {
    name: 'google-app-blocked',
    source: 'https://support.google.com/accounts/answer/12379384; rclone/rclone#5674',
    samples: [
      { error: 'access_denied', description: 'This app is blocked' },
      { error: 'access_denied', description: 'To keep your account safe, Google blocked this access.' },
    ],
    error: /^access_denied$/,
    description: /app is blocked|google blocked this access/i,
    explain: () =>
      l10n.t(
        'Google blocks this application for this account or these scopes. Use a client of your own, or one that Google has verified for them; in an organization its administrator can allow it.',
      ),
  },
  {
    name: 'google-disabled-client',
    source: 'https://developers.google.com/identity/protocols/oauth2/service-account#error-codes',
    samples: [{ error: 'disabled_client', description: 'The OAuth client was disabled.' }],
    error: /^disabled_client$/,
    explain: () =>
      l10n.t(
        'The client, or its service account, was disabled in the Google Cloud console. Enable it there, or use another one.',
      ),
  },
  {
    name: 'google-loopback-blocked',
    source: 'https://developers.google.com/identity/protocols/oauth2/resources/loopback-migration',
    samples: [
      { error: 'invalid_request', description: 'The loopback flow has been blocked in order to keep users secure.' },
      { error: 'invalid_request', description: 'Custom URI scheme is not enabled for your Chrome client.' },
    ],
    error: /^invalid_request$/,
    description: /loopback flow has been blocked|custom URI scheme is not/i,
    explain: () =>
      l10n.t(
        'Google does not allow this redirect for the type of this client. Register a client of the type “Desktop app” and use the redirect http://127.0.0.1.',
      ),
  },
  {
    name: 'google-private-address',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation',
    samples: [
      {
        error: 'invalid_request',
        description: 'device_id and device_name are required for private IP: http://192.168.1.5:8080/',
      },
      {
        error: 'invalid_request',
        description: 'Invalid parameter value for redirect_uri: Invalid domain extension: http://nas.local/',
      },
    ],
    error: /^invalid_request$/,
    description: /required for private IP|redirect_uri: (?:invalid domain extension|raw IP|missing authority)/i,
    explain: () =>
      l10n.t(
        'Google allows no redirect to an address of a private network. Use http://127.0.0.1 on the machine with the browser, or a public https address.',
      ),
  },
  {
    name: 'google-device-client',
    source: 'https://developers.google.com/identity/protocols/oauth2/limited-input-device',
    samples: [
      { error: 'invalid_client', description: 'Invalid client type.' },
      {
        error: 'invalid_client',
        description:
          "Only clients of type 'TVs and Limited Input devices' can use the OAuth 2.0 flow for TV and Limited-Input Device Applications.",
      },
      { error: 'invalid_scope', description: 'Invalid device flow scope: https://mail.google.com/' },
    ],
    error: /^invalid_(?:client|scope)$/,
    description: /invalid client type|clients of type|device flow scope/i,
    explain: () =>
      l10n.t(
        'Google’s device flow is for clients of its own type, and grants them no mail scope. Sign in with a browser, with a client of the type “Desktop app”.',
      ),
  },
  {
    name: 'google-scope-letter',
    source: 'kootenpv/yagmail#78; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
    samples: [
      {
        error: 'invalid_scope',
        description: 'Some requested scopes were invalid. {valid=[openid], invalid=[https://mail.google.com]}',
      },
      { error: 'invalid_scope', description: 'https://mail.google.com is not a valid audience string.' },
    ],
    error: /^invalid_scope$/,
    description: /scopes were invalid|not a valid audience string/i,
    explain: () =>
      l10n.t(
        'Google does not know a requested scope. The one for IMAP, POP3 and SMTP is exactly https://mail.google.com/, with the slash at its end.',
      ),
  },
  {
    name: 'google-restricted-client',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors',
    samples: [
      { error: 'restricted_client', description: 'Unregistered scope(s) in the request: https://mail.google.com/' },
      { error: 'access_not_configured' },
    ],
    error: /^(?:restricted_client|access_not_configured)$/,
    explain: () =>
      l10n.t(
        'The project of this client may not request this scope. Enable the Gmail API in the Google Cloud console, and add the scope to the consent screen.',
      ),
  },
];
