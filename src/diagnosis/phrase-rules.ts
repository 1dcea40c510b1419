import * as l10n from '@vscode/l10n';
import { editAccount, hostName, refused, refusedAt, replyMatches, testAgain, type DiagnosisRule } from './rule.js';

/** Words that tell the cause by themselves, whoever says them. They come before every rule that goes by codes. */
export const phraseRules: readonly DiagnosisRule[] = [
  {
    code: 'browser-sign-in-required',
    source: 'https://support.google.com/mail/answer/78754; mscdex/node-imap#799; FairEmail FAQ',
    confidence: 'certain',
    samples: [
      { line: '-ERR [AUTH] Web login required: https://support.google.com/mail/answer/78754', protocol: 'pop3' },
      { line: '534 5.7.9 Please log in with your web browser and then try again.', protocol: 'smtp' },
      {
        line: 'A1 NO AUTHENTICATE failed. Account is blocked. Login to your account via a web browser to verify your identity.',
      },
      {
        line: 'A1 NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)',
      },
      { line: 'A1 NO [WEBALERT https://accounts.google.com/signin/continue?sarp=1] Web login required.' },
    ],
    when: refused(
      replyMatches(
        /web login required|WebLoginRequired|\[WEBALERT\b|\blog ?in (?:to your account )?(?:via|with) (?:a|your) web browser/i,
      ),
    ),
    cause: (report) =>
      l10n.t('{0} wants {1} to sign in with a browser first, to confirm the login.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Sign in to the mailbox with a browser, confirm what is asked there, and test again. The scopes and the string are not what it complains about.',
      ),
    action: testAgain,
  },
  {
    code: 'ehlo-name-rejected',
    source: 'nodemailer/nodemailer#1742; https://support.google.com/a/answer/3221692; go-mail/mail#63',
    confidence: 'certain',
    samples: [
      {
        line: '421 4.7.0 Try again later, closing connection. (EHLO) For more information, go to https://support.google.com/a/answer/3221692',
        protocol: 'smtp',
        failedPhase: 'capability',
      },
      { line: '550 5.7.1 HELO name is invalid', protocol: 'smtp', failedPhase: 'capability' },
      { line: '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname', protocol: 'smtp' },
    ],
    when: refused(
      (report) =>
        report.protocol === 'smtp' &&
        replyMatches(/\((?:EHLO|HELO)\)|\b(?:EHLO|HELO)\b.{0,40}\b(?:rejected|invalid)/i)(report),
    ),
    cause: (report) => {
      const said = [hostName(report), report.ehloName ?? ''] as const;
      if (report.initialResponse !== undefined) {
        return l10n.t('{0} rejected the name that was given in EHLO, “{1}”.', ...said);
      }
      return l10n.t('{0} rejected the name that was given in EHLO, “{1}”; no token was sent.', ...said);
    },
    advice: () =>
      l10n.t(
        'This does not pass by waiting. Such servers accept a fully qualified name that exists in the DNS: set one of your own, such as mail.example.com, with the setting “Ehlo Name” (--ehlo_name), or test at another host of the provider (smtp.gmail.com in place of smtp-relay.gmail.com).',
      ),
  },
  {
    code: 'protocol-disabled-by-administrator',
    source: 'Gmail (“POP access is disabled for your domain”); Exchange (Set-CASMailbox)',
    confidence: 'certain',
    samples: [
      {
        line: '-ERR [SYS/PERM] POP access is disabled for your domain. Please contact your domain administrator.',
        protocol: 'pop3',
      },
      { line: 'A1 NO [ALERT] IMAP access is disabled for your domain. Please contact your domain administrator.' },
    ],
    when: refused(replyMatches(/(?:IMAP|POP3?|SMTP) access is disabled for your domain/i)),
    cause: ({ protocol }) => l10n.t('{0} is switched off for the whole domain.', protocol.toUpperCase()),
    advice: () => l10n.t('Only the administrator of the domain can switch it on.'),
  },
  {
    code: 'protocol-not-enabled',
    source: 'Zoho (“You are yet to enable IMAP”); Yandex (“does not have access rights to this service”); GMX',
    confidence: 'certain',
    samples: [
      {
        line: 'A1 NO [ALERT] You are yet to enable IMAP for your account. Please contact your administrator (Failure)',
      },
      {
        line: '535 5.7.8 Error: authentication failed: This user does not have access rights to this service',
        protocol: 'smtp',
      },
      { line: 'A1 NO [ALERT] IMAP access is not allowed for this account. Please enable it in the settings.' },
    ],
    when: refused(
      replyMatches(
        /yet to enable (?:IMAP|POP)|does not have access rights to this service|(?:IMAP|POP3?|SMTP) (?:access )?(?:is )?not allowed for this account|please enable (?:IMAP|POP)/i,
      ),
    ),
    cause: ({ protocol, user }) =>
      l10n.t('Mail programs may not use {0} for {1} yet: it is switched off there.', protocol.toUpperCase(), user),
    advice: () =>
      l10n.t(
        'Switch on IMAP, POP3 or mail programs in the mailbox’s settings on the web; in an organization its administrator may have to allow it.',
      ),
  },
  {
    code: 'bandwidth-exceeded',
    source: 'https://support.google.com/a/answer/1071518; ljmerza/ha-email-sensor#16; chatwoot/chatwoot#6082',
    confidence: 'certain',
    samples: [
      {
        line: 'A3 NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)',
        failedPhase: 'mailbox',
      },
    ],
    when: refused(replyMatches(/exceeded (?:command or )?bandwidth limits/i)),
    cause: (report) => l10n.t('This mailbox has exceeded the limits of {0} for traffic.', hostName(report)),
    advice: () => l10n.t('Wait, up to 24 hours, and fetch less at a time; other programs of this mailbox count too.'),
    action: testAgain,
  },
  {
    code: 'server-unavailable',
    source: 'simonrob/email-oauth2-proxy#379; RFC 3463 §3.5 (4.3.x)',
    confidence: 'likely',
    samples: [
      { line: '-ERR Server Unavailable. 21', protocol: 'pop3', failedPhase: 'mailbox' },
      { line: 'A2 NO Server Unavailable. 15', failedPhase: 'mailbox' },
      { line: 'A2 NO Internal error occurred. Refer to server log for more information.', failedPhase: 'mailbox' },
    ],
    when: refusedAt('mailbox', replyMatches(/server unavailable|internal (?:server )?error/i)),
    cause: (report) => l10n.t('The login was accepted; {0} then has a fault of its own.', hostName(report)),
    advice: () =>
      l10n.t('Wait some minutes and test again, and check less often. If it persists, its operator has to look.'),
    action: testAgain,
  },
  {
    code: 'mechanism-missing-behind',
    source: 'docker-mailserver/docker-mailserver#4119; Cyrus SASL (SASL_NOMECH)',
    confidence: 'certain',
    samples: [
      { line: '535 5.7.8 Error: authentication failed: no mechanism available', protocol: 'smtp' },
      { line: 'A1 NO no mechanism available' },
    ],
    when: refused(replyMatches(/no mechanism available/i)),
    cause: ({ mechanism }) =>
      l10n.t(
        'The server offers {0}, but the part of it that checks logins does not have this mechanism. The token was not looked at.',
        mechanism,
      ),
    advice: () => l10n.t('Its operator has to add the mechanism to the SASL back end (Cyrus SASL plug-in, Dovecot).'),
  },
  {
    code: 'token-check-failed',
    source: 'authelia/authelia#12974; docker-mailserver/docker-mailserver#1534; Dovecot (auth: temporary failure)',
    confidence: 'likely',
    samples: [
      { line: 'A1 NO [UNAVAILABLE] Temporary authentication failure. [mail:2026-09-04 13:04:53]' },
      {
        line: '454 4.7.0 Temporary authentication failure: Connection lost to authentication server',
        protocol: 'smtp',
      },
      { line: '-ERR [SYS/TEMP] Temporary authentication failure.', protocol: 'pop3' },
    ],
    when: refusedAt('authenticate', replyMatches(/temporary authentication failure/i)),
    cause: (report) =>
      l10n.t(
        '{0} reports a temporary failure. Mostly it could not check the token, which says nothing of the token itself.',
        hostName(report),
      ),
    advice: () =>
      l10n.t(
        'Test again in a minute. If it persists, waiting does not help: its operator finds the reason in the server’s log, mostly in its OAuth settings (introspection URL and secret, keys, user-name attribute) or in the user database.',
      ),
    action: testAgain,
  },
  {
    code: 'mechanism-form-rejected',
    source: 'MailCore/mailcore2#1663; RFC 4954 §4 (initial response)',
    confidence: 'likely',
    samples: [
      {
        line: '504 5.7.4 Unrecognized authentication type',
        protocol: 'smtp',
        capabilities: ['AUTH LOGIN XOAUTH2'],
      },
    ],
    when: refusedAt(
      'authenticate',
      (report) =>
        report.challenge === undefined &&
        report.capabilities.some((line) => line.startsWith('AUTH') && line.split(/[ =]/).includes(report.mechanism)) &&
        replyMatches(/^504[ -]|unrecognized authentication type/i)(report),
    ),
    cause: ({ mechanism }) =>
      l10n.t(
        'The server offers {0} and rejects the form in which it was sent, before it looked at the token.',
        mechanism,
      ),
    advice: ({ initialResponse }) =>
      initialResponse?.form === 'inline'
        ? l10n.t('Send the credential on a line of its own (the setting “Initial Response”).')
        : l10n.t('Send the credential on the line of the command (the setting “Initial Response”, “inline”).'),
    action: editAccount,
  },
];
