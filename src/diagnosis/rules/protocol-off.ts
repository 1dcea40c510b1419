import * as l10n from '@vscode/l10n';
import { generalWording, hostName, type DiagnosisRule } from '../rule.js';

/** Texts about a protocol or OAuth being disabled for an account. */
export const protocolOffRules: readonly DiagnosisRule[] = [
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
        says: /administrator (?:has )?(?:disabled|turned off|switched off|blocked) (?:\w+ )?(?:IMAP|POP3?|SMTP|access)/i,
        line: 'A1 NO [ALERT] Domain administrator has disabled IMAP access (Failure)',
        source: generalWording,
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
    cause: ({ protocol }) => l10n.t('The administrator of the domain has disabled {0}.', protocol.toUpperCase()),
    advice: () => l10n.t('Only the administrator of the domain can enable it.'),
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
        says: /(?:e?mail|service) is not enabled for this (?:account|user)/i,
        line: 'A1 NO [ALERT] Gmail is not enabled for this account (Failure)',
        source: generalWording,
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
      l10n.t('Mail programs may not use {0} for {1} yet: it is disabled there.', protocol.toUpperCase(), user),
    advice: () =>
      l10n.t(
        'Enable IMAP, POP3 or mail programs in the mailbox’s settings on the web; in an organization its administrator may have to allow it.',
      ),
  },
  {
    code: 'protocol-not-in-plan',
    source: generalWording,
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:plan|subscription|package|tariff) (?:does not|doesn['’]t) (?:include|allow|support)|not (?:available|included|supported) (?:in|for|with) your (?:\w+ )?(?:plan|subscription)|upgrade (?:to|your) (?:\w+ ){0,2}(?:plan|subscription)/i,
        line: 'A1 NO [ALERT] Your plan does not include IMAP access.',
        also: [
          '535 5.7.8 SMTP access is not available for your plan.',
          'A1 NO [ALERT] Please upgrade to a paid plan to use IMAP',
        ],
      },
    ],
    cause: ({ protocol, user }) => l10n.t('The plan of {0} does not include {1}.', user, protocol.toUpperCase()),
    advice: () =>
      l10n.t('Use a plan that includes it, or the provider’s own programs. A new token does not change this.'),
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
    cause: ({ protocol }) => l10n.t('{0} is disabled for this mailbox.', protocol.toUpperCase()),
    advice: () => l10n.t('Enable it in the mailbox’s settings; in an organization its administrator decides.'),
  },
  {
    code: 'service-not-permitted',
    source: 'RFC 5530 §3 (NOPERM); Stalwart (permissions of an account)',
    confidence: 'certain',
    who: 'administrator',
    phase: 'authenticate',
    phrases: [
      {
        says: /do(?:es)? not have (?:enough |sufficient |the )?(?:required |necessary )?permissions?\b|missing permission|user has no permission/i,
        line: 'A1 NO [NOPERM] You do not have enough permissions to perform this action.',
        also: [
          'A1 NO Missing permission: imap-authenticate',
          'A1 NO You do not have enough permissions',
          '550 User has no permission',
        ],
      },
      {
        says: /(?:account|user|you) (?:is |are )?not (?:authori[sz]ed|allowed|permitted) to (?:use|access) (?:this|the) (?:service|server|protocol)/i,
        line: '550 5.7.1 Your account is not authorized to use this service.',
        source: generalWording,
      },
      {
        says: /(?:does not|doesn['’]t) have (?:IMAP|POP3?|SMTP) access|not allowed to use (?:IMAP|POP3?|SMTP)\b/i,
        line: 'A1 NO This account does not have IMAP access',
        source: generalWording,
        also: ['A1 NO You are not allowed to use IMAP'],
      },
      {
        says: /service (?:is )?not (?:allowed|permitted)/i,
        line: 'A1 NO Access denied: service not allowed',
        source: generalWording,
      },
      { says: /\[NOPERM\]/i, line: 'A1 NO [NOPERM] Rejected' },
    ],
    cause: (report) =>
      l10n.t('{0} does not allow {1} to use {2}.', hostName(report), report.user, report.protocol.toUpperCase()),
    advice: () =>
      l10n.t(
        'An administrator of the server can give the account this permission; at some providers it is enabled in the mailbox’s settings on the web. A new token does not change this.',
      ),
  },
  {
    code: 'oauth-switched-off',
    source: generalWording,
    confidence: 'certain',
    who: 'administrator',
    phase: 'authenticate',
    phrases: [
      {
        says: /\b(?:OAuth ?2?(?:\.0)?|XOAUTH2|OAUTHBEARER|modern auth(?:entication)?) (?:login |authentication )?(?:is |has been )?(?:disabled|not (?:enabled|allowed|permitted)|switched off|turned off)/i,
        line: 'A1 NO OAuth is disabled for this account',
      },
    ],
    cause: (report) => l10n.t('{0} says that OAuth is disabled for {1}.', hostName(report), report.user),
    advice: () => l10n.t('The administrator can enable it. A new token does not change this.'),
  },
];
