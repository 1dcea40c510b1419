import * as l10n from '@vscode/l10n';
import { isSameAddress } from '../common/email-address.js';
import { possibleReasons } from './possible-reasons.js';
import { googleErrorRules } from './google-errors.js';
import type { Provider, ProviderProfile } from './provider-profile.js';
import type { ProviderRule } from './rule.js';

/**
 * Gmail and Google Workspace. A *Desktop app* client accepts any loopback port but requires its secret; custom schemes
 * and manual copy (OOB) are refused; a *Web application* client requires https.
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
  // A refresh token is issued only for offline access, and a further one only with a new consent.
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
      'Google’s device flow grants no mail scope: it allows only a few scopes, and https://mail.google.com/ is not among them. Sign in with a browser.',
    ),
  // https://developers.google.com/identity/protocols/oauth2/service-account
  clientCredentials: () =>
    l10n.t(
      'Google does not give access to mailboxes with client credentials. Use a service account with domain-wide delegation.',
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
  errorRules: googleErrorRules,
};
