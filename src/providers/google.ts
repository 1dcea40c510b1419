import * as l10n from '@vscode/l10n';
import { isSameAddress } from '../common/email-address.js';
import { possibleReasons } from './possible-reasons.js';
import type { Provider, ProviderProfile } from './provider-profile.js';
import type { ErrorRule, ProviderRule } from './rule.js';

const nativeApps = 'https://developers.google.com/identity/protocols/oauth2/native-app';

/**
 * Gmail and Google Workspace. A *Desktop app* client takes any loopback port and still needs its secret;
 * custom schemes and copying a code by hand (OOB) are refused; a *Web application* client takes https.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/native-app
 * @see https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
 */
const signIn: Provider = {
  id: 'google',
  name: 'Google',
  description: 'Gmail, Google Workspace',
  server: {
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
    clientAuthMethods: ['client_secret_post'],
  },
  scopes: ['https://mail.google.com/'],
  // A refresh token comes only with offline access, and again only with a new consent.
  authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  mailServers: {
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
    pop3: { host: 'pop.gmail.com', port: 995, security: 'tls' },
  },
  // https://developers.google.com/workspace/gmail/imap/xoauth2-protocol: user={email}
  requiresAddress: true,
  redirects: ['loopback', 'relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/',
  clientSecret: 'required',
  // https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes
  deviceGrant: () =>
    l10n.t(
      'Google grants devices no mail scope: its device flow allows only a few scopes, and https://mail.google.com/ is not among them. Sign in with a browser.',
    ),
  // https://developers.google.com/identity/protocols/oauth2/service-account
  clientCredentials: () =>
    l10n.t(
      'Google opens no mailbox to client credentials. An application uses a service account with domain-wide delegation.',
    ),
  refreshNamesScopes: false,
  refreshTokenIsReusable: true,
  accessPage: () => 'https://myaccount.google.com/connections',
  registrationUrl: 'https://console.cloud.google.com/auth/clients',
};

const rules: readonly ProviderRule[] = [
  {
    code: 'gmail-token-of-another-user',
    source: 'mscdex/node-imap#233',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    ownServers: true,
    phrases: [
      {
        says: /invalid SASL argument/i,
        line: 'A2 NO Invalid SASL argument. k5mb1',
        challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
        provider: 'Google',
      },
    ],
    when: ({ challenge }) => challenge !== undefined,
    cause: ({ user, token }) =>
      token.owner !== undefined && isSameAddress(token.owner, user)
        ? l10n.t('Gmail could read the string and rejects it: the token is no longer valid, or lacks its scope.')
        : l10n.t(
            'Gmail could read the string and rejects it: the token does not belong to {0}, or is no longer valid.',
            user,
          ),
    advice: ({ user }) =>
      l10n.t('Sign in again and choose exactly the address {0}, with the scope https://mail.google.com/.', user),
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'lookup-failed',
    source: 'jstedfast/MailKit#742',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phrases: [{ says: /lookup failed/i, line: 'A1 NO Lookup failed', provider: 'Google' }],
    cause: ({ user }) => l10n.t('The server does not know the mailbox {0}.', user),
    advice: () => l10n.t('Enter the address of the mailbox, not that of a service account or an alias.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'gmail-relay-not-allowed',
    source: 'https://support.google.com/a/answer/2956491; https://support.google.com/a/answer/6140680',
    confidence: 'certain',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /mail relay denied/i,
        line: '550-5.7.0 Mail relay denied [192.0.2.1].',
        failedPhase: 'mailbox',
      },
      {
        says: /registered with the (?:G Suite|Google Workspace|Google Apps) SMTP relay|IP not in whitelist/i,
        line: '550-5.7.1 The IP you’re using to send mail is not registered with the Google Workspace SMTP relay service',
        failedPhase: 'mailbox',
        also: ['421 4.7.0 IP not in whitelist for RCPT domain, closing connection.'],
      },
    ],
    cause: ({ server }) =>
      l10n.t('{0} relays only for the senders and machines that the Workspace administrator allowed.', server.host),
    advice: () =>
      l10n.t(
        'The administrator adds this machine’s address or requires SMTP authentication under Apps > Gmail > Routing > SMTP relay service. A mailbox of its own can send through smtp.gmail.com.',
      ),
  },
  {
    code: 'gmail-credentials-rejected',
    source: 'https://support.google.com/mail/?p=BadCredentials; google/gmail-oauth2-tools#78',
    confidence: 'likely',
    who: 'you',
    family: 'token-rejected',
    weight: 'guess',
    phrases: [
      {
        says: /user ?name and password not accepted|BadCredentials/i,
        line: '535-5.7.8 Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials',
        provider: 'Google',
        also: ['A1 NO Username and Password not accepted.', 'A1 NO https://support.google.com/mail/?p=BadCredentials'],
      },
      {
        says: /\[ALERT\] invalid credentials/i,
        line: 'A1 NO [ALERT] Invalid credentials (Failure)',
        provider: 'Google',
      },
    ],
    ownServers: true,
    cause: (report) =>
      [
        l10n.t('{0} rejected this token for {1}.', report.server.host, report.user),
        ...possibleReasons(report, ['https://mail.google.com/']),
      ].join(' '),
    advice: () =>
      l10n.t(
        'Refresh the access token; if that does not help, sign in again with exactly that address and the scope https://mail.google.com/ (with the slash; gmail.send, gmail.modify and the like are for the REST API only).',
      ),
    action: () => [{ kind: 'refresh' }, { kind: 'sign-in' }],
  },
];

const errorRules: readonly ErrorRule[] = [
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
        'Google has ended this sign-in: sign in again; if it happens every 7 days, the consent screen is in “Testing”, and publishing it ends that.',
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
    explain: () => l10n.t('The times in the signed request are off: set this machine’s clock by a time server.'),
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
        'The service account may not act for this user: an administrator adds its client ID with exactly these scopes under domain-wide delegation, which can take a day to work.',
      ),
  },
  {
    name: 'google-delegated-user',
    source: 'https://developers.google.com/identity/protocols/oauth2/service-account#error-codes',
    samples: [
      { error: 'invalid_grant', description: 'Invalid email or User ID' },
      { error: 'invalid_grant', description: 'Not a valid email.' },
    ],
    error: /^invalid_grant$/,
    description: /invalid email or user id|not a valid email/i,
    explain: () =>
      l10n.t(
        'Google does not know the mailbox in whose name the service account asks. Enter the main address of a user of the Workspace domain, not an alias or a gmail.com address.',
      ),
  },
  {
    name: 'google-service-account-key',
    source: 'https://developers.google.com/identity/protocols/oauth2/service-account#error-codes',
    samples: [
      { error: 'invalid_grant', description: 'Invalid JWT Signature.' },
      { error: 'disabled_client', description: 'The OAuth client was disabled.' },
    ],
    error: /^(?:invalid_grant|disabled_client)$/,
    description: /invalid jwt signature|client was disabled/i,
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
        'The organization’s administrator, or Google’s Advanced Protection, keeps this client from the mailbox: the administrator can trust its client ID under API controls.',
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
    ],
    error: /^access_denied$/,
    description: /tester|verification process/i,
    explain: () =>
      l10n.t(
        'The consent screen is in “Testing” and this address is not among its test users: add it there, or publish the app.',
      ),
  },
];

/** Gmail and Google Workspace. */
export const google: ProviderProfile = {
  name: 'Google',
  signIn,
  domains: /^(?:gmail|googlemail)\.com$/i,
  // A new Workspace has the single MX smtp.google.com: https://support.google.com/a/answer/174125
  mxHosts: /(?:^|\.)aspmx\d?(?:\.l\.google|\.googlemail)\.com$|^gmail-smtp-in\.l\.google\.com$|^smtp\.google\.com$/i,
  servers: [
    {
      // https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
      hosts: /(?:^|\.)(?:gmail|googlemail)\.com$/i,
      mechanisms: ['XOAUTH2', 'OAUTHBEARER'],
      scopes: {
        imap: ['https://mail.google.com/', 'https://www.googleapis.com/auth/gmail.imap_admin'],
        smtp: ['https://mail.google.com/'],
        pop3: ['https://mail.google.com/'],
      },
      ownerOnly: true,
    },
  ],
  rules,
  errorRules,
};
