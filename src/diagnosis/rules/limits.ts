import * as l10n from '@vscode/l10n';
import { afterLogin, generalWording, hostName, isAfterLogin, refresh, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts about temporary limits. */
export const limitRules: readonly DiagnosisRule[] = [
  {
    code: 'bandwidth-exceeded',
    source: 'https://support.google.com/a/answer/1071518; ljmerza/ha-email-sensor#16; chatwoot/chatwoot#6082',
    confidence: 'certain',
    who: 'nobody',
    phrases: [
      {
        says: /exceeded (?:command or )?bandwidth limits?/i,
        line: 'A3 NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)',
        failedPhase: 'mailbox',
      },
      {
        says: /(?:download|upload|bandwidth|traffic) (?:quota|limit)s? (?:is |has been |was )?(?:exceeded|reached)/i,
        line: 'A1 NO [ALERT] Download quota exceeded, try again later.',
        source: generalWording,
      },
    ],
    cause: (report) => l10n.t('This mailbox has exceeded the limits of {0} for traffic.', hostName(report)),
    advice: () =>
      l10n.t('Wait up to 24 hours, and fetch less at a time; other programs that use this mailbox count too.'),
    action: testAgain,
  },
  {
    code: 'too-many-connections',
    source:
      'https://support.google.com/mail/answer/7126229 (15 connections); jstedfast/MailKit#377; imapsync/imapsync#61',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /too many (?:\w+ ){0,3}(?:connections|sessions)/i,
        line: 'A1 NO [ALERT] Too many simultaneous connections. (Failure)',
        challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
      },
      {
        says: /maximum (?:number of )?(?:concurrent )?(?:connections?|sessions?|logins?)(?: limit)? (?:\S+ ){0,3}(?:exceeded|reached)/i,
        line: 'A1 NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)',
        source: 'Dovecot (mail_max_userip_connections)',
      },
      {
        says: /(?:concurrent|server|simultaneous) connections? (?:has exceeded|limit exceeded|exceeded)/i,
        line: '421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
        failedPhase: 'greeting',
        source: 'Exchange (MaxInboundConnection)',
      },
      {
        says: /logged in from too many/i,
        line: 'A1 NO User is logged in from too many locations',
        source: generalWording,
      },
      {
        says: /connection limit (?:has been )?(?:reached|exceeded)/i,
        line: '* BYE Maximum connection limit reached from this IP address.',
        failedPhase: 'greeting',
        source: 'Courier (MAXPERIP)',
        also: ['* BYE The connection limit has been reached'],
      },
      {
        says: /\[LIMIT\]/i,
        line: 'A1 NO [LIMIT] Rejected.',
        source: 'RFC 9051 §7.1 (LIMIT)',
      },
    ],
    cause: (report) =>
      report.failedPhase === 'greeting'
        ? l10n.t('{0} already has too many open connections. No token was sent.', hostName(report))
        : l10n.t('{0} already has too many open connections for this mailbox.', hostName(report)),
    advice: () => l10n.t('Close other mail programs that use this mailbox, or wait a few minutes, and test again.'),
    action: testAgain,
  },
  {
    code: 'too-many-logins',
    source: 'https://support.google.com/mail/answer/7126229; FairEmail FAQ (“Too many bad auth attempts”)',
    confidence: 'certain',
    who: 'nobody',
    phrases: [
      {
        says: /too many (?:bad |failed |invalid |unsuccessful )?(?:log ?ins?|sign-?ins?|auth\w*)(?: \w+)?(?: attempts| failures| errors| requests| commands)?|too many (?:attempts|requests)/i,
        line: '454 4.7.0 Too many login attempts, please try again later.',
        also: ['* BYE Authentication failed, too many attempts', '550 5.7.1 Too many requests'],
      },
      {
        says: /rate limit (?:hit|reached|exceeded)|(?:auth\w*|login) rate limit|request rate too high/i,
        line: 'A1 NO [LIMIT] AUTHENTICATE Rate limit hit',
        source: 'Yahoo (LIMIT)',
        also: ['535 5.7.0 Authentication rate limit', 'A1 NO rate limit exceeded', 'A1 NO Request rate too high'],
      },
      {
        says: /too many (?:errors|failures)|too many unauthenticated commands/i,
        line: '421 4.7.0 mail.example.com Error: too many errors',
        source: 'Postfix (smtpd_hard_error_limit); Google SMTP 554 5.7.0',
        also: ['554 5.7.0 Too many Unauthenticated commands.'],
      },
      {
        says: /(?:temporarily )?(?:banned|blocked)(?: \w+){0,4} (?:failed|bad|too many) (?:log ?in|auth)/i,
        line: '* BYE Your address is banned after failed logins',
        failedPhase: 'greeting',
        source: 'Stalwart (auto-ban)',
      },
    ],
    samples: [
      { line: 'A1 NO Too many bad auth attempts' },
      { line: '421 4.3.0 Too many authentication errors, disconnecting.' },
    ],
    cause: (report) =>
      isAfterLogin(report)
        ? afterLogin(
            report,
            l10n.t('{0} has received too many requests and temporarily accepts no more.', hostName(report)),
          )
        : l10n.t(
            '{0} has received too many logins and temporarily accepts no more, whatever the token.',
            hostName(report),
          ),
    advice: () => l10n.t('Stop programs that keep retrying, wait a few minutes, and test again.'),
    action: testAgain,
  },
  {
    code: 'session-expired',
    source: 'OfflineIMAP/offlineimap#303; FairEmail FAQ',
    confidence: 'likely',
    who: 'you',
    phrases: [
      {
        says: /session (?:has )?expired/i,
        line: '* BYE Session expired, please login again.',
        failedPhase: 'mailbox',
      },
    ],
    cause: () => l10n.t('The server says that the session has expired, as it does when the access token has.'),
    advice: () => l10n.t('Refresh the access token and connect again; no new consent is needed.'),
    action: refresh,
  },
  {
    code: 'session-command-error',
    source: 'OfflineIMAP/offlineimap#303; FairEmail FAQ',
    confidence: 'possible',
    who: 'you',
    // At AUTHENTICATE Microsoft's “Command Error” has nothing to do with a session.
    phase: 'mailbox',
    phrases: [{ says: /BAD Command Error\. 1\d\b/i, line: 'A2 BAD Command Error. 10', failedPhase: 'mailbox' }],
    when: ({ token, startedAt }) => token.expiresAt === undefined || token.expiresAt <= startedAt,
    cause: () => l10n.t('The session may have ended because its access token expired.'),
    advice: () => l10n.t('Refresh the access token and connect again; no new consent is needed.'),
    action: refresh,
  },
  {
    code: 'sending-limit',
    source:
      'https://support.google.com/a/answer/3726730 (5.4.5); https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online',
    confidence: 'certain',
    who: 'nobody',
    phrases: [
      {
        says: /daily (?:user |smtp )?(?:sending|message|relay) (?:quota|limit)|DailyLimitExceeded/i,
        line: '550-5.4.5 Daily user sending limit exceeded.',
        failedPhase: 'mailbox',
        also: [
          '550 5.4.5 https://support.google.com/mail/?p=DailyLimitExceeded',
          '550 5.4.5 Daily SMTP relay limit exceeded for customer.',
        ],
      },
      {
        says: /reached your daily limit/i,
        line: "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
        failedPhase: 'mailbox',
      },
      {
        says: /submission ?quota ?(?:was )?exceeded/i,
        line: '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException',
        failedPhase: 'mailbox',
      },
      {
        says: /sender thread limit/i,
        line: '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded',
        failedPhase: 'mailbox',
        source: 'https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements',
      },
      {
        says: /too much mail from|message rate limit|ratelimit exceeded|sending rate/i,
        line: '450 4.7.1 Error: too much mail from 192.0.2.1',
        failedPhase: 'mailbox',
        source: 'Postfix (smtpd_client_message_rate_limit); Mail.ru',
        also: [
          '450 4.2.1 The message rate limit is reached',
          '451 Ratelimit exceeded for mailbox alice@example.com.',
          '550 The sending rate is too high',
        ],
      },
      {
        says: /email quota exceeded/i,
        line: '550 5.7.1 Email quota exceeded.',
        failedPhase: 'mailbox',
        source: 'https://support.google.com/a/answer/3726730',
      },
      {
        says: /tenant has exceeded (?:its |the )?(?:\w+ )?(?:threshold|limit)/i,
        line: '550 5.7.705 Access denied, tenant has exceeded threshold',
        also: ["550 5.7.232 Your message can't be sent because your trial tenant has exceeded its daily limit"],
        failedPhase: 'mailbox',
      },
    ],
    cause: (report) => afterLogin(report, l10n.t('The sending limit of {0} is reached.', hostName(report))),
    advice: () => l10n.t('Wait until the limit is lifted, usually a day, and send less at a time.'),
    action: testAgain,
  },
];
