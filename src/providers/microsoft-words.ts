import * as l10n from '@vscode/l10n';
import {
  guestAdvice,
  guestCause,
  isAnothersMailbox,
  isAppOnly,
  isGuest,
  isHighVolume,
  isPersonal,
} from './microsoft-facts.js';
import { generalWording, type Action, type ProviderRule } from './rule.js';

const legacyProtocols =
  'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';

const openLegacyProtocols = (): Action => ({ kind: 'open-page', url: legacyProtocols });

/**
 * What Microsoft’s servers say in words. The refusals that give no reason are in `microsoft-guesses.ts`.
 */
export const microsoftWords: readonly ProviderRule[] = [
  {
    code: 'smtp-auth-disabled-personal',
    source:
      'https://aka.ms/smtp_auth_disabled; https://support.microsoft.com (POP, IMAP and SMTP settings for Outlook.com)',
    confidence: 'certain',
    who: 'nobody',
    weight: 'words',
    phrases: [
      {
        says: /SmtpClientAuth\w* is disabled|smtp_auth_disabled/i,
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
        user: 'alice@outlook.com',
        also: ['535 5.7.139 Rejected. Visit https://aka.ms/smtp_auth_disabled'],
      },
    ],
    when: isPersonal,
    cause: ({ user }) => l10n.t('Microsoft has switched off SMTP AUTH for the mailbox {0}.', user),
    advice: () =>
      l10n.t(
        'This is a personal Microsoft account: no administrator can change it, and a good token does not. Send with Microsoft Graph or Outlook, or ask Microsoft’s support.',
      ),
  },
  {
    code: 'smtp-auth-disabled',
    source: 'https://aka.ms/smtp_auth_disabled; simonrob/email-oauth2-proxy#193; harishkrupo/oauth2ms#20',
    confidence: 'certain',
    who: 'administrator',
    weight: 'words',
    phrases: [
      {
        says: /SmtpClientAuth\w* is disabled/i,
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
      },
      { says: /aka\.ms\/smtp_auth_disabled/i, line: '535 5.7.139 Rejected. Visit https://aka.ms/smtp_auth_disabled' },
    ],
    samples: [
      { line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.' },
    ],
    cause: ({ reply }) =>
      /for the Tenant/i.test(reply?.line ?? '')
        ? l10n.t('SMTP AUTH is switched off for the whole organization; a good token does not change that.')
        : l10n.t('SMTP AUTH is switched off for this mailbox or its organization; a good token does not change that.'),
    advice: ({ user }) =>
      l10n.t(
        'An administrator runs: Set-CASMailbox -Identity {0} -SmtpClientAuthenticationDisabled $false (the mailbox’s setting wins over the organization’s).',
        user,
      ),
    action: () => ({ kind: 'open-page', url: 'https://aka.ms/smtp_auth_disabled' }),
  },
  {
    code: 'security-policy',
    source: 'jstedfast/MailKit#1733; https://learn.microsoft.com/entra/fundamentals/security-defaults',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phrases: [
      {
        says: /security defaults/i,
        line: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
      },
      {
        says: /did not meet the criteria/i,
        line: '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
      },
      {
        says: /conditional access|blocked by (?:an? )?(?:access )?policy/i,
        line: '535 5.7.139 Authentication unsuccessful, blocked by conditional access policy.',
        source: generalWording,
        also: ['535 5.7.139 Authentication unsuccessful, blocked by policy.'],
      },
    ],
    cause: () =>
      l10n.t('A security policy of the organization blocks this login (security defaults or conditional access).'),
    advice: () => l10n.t('Ask the administrator: the sign-in logs in Entra name the policy.'),
  },
  {
    code: 'hve-user-not-valid',
    source:
      'tarickb/sasl-xoauth2#110; https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365',
    confidence: 'certain',
    who: 'administrator',
    weight: 'words',
    phrases: [
      {
        says: /user address provided is not valid/i,
        line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid',
        server: { host: 'smtp-hve.office365.com', port: 587, security: 'starttls' },
      },
      {
        says: /\b5\.5\.124\b/,
        line: '501 5.5.124 Rejected',
        server: { host: 'smtp.hve.mx.microsoft', port: 587, security: 'starttls' },
      },
    ],
    when: isHighVolume,
    cause: ({ user }) => l10n.t('{0} is not an account of High Volume Email (HVE) of this tenant.', user),
    advice: () =>
      l10n.t(
        'Use the address of an HVE account, which an administrator creates, and allow the application with Add-HVEAppAccess.',
      ),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'mailbox-not-cloud',
    source: 'https://learn.microsoft.com (hybrid modern authentication); MicrosoftDocs/office-docs-exchange',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /(?:mailbox|user) (?:is|may be) (?:on-?premises|inactive|soft-deleted)|inactive, soft-deleted, or is hosted on-premise/i,
        line: 'A1 NO The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
        failedPhase: 'mailbox',
      },
      {
        says: /(?:MailboxNotEnabled|MailboxNotFound|NonExistentMailbox|ADUserNotFound|UserDisabledException)\w*/i,
        line: 'A1 OK [Error="MailboxNotFoundException"] AUTHENTICATE completed.',
        failedPhase: 'mailbox',
        source: 'Exchange (OK [Error=…])',
      },
      {
        says: /\[Error="UserDisabled"/,
        line: 'A1 OK [Error="UserDisabled" AuthResult=27] AUTHENTICATE completed.',
        failedPhase: 'mailbox',
        source: 'Exchange (OK [Error=…])',
      },
    ],
    cause: ({ user }) => l10n.t('Exchange Online has no active mailbox for {0}.', user),
    advice: () =>
      l10n.t(
        'Its administrator looks whether the mailbox has a license, was deleted, or is on a server of the organization’s own.',
      ),
  },
  {
    code: 'app-only-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; jstedfast/MailKit#1811',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /authenticated but not connected/i,
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
        token: { scopes: ['IMAP.AccessAsApp'] },
      },
    ],
    when: isAppOnly,
    cause: ({ user }) =>
      l10n.t('The token is the application’s own, and the application has no right to the mailbox {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission.',
      ),
    action: openLegacyProtocols,
  },
  {
    code: 'exchange-logon-denied',
    source: 'phinit.de (LogonDenied on IMAP OAuth); jstedfast/MailKit#1811',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /LogonDenied(?!-(?:BasicAuth|AppPassword))/,
        line: 'A2 NO AUTHENTICATE failed. [Error="AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed. User:alice@example.com"]',
        token: { appOnly: true },
      },
    ],
    when: ({ token }) => token.owner === undefined,
    cause: ({ user }) => l10n.t('Exchange accepted the token, but denied it the mailbox {0} (LogonDenied).', user),
    advice: () =>
      l10n.t(
        'If the token is the application’s own, an administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission. If a user signed in, that user has no access to the mailbox, or the protocol is switched off for it.',
      ),
    action: openLegacyProtocols,
  },
  {
    code: 'exchange-logon-denied-user',
    source: 'phinit.de (LogonDenied on IMAP OAuth); Exchange (Set-CASMailbox)',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /LogonDenied(?!-(?:BasicAuth|AppPassword))/,
        line: 'A2 NO AUTHENTICATE failed. [Error="AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed. User:alice@example.com"]',
        token: { owner: 'alice@example.com' },
      },
    ],
    cause: ({ user, token }) =>
      l10n.t(
        'Exchange accepted the token of {1}, but denied it the mailbox {0} (LogonDenied).',
        user,
        token.owner ?? '',
      ),
    advice: ({ protocol }) =>
      l10n.t(
        'The administrator looks whether {0} is enabled for the mailbox (Set-CASMailbox), whether it has a license, and whether this user has Full Access to it.',
        protocol.toUpperCase(),
      ),
  },
  {
    code: 'token-expires-soon',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    who: 'you',
    weight: 'words',
    phrases: [
      { says: /token will expire soon/i, line: '501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon' },
      { says: /\b5\.5\.127\b/, line: '501 5.5.127 Rejected' },
    ],
    cause: () => l10n.t('This server requires a token with more life left than this one has.'),
    advice: () => l10n.t('Refresh the access token and test at once.'),
    action: () => ({ kind: 'refresh' }),
  },
  {
    code: 'user-not-valid',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    who: 'you',
    weight: 'words',
    phrases: [
      {
        says: /user (?:address )?provided is not valid/i,
        line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid',
      },
      { says: /\b5\.5\.124\b/, line: '501 5.5.124 Rejected' },
    ],
    cause: ({ user }) => l10n.t('The server does not accept {0} as an address.', user),
    advice: () => l10n.t('Enter the full email address of the mailbox.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'xoauth2-data-invalid',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phrases: [
      {
        says: /invalid XOAUTH2 auth data/i,
        line: '501 5.5.126 Invalid XOAUTH2 auth data - Token is malformed',
        source: generalWording,
      },
    ],
    cause: ({ reply }) => l10n.t('The server read the string and rejects what is in it: “{0}”.', reply?.text ?? ''),
    advice: () =>
      l10n.t('Refresh the access token and test again. If it persists, sign in again with the scopes of this server.'),
    action: () => ({ kind: 'refresh' }),
  },
  {
    code: 'guest-not-connected',
    source: 'https://learn.microsoft.com/entra/external-id/user-properties (#EXT#); tarickb/sasl-xoauth2#5',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /authenticated but not connected/i,
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
        token: { owner: 'alice_outlook.com#EXT#@contoso.onmicrosoft.com' },
      },
    ],
    when: isGuest,
    cause: guestCause,
    advice: guestAdvice,
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'authenticated-not-connected',
    source:
      'simonrob/email-oauth2-proxy#74; simonrob/email-oauth2-proxy#275; imapsync/imapsync#411; postalsys/imapflow#314; getmail6/getmail6#214',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /authenticated but not connected/i,
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
      },
    ],
    cause: ({ user, token }) =>
      token.owner === undefined
        ? l10n.t('The server accepted the token, but the mailbox {0} does not open with it.', user)
        : l10n.t(
            'The server accepted the token, which belongs to {1}, but the mailbox {0} does not open with it.',
            user,
            token.owner,
          ),
    advice: (report) =>
      report.token.owner !== undefined && !isAnothersMailbox(report)
        ? l10n.t('The address may be an alias of the mailbox, or IMAP may be switched off for the mailbox.')
        : l10n.t(
            'The token may belong to another account than the address (look who is signed in in the browser), the address may be an alias, or IMAP may be switched off for the mailbox.',
          ),
    action: (report) => {
      const { owner } = report.token;
      return owner === undefined || !isAnothersMailbox(report)
        ? { kind: 'sign-in' }
        : { kind: 'set-user', user: owner };
    },
  },
];
