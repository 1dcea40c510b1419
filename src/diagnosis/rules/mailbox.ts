import * as l10n from '@vscode/l10n';
import { isConsumerAddress } from '../../providers/catalogue.js';
import { afterLogin, editAccount, generalWording, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts about the mailbox and the permission to send, after an accepted login. */
export const mailboxRules: readonly DiagnosisRule[] = [
  {
    code: 'mailbox-missing',
    source: 'RFC 5530 §3 (NONEXISTENT); Dovecot; RFC 3463 §3.2 (5.1.1)',
    confidence: 'certain',
    who: 'administrator',
    phase: 'mailbox',
    phrases: [
      {
        says: /no such mailbox|mailbox (?:does not|doesn['’]t) exist|unknown mailbox|mailbox not found/i,
        line: 'A2 NO [NONEXISTENT] Mailbox doesn’t exist: INBOX',
        failedPhase: 'mailbox',
        also: [
          'A2 NO Mailbox doesn’t exist: INBOX',
          'A2 NO no such mailbox',
          'A2 NO Unknown mailbox: INBOX',
          'A2 NO Mailbox not found',
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
        says: /(?:over|out of|exceeded?|full)\b.{0,40}\b(?:storage |mailbox )?quota|quota (?:is )?exceeded|mailbox (?:is )?full/i,
        line: 'A2 NO [OVERQUOTA] Quota exceeded (mailbox for user is full)',
        failedPhase: 'mailbox',
        also: ['A2 NO This mailbox is over its storage quota', 'A2 NO Quota exceeded', 'A2 NO The mailbox is full'],
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
    code: 'send-as-denied',
    source:
      'jstedfast/MailKit#1142; swiftmailer/swiftmailer#1030; Notifuse/notifuse#250; Postfix, reject_sender_login_mismatch',
    confidence: 'certain',
    who: ({ user }) => (isConsumerAddress(user) ? 'you' : 'administrator'),
    phrases: [
      {
        says: /permissions? to send as this sender/i,
        line: '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
        failedPhase: 'mailbox',
      },
      {
        says: /SendAs ?Denied|not allowed to send as/i,
        line: '554 5.2.252 SendAsDenied; alice@example.com not allowed to send as bob@example.com',
        failedPhase: 'mailbox',
        also: [
          '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException',
          '550 5.7.1 alice@example.com is not allowed to send as bob@example.com',
        ],
      },
      {
        says: /incorrect authentication for specified email address/i,
        line: '503 5.7.1 Incorrect Authentication for Specified Email Address',
        failedPhase: 'mailbox',
        source: 'James (SenderAuthIdentifyVerificationHook)',
      },
      {
        says: /not allowed to send from (?:this|that|the) (?:address|domain|sender)/i,
        line: '501 5.5.4 You are not allowed to send from this address.',
        failedPhase: 'mailbox',
        source: 'Stalwart',
      },
      {
        says: /sender address rejected: not owned by/i,
        line: '553 5.7.1 <alice@example.com>: Sender address rejected: not owned by user bob',
        failedPhase: 'mailbox',
      },
      {
        says: /from address is not one of your addresses/i,
        line: '550 5.7.0 From address is not one of your addresses',
        failedPhase: 'mailbox',
        source: 'iCloud',
      },
      {
        says: /not authori[sz]ed to (?:send (?:from|as)|use this sender)/i,
        line: '551 5.7.1 Not authorised to send from this header address',
        failedPhase: 'mailbox',
        source: 'Fastmail',
        also: ['550 5.7.1 You are not authorized to send as this user'],
      },
      {
        says: /sender (?:address )?(?:is )?not (?:allowed|permitted|verified)/i,
        line: '550 Requested action not taken: mailbox unavailable. Sender address is not allowed.',
        failedPhase: 'mailbox',
        source: 'GMX, IONOS',
        also: ['553 5.7.1 Sender is not allowed', '550 This sender address is not allowed here'],
      },
      {
        says: /from address not verified/i,
        line: '553 5.7.1 From address not verified - see http://help.yahoo.com/',
        failedPhase: 'mailbox',
        source: 'Yahoo',
      },
      {
        says: /relaying disallowed as/i,
        line: '553 Relaying disallowed as alice@example.com',
        failedPhase: 'mailbox',
        source: 'Zoho',
      },
      {
        says: /not local sender|mail from \S{1,100} not allowed/i,
        line: '550 not local sender over smtp',
        failedPhase: 'mailbox',
        source: 'Mail.ru; Yahoo',
        also: ['553 Mail from alice@example.com not allowed - 5.7.1'],
      },
      {
        says: /SubmissionDisabled|sender is not (?:the )?authenticated user/i,
        line: '554 5.2.0 STOREDRV.Submission.Exception:SubmissionDisabledException',
        failedPhase: 'mailbox',
        source: 'Exchange Online',
        also: ['550 5.7.1 The sender is not the authenticated user'],
      },
    ],
    cause: (report) => afterLogin(report, l10n.t('The account that logged in may not send as {0}.', report.user)),
    advice: ({ user }) =>
      isConsumerAddress(user)
        ? l10n.t(
            'Test with the account’s own primary address. To send as another address, add and confirm it in the mailbox’s settings on the web.',
          )
        : l10n.t(
            'Test with the account’s own primary address, or let an administrator allow it to send as {0} (in Exchange: Add-RecipientPermission with SendAs).',
            user,
          ),
    action: editAccount,
  },
  {
    code: 'sender-blocked',
    source: 'https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users; Zoho (5.1.8)',
    confidence: 'certain',
    who: 'administrator',
    phrases: [
      {
        says: /bad outbound sender|spam abuse detected|banned sender/i,
        line: '550 5.1.8 Access denied, bad outbound sender',
        failedPhase: 'mailbox',
        also: [
          '550 5.7.501 Access denied, spam abuse detected',
          '550 5.7.511 Access denied, banned sender[192.0.2.1].',
        ],
      },
      {
        says: /sender (?:address|domain|IP\/domain)\b.{0,80}\b(?:blocked|listed|blacklisted|blocklisted)/i,
        line: '554 5.7.1 Service unavailable; Sender address [alice@example.com] blocked using dbl.example.org',
        failedPhase: 'mailbox',
        source: 'Postfix (reject_rhsbl_sender)',
        also: ['550 Sender IP/domain blacklisted'],
      },
      {
        says: /(?:email )?outgoing (?:is )?blocked/i,
        line: '554 5.1.8 Email Outgoing Blocked.',
        failedPhase: 'mailbox',
        source: 'https://www.zoho.com/mail/help/usage-policy.html',
      },
      {
        says: /suspicion of spam|spam message (?:rejected|discarded)|not accepted for policy reasons/i,
        line: '554 5.7.1 [1] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc',
        failedPhase: 'mailbox',
        source: 'Yandex; Mail.ru; Yahoo',
        also: ['550 spam message rejected', '554 5.7.9 Message not accepted for policy reasons.'],
      },
    ],
    cause: (report) => afterLogin(report, l10n.t('{0} blocks this sender or this message.', hostName(report))),
    advice: () =>
      l10n.t(
        'In an organization its administrator can release a restricted sender. Otherwise ask the provider’s support.',
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
        says: /sender address rejected: not logged in/i,
        line: '553 5.7.1 <alice@example.com>: Sender address rejected: not logged in',
        failedPhase: 'mailbox',
        source: 'Postfix (reject_sender_login_mismatch)',
      },
    ],
    cause: (report) => l10n.t('{0} asks for a login after it has accepted one.', hostName(report)),
    advice: () =>
      l10n.t(
        'The server lost the login, or the host is not the one for submission. Check the host and port, and test again.',
      ),
    action: editAccount,
  },
  {
    code: 'sender-domain-unknown',
    source: 'Postfix (reject_unknown_sender_domain); RFC 3463 §3.2 (X.1.8)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /sender address rejected: (?:domain not found|need fully-qualified address|malformed)|sender domain must (?:exist|resolve)/i,
        line: '450 4.1.8 <alice@example.com>: Sender address rejected: Domain not found',
        failedPhase: 'mailbox',
        also: [
          '504 5.5.2 <alice>: Sender address rejected: need fully-qualified address',
          '501 5.1.8 Sender domain must exist',
        ],
      },
    ],
    cause: (report) =>
      afterLogin(
        report,
        l10n.t('{0} does not accept {1} as a sender: it cannot find the domain.', hostName(report), report.user),
      ),
    advice: () =>
      l10n.t(
        'Use the full address of the mailbox. If it is right, the operator of its domain or of the server looks at the DNS; waiting does not help.',
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
    code: 'sender-refused',
    source: 'Postfix (smtpd_sender_restrictions)',
    confidence: 'likely',
    who: 'operator',
    phrases: [
      {
        says: /sender address rejected(?!: server configuration)/i,
        line: '554 5.7.1 <alice@example.com>: Sender address rejected: Access denied',
        failedPhase: 'mailbox',
      },
      {
        says: /sender (?:verify failed|rejected)/i,
        line: '550 Sender verify failed',
        failedPhase: 'mailbox',
        source: 'Exim (verify = sender)',
        also: ['550 5.1.0 <alice@example.com> Sender rejected'],
      },
    ],
    cause: (report) =>
      afterLogin(report, l10n.t('{0} does not accept {1} as a sender.', hostName(report), report.user)),
    advice: () =>
      l10n.t(
        'The server has rules for senders, and one of them rejects this one or is misconfigured. Its operator finds it in the server’s log.',
      ),
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
