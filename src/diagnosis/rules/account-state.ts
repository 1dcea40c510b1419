import * as l10n from '@vscode/l10n';
import { generalWording, editAccount, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** What servers say of the state of a mailbox or of its settings. */
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
        'Sign in to the mailbox with a browser, confirm what is asked there, and test again. The server does not complain about the scopes or the string.',
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
    code: 'protocol-disabled-by-administrator',
    source: 'Gmail (“POP access is disabled for your domain”); Exchange (Set-CASMailbox)',
    confidence: 'certain',
    who: 'administrator',
    phrases: [
      {
        says: /(?:IMAP|POP3?|SMTP) (?:access )?is (?:disabled|not enabled) for (?:your|this|the) (?:domain|organization|tenant)/i,
        line: '-ERR [SYS/PERM] POP access is disabled for your domain. Please contact your domain administrator.',
      },
      {
        says: /(?:disabled|not (?:enabled|allowed|permitted)) by (?:your|the|an?) (?:domain |system )?administrator/i,
        line: 'A1 NO [ALERT] IMAP was disabled by your administrator.',
        source: generalWording,
      },
    ],
    samples: [
      { line: 'A1 NO [ALERT] IMAP access is disabled for your domain. Please contact your domain administrator.' },
    ],
    cause: ({ protocol }) => l10n.t('{0} is switched off by the administrator of the domain.', protocol.toUpperCase()),
    advice: () => l10n.t('Only the administrator of the domain can switch it on.'),
  },
  {
    code: 'protocol-not-enabled',
    source: 'Zoho (“You are yet to enable IMAP”); Yandex (“does not have access rights to this service”); GMX',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /yet to enable (?:IMAP|POP)/i,
        line: 'A1 NO [ALERT] You are yet to enable IMAP for your account. Please contact your administrator (Failure)',
      },
      {
        says: /does not have access rights to this service/i,
        line: '535 5.7.8 Error: authentication failed: This user does not have access rights to this service',
      },
      {
        says: /(?:IMAP|POP3?|SMTP) (?:access )?(?:is )?not (?:allowed|permitted|available|activated) for (?:this|your) (?:account|mailbox|user)/i,
        line: 'A1 NO [ALERT] IMAP access is not allowed for this account. Please enable it in the settings.',
      },
      {
        says: /please (?:enable|activate) (?:IMAP|POP)/i,
        line: '-ERR [SYS/PERM] Please activate POP3 in the settings of your mailbox.',
        source: generalWording,
      },
      {
        says: /(?:IMAP|POP3?) (?:access )?(?:is )?(?:disabled|deactivated) in (?:the |your )?(?:mailbox |account )?settings/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] IMAP is disabled in your settings.',
        source: generalWording,
      },
    ],
    cause: ({ protocol, user }) =>
      l10n.t('Mail programs may not use {0} for {1} yet: it is switched off there.', protocol.toUpperCase(), user),
    advice: () =>
      l10n.t(
        'Switch on IMAP, POP3 or mail programs in the mailbox’s settings on the web; in an organization its administrator may have to allow it.',
      ),
  },
  {
    code: 'protocol-disabled',
    source: 'jeremyephron/simplegmail#122; jberkel/sms-backup-plus#1028',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /not enabled for (?:IMAP|POP|SMTP)/i,
        line: 'A1 NO [ALERT] Your account is not enabled for IMAP use. Please visit your account settings.',
      },
      {
        says: /(?<! or )(?:IMAP|POP3?|SMTP)(?:4)? (?:access |protocol |service )?(?:is |has been )(?:disabled|not enabled|turned off|switched off)/i,
        line: '-ERR POP access is disabled',
      },
      {
        says: /protocol (?:is )?(?:disabled|not enabled)(?: for (?:this|the) (?:user|mailbox))?/i,
        line: '-ERR Protocol disabled for this user.',
        source: 'Exchange (Set-CASMailbox -PopEnabled)',
      },
    ],
    cause: ({ protocol }) => l10n.t('{0} is switched off for this mailbox.', protocol.toUpperCase()),
    advice: () => l10n.t('Switch it on in the mailbox’s settings; in an organization its administrator decides.'),
  },
  {
    code: 'basic-authentication-disabled',
    source:
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online; holon-run/uxc#445; rpremraj/mailR#107',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /basic authentication is (?:disabled|not supported)/i,
        line: '550 5.7.30 Basic authentication is not supported for Client Submission.',
      },
      {
        says: /BasicAuth(?:entication)?Blocked/,
        line: 'A1 NO [AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-<UserType:OutlookCom> LogonFailed-BasicAuthBlocked',
        source: 'Exchange Online (LogonDenied-BasicAuthBlocked)',
      },
      { says: /\b5\.7\.30\b/, line: '550 5.7.30 Client Submission is blocked.' },
      {
        says: /(?:password|legacy|plain ?text) (?:authentication|logins?) (?:is|are|has been) (?:disabled|no longer (?:supported|allowed))/i,
        line: 'A1 NO [ALERT] Password logins are no longer supported for this account.',
        source: generalWording,
      },
    ],
    samples: [{ line: 'A1 NO Basic authentication is disabled.' }],
    cause: () => l10n.t('The server treats this as a login with a password, and those are switched off.'),
    advice: ({ mechanism }) =>
      mechanism === 'XOAUTH2'
        ? l10n.t(
            'A token was sent with XOAUTH2, and the server does not treat it as one: look for the host and port that the provider names for OAuth.',
          )
        : l10n.t('Test with XOAUTH2 and an OAuth access token.'),
    action: ({ mechanism }) => (mechanism === 'XOAUTH2' ? undefined : { kind: 'use-mechanism', mechanism: 'XOAUTH2' }),
  },
  {
    code: 'app-password-required',
    source: 'https://support.google.com/accounts/answer/185833; RFC 4954 §6 (534)',
    confidence: 'likely',
    who: 'you',
    phrases: [
      {
        says: /\bapp(?:lication)?(?:-specific)? ?password/i,
        line: '534 5.7.9 Application-specific password required. For more information, go to https://support.google.com/mail/?p=InvalidSecondFactor',
      },
      {
        says: /InvalidSecondFactor/,
        line: '534-5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor',
      },
      {
        says: /parol prilozheniya/i,
        line: '535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external',
        source: 'https://help.mail.ru/mail/security/protection/external',
      },
    ],
    samples: [
      {
        line: 'A1 NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
      },
    ],
    cause: () =>
      l10n.t('The server asks for an app password, as servers do that treat the login as one with a password.'),
    advice: () =>
      l10n.t(
        'Test with XOAUTH2 and an OAuth access token. If that is what was sent, the server accepts no token for this mailbox, and an app password is the way in.',
      ),
  },
  {
    code: 'account-locked',
    source: 'FairEmail FAQ; Yahoo (#MBR1645); https://support.microsoft.com (unlock a Microsoft account)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:account|user) (?:is|has been|was) (?:temporarily |currently )?(?:locked|blocked)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Your account has been temporarily locked because of unusual activity.',
        source: generalWording,
        also: ['535 5.7.8 This user is locked'],
      },
      { says: /passphrase locked/i, line: 'A1 NO passphrase locked', source: 'Cyrus SASL (SASL_PWLOCK)' },
      {
        says: /(?:unusual|suspicious) (?:sending |login |sign-?in )?activity/i,
        line: '550 5.4.6 Unusual sending activity detected. Please try after sometime',
        source: 'https://www.zoho.com/mail/help/usage-policy.html',
      },
      {
        says: /account blocked/i,
        line: 'A1 NO [ALERT] Account Blocked. Please unblock it at https://mail.zoho.com/UnblockMe',
        source: 'https://www.zoho.com/mail/help/usage-policy.html',
      },
    ],
    cause: (report) => l10n.t('{0} has locked the mailbox {1}, by its own words.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Sign in to the mailbox with a browser and follow what is said there; in an organization its administrator can unlock it. A new token does not.',
      ),
    action: testAgain,
  },
  {
    code: 'account-disabled',
    source: 'RFC 5530 §3 (CONTACTADMIN); Cyrus SASL (SASL_DISABLED); Dovecot (user_disabled); Google SMTP 550 5.2.1',
    confidence: 'certain',
    who: 'administrator',
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
    advice: () =>
      l10n.t('Ask the administrator or the provider’s support to enable the account. A new token does not change it.'),
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
      { says: /\bunknown user\b(?! name)/i, line: '535 5.7.8 Error: authentication failed: unknown user' },
      { says: /\b(?:no such|invalid) user\b(?! ?name| or)/i, line: '535 No such user here', source: generalWording },
      {
        says: /user (?:does not|doesn't) exist|mailbox (?:does not|doesn't) exist for/i,
        line: '-ERR User does not exist',
        source: generalWording,
        also: ['A1 NO A mailbox does not exist for this login'],
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
        'Enter the user as the server knows it: mostly the primary address of the mailbox, on some servers the part before the @.',
      ),
    action: editAccount,
  },
];
