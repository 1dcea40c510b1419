import * as l10n from '@vscode/l10n';
import { isConsumerAddress } from '../../providers/catalogue.js';
import { afterLogin, editAccount, hostName, type DiagnosisRule } from '../rule.js';

/** Texts about the sender and the permission to send, after an accepted login. */
export const senderRules: readonly DiagnosisRule[] = [
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
        says: /sender (?:address )?(?:is )?not (?:allowed|permitted|verified|authori[sz]ed)/i,
        line: '550 Requested action not taken: mailbox unavailable. Sender address is not allowed.',
        failedPhase: 'mailbox',
        source: 'GMX, IONOS',
        also: [
          '553 5.7.1 Sender is not allowed',
          '550 This sender address is not allowed here',
          '550 Sender not authorized',
        ],
      },
      {
        says: /from address (?:is )?not verified|not match a verified sender/i,
        line: '553 5.7.1 From address not verified - see http://help.yahoo.com/',
        failedPhase: 'mailbox',
        source: 'Yahoo; SendGrid (Sender Identity)',
        also: ['550 The from address does not match a verified Sender Identity.'],
      },
      {
        says: /mail from (?:address )?must (?:be the same as|be same as|equal) (?:the )?\w+ user|\bDT:SUM\b/i,
        line: '501 Mail from address must be same as authorization user.',
        failedPhase: 'mailbox',
        source: 'QQ; 163 (DT:SUM: the sender of the envelope and of the header differ)',
        also: ['554 DT:SUM 163 smtp9,D8CowAC'],
      },
      {
        says: /sending from (?:this |the )?domain (?:\S{1,80} )?(?:is )?not allowed/i,
        line: '550 5.7.1 Sending from domain is not allowed',
        failedPhase: 'mailbox',
        source: 'https://docs.mailtrap.io (Sending from domain is not allowed)',
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
        says: /suspicion of spam|spam message (?:rejected|discarded)|not accepted for policy reasons|likely unsolicited mail|\bDT:SPM\b/i,
        line: '554 5.7.1 [1] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc',
        failedPhase: 'mailbox',
        source: 'Yandex; Mail.ru; Yahoo; Gmail; 163 (kootenpv/yagmail#144)',
        also: [
          '550 spam message rejected',
          '554 5.7.9 Message not accepted for policy reasons.',
          '550-5.7.1 [192.0.2.1] Gmail has detected that this message is likely unsolicited mail.',
          '554 DT:SPM 126 smtp10,NuRpCgC3LP0tp3VdPt4LMQ--.5577S2 1567991603',
        ],
      },
      {
        says: /message not allowed - \[/i,
        line: '554 Message not allowed - [299]',
        failedPhase: 'message',
        source: 'Yahoo: dart-mailer/mailer#235, dacastro4/laravel-gmail#214',
      },
    ],
    cause: (report) => afterLogin(report, l10n.t('{0} blocks this sender or this message.', hostName(report))),
    advice: () =>
      l10n.t(
        'In an organization its administrator can release a restricted sender. Otherwise ask the provider’s support.',
      ),
  },
  {
    code: 'sender-address-form',
    source: 'Postfix (reject_non_fqdn_sender); RFC 3463 §3.2 (X.1.7)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /sender address rejected: (?:need fully-qualified address|malformed)|bad sender address syntax/i,
        line: '501 5.1.7 Bad sender address syntax',
        failedPhase: 'mailbox',
        also: ['504 5.5.2 <alice>: Sender address rejected: need fully-qualified address'],
      },
    ],
    cause: (report) =>
      afterLogin(report, l10n.t('{0} does not accept “{1}” as the form of an address.', hostName(report), report.user)),
    advice: () => l10n.t('Enter the full address of the mailbox, without a name, quotes or spaces.'),
    action: editAccount,
  },
  {
    code: 'sending-not-permitted',
    source: '163 (User has no permission), in public clients',
    confidence: 'likely',
    who: ({ user }) => (isConsumerAddress(user) ? 'you' : 'administrator'),
    phrases: [
      {
        says: /\buser (?:has no|does not have|doesn['’]t have) permission/i,
        line: '550 User has no permission',
        failedPhase: 'mailbox',
        also: ['550 User does not have permission'],
      },
    ],
    when: ({ failedPhase }) => failedPhase === 'mailbox' || failedPhase === 'message',
    cause: (report) =>
      afterLogin(report, l10n.t('{0} says that {1} has no permission to send.', hostName(report), report.user)),
    advice: () =>
      l10n.t(
        'Sign in to the mailbox on the web: sending with mail programs may be disabled there, or suspended for a while. In an organization its administrator can give the permission.',
      ),
  },
  {
    code: 'sender-domain-not-authenticated',
    source: 'fm/smtp-codes#7 (5.7.515); https://support.google.com/a/answer/81126 (5.7.26)',
    confidence: 'certain',
    who: 'administrator',
    phrases: [
      {
        says: /doesn['’]t meet the required authentication level|because the sender is unauthenticated/i,
        line: '550 5.7.515 Access denied, sending domain EXAMPLE.COM doesn’t meet the required authentication level.',
        failedPhase: 'message',
        also: ['550-5.7.26 Your email has been blocked because the sender is unauthenticated.'],
      },
    ],
    cause: (report) =>
      afterLogin(
        report,
        l10n.t('{0} rejects the message because the domain of the sender is not authenticated.', hostName(report)),
      ),
    advice: () =>
      l10n.t('The administrator of the sender’s domain has to set up SPF, DKIM and DMARC for the servers that send.'),
  },
  {
    code: 'sender-domain-unknown',
    source: 'Postfix (reject_unknown_sender_domain); RFC 3463 §3.2 (X.1.8)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /sender address rejected: domain not found|sender domain must (?:exist|resolve)/i,
        line: '450 4.1.8 <alice@example.com>: Sender address rejected: Domain not found',
        failedPhase: 'mailbox',
        also: ['501 5.1.8 Sender domain must exist'],
      },
    ],
    cause: (report) =>
      afterLogin(
        report,
        l10n.t('{0} does not accept {1} as a sender: it cannot find the domain.', hostName(report), report.user),
      ),
    advice: () =>
      l10n.t(
        'Compare the address of the mailbox. If it is right, ask the operator of its domain or of the server to check the DNS; waiting does not help.',
      ),
    action: editAccount,
  },
  {
    code: 'sender-refused',
    source: 'Postfix (smtpd_sender_restrictions)',
    confidence: 'likely',
    who: 'operator',
    phrases: [
      {
        says: /sender address rejected(?!: server configuration)|transaction failed: invalid sender/i,
        line: '554 5.7.1 <alice@example.com>: Sender address rejected: Access denied',
        failedPhase: 'mailbox',
        also: ['554 5.0.0 Error: transaction failed: invalid sender'],
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
];
