import * as l10n from '@vscode/l10n';
import {
  editAccount,
  hostName,
  refresh,
  refused,
  refusedAt,
  replyMatches,
  signIn,
  testAgain,
  useOtherMechanism,
  type DiagnosisRule,
} from './rule.js';

/** Words that servers of any provider use, the most telling first. */
export const refusalRules: readonly DiagnosisRule[] = [
  {
    code: 'too-many-connections',
    source:
      'https://support.google.com/mail/answer/7126229 (15 connections); jstedfast/MailKit#377; imapsync/imapsync#61',
    confidence: 'certain',
    samples: [
      {
        line: 'A1 NO [ALERT] Too many simultaneous connections. (Failure)',
        challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
      },
      { line: 'A1 NO [LIMIT] Maximum number of connections exceeded' },
    ],
    when: refused(replyMatches(/too many (?:simultaneous |concurrent )?connections|\[LIMIT\]/i)),
    cause: (report) =>
      report.failedPhase === 'greeting'
        ? l10n.t('{0} has too many connections open already; no token was sent.', hostName(report))
        : l10n.t(
            '{0} has too many connections for this mailbox open already; the token is not the reason.',
            hostName(report),
          ),
    advice: () => l10n.t('Close other mail programs that use this mailbox, or wait some minutes, and test again.'),
    action: testAgain,
  },
  {
    code: 'too-many-logins',
    source: 'https://support.google.com/mail/answer/7126229; FairEmail FAQ (“Too many bad auth attempts”)',
    confidence: 'certain',
    samples: [
      { line: '454 4.7.0 Too many login attempts, please try again later.', protocol: 'smtp' },
      { line: 'A1 NO Too many bad auth attempts' },
    ],
    when: refused(replyMatches(/too many (?:bad )?(?:login|auth\w*)(?: attempts)?/i)),
    cause: (report) =>
      l10n.t(
        '{0} has seen too many logins for this mailbox and takes none for a while; the token is not the reason.',
        hostName(report),
      ),
    advice: () => l10n.t('Stop programs that try again and again, wait some minutes, and test again.'),
    action: testAgain,
  },
  {
    code: 'session-expired',
    source: 'OfflineIMAP/offlineimap#303; FairEmail FAQ',
    confidence: 'likely',
    samples: [
      { line: '* BYE Session expired, please login again.', failedPhase: 'mailbox' },
      { line: 'A2 BAD Command Error. 10', failedPhase: 'mailbox' },
    ],
    // At AUTHENTICATE Microsoft's “Command Error” has nothing to do with a session.
    when: refused(
      (report) =>
        replyMatches(/session expired/i)(report) ||
        (report.failedPhase === 'mailbox' && replyMatches(/BAD Command Error\. 1\d\b/i)(report)),
    ),
    cause: () => l10n.t('The session ended because its access token did.'),
    advice: () => l10n.t('Refresh the access token and connect again; no new consent is needed.'),
    action: refresh,
  },
  {
    code: 'throttled',
    source:
      'RFC 5530 §3 (UNAVAILABLE, INUSE); RFC 2449 §8 (IN-USE, LOGIN-DELAY); RFC 3206 §4 (SYS/TEMP); RFC 4954 §6 (454)',
    confidence: 'certain',
    samples: [
      { line: 'A1 NO [UNAVAILABLE] Try again later.' },
      { line: '454 4.7.0 Try again later', protocol: 'smtp' },
      { line: '-ERR [SYS/TEMP] Try later', protocol: 'pop3' },
      { line: '-ERR [IN-USE] Mailbox is locked', protocol: 'pop3' },
      { line: '-ERR [LOGIN-DELAY] Minimum time between mail checks', protocol: 'pop3' },
      { line: 'A1 BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds' },
      { line: '421 4.3.2 Service not available', protocol: 'smtp', failedPhase: 'greeting' },
    ],
    when: refused(
      replyMatches(
        /throttled|\[(?:UNAVAILABLE|IN-?USE|LOGIN-DELAY|SYS\/TEMP)\]|^4\d\d[ -]|temporary (?:\w+ ){0,2}(?:failure|error|problem)|temporarily unavailable/i,
      ),
    ),
    cause: (report) =>
      report.failedPhase === 'mailbox'
        ? l10n.t('The login is good; {0} refuses for the moment what comes after it.', hostName(report))
        : l10n.t('{0} says that it cannot process the login for the moment.', hostName(report)),
    advice: () =>
      l10n.t(
        'Wait some minutes and test again. If it persists, it is not temporary: check the user name and the host, and ask the server’s operator.',
      ),
    action: testAgain,
  },
  {
    code: 'protocol-disabled',
    source: 'jeremyephron/simplegmail#122; jberkel/sms-backup-plus#1028',
    confidence: 'certain',
    samples: [
      { line: 'A1 NO [ALERT] Your account is not enabled for IMAP use. Please visit your account settings.' },
      { line: '-ERR POP access is disabled', protocol: 'pop3' },
    ],
    when: refused(
      replyMatches(/not enabled for (?:IMAP|POP)|(?<! or )(?:IMAP|POP3?) (?:access )?is (?:disabled|not enabled)/i),
    ),
    cause: ({ protocol }) => l10n.t('{0} is switched off for this mailbox.', protocol.toUpperCase()),
    advice: () => l10n.t('Switch it on in the mailbox’s settings; in an organisation its administrator decides.'),
  },
  {
    code: 'basic-authentication-disabled',
    source:
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online; holon-run/uxc#445',
    confidence: 'certain',
    samples: [
      { line: '550 5.7.30 Basic authentication is not supported for Client Submission.', protocol: 'smtp' },
      { line: 'A1 NO Basic authentication is disabled.' },
    ],
    when: refused(replyMatches(/5\.7\.30\b|basic authentication is (?:disabled|not supported)/i)),
    cause: () => l10n.t('The server takes this for a login with a password, and those are switched off.'),
    advice: ({ mechanism }) =>
      mechanism === 'XOAUTH2'
        ? l10n.t(
            'A token was sent with XOAUTH2, and the server does not take it for one: look for the host and port that the provider names for OAuth.',
          )
        : l10n.t('Test with XOAUTH2 and an OAuth access token.'),
    action: ({ mechanism }) => (mechanism === 'XOAUTH2' ? undefined : { kind: 'use-mechanism', mechanism: 'XOAUTH2' }),
  },
  {
    code: 'app-password-required',
    source: 'https://support.google.com/accounts/answer/185833; RFC 4954 §6 (534)',
    confidence: 'likely',
    samples: [
      {
        line: '534 5.7.9 Application-specific password required. For more information, go to https://support.google.com/mail/?p=InvalidSecondFactor',
        protocol: 'smtp',
      },
      {
        line: 'A1 NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
      },
    ],
    when: refused(replyMatches(/\bapp(?:lication)?(?:-specific)? password/i)),
    cause: () =>
      l10n.t('The server asks for an app password, as it does where it takes a login for one with a password.'),
    advice: () =>
      l10n.t(
        'Test with XOAUTH2 and an OAuth access token; if that is what was sent, the server takes none for this mailbox, and an app password is the way in.',
      ),
  },
  {
    code: 'encryption-required',
    source: 'RFC 4954 §6 (538); RFC 3207 §4 (530); RFC 5530 §3 (PRIVACYREQUIRED)',
    confidence: 'certain',
    samples: [
      { line: '530 5.7.0 Must issue a STARTTLS command first', protocol: 'smtp', failedPhase: 'authenticate' },
      { line: 'A1 NO [PRIVACYREQUIRED] Plaintext authentication disallowed' },
    ],
    when: refused(replyMatches(/^538[ -]|\[PRIVACYREQUIRED\]/i, [/^530[ -]/, /STARTTLS/i])),
    cause: (report) => l10n.t('{0} lets nobody log in without TLS.', hostName(report)),
    advice: () => l10n.t('Use implicit TLS or STARTTLS.'),
    action: editAccount,
  },
  {
    code: 'line-too-long',
    source: 'RFC 4954 §4; PHPMailer/PHPMailer#3169; jstedfast/MailKit#1343',
    confidence: 'likely',
    samples: [
      { line: '500 5.5.6 Authentication Exchange line is too long', protocol: 'smtp' },
      { line: '500 5.5.2 Line too long', protocol: 'smtp' },
      { line: '555 5.5.2 Syntax error. - gsmtp', protocol: 'smtp' },
    ],
    when: refusedAt('authenticate', replyMatches(/5\.5\.6\b|line (?:is )?too long|^555[ -]5\.5\.2/i)),
    cause: () => l10n.t('The credential is longer than the server’s lines may be.'),
    advice: ({ initialResponse }) =>
      initialResponse?.form === 'inline'
        ? l10n.t('Send it on a line of its own (the setting “Initial Response”).')
        : l10n.t(
            'Ask for fewer scopes to get a shorter token, or tell the server’s operator: RFC 4954 asks for 12288 octets.',
          ),
  },
  {
    code: 'pop3-two-lines',
    source:
      'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth; getmail6/getmail6#256',
    confidence: 'certain',
    samples: [{ line: '-ERR Protocol error. Connection is closed. 10', protocol: 'pop3' }],
    when: refused(
      (report) =>
        report.protocol === 'pop3' &&
        report.initialResponse?.form !== 'continuation' &&
        replyMatches(/protocol error\. connection is closed/i)(report),
    ),
    cause: () => l10n.t('This POP3 server wants AUTH and the credential on two lines.'),
    advice: () => l10n.t('Send the credential on a line of its own (the setting “Initial Response”).'),
  },
  {
    code: 'malformed-credential',
    source: 'curl/curl#2642; RFC 4954 §6 (501)',
    confidence: 'likely',
    samples: [
      { line: '501 5.5.2 Cannot Decode response', protocol: 'smtp' },
      { line: 'A1 BAD Invalid SASL argument. a1mb12345' },
      { line: '500 Error: invalid userdata', protocol: 'smtp' },
    ],
    when: refusedAt(
      'authenticate',
      replyMatches(/invalid SASL argument|cannot decode|5\.5\.2|invalid base64|invalid userdata/i),
    ),
    cause: () => l10n.t('The server could not read the credential.'),
    advice: ({ mechanism }) =>
      l10n.t(
        'It was built as {0} demands, so the server is likely to want the other mechanism or to have a fault.',
        mechanism,
      ),
    action: useOtherMechanism,
  },
  {
    code: 'mechanism-unknown',
    source: 'RFC 4954 §4 (504); emersion/go-imap#539; jstedfast/MailKit#1770',
    confidence: 'certain',
    samples: [
      { line: '504 5.5.4 Unrecognized authentication type', protocol: 'smtp' },
      { line: 'A1 BAD AUTHENTICATE Command syntax error. sc=x' },
      { line: 'A1 NO Unsupported authentication mechanism.' },
    ],
    when: refusedAt(
      'authenticate',
      replyMatches(/^504[ -]|5\.5\.4|unsupported authentication|unknown (?:SASL )?mechanism|command syntax error/i),
    ),
    cause: ({ mechanism }) => l10n.t('The server does not know the mechanism {0}.', mechanism),
    advice: ({ capabilities }) => {
      const offered = capabilities.filter((line) => /^(?:AUTH|SASL)[ =]/.test(line)).join(', ');
      return offered === ''
        ? l10n.t('It does not list what it offers: ask its operator which mechanisms it takes.')
        : l10n.t('Use one that it offers: {0}.', offered);
    },
    action: useOtherMechanism,
  },
  {
    code: 'send-as-denied',
    source:
      'jstedfast/MailKit#1142; swiftmailer/swiftmailer#1030; Notifuse/notifuse#250; Postfix, reject_sender_login_mismatch',
    confidence: 'certain',
    samples: [
      {
        line: '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
        protocol: 'smtp',
        failedPhase: 'mailbox',
      },
      {
        line: '553 5.7.1 <alice@example.com>: Sender address rejected: not owned by user bob',
        protocol: 'smtp',
        failedPhase: 'mailbox',
      },
    ],
    when: refusedAt(
      'mailbox',
      replyMatches(/permissions? to send as this sender|SendAsDenied|Sender address rejected: not owned by user/i),
    ),
    cause: ({ user }) => l10n.t('The login is good, but the account that logged in may not send as {0}.', user),
    advice: ({ user }) =>
      l10n.t(
        'Test with the account’s own primary address, or let an administrator allow it to send as {0} (in Exchange: Add-RecipientPermission with SendAs).',
        user,
      ),
    action: editAccount,
  },
  {
    code: 'refused-at-greeting',
    source: 'RFC 5321 §3.1 (554); RFC 9051 §7.1.5 (BYE)',
    confidence: 'certain',
    samples: [
      {
        line: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a block list',
        protocol: 'smtp',
        failedPhase: 'greeting',
      },
      { line: '* BYE Access denied', failedPhase: 'greeting' },
    ],
    when: refusedAt('greeting'),
    cause: (report) => l10n.t('{0} turns this machine away before any login; no token was sent.', hostName(report)),
    advice: () =>
      l10n.t(
        'Test from another network, without a VPN; if it stays so, ask the server’s operator whether this machine’s address is blocked.',
      ),
    action: testAgain,
  },
];

/** What is left to say when nothing else was said. */
export const lastRules: readonly DiagnosisRule[] = [
  {
    code: 'mailbox-refused',
    source: 'RFC 9051 §6.3.2; RFC 5321 §4.1.1.2; RFC 1939 §5',
    confidence: 'likely',
    samples: [
      { line: 'A2 NO [NONEXISTENT] no such mailbox', failedPhase: 'mailbox' },
      { line: '550 5.7.1 Sender not allowed', protocol: 'smtp', failedPhase: 'mailbox' },
    ],
    when: refusedAt('mailbox'),
    cause: (report) =>
      l10n.t(
        'The login is good, but {0} refuses what comes after it: “{1}”.',
        hostName(report),
        report.reply?.text ?? '',
      ),
    advice: () =>
      l10n.t(
        'Read the server’s words. Often the mailbox does not exist or has no license, a quota is used up, or the address may not send.',
      ),
  },
  {
    code: 'account-unknown',
    source: 'RFC 5530 §3 (AUTHORIZATIONFAILED); RFC 4954 §6',
    confidence: 'likely',
    samples: [{ line: 'A1 NO [AUTHORIZATIONFAILED] Not allowed to log in as this user' }],
    when: refusedAt('authenticate', ({ reply }) => reply?.responseCode === 'AUTHORIZATIONFAILED'),
    cause: ({ user }) =>
      l10n.t('By its code the server accepted the token, and does not let its owner open the mailbox {0}.', user),
    advice: () => l10n.t('Sign in as the mailbox’s owner, or ask for access to it.'),
    action: signIn,
  },
  {
    code: 'contact-admin',
    source: 'RFC 5530 §3 (CONTACTADMIN, EXPIRED); RFC 3206 §4 (SYS/PERM)',
    confidence: 'certain',
    samples: [
      { line: 'A1 NO [CONTACTADMIN] Account suspended' },
      { line: '-ERR [SYS/PERM] Mailbox is corrupt', protocol: 'pop3' },
    ],
    when: refusedAt('authenticate', replyMatches(/\[(?:CONTACTADMIN|EXPIRED|SYS\/PERM)\]/i)),
    cause: ({ user }) => l10n.t('The server asks to see its administrator about {0}.', user),
    advice: () => l10n.t('Ask the administrator.'),
  },
  {
    code: 'invalid-credentials',
    source: 'RFC 5530 §3 (AUTHENTICATIONFAILED); RFC 4954 §6 (535); RFC 3206 §4 (AUTH)',
    confidence: 'possible',
    samples: [
      { line: '535 5.7.8 Error: authentication failed', protocol: 'smtp' },
      { line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.' },
      { line: '-ERR [AUTH] Authentication failed.', protocol: 'pop3' },
    ],
    when: refusedAt(
      'authenticate',
      ({ reply }) =>
        reply?.code === '535' || reply?.responseCode === 'AUTHENTICATIONFAILED' || reply?.responseCode === 'AUTH',
    ),
    cause: (report) =>
      l10n.t('{0} rejected this token for {1}: “{2}”.', hostName(report), report.user, report.reply?.text ?? ''),
    advice: () =>
      l10n.t(
        'Check that the token is fresh, has the scope of this server, and belongs to exactly this address; then sign in again.',
      ),
    action: signIn,
  },
];
