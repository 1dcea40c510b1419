import * as l10n from '@vscode/l10n';
import { isConsumerAddress } from '../../providers/catalogue.js';
import { editAccount, generalWording, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts about the state of an account. */
export const accountStateRules: readonly DiagnosisRule[] = [
  {
    code: 'browser-sign-in-required',
    source: 'https://support.google.com/mail/answer/78754; mscdex/node-imap#799; FairEmail FAQ',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /web login required/i,
        line: '-ERR [AUTH] Web login required: https://support.google.com/mail/answer/78754',
      },
      {
        says: /\blog ?in (?:to your (?:\w+ )?account )?(?:via|with|through|using|on) (?:a|your) (?:web )?browser/i,
        line: '534 5.7.9 Please log in with your web browser and then try again.',
      },
      { says: /WebLoginRequired/, line: '534-5.7.14 https://support.google.com/mail/?p=WebLoginRequired' },
      {
        says: /\[WEBALERT\b/i,
        line: 'A1 NO [WEBALERT https://accounts.google.com/signin/continue?sarp=1] Rejected.',
      },
      {
        says: /\b(?:pass|solve|enter|complete) (?:a |the )?captcha\b|captcha (?:is )?required/i,
        line: '535 5.7.8 Error: authentication failed: Please pass captcha at https://mail.example.org',
        source: generalWording,
        also: ['A1 NO Captcha required'],
      },
      {
        says: /verify your (?:account|identity) by (?:going to|visiting|signing in)/i,
        line: '535 5.7.0 (#MBR1240) Please verify your account by going to https://login.yahoo.com',
        source: 'Yahoo (#MBR1240); https://help.mail.ru/mail/mailer/popsmtp',
      },
      {
        says: /(?:log ?in|sign ?in) to (?:your )?(?:account|webmail|the web ?mail|the web interface) (?:to verify|first|once|and )/i,
        line: 'A1 NO [ALERT] Please sign in to your account first to accept the new terms.',
        source: generalWording,
      },
    ],
    samples: [
      {
        line: 'A1 NO AUTHENTICATE failed. Account is blocked. Login to your account via a web browser to verify your identity.',
      },
      {
        line: 'A1 NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)',
      },
    ],
    cause: (report) =>
      l10n.t('{0} requires {1} to sign in with a browser first, to confirm the login.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Sign in to the mailbox with a browser, confirm what is asked there, and test again. The server’s reply does not concern the scopes or the string.',
      ),
    action: testAgain,
  },
  {
    code: 'terms-not-accepted',
    source: 'Yandex (mail for domains); FairEmail FAQ',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /accept (?:the )?EULA/i,
        line: '535 5.7.8 Error: authentication failed: Please accept EULA first. See https://ya.cc/VpQnZ',
      },
      {
        says: /accept (?:the|our) (?:new |updated )?(?:terms|user agreement|license agreement)/i,
        line: 'A1 NO [ALERT] You must accept the terms of service in webmail.',
        source: generalWording,
      },
    ],
    cause: (report) => l10n.t('{0} requires {1} to accept its terms first.', hostName(report), report.user),
    advice: () => l10n.t('Sign in to the webmail of the mailbox, accept the terms there, and test again.'),
    action: testAgain,
  },
  {
    code: 'account-locked',
    source: 'FairEmail FAQ; Yahoo (#MBR1645); https://support.microsoft.com (unlock a Microsoft account)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:account|user) (?:is |has been |was )?(?:temporarily |currently )?(?:locked|blocked)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Your account has been temporarily locked because of unusual activity.',
        source: `https://www.zoho.com/mail/help/usage-policy.html; ${generalWording}`,
        also: [
          '535 5.7.8 This user is locked',
          'A1 NO [ALERT] Account Blocked. Please unblock it at https://mail.zoho.com/UnblockMe',
        ],
      },
      { says: /passphrase locked/i, line: 'A1 NO passphrase locked', source: 'Cyrus SASL (SASL_PWLOCK)' },
      {
        says: /(?:unusual|suspicious) (?:sending |login |sign-?in )?activity/i,
        line: '550 5.4.6 Unusual sending activity detected. Please try after sometime',
        source: 'https://www.zoho.com/mail/help/usage-policy.html',
      },
    ],
    cause: (report) => l10n.t('{0} says that the mailbox {1} is locked.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Sign in to the mailbox with a browser and follow the instructions there; in an organization its administrator can unlock it. A new token does not help.',
      ),
    action: testAgain,
  },
  {
    code: 'account-disabled',
    source: 'RFC 5530 §3 (CONTACTADMIN); Cyrus SASL (SASL_DISABLED); Dovecot (user_disabled); Google SMTP 550 5.2.1',
    confidence: 'certain',
    who: ({ user }) => (isConsumerAddress(user) ? 'you' : 'administrator'),
    phrases: [
      {
        says: /(?:account|mailbox|user)(?: \S{1,80})? (?:is |has been |was )?(?:disabled|suspended|deactivated|inactive)/i,
        line: 'A1 NO account disabled',
      },
      {
        says: /account (?:is |has been )?closed|mailbox (?:is |has been )?closed/i,
        line: '535 5.7.8 This account is closed.',
        source: generalWording,
        also: ['A1 NO The mailbox has been closed'],
      },
      {
        says: /account that you tried to reach is disabled/i,
        line: '550-5.2.1 The email account that you tried to reach is disabled.',
        source: 'https://help.mail.ru (errors of the server); https://support.google.com/a/answer/3726730 (5.2.1)',
      },
    ],
    samples: [{ line: 'A1 NO [CONTACTADMIN] Account suspended' }, { line: '550 Access to this account is disabled' }],
    cause: (report) => l10n.t('{0} says that {1} is disabled.', hostName(report), report.user),
    advice: ({ user }) =>
      isConsumerAddress(user)
        ? l10n.t(
            'Sign in to the mailbox with a browser: the page says why, and how to get it back. A new token does not change this.',
          )
        : l10n.t(
            'Ask the administrator or the provider’s support to enable the account. A new token does not change this.',
          ),
  },
  {
    code: 'account-expired',
    source: generalWording,
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /\b(?:account|subscription|license|trial)(?: period)? (?:has |is |was )?expired/i,
        line: 'A1 NO [ALERT] Your account has expired. Please renew.',
        also: ['A1 NO Your subscription has expired', '535 5.7.8 The trial period is expired'],
      },
    ],
    cause: (report) =>
      l10n.t('{0} says that the account or subscription of {1} has expired.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Renew it with the provider; in an organization its administrator does. A new token does not change this.',
      ),
  },
  {
    code: 'password-expired',
    source: 'RFC 5530 §3 (EXPIRED); Cyrus SASL (SASL_EXPIRED); Dovecot (“Password expired”)',
    confidence: 'likely',
    who: 'you',
    phrases: [
      {
        says: /pass(?:word|phrase) (?:has |is )?(?:expired|must be (?:changed|reset))/i,
        line: 'A1 NO [EXPIRED] Password expired',
      },
      {
        says: /must change (?:the |your )?pass(?:word|phrase)|pass(?:word|phrase) change (?:is )?required/i,
        line: 'A1 NO AUTHENTICATE failed: must change password',
        source: 'Zimbra (account.CHANGE_PASSWORD)',
        also: ['A1 NO Password change required'],
      },
    ],
    samples: [{ line: '535 passphrase expired, has to be reset' }],
    cause: (report) => l10n.t('{0} says that the password of {1} has expired.', hostName(report), report.user),
    advice: () =>
      l10n.t('Change the password where the account is managed, sign in again for a new token, and test again.'),
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'user-unknown-to-server',
    source: 'Cyrus SASL (SASL_NOUSER); jstedfast/MailKit#742; RFC 3463 §3.2 (5.1.1)',
    confidence: 'likely',
    who: 'you',
    phrases: [
      { says: /\buser not found\b/i, line: 'A1 NO user not found' },
      {
        says: /\bno (?:account|mailbox) (?:for|with|exists|found)\b|no such (?:account|mailbox)|(?:account|mailbox) (?:is )?not (?:found|provisioned)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] No account for alice@example.com',
        source: generalWording,
        also: ['A1 NO Account not found', '535 5.7.8 No such account'],
      },
      {
        says: /(?:user|account) has no mailbox|mailbox (?:is |has )?not (?:been )?(?:activated|created)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] User has no mailbox',
        source: generalWording,
        also: ['A1 NO [AUTHENTICATIONFAILED] mailbox not activated'],
      },
      { says: /\[NONEXISTENT\]/i, line: 'A1 NO [NONEXISTENT] Rejected', source: 'RFC 5530 §3 (NONEXISTENT)' },
      { says: /\bunknown user\b(?! name)/i, line: '535 5.7.8 Error: authentication failed: unknown user' },
      { says: /\b(?:no such|invalid) user\b(?! ?name| or)/i, line: '535 No such user here', source: generalWording },
      {
        says: /user (?:does not|doesn['’]t) exist|mailbox (?:does not|doesn['’]t) exist/i,
        line: '-ERR User does not exist',
        source: generalWording,
        also: [
          'A1 NO A mailbox does not exist for this login',
          'A1 NO LOGIN failed: mailbox does not exist',
          '-ERR [AUTH] Mailbox doesn’t exist',
        ],
      },
      {
        says: /user exists, but no verifier for user/i,
        line: 'A1 NO user exists, but no verifier for user',
        source: 'Cyrus SASL (SASL_NOVERIFY)',
      },
    ],
    phase: 'authenticate',
    cause: (report) => l10n.t('{0} does not know the user {1}.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Enter the user as the server knows it: usually the primary address of the mailbox, on some servers the part before the @.',
      ),
    action: editAccount,
  },
];
