import * as l10n from '@vscode/l10n';
import { isHighVolume, isPersonal } from './microsoft-facts.js';
import { generalWording, type ProviderRule } from './rule.js';

/** Texts of Microsoft’s SMTP servers. */
export const microsoftSending: readonly ProviderRule[] = [
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
    phase: 'any',
    when: isPersonal,
    cause: ({ user }) => l10n.t('Microsoft has disabled SMTP AUTH for the mailbox {0}.', user),
    advice: () =>
      l10n.t(
        'This is a personal Microsoft account: neither an administrator nor a valid token can change this. Send with Microsoft Graph or Outlook, or ask Microsoft’s support.',
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
      {
        line: '530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
        failedPhase: 'mailbox',
      },
    ],
    phase: 'any',
    cause: ({ reply }) =>
      /for the Tenant/i.test(reply?.line ?? '')
        ? l10n.t('SMTP AUTH is disabled for the whole organization; a valid token does not change that.')
        : l10n.t('SMTP AUTH is disabled for this mailbox or its organization; a valid token does not change that.'),
    advice: ({ user }) =>
      l10n.t(
        'An administrator runs: Set-CASMailbox -Identity {0} -SmtpClientAuthenticationDisabled $false (the mailbox’s setting takes precedence over the organization’s).',
        user,
      ),
    action: () => ({ kind: 'open-page', url: 'https://aka.ms/smtp_auth_disabled' }),
  },
  {
    code: 'outlook-sending-restricted',
    source: 'Youans/nodejs-nodemailer-outlook#11; DesertsP/Valine-Admin#26; OfficeDev/ews-java-api#519',
    confidence: 'certain',
    who: 'you',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /WASCL UserAction|OutboundSpamException/,
        line: '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; WASCL UserAction verdict is not None. Actual verdict is HipSend, ShowTierUpgrade.',
        failedPhase: 'mailbox',
        user: 'alice@outlook.com',
        also: ['554 5.2.0 The operation failed., WASCL UserAction verdict is not None.'],
      },
    ],
    samples: [
      {
        line: '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException',
        failedPhase: 'message',
        user: 'a@live.com',
      },
    ],
    cause: ({ user, reply }) =>
      /\bSuspend\b/.test(reply?.line ?? '')
        ? l10n.t('Microsoft has suspended sending for {0}, to protect others from spam.', user)
        : l10n.t(
            'Microsoft restricts sending for {0} until the account is confirmed or its daily quota is renewed.',
            user,
          ),
    advice: () =>
      l10n.t(
        'The login is not the reason. Sign in to the mailbox with a browser, send a message there and confirm what is asked, such as a phone number; then wait a day.',
      ),
    action: () => ({ kind: 'test-again' }),
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
    code: 'token-expires-soon',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    who: 'you',
    weight: 'words',
    phrases: [
      { says: /token will expire soon/i, line: '501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon' },
      { says: /\b5\.5\.127\b/, line: '501 5.5.127 Rejected' },
    ],
    cause: () => l10n.t('This server requires a token with more lifetime left than this one has.'),
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
        says: /invalid XOAUTH2 auth data(?! - (?:scope|audience|issuer)\b)/i,
        line: '501 5.5.126 Invalid XOAUTH2 auth data - Token is malformed',
        source: generalWording,
      },
    ],
    cause: ({ reply }) => l10n.t('The server could read the string but rejects its content: “{0}”.', reply?.text ?? ''),
    advice: () =>
      l10n.t('Refresh the access token and test again. If it persists, sign in again with the scopes of this server.'),
    action: () => ({ kind: 'refresh' }),
  },
];
