import * as l10n from '@vscode/l10n';
import { editAccount, failedWith, failureText, useOtherMechanism, type DiagnosisRule } from '../rule.js';
import { withImplicitTls } from './security-actions.js';

/** Unsupported features and protocol errors. */
export const protocolFailureRules: readonly DiagnosisRule[] = [
  {
    code: 'protocol-error',
    source: 'RFC 9051 §7; RFC 5321 §4.2; RFC 1939 §3',
    confidence: 'likely',
    who: ({ failedPhase }) => (failedPhase === 'greeting' ? 'you' : 'operator'),
    samples: [{ failure: 'protocol-error', failedPhase: 'greeting' }],
    when: failedWith('protocol-error'),
    cause: failureText,
    advice: ({ protocol, failedPhase }) =>
      failedPhase === 'greeting'
        ? l10n.t('Check that the port belongs to {0}.', protocol.toUpperCase())
        : l10n.t('The server does not follow {0}. Send its operator the transcript.', protocol.toUpperCase()),
    action: ({ failedPhase }) => (failedPhase === 'greeting' ? editAccount() : undefined),
  },
  {
    code: 'reply-too-long',
    source: 'RFC 9051 §4; RFC 5321 §4.5.3.1.5',
    confidence: 'likely',
    who: 'you',
    samples: [{ failure: 'reply-too-long', failedPhase: 'greeting' }],
    when: failedWith('reply-too-long'),
    cause: failureText,
    advice: () => l10n.t('The port may belong to another service; check host and port.'),
    action: editAccount,
  },
  {
    code: 'offered-after-starttls',
    source: 'RFC 8314 §3; RFC 9051 §6.2.1; jstedfast/MailKit#1770',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        failure: 'mechanism-not-offered',
        failedPhase: 'authenticate',
        server: { host: 'localhost', port: 143, security: 'none' },
        capabilities: ['IMAP4REV1', 'STARTTLS'],
      },
    ],
    when: failedWith(
      'mechanism-not-offered',
      ({ server, capabilities }) =>
        server.security === 'none' && capabilities.some((name) => name === 'STARTTLS' || name === 'STLS'),
    ),
    cause: failureText,
    advice: () => l10n.t('Nothing was sent. Use STARTTLS: servers offer OAuth only where TLS protects the token.'),
    action: ({ server }) => ({ kind: 'use-server', server: { ...server, security: 'starttls' } }),
  },
  {
    code: 'no-login-on-port-25',
    source: 'RFC 6409 §3.1 (587); RFC 8314 §3.3 (465); EvotecIT/PSPasswordExpiryNotifications#3',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        failure: 'mechanism-not-offered',
        failedPhase: 'authenticate',
        protocol: 'smtp',
        server: { host: 'mx1.example.org', port: 25, security: 'starttls' },
        capabilities: ['PIPELINING', '8BITMIME'],
      },
    ],
    when: failedWith(
      'mechanism-not-offered',
      ({ protocol, server, capabilities }) =>
        protocol === 'smtp' && server.port === 25 && !capabilities.some((line) => /^AUTH[ =]/.test(line)),
    ),
    cause: ({ server }) =>
      l10n.t('{0} offers no login on port 25, where servers receive mail from other servers.', server.host),
    advice: () =>
      l10n.t(
        'Nothing was sent. Use the port for submission, 587 with STARTTLS or 465 with implicit TLS, at the host that the provider names for sending.',
      ),
    action: editAccount,
  },
  {
    code: 'mechanism-not-offered',
    source: 'RFC 9051 §6.2.2; RFC 4954 §3; RFC 5034 §3',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'mechanism-not-offered', failedPhase: 'authenticate', capabilities: ['AUTH=OAUTHBEARER'] }],
    when: failedWith('mechanism-not-offered'),
    cause: failureText,
    advice: () =>
      l10n.t('Nothing was sent. Use a mechanism that the server offers, or ask its operator to enable OAuth.'),
    action: useOtherMechanism,
  },
  {
    code: 'smtputf8-not-offered',
    source: 'RFC 6531 §3.2',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'smtputf8-not-offered', failedPhase: 'mailbox', protocol: 'smtp' }],
    when: failedWith('smtputf8-not-offered'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'The login was accepted; no message was sent. Use an address of the mailbox that consists of ASCII characters, or ask the operator to enable SMTPUTF8.',
      ),
  },
  {
    code: 'preauth',
    source: 'RFC 9051 §7.1.4; CVE-2020-12398',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'preauth', failedPhase: 'greeting' }],
    when: failedWith('preauth'),
    cause: failureText,
    advice: ({ tls }) =>
      tls === undefined
        ? l10n.t(
            'Use implicit TLS. If the server does not send this greeting itself, a device on the network may be changing it.',
          )
        : l10n.t('The server may recognize this machine by its address: use a port where it asks for a login.'),
    action: (report) => (report.tls === undefined ? withImplicitTls(report) : undefined),
  },
];
