import * as l10n from '@vscode/l10n';
import { editAccount, generalWording, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts about the network address of this machine. */
export const machineRules: readonly DiagnosisRule[] = [
  {
    code: 'machine-without-name',
    source:
      'Postfix (reject_unknown_client_hostname); https://support.google.com/mail/answer/81126 (5.7.25); OVHcloud; AOL',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /cannot find your (?:reverse )?hostname/i,
        line: '450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]',
        failedPhase: 'greeting',
        also: ['450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]'],
      },
      {
        says: /\breverse DNS\b|\bPTR record\b/i,
        line: '450 4.7.25 Forward-confirmed reverse DNS failed',
        failedPhase: 'greeting',
        also: ['550-5.7.25 The IP address sending this message does not have a PTR record, or'],
      },
    ],
    cause: (report) =>
      report.failedPhase === 'greeting'
        ? l10n.t(
            '{0} accepts no machine whose network address has no matching name in the DNS (reverse DNS); no token was sent.',
            hostName(report),
          )
        : l10n.t(
            '{0} accepts no machine whose network address has no matching name in the DNS (reverse DNS).',
            hostName(report),
          ),
    advice: () =>
      l10n.t(
        'Check host and port first: hosts for submission seldom require this. If they are right, ask the internet provider of this machine to set the name, or test from another network.',
      ),
    action: editAccount,
  },
  {
    code: 'machine-blocked',
    source: 'RFC 5321 §3.1 (554); https://learn.microsoft.com (5.7.708); Spamhaus',
    confidence: 'certain',
    who: 'operator',
    phrases: [
      {
        says: /(?:client host|IP|address|host)\b.{0,80}\b(?:blocked|block list|blacklisted|blocklisted|black ?list)/i,
        line: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a block list',
        failedPhase: 'greeting',
      },
      {
        says: /network is on (?:our|a) block ?list/i,
        line: '550 5.7.1 Please contact your Internet service provider since part of their network is on our block list (S3140).',
        failedPhase: 'mailbox',
        source: 'outlook.com (S3140)',
      },
      {
        says: /traffic not accepted from this IP/i,
        line: '550 5.7.708 Access denied, traffic not accepted from this IP',
        failedPhase: 'mailbox',
      },
      {
        says: /dynamic screening|access (?:is )?restricted from (?:your|this) (?:IP|address|network|location)/i,
        line: '* BYE Connection refused by dynamic screening',
        source: 'MDaemon (Dynamic Screening); Zoho (allowed IP addresses)',
        also: ['A1 NO [ALERT] Access restricted from your IP by your organization (Failure)'],
      },
      {
        says: /intrusion prevention/i,
        line: '421 4.7.1 Intrusion prevention active for [192.0.2.1]',
        source: generalWording,
      },
      {
        says: /client host rejected/i,
        line: '554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied',
        failedPhase: 'mailbox',
        source: 'Postfix (smtpd_client_restrictions)',
      },
      {
        says: /(?:log ?in|access|authentication) from (?:this|your) (?:IP|address|country|location|network) (?:\w+ )?(?:is )?(?:not allowed|denied|blocked|not permitted|restricted)/i,
        line: 'A1 NO [ALERT] Login from your country is not allowed.',
        source: generalWording,
      },
      {
        says: /unusual rate of/i,
        line: '421-4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address.',
        failedPhase: 'greeting',
        source: 'https://support.google.com/a/answer/3726730',
      },
    ],
    cause: (report) =>
      report.failedPhase === 'greeting'
        ? l10n.t('{0} blocks the network address of this machine; no token was sent.', hostName(report))
        : l10n.t('{0} blocks the network address of this machine.', hostName(report)),
    advice: () =>
      l10n.t(
        'Test from another network, without a VPN. If it persists, ask the operator of the server to allow this machine’s address.',
      ),
    action: testAgain,
  },
];
