import * as l10n from '@vscode/l10n';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import {
  forProvider,
  failedWith,
  openPage,
  refresh,
  refused,
  refusedAt,
  said,
  signIn,
  testAgain,
  type DiagnosisRule,
  type When,
} from './rule.js';

const withoutUser: When = ({ token }) =>
  token.owner === undefined && (token.scopes ?? []).some((scope) => scope.endsWith('AsApp'));
const anothersMailbox: When = ({ token, user }) =>
  token.owner !== undefined && token.owner.toLowerCase() !== user.toLowerCase();

export const googleRules: readonly DiagnosisRule[] = [
  {
    code: 'lookup-failed',
    source: 'jstedfast/MailKit#742',
    confidence: 'likely',
    samples: [{ line: 'A1 NO Lookup failed', provider: 'Google' }],
    when: refusedAt('authenticate', said(/lookup failed/i)),
    cause: ({ user }) => l10n.t('The server knows no mailbox {0}.', user),
    advice: () => l10n.t('Give the address of the mailbox, not that of a service account or an alias.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'gmail-web-login-required',
    source: 'https://support.google.com/mail/answer/7126229',
    confidence: 'certain',
    samples: [
      {
        line: 'A1 NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)',
        provider: 'Google',
      },
    ],
    when: refusedAt('authenticate', said(/log ?in via your web browser|\[WEBALERT/i)),
    cause: ({ user }) =>
      l10n.t('Google wants {0} to sign in with a browser first: it has seen something unusual.', user),
    advice: () => l10n.t('Sign in to the mailbox in a browser, confirm that it was you, and test again.'),
    action: openPage('https://accounts.google.com/'),
  },
];

export const microsoftRules: readonly DiagnosisRule[] = [
  {
    code: 'smtp-auth-disabled',
    source: 'https://aka.ms/smtp_auth_disabled; simonrob/email-oauth2-proxy#193',
    confidence: 'certain',
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
    when: refusedAt('authenticate', said(/5\.7\.139.*SmtpClientAuthentication is disabled/i)),
    cause: () =>
      l10n.t(
        'SMTP AUTH is switched off for this mailbox or its whole organisation; a good token does not change that.',
      ),
    advice: ({ user }) =>
      l10n.t(
        'An administrator runs: Set-CASMailbox -Identity {0} -SmtpClientAuthenticationDisabled $false (the mailbox’s setting wins over the organisation’s).',
        user,
      ),
    action: openPage('https://aka.ms/smtp_auth_disabled'),
  },
  {
    code: 'security-policy',
    source: 'jstedfast/MailKit#1733',
    confidence: 'likely',
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
    when: refusedAt('authenticate', said(/5\.7\.139.*(?:security defaults|did not meet the criteria)/i)),
    cause: () =>
      l10n.t('A security policy of the organisation blocks this login (security defaults or conditional access).'),
    advice: () => l10n.t('Ask the administrator: the sign-in logs in Entra name the policy.'),
  },
  {
    code: 'token-expires-soon',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    samples: [{ line: '501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon', protocol: 'smtp' }],
    when: refusedAt('authenticate', said(/5\.5\.127|token will expire soon/i)),
    cause: () => l10n.t('This server wants a token with more life left than this one has.'),
    advice: () => l10n.t('Refresh the access token and test at once.'),
    action: refresh,
  },
  {
    code: 'user-not-valid',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    samples: [{ line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid', protocol: 'smtp' }],
    when: refusedAt('authenticate', said(/5\.5\.124|user address provided is not valid/i)),
    cause: ({ user }) => l10n.t('The server does not take {0} for an address.', user),
    advice: () => l10n.t('Give the full e-mail address of the mailbox.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'authenticated-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; imapsync/imapsync#411; postalsys/imapflow#314',
    confidence: 'likely',
    samples: [{ line: 'A2 BAD User is authenticated but not connected.', failedPhase: 'mailbox' }],
    when: refused(said(/authenticated but not connected/i)),
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
];

/** What scopes begin with in the cloud that a server of Exchange Online belongs to. */
function exchangeAddress({ server: { host } }: LoginCheckResult): string {
  if (host.endsWith('.us')) return 'https://outlook.office365.us';
  return host.endsWith('.cn') ? 'https://partner.outlook.cn' : 'https://outlook.office.com';
}

/** Microsoft’s refusals that give no reason: what is known of the token tells the likely one. */
export const microsoftGuesses: readonly DiagnosisRule[] = [
  {
    code: 'app-only-not-permitted',
    source: 'jstedfast/MailKit#1811; jstedfast/MailKit#1624; MicrosoftDocs/office-developer-exchange-docs pull 304',
    confidence: 'likely',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { scopes: ['IMAP.AccessAsApp'] } }],
    when: refusedAt('authenticate', forProvider('Microsoft', withoutUser)),
    cause: ({ user }) => l10n.t('The application’s own token may not open {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission; sending needs SendAs.',
      ),
    action: openPage(
      'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
    ),
  },
  {
    code: 'shared-mailbox',
    source: 'jstedfast/MailKit#1412; Webklex/php-imap#252',
    confidence: 'likely',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { owner: 'bob@example.com' } }],
    when: refusedAt('authenticate', forProvider('Microsoft', anothersMailbox)),
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
    samples: [
      { line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft' },
      {
        line: '-ERR Authentication failure: unknown user name or bad password.',
        protocol: 'pop3',
        provider: 'Microsoft',
      },
    ],
    when: refusedAt(
      'authenticate',
      forProvider('Microsoft', said(/NO AUTHENTICATE failed|-ERR Authentication failure: unknown user/i)),
    ),
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
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001.eurprd01.prod.exchangelabs.com]',
        protocol: 'smtp',
      },
    ],
    when: refusedAt(
      'authenticate',
      (report) =>
        said(/^535[ -]5\.7\.(?:3|139)\b/)(report) &&
        (report.provider === 'Microsoft' || said(/\b(?:outlook|exchangelabs)\.com\b/i)(report)),
    ),
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: (report) =>
      l10n.t(
        'In order of likelihood: the token lacks {0} or is for Microsoft Graph, or it belongs to another user. Sign in again with that scope and exactly this address.',
        `${exchangeAddress(report)}/SMTP.Send`,
      ),
    action: (report) => ({ kind: 'sign-in', scope: `${exchangeAddress(report)}/SMTP.Send` }),
  },
];

/** Hosts of providers that have no OAuth for other people's mail programs. */
const passwordOnly = /(?:^|\.)(?:mail\.me\.com|gmx\.net|gmx\.com|web\.de|t-online\.de|mailbox\.org)$/i;

export const passwordOnlyRules: readonly DiagnosisRule[] = [
  {
    code: 'no-oauth-here',
    source: 'https://support.apple.com/102654 (iCloud); Thunderbird’s autoconfig database (GMX, web.de, T-Online)',
    confidence: 'likely',
    samples: [
      {
        failure: 'mechanism-not-offered',
        failedPhase: 'authenticate',
        server: { host: 'imap.mail.me.com', port: 993, security: 'tls' },
      },
    ],
    when: failedWith('mechanism-not-offered', ({ server }) => passwordOnly.test(server.host)),
    cause: ({ server }) => l10n.t('{0} has no OAuth for mail programs of others.', server.host),
    advice: () =>
      l10n.t('Nothing was sent. Use a password made for one app in the mailbox’s settings; no token will do here.'),
  },
];

export const otherProviderRules: readonly DiagnosisRule[] = [
  {
    code: 'yahoo-server-error',
    source: 'mscdex/node-imap#419; Enough-Software/enough_mail_app#61',
    confidence: 'possible',
    samples: [{ line: 'A1 NO Server error - please try again later', provider: 'Yahoo' }],
    when: refusedAt('authenticate', said(/server error - please try again/i)),
    cause: () => l10n.t('The server could not check the login, or does not take the mechanism from this client.'),
    advice: () =>
      l10n.t(
        'Test again in some minutes; if it stays so, the client ID may not be approved for mail: Yahoo and AOL register no new ones.',
      ),
    action: testAgain,
  },
  {
    code: 'yahoo-refused',
    source: 'OfflineIMAP/offlineimap#688; roundcube/roundcubemail#7940',
    confidence: 'possible',
    samples: [{ line: 'A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE Invalid credentials', provider: 'Yahoo' }],
    when: refusedAt('authenticate', forProvider('Yahoo', said(/AUTHENTICATIONFAILED|^535/))),
    cause: ({ user }) =>
      l10n.t(
        'Yahoo or AOL does not take this token for {0}: it has expired, lacks the scope mail-w, or the client ID is not approved for mail.',
        user,
      ),
    advice: () => l10n.t('Refresh the access token; a client ID that was never given mail-w cannot get it any more.'),
    action: refresh,
  },
  {
    code: 'yandex-refused',
    source: 'deltachat/provider-db (yandex.ru); emersion/go-imap#539',
    confidence: 'possible',
    samples: [
      {
        line: 'A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is disabled sc=x',
        provider: 'Yandex',
      },
    ],
    when: refusedAt('authenticate', forProvider('Yandex', said(/AUTHENTICATIONFAILED|^535/))),
    cause: ({ user, protocol }) =>
      l10n.t(
        'Yandex does not take this token for {0}: it has expired, lacks the scope, or {1} is switched off in the mailbox’s settings.',
        user,
        protocol.toUpperCase(),
      ),
    advice: () =>
      l10n.t(
        'Switch mail programs on in the mailbox’s settings, sign in with mail:imap_full and mail:smtp, and test again.',
      ),
    action: openPage('https://mail.yandex.com/#setup/client'),
  },
  {
    code: 'fastmail-refused',
    source: 'https://www.fastmail.com/dev/',
    confidence: 'possible',
    samples: [{ line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed', provider: 'Fastmail' }],
    when: refusedAt('authenticate', forProvider('Fastmail', said(/AUTHENTICATIONFAILED|^535/))),
    cause: ({ user }) =>
      l10n.t(
        'Fastmail does not take this token for {0}: it has expired, or a rotated refresh token was used twice and ended the grant.',
        user,
      ),
    advice: () => l10n.t('Sign in again; let only one program hold the refresh token.'),
    action: signIn,
  },
  {
    code: 'zoho-refused',
    source: 'https://www.zoho.com/mail/help/imap-access.html; docs.sendgrail.com',
    confidence: 'possible',
    samples: [{ line: 'A1 NO [ALERT] Invalid credentials(Failure)', provider: 'Zoho' }],
    when: refusedAt('authenticate', forProvider('Zoho', said(/invalid credentials|AUTHENTICATIONFAILED|^535/i))),
    cause: ({ user }) =>
      l10n.t(
        'Zoho does not take this token for {0}: it is of another data centre, lacks ZOHOMAIL.PROTOCOL.IMAP, or IMAP is switched off.',
        user,
      ),
    advice: () =>
      l10n.t('Use the hosts of the account’s own region (zoho.eu, zoho.in, …), for the sign-in and for the mail.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'mail-ru-refused',
    source: 'https://help.mail.ru/developers/oauth',
    confidence: 'possible',
    samples: [
      { line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed. Please verify your account', provider: 'Mail.ru' },
    ],
    when: refusedAt('authenticate', forProvider('Mail.ru', said(/AUTHENTICATIONFAILED|^535/))),
    cause: ({ user }) =>
      l10n.t(
        'Mail.ru does not take this token for {0}: it has expired, or lacks the scope mail.imap (which is given together with userinfo only).',
        user,
      ),
    advice: () => l10n.t('Sign in again with the scopes “userinfo mail.imap”.'),
    action: () => ({ kind: 'sign-in', scope: 'userinfo mail.imap' }),
  },
  {
    code: 'comcast-refused',
    source: 'Thunderbird’s provider list (oauth.xfinity.com)',
    confidence: 'possible',
    samples: [
      {
        line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed',
        server: { host: 'imap.comcast.net', port: 993, security: 'tls' },
      },
    ],
    when: refusedAt(
      'authenticate',
      (report) => /(?:^|\.)comcast\.net$/i.test(report.server.host) && said(/AUTHENTICATIONFAILED|^535/)(report),
    ),
    cause: ({ user }) =>
      l10n.t(
        'Comcast does not take this token for {0}: it has expired, or access for third-party programs is switched off.',
        user,
      ),
    advice: () => l10n.t('Switch on third-party access in the mailbox’s security settings, then sign in again.'),
    action: signIn,
  },
];
