import * as l10n from '@vscode/l10n';
import { afterLogin, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts about a message to the account itself, after the login and the sender were accepted. */
export const messageRules: readonly DiagnosisRule[] = [
  {
    code: 'greylisted',
    source: 'RFC 6647 §2.1; Postgrey',
    confidence: 'certain',
    who: 'nobody',
    phrases: [
      {
        says: /\bgr[ea]y-?list/i,
        line: '450 4.2.0 <alice@example.com>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/',
        failedPhase: 'message',
        also: ['451 4.7.1 Greylisting in action, please come back later'],
      },
    ],
    cause: (report) =>
      afterLogin(report, l10n.t('{0} rejects the first attempt to send and accepts a later one.', hostName(report))),
    advice: () =>
      l10n.t(
        'Wait a few minutes and test again. Greylisting is meant for other servers: check that host and port are those for submission.',
      ),
    action: testAgain,
  },
  {
    code: 'recipient-rejected',
    source:
      'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online (5.1.0, 5.1.1, 5.1.10); https://support.google.com/a/answer/3726730; Postfix (reject_unlisted_recipient)',
    confidence: 'certain',
    who: 'administrator',
    phase: 'message',
    phrases: [
      {
        says: /recipient address rejected(?!: gr[ea]y-?list)/i,
        line: '550 5.1.1 <alice@example.com>: Recipient address rejected: User unknown in local recipient table',
        failedPhase: 'message',
      },
      {
        says: /recipient ?not ?found/i,
        line: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient alice@example.com not found by SMTP address lookup',
        failedPhase: 'message',
      },
      {
        says: /(?:no such|unknown) (?:user|recipient|mailbox)|(?:user|recipient|mailbox) (?:is )?(?:unknown|unavailable|not found)/i,
        line: '550 5.1.1 No such user here',
        failedPhase: 'message',
      },
      {
        says: /email account that you tried to reach (?:does not exist|is disabled)/i,
        line: '550-5.1.1 The email account that you tried to reach does not exist.',
        failedPhase: 'message',
      },
      { says: /\b5\.1\.(?:0|1|10)\b/, line: '550 5.1.0 Address rejected', failedPhase: 'message' },
    ],
    cause: (report) =>
      l10n.t('{0} accepted the login and the sender, but not {1} as a recipient.', hostName(report), report.user),
    advice: ({ user }) =>
      l10n.t(
        'The user can log in, but {0} is not an address that receives mail there: it may be a user name only, or the mailbox may lack a license. The administrator can see its addresses.',
        user,
      ),
  },
  {
    code: 'sender-domain-not-registered',
    source:
      'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online (5.7.750)',
    confidence: 'certain',
    who: 'administrator',
    phrases: [
      {
        says: /unregistered domain/i,
        line: '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains.',
        failedPhase: 'message',
      },
    ],
    cause: ({ user }) =>
      l10n.t('The organization may not send from the domain of {0}: it is not registered there.', user),
    advice: () => l10n.t('An administrator adds and verifies the domain in the Microsoft 365 admin center.'),
  },
  {
    code: 'message-too-large',
    source: 'RFC 1870 §6.1; RFC 3463 §3.4 (X.3.4); Exchange',
    confidence: 'likely',
    who: 'operator',
    phrases: [
      {
        says: /message (?:is )?too (?:big|large|long)|message (?:file )?size exceeds|exceeds (?:the )?(?:(?:fixed|maximum|allowed) ){0,2}(?:message )?size/i,
        line: '552 5.3.4 Message size exceeds fixed limit',
        failedPhase: 'message',
        also: ['552 5.3.4 Message too big for system.', '552 5.2.3 This exceeds the maximum size'],
      },
    ],
    cause: (report) => afterLogin(report, l10n.t('{0} says that the message is too large.', hostName(report))),
    advice: ({ failedPhase }) =>
      failedPhase === 'message'
        ? l10n.t(
            'The test message is a few lines of text, so the limit for this sender or this mailbox is set very low. Its administrator or the operator of the server finds it in the settings.',
          )
        : l10n.t(
            'No message was sent yet, so the limit for this sender is set very low or wrongly. Its administrator or the operator of the server finds it in the settings.',
          ),
  },
  {
    code: 'message-content-rejected',
    source: 'RFC 3463 §3.8 (5.7.1); Postfix (header_checks); https://support.google.com/a/answer/3726730 (5.7.0)',
    confidence: 'likely',
    who: 'administrator',
    phase: 'message',
    phrases: [
      {
        says: /(?:message )?content rejected|message (?:was )?(?:blocked|rejected)(?! under suspicion)/i,
        line: '550 5.7.1 Message content rejected, id=12345-01',
        failedPhase: 'message',
      },
      {
        says: /violates? (?:the |our |local )?(?:\w+ )?(?:content )?polic(?:y|ies)|security issue/i,
        line: '552-5.7.0 This message was blocked because its content presents a potential security issue.',
        failedPhase: 'message',
      },
    ],
    cause: (report) => l10n.t('{0} accepted the login and refused the message by its rules.', hostName(report)),
    advice: () =>
      l10n.t('The test message is a few lines of plain text. Ask the administrator which mail flow rule refuses it.'),
  },
];
