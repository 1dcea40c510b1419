import * as l10n from '@vscode/l10n';
import { afterLogin, editAccount, generalWording, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts about the mailbox, after an accepted login. */
export const mailboxRules: readonly DiagnosisRule[] = [
  {
    code: 'mailbox-missing',
    source: 'RFC 5530 §3 (NONEXISTENT); Dovecot; RFC 3463 §3.2 (5.1.1)',
    confidence: 'certain',
    who: 'administrator',
    phase: 'mailbox',
    phrases: [
      {
        says: /no such mailbox|(?:mailbox|INBOX) (?:does not|doesn['’]t) exist|no mailbox with that name|unknown mailbox|mailbox not found/i,
        line: 'A2 NO [NONEXISTENT] Mailbox doesn’t exist: INBOX',
        failedPhase: 'mailbox',
        also: [
          'A2 NO Mailbox doesn’t exist: INBOX',
          'A2 NO no such mailbox',
          'A2 NO Unknown mailbox: INBOX',
          'A2 NO Mailbox not found',
          'A2 NO INBOX doesn’t exist.',
          'A2 NO SELECT failed, no mailbox with that name',
        ],
      },
      { says: /\[NONEXISTENT\]/i, line: 'A2 NO [NONEXISTENT] Rejected', failedPhase: 'mailbox' },
      {
        says: /no such file or directory/i,
        line: '-ERR chdir Maildir: No such file or directory',
        failedPhase: 'mailbox',
        source: 'Courier',
      },
    ],
    cause: (report) => l10n.t('The login was accepted, but {0} has no mailbox for {1}.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'Check that the user has a mailbox there. A license may be missing, the mailbox may be on another server, or it is created with the first message.',
      ),
  },
  {
    code: 'mailbox-locked',
    source: 'RFC 2449 §8.1.1 (IN-USE); RFC 5530 §3 (INUSE); Gmail POP3',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /unable to lock maildrop|mail(?:box|drop) (?:is )?(?:already )?(?:locked|in use)|mailbox is at exclusive lock/i,
        line: '-ERR [IN-USE] Unable to lock maildrop: Mailbox is locked by POP server',
        failedPhase: 'mailbox',
        also: [
          '-ERR Unable to lock maildrop',
          '-ERR The mailbox is locked',
          '-ERR maildrop already locked',
          'A2 NO Mailbox is at exclusive lock',
        ],
      },
      {
        says: /mail(?:box|drop) (?:is )?(?:already )?(?:open(?:ed)?|used) by (?:an)?other/i,
        line: '-ERR Mailbox is already opened by another session',
        failedPhase: 'mailbox',
        source: generalWording,
      },
      { says: /\[IN-?USE\]/i, line: '-ERR [IN-USE] Rejected' },
      {
        says: /timeout while waiting for lock/i,
        line: 'A2 NO [INUSE] Timeout while waiting for lock',
        failedPhase: 'mailbox',
        source: 'Dovecot',
      },
    ],
    cause: (report) => afterLogin(report, l10n.t('Another program has the mailbox open and locked.')),
    advice: () => l10n.t('Close the other program or wait a few minutes, and test again.'),
    action: testAgain,
  },
  {
    code: 'over-quota',
    source: 'RFC 5530 §3 (OVERQUOTA); Dovecot; https://support.google.com/a/answer/3726730 (4.2.2)',
    confidence: 'likely',
    who: 'you',
    phrases: [
      {
        says: /(?:over|out of|exceeded?|full)\b.{0,40}\b(?:storage |mailbox )?quota|quota (?:is )?exceeded|mailbox (?:is )?full|out of storage/i,
        line: 'A2 NO [OVERQUOTA] Quota exceeded (mailbox for user is full)',
        failedPhase: 'mailbox',
        also: [
          'A2 NO This mailbox is over its storage quota',
          'A2 NO Quota exceeded',
          'A2 NO The mailbox is full',
          '452-4.2.2 The recipient’s inbox is out of storage space.',
        ],
      },
      {
        says: /\[OVERQUOTA\]/i,
        line: 'A2 NO [OVERQUOTA] Rejected',
        failedPhase: 'mailbox',
      },
    ],
    cause: ({ user }) => l10n.t('The server says that the storage of {0} is used up.', user),
    advice: () => l10n.t('Delete messages in the mailbox, or ask the administrator for more storage.'),
  },
  {
    code: 'mailbox-not-permitted',
    source: 'RFC 5530 §3 (NOPERM); Dovecot; Cyrus',
    confidence: 'certain',
    who: 'administrator',
    phase: 'mailbox',
    phrases: [
      {
        says: /permission denied|access denied|not authori[sz]ed to (?:access|open)/i,
        line: 'A2 NO [NOPERM] Permission denied',
        failedPhase: 'mailbox',
        also: ['A2 NO Permission denied', 'A2 NO Access denied', '-ERR You are not authorized to open this mailbox'],
      },
      { says: /\[NOPERM\]/i, line: 'A2 NO [NOPERM] Rejected', failedPhase: 'mailbox' },
    ],
    when: ({ protocol }) => protocol !== 'smtp',
    cause: ({ user }) => l10n.t('The login was accepted, but its owner may not open the mailbox {0}.', user),
    advice: () => l10n.t('Ask the administrator for access to the mailbox, or sign in as its owner.'),
  },
  {
    code: 'mailbox-not-opened',
    source: 'Courier (“Unable to open this mailbox”); RFC 9051 §7.3.1 (Noselect)',
    confidence: 'likely',
    who: 'operator',
    phase: 'mailbox',
    phrases: [
      {
        says: /(?:unable|failed|cannot|can['’]t|could not) (?:to )?(?:open|select) (?:this |the )?(?:mailbox|maildrop|inbox)/i,
        line: 'A2 NO Unable to open this mailbox.',
        failedPhase: 'mailbox',
        also: ['-ERR [SYS/PERM] Fatal error: can’t open mailbox'],
      },
      {
        says: /(?:isn['’]t|is not|not) (?:a )?selectable/i,
        line: 'A2 NO Mailbox isn’t selectable',
        failedPhase: 'mailbox',
      },
    ],
    cause: (report) =>
      l10n.t('The login was accepted, but {0} could not open the mailbox of {1}.', hostName(report), report.user),
    advice: () =>
      l10n.t(
        'The mailbox may not have been created yet, or the server may not be able to read its files. The reason is in the server’s log; some servers create a mailbox with the first message.',
      ),
  },
  {
    code: 'login-not-counted',
    source: 'https://learn.microsoft.com/exchange (5.7.57); RFC 4954 §6 (530); Google SMTP 530 5.5.1',
    confidence: 'certain',
    who: 'operator',
    phase: 'mailbox',
    phrases: [
      {
        says: /(?:client )?(?:was )?not authenticated to send/i,
        line: '530 5.7.57 Client not authenticated to send mail',
        failedPhase: 'mailbox',
      },
      {
        says: /authentication required|must (?:authenticate|log ?in) first/i,
        line: '530 5.5.1 Authentication Required',
        failedPhase: 'mailbox',
        also: ['535 5.7.0 You must authenticate first'],
      },
      {
        says: /\bnot (?:logged in|authenticated)\b|not valid in this state|illegal in state/i,
        line: 'A2 BAD [CLIENTBUG] SELECT Command is not valid in this state',
        failedPhase: 'mailbox',
        source: 'Yahoo: emersion/go-imap#410, gophish/gophish#1746',
        also: ['A2 NO SELECT failed: not logged in', 'A2 BAD command SELECT illegal in state NONAUTH'],
      },
      {
        says: /sender address rejected: not logged in/i,
        line: '553 5.7.1 <alice@example.com>: Sender address rejected: not logged in',
        failedPhase: 'mailbox',
        source: 'Postfix (reject_sender_login_mismatch)',
      },
    ],
    cause: (report) => l10n.t('{0} asks for a login after it has accepted one.', hostName(report)),
    advice: ({ protocol }) =>
      protocol === 'smtp'
        ? l10n.t(
            'The server lost the login, or the host is not the one for submission. Check the host and port, and test again.',
          )
        : l10n.t(
            'The server lost the login. Test again; if it persists, its operator has to check the server and any proxy in front of it.',
          ),
    action: editAccount,
  },
  {
    code: 'client-not-identified',
    source: 'RFC 2971; OfflineIMAP/offlineimap#696; pimalaya/himalaya#651',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /unsafe login/i,
        line: 'A2 NO SELECT Unsafe Login. Please contact kefu@188.com for help',
        failedPhase: 'mailbox',
      },
    ],
    cause: (report) =>
      afterLogin(
        report,
        l10n.t('{0} opens mailboxes only for programs that identify themselves (IMAP’s ID command).', hostName(report)),
      ),
    advice: () =>
      l10n.t('The token is not the reason. This test sends no ID; use a mail program that does, after the login.'),
  },
  {
    code: 'relay-denied',
    source: 'Postfix (reject_unauth_destination); https://learn.microsoft.com (5.7.64); Google SMTP 550 5.7.0',
    confidence: 'certain',
    who: 'administrator',
    phrases: [
      {
        says: /relay(?:ing)? (?:access )?(?:denied|not permitted|prohibited)|unable to relay/i,
        line: '554 5.7.1 <bob@example.org>: Relay access denied',
        failedPhase: 'mailbox',
        also: ['550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
      },
      {
        says: /invalid credentials for relay/i,
        line: '550-5.7.1 Invalid credentials for relay [192.0.2.1].',
        failedPhase: 'mailbox',
        source: 'https://support.google.com/a/answer/3726730',
      },
    ],
    cause: (report) => l10n.t('{0} does not relay messages for this login or this machine.', hostName(report)),
    advice: () =>
      l10n.t('Use the host for submission, or let the administrator allow this machine and this sender to relay.'),
  },
];
