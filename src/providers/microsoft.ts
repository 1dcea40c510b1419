import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile, ServerGroup } from './provider-profile.js';
import { microsoftErrorRules } from './microsoft-errors.js';
import { microsoftServer } from './microsoft-server.js';
import type { ProviderRule, RuleInput } from './rule.js';

/**
 * Outlook.com and Microsoft 365. A public client must not send a secret; the portal takes `http://localhost`.
 *
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 */
const signIn: Provider = {
  id: 'microsoft',
  name: 'Microsoft',
  description: 'Outlook.com, Microsoft 365',
  server: microsoftServer('common'),
  scopes: [
    'https://outlook.office.com/IMAP.AccessAsUser.All',
    'https://outlook.office.com/POP.AccessAsUser.All',
    'https://outlook.office.com/SMTP.Send',
    'offline_access',
  ],
  authorizationParameters: { prompt: 'select_account' },
  mailServers: {
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    pop3: { host: 'outlook.office365.com', port: 995, security: 'tls' },
  },
  redirects: ['loopback', 'relay', 'paste'],
  loopbackRedirectUri: 'http://localhost',
  clientSecret: 'optional',
  deviceGrant: true,
  // Consumer and tenant endpoints answer AADSTS900144 to a refresh without scopes.
  refreshNamesScopes: true,
  // https://learn.microsoft.com/entra/identity-platform/refresh-tokens: an old one stays valid.
  refreshTokenIsReusable: true,
  registrationUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
};

/** Exchange Online of one cloud. Scopes are prefixed by its address, or bare as in a JWT. */
function exchangeOnline(hosts: RegExp, ...addresses: readonly [string, ...string[]]): ServerGroup {
  const named = (...names: readonly string[]) =>
    names.flatMap((name) => [...addresses.map((address) => `${address}/${name}`), name]);
  return {
    // https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    hosts,
    mechanisms: ['XOAUTH2'],
    scopes: {
      imap: named('IMAP.AccessAsUser.All', 'IMAP.AccessAsApp'),
      smtp: named('SMTP.Send', 'SMTP.SendAsApp'),
      pop3: named('POP.AccessAsUser.All', 'POP.AccessAsApp'),
    },
    // The last one is Exchange Online's application ID.
    audiences: [...addresses.flatMap((address) => [address, `${address}/`]), '00000002-0000-0ff1-ce00-000000000000'],
    separatePop3Credential: true,
  };
}

const isHighVolume = ({ server }: RuleInput): boolean => highVolumeHosts.test(server.host);

/** High Volume Email: https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365 */
const highVolumeHosts = /^smtp-hve\.office365\.com$|\.hve\.mx\.microsoft$/i;

const servers: readonly ServerGroup[] = [
  { hosts: highVolumeHosts, mechanisms: ['XOAUTH2'] },
  exchangeOnline(
    /(?:(?:^|(?<!\.mail\.protection)\.)outlook\.com|(?:^|\.)office365\.com|(?:^|\.)outlook\.office\.com|^smtp\.live\.com)$/i,
    'https://outlook.office.com',
    'https://outlook.office365.com',
    // MicrosoftDocs/office-developer-exchange-docs (the scope of application access); MailKit, ExchangeOAuth2.md
    'https://ps.outlook.com',
  ),
  // GCC High and DoD: tarickb/sasl-xoauth2, postalsys/emailengine (lib/oauth2-apps.js)
  exchangeOnline(
    /(?:^|\.)(?:outlook|outlook-dod|smtp)\.office365\.us$/i,
    'https://outlook.office365.us',
    'https://outlook-dod.office365.us',
  ),
  // China: the same
  exchangeOnline(/^partner\.outlook\.cn$/i, 'https://partner.outlook.cn'),
];

const isAppOnly = ({ token }: RuleInput): boolean =>
  token.appOnly === true ||
  (token.owner === undefined && (token.scopes ?? []).some((scope) => scope.endsWith('AsApp')));
const isGuest = ({ token }: RuleInput): boolean => token.owner?.includes('#EXT#') === true;

/** Addresses of personal accounts, which no administrator manages. */
const isPersonal = ({ user }: RuleInput): boolean =>
  /@(?:outlook|hotmail|live|msn)\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})$/i.test(user);
const isAnothersMailbox = ({ token, user }: RuleInput): boolean =>
  token.owner !== undefined && token.owner.toLowerCase() !== user.toLowerCase();

/** What scopes begin with in the cloud that a server of Exchange Online belongs to. */
function exchangeAddress({ server: { host } }: RuleInput): string {
  if (host.endsWith('.us')) return 'https://outlook.office365.us';
  return host.endsWith('.cn') ? 'https://partner.outlook.cn' : 'https://outlook.office.com';
}

/** What Microsoft’s servers say in words; below, the refusals that give no reason: what is known of the token tells the likely one. */
const rules: readonly ProviderRule[] = [
  {
    code: 'smtp-auth-disabled-personal',
    source:
      'https://aka.ms/smtp_auth_disabled; https://support.microsoft.com (POP, IMAP and SMTP settings for Outlook.com)',
    confidence: 'certain',
    weight: 'words',
    samples: [
      {
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
        protocol: 'smtp',
        user: 'alice@outlook.com',
      },
    ],
    reply: [/5\.7\.139/, /SmtpClientAuthentication is disabled/i],
    when: isPersonal,
    cause: ({ user }) => l10n.t('Microsoft has switched off SMTP AUTH for the mailbox {0}.', user),
    advice: () =>
      l10n.t(
        'This is a personal Microsoft account: no administrator can change it, and a good token does not. Send with Microsoft Graph or Outlook, or ask Microsoft’s support.',
      ),
  },
  {
    code: 'smtp-auth-disabled',
    source: 'https://aka.ms/smtp_auth_disabled; simonrob/email-oauth2-proxy#193',
    confidence: 'certain',
    weight: 'words',
    samples: [
      {
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
        protocol: 'smtp',
      },
      {
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
        protocol: 'smtp',
      },
    ],
    reply: [/5\.7\.139/, /SmtpClientAuthentication is disabled/i],
    cause: () =>
      l10n.t(
        'SMTP AUTH is switched off for this mailbox or its whole organisation; a good token does not change that.',
      ),
    advice: ({ user }) =>
      l10n.t(
        'An administrator runs: Set-CASMailbox -Identity {0} -SmtpClientAuthenticationDisabled $false (the mailbox’s setting wins over the organisation’s).',
        user,
      ),
    action: () => ({ kind: 'open-page', url: 'https://aka.ms/smtp_auth_disabled' }),
  },
  {
    code: 'security-policy',
    source: 'jstedfast/MailKit#1733',
    confidence: 'likely',
    weight: 'words',
    samples: [
      {
        line: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
        protocol: 'smtp',
      },
      {
        line: '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
        protocol: 'smtp',
      },
    ],
    reply: [/5\.7\.139/, /security defaults|did not meet the criteria/i],
    cause: () =>
      l10n.t('A security policy of the organisation blocks this login (security defaults or conditional access).'),
    advice: () => l10n.t('Ask the administrator: the sign-in logs in Entra name the policy.'),
  },
  {
    code: 'hve-user-not-valid',
    source:
      'tarickb/sasl-xoauth2#110; https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365',
    confidence: 'certain',
    weight: 'words',
    samples: [
      {
        line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid',
        protocol: 'smtp',
        server: { host: 'smtp-hve.office365.com', port: 587, security: 'starttls' },
      },
    ],
    reply: /5\.5\.124|user address provided is not valid/i,
    when: isHighVolume,
    cause: ({ user }) => l10n.t('{0} is not an account of High Volume Email (HVE) of this tenant.', user),
    advice: () =>
      l10n.t(
        'Use the address of an HVE account, which an administrator creates, and allow the application with Add-HVEAppAccess.',
      ),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'guest-token',
    source: 'tarickb/sasl-xoauth2#5',
    confidence: 'certain',
    weight: 'guess',
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful',
        protocol: 'smtp',
        provider: 'Microsoft',
        token: { owner: 'alice_outlook.com#EXT#@contoso.onmicrosoft.com' },
      },
    ],
    ownServers: true,
    when: isGuest,
    cause: ({ token }) =>
      l10n.t(
        'The token is that of a guest in another organization ({0}), and guests have no mailbox there.',
        token.owner ?? '',
      ),
    advice: ({ user }) =>
      l10n.t(
        'Sign in where {0} is at home: with the endpoints of its own tenant, or “consumers” for a personal account.',
        user,
      ),
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'app-only-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; jstedfast/MailKit#1811',
    confidence: 'likely',
    weight: 'words',
    samples: [
      {
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
        token: { scopes: ['IMAP.AccessAsApp'] },
      },
    ],
    phase: 'any',
    reply: /authenticated but not connected/i,
    when: isAppOnly,
    cause: ({ user }) =>
      l10n.t('The token is the application’s own, and the application has no right to the mailbox {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission.',
      ),
    action: () => ({
      kind: 'open-page',
      url: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
    }),
  },
  {
    code: 'shared-mailbox-smtp',
    source: 'nextcloud/mail#13668; tarickb/sasl-xoauth2#43',
    confidence: 'likely',
    weight: 'guess',
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful',
        protocol: 'smtp',
        provider: 'Microsoft',
        token: { owner: 'bob@example.com' },
      },
    ],
    ownServers: true,
    when: (report) => report.protocol === 'smtp' && isAnothersMailbox(report) && !isGuest(report),
    cause: ({ user, token }) =>
      l10n.t('The token belongs to {1}. Exchange’s SMTP rejects it for the user {0}.', user, token.owner ?? ''),
    advice: ({ user, token }) =>
      l10n.t(
        'Log in with the user {1} and name {0} only as the sender; {1} needs the right SendAs for it. If the token should be another user’s, sign in again.',
        user,
        token.owner ?? '',
      ),
    action: ({ token }) => (token.owner === undefined ? undefined : { kind: 'set-user', user: token.owner }),
  },
  {
    code: 'token-expires-soon',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    weight: 'words',
    samples: [{ line: '501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon', protocol: 'smtp' }],
    reply: /5\.5\.127|token will expire soon/i,
    cause: () => l10n.t('This server wants a token with more life left than this one has.'),
    advice: () => l10n.t('Refresh the access token and test at once.'),
    action: () => ({ kind: 'refresh' }),
  },
  {
    code: 'user-not-valid',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    weight: 'words',
    samples: [{ line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid', protocol: 'smtp' }],
    reply: /5\.5\.124|user address provided is not valid/i,
    cause: ({ user }) => l10n.t('The server does not take {0} for an address.', user),
    advice: () => l10n.t('Give the full e-mail address of the mailbox.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'authenticated-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; imapsync/imapsync#411; postalsys/imapflow#314',
    confidence: 'likely',
    weight: 'words',
    samples: [{ line: 'A2 BAD User is authenticated but not connected.', failedPhase: 'mailbox' }],
    phase: 'any',
    reply: /authenticated but not connected/i,
    cause: ({ user, token }) =>
      token.owner === undefined
        ? l10n.t('The token is good, but the mailbox {0} does not open with it.', user)
        : l10n.t('The token is good and belongs to {1}, but the mailbox {0} does not open with it.', user, token.owner),
    advice: () =>
      l10n.t(
        'The token may belong to another account than the address (look who is signed in in the browser), the address may be an alias, or IMAP may be switched off for the mailbox.',
      ),
    action: ({ token, user }) =>
      token.owner === undefined || token.owner === user ? { kind: 'sign-in' } : { kind: 'set-user', user: token.owner },
  },
  {
    code: 'app-only-not-permitted',
    source: 'jstedfast/MailKit#1811; jstedfast/MailKit#1624; MicrosoftDocs/office-developer-exchange-docs pull 304',
    confidence: 'likely',
    weight: 'guess',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { scopes: ['IMAP.AccessAsApp'] } }],
    ownServers: true,
    when: isAppOnly,
    cause: ({ user }) => l10n.t('The application’s own token may not open {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission; sending needs SendAs.',
      ),
    action: () => ({
      kind: 'open-page',
      url: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
    }),
  },
  {
    code: 'shared-mailbox',
    source: 'jstedfast/MailKit#1412; Webklex/php-imap#252',
    confidence: 'likely',
    weight: 'guess',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { owner: 'bob@example.com' } }],
    ownServers: true,
    when: isAnothersMailbox,
    cause: ({ user, token }) =>
      l10n.t('The token belongs to {0}, who may not open the mailbox {1}.', token.owner ?? '', user),
    advice: ({ user }) =>
      l10n.t(
        'If {0} is a shared mailbox, its owner needs Full Access (SendAs for SMTP), and the address must be the primary one; if not, sign in as {0}.',
        user,
      ),
    action: ({ token }) => (token.owner === undefined ? { kind: 'sign-in' } : { kind: 'set-user', user: token.owner }),
  },
  {
    code: 'microsoft-imap-refused',
    source:
      'MicrosoftDocs/office-developer-exchange-docs#87; jstedfast/MailKit#989; AzureAD/microsoft-authentication-library-for-dotnet#3851',
    confidence: 'possible',
    weight: 'guess',
    samples: [
      { line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft' },
      {
        line: '-ERR Authentication failure: unknown user name or bad password.',
        protocol: 'pop3',
        provider: 'Microsoft',
      },
    ],
    ownServers: true,
    reply: /NO AUTHENTICATE failed|-ERR Authentication failure: unknown user/i,
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: (report) =>
      l10n.t(
        'In order of likelihood: the token is for Microsoft Graph (scopes must begin with {0}/), {1} is missing, {2} is switched off for the mailbox, or the user is not the mailbox’s primary address.',
        exchangeAddress(report),
        report.protocol === 'pop3' ? 'POP.AccessAsUser.All' : 'IMAP.AccessAsUser.All',
        report.protocol.toUpperCase(),
      ),
    action: (report) => ({
      kind: 'sign-in',
      scope: `${exchangeAddress(report)}/${report.protocol === 'pop3' ? 'POP' : 'IMAP'}.AccessAsUser.All`,
    }),
  },
  {
    code: 'microsoft-smtp-refused',
    source: 'jstedfast/MailKit#1712; tarickb/sasl-xoauth2#43',
    confidence: 'possible',
    weight: 'guess',
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001.eurprd01.prod.exchangelabs.com]',
        protocol: 'smtp',
      },
    ],
    reply: /^535[ -]5\.7\.(?:3|139)\b/,
    when: ({ provider, reply }) =>
      provider === 'Microsoft' || /\b(?:outlook|exchangelabs)\.com\b/i.test(reply?.line ?? ''),
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: (report) =>
      l10n.t(
        'In order of likelihood: the token lacks {0} or is for Microsoft Graph, or it belongs to another user. Sign in again with that scope and exactly this address.',
        `${exchangeAddress(report)}/SMTP.Send`,
      ),
    action: (report) => ({ kind: 'sign-in', scope: `${exchangeAddress(report)}/SMTP.Send` }),
  },
];

/** Outlook.com and Microsoft 365. */
export const microsoft: ProviderProfile = {
  name: 'Microsoft',
  signIn,
  servers,
  mxHosts: /\.mail\.protection\.outlook\.com$|(?<!\.hve)\.mx\.microsoft$/i,
  rules,
  errorRules: microsoftErrorRules,
};
