import * as l10n from '@vscode/l10n';
import { passwordOnlyProvider } from '../../providers/catalogue.js';
import { possibleReasons } from '../../providers/possible-reasons.js';
import { hostName, refusedAt, signIn, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts that only state that a login was refused. */
const onlyRefused =
  /\b(?:auth\w*|log ?[io]n)(?: \w{1,20}){0,2} (?:failed|failure|fail|unsuccessful|denied|error)\b|\b(?:log ?in|password|credentials?)\b.{0,30}\bincorrect\b|\baccess denied[.!]?$|\b(?:invalid|bad) token\b|\b(?:bad|invalid|incorrect|wrong) (?:credentials?|user ?name|password|login|authentication)\b|\bcredentials? (?:are |is |were )?(?:invalid|incorrect|rejected)\b|(?:^|\bNO |-ERR )not authori[sz]ed\.?$/i;

/** The rules for refusals without a recognized reason. */
export const lastRules: readonly DiagnosisRule[] = [
  {
    code: 'closed-after-login',
    source: 'Exchange (“Connection is closed. 13”); simonrob/email-oauth2-proxy#379; RFC 9051 §7.1.5 (BYE)',
    confidence: 'likely',
    who: 'operator',
    phase: 'mailbox',
    phrases: [
      {
        says: /(?:connection|session) (?:is |was |has been )?(?:closed|terminated)|closing (?:the )?connection/i,
        line: '* BYE Connection is closed. 13',
        failedPhase: 'mailbox',
      },
      {
        says: /^\* BYE .{0,80}\b(?:disconnected|auto ?logout)\b/i,
        line: '* BYE Disconnected for inactivity.',
        failedPhase: 'mailbox',
        also: ['* BYE Autologout; idle for too long'],
        source: 'Dovecot; Courier',
      },
    ],
    cause: (report) =>
      l10n.t('The login was accepted; {0} then closed the connection without giving a reason.', hostName(report)),
    advice: () =>
      l10n.t(
        'Wait a few minutes and test again, with fewer connections to this mailbox. If it persists, its operator finds the reason in the server’s log.',
      ),
    action: testAgain,
  },
  {
    code: 'closed-instead-of-answer',
    source: 'Exchange (“Connection is closed. 13”)',
    confidence: 'possible',
    who: 'operator',
    phase: 'authenticate',
    phrases: [
      {
        says: /(?:connection|session) (?:is |was |has been )?(?:closed|terminated)|closing (?:the )?connection|too many invalid (?:\w+ )?commands/i,
        line: '* BYE Connection is closed. 13',
        also: ['* BYE Too many invalid IMAP commands.', '* BYE Closing connection'],
      },
      {
        says: /^\* BYE .{0,80}(?:\bdisconnected\b|\blogg(?:ing|ed) ?out\b|\bauto ?logout\b|\bgood ?bye\b)/i,
        line: '* BYE Disconnected for inactivity.',
        also: ['* BYE IMAP4rev1 Server logging out', '* BYE Autologout; idle for too long', '* BYE Goodbye'],
        source: 'Dovecot; Courier; RFC 9051 §7.1.5',
      },
    ],
    // A reply before the BYE is the reason.
    when: ({ reply }) => reply === undefined || /^\* BYE\b/i.test(reply.line),
    cause: (report) =>
      l10n.t('{0} closed the connection at the login, and its reply does not say why.', hostName(report)),
    advice: () =>
      l10n.t(
        'Wait a few minutes and test again, with fewer connections to this mailbox. If it persists, its operator finds the reason in the server’s log.',
      ),
    action: testAgain,
  },
  {
    code: 'mailbox-refused',
    source: 'RFC 9051 §6.3.2; RFC 5321 §4.1.1.2; RFC 1939 §5',
    confidence: 'possible',
    who: 'administrator',
    samples: [
      { line: 'A2 NO Not now', failedPhase: 'mailbox' },
      { line: '550 5.7.1 Not here', failedPhase: 'mailbox' },
    ],
    when: refusedAt('mailbox'),
    cause: (report) =>
      l10n.t(
        'The login was accepted, but {0} rejects the next command: “{1}”.',
        hostName(report),
        report.reply?.text ?? '',
      ),
    advice: ({ protocol }) =>
      protocol === 'smtp'
        ? l10n.t('Read the server’s reply. Often the address may not send, a limit is reached, or it has no mailbox.')
        : l10n.t('Read the server’s reply. Often the mailbox does not exist or has no license, or a quota is used up.'),
  },
  {
    code: 'message-refused',
    source: 'RFC 5321 §4.1.1.4',
    confidence: 'possible',
    who: 'administrator',
    samples: [
      { line: '554 6.6.0 Error sending message for delivery.', protocol: 'smtp', failedPhase: 'message' },
      { line: '554 5.6.0 Invalid message content', protocol: 'smtp', failedPhase: 'message' },
    ],
    when: refusedAt('message'),
    cause: (report) =>
      l10n.t(
        'The login and the sender were accepted, but {0} rejects the message: “{1}”.',
        hostName(report),
        report.reply?.text ?? '',
      ),
    advice: () =>
      l10n.t(
        'Read the server’s reply. Often a limit is reached, or a rule for messages of this account rejects it; its administrator can look into it.',
      ),
  },
  {
    code: 'account-unknown',
    source: 'RFC 5530 §3 (AUTHORIZATIONFAILED); RFC 4954 §6',
    confidence: 'likely',
    who: 'administrator',
    samples: [
      { line: 'A1 NO [AUTHORIZATIONFAILED] Not allowed to log in as this user' },
      { line: 'A1 NO authorization failure' },
    ],
    // Cyrus SASL's text for an authenticated user who may not act as another one (SASL_NOAUTHZ).
    when: refusedAt(
      'authenticate',
      ({ reply }) =>
        reply?.responseCode === 'AUTHORIZATIONFAILED' || /\bauthorization failure\b/i.test(reply?.text ?? ''),
    ),
    cause: ({ user }) =>
      l10n.t(
        'The code in the reply means that the server accepted the token but does not allow its owner to open the mailbox {0}.',
        user,
      ),
    advice: () => l10n.t('Sign in as the mailbox’s owner, or ask for access to it.'),
    action: signIn,
  },
  {
    code: 'contact-admin',
    source: 'RFC 5530 §3 (CONTACTADMIN, EXPIRED); RFC 3206 §4 (SYS/PERM)',
    confidence: 'certain',
    who: 'administrator',
    phase: 'authenticate',
    phrases: [
      {
        says: /contact (?:your |the )?(?:\w+ )?administrator/i,
        line: '535 5.7.139 Authentication unsuccessful. Contact your administrator.',
      },
      { says: /\[CONTACTADMIN\]/i, line: 'A1 NO [CONTACTADMIN] Rejected' },
      { says: /\[EXPIRED\]/i, line: 'A1 NO [EXPIRED] Rejected' },
      { says: /\[SYS\/PERM\]/i, line: '-ERR [SYS/PERM] Mailbox is corrupt' },
    ],
    cause: ({ user }) => l10n.t('The server says to contact its administrator about {0}.', user),
    advice: () => l10n.t('Ask the administrator.'),
  },
  {
    code: 'invalid-credentials',
    source: 'RFC 5530 §3 (AUTHENTICATIONFAILED); RFC 4954 §6 (535); RFC 3206 §4 (AUTH)',
    confidence: 'possible',
    who: 'you',
    family: 'token-rejected',
    samples: [
      { line: '535 5.7.8 Error: authentication failed' },
      { line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.' },
      { line: '-ERR [AUTH] Authentication failed.' },
      { line: 'A1 NO authentication failure' },
      { line: 'A1 NO Login failed.' },
      { line: '-ERR invalid credentials' },
      { line: '-ERR The credentials were rejected' },
      { line: 'A1 NO not authorized' },
    ],
    when: refusedAt(
      'authenticate',
      ({ reply, server }) =>
        passwordOnlyProvider(server.host) === undefined &&
        (reply?.code === '535' ||
          reply?.responseCode === 'AUTHENTICATIONFAILED' ||
          reply?.responseCode === 'AUTH' ||
          onlyRefused.test(reply?.text ?? '')),
    ),
    cause: (report) =>
      [
        l10n.t('{0} rejected this token for {1}: “{2}”.', hostName(report), report.user, report.reply?.text ?? ''),
        ...possibleReasons(report),
      ].join(' '),
    advice: () =>
      l10n.t(
        'Check that the token is fresh, has the scope of this server, and belongs to exactly this address; then sign in again.',
      ),
    action: signIn,
  },
];
