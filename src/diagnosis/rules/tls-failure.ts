import * as l10n from '@vscode/l10n';
import { defaultPort } from '../../mail/wire/server.js';
import { editAccount, failedWith, failureText, type DiagnosisRule } from '../rule.js';
import { otherSecurity, withImplicitTls } from './security-actions.js';

/** TLS, STARTTLS and certificates. */
export const tlsFailureRules: readonly DiagnosisRule[] = [
  {
    code: 'tls-untrusted',
    source: 'microsoft/vscode#9790; RFC 8314 §3.4',
    confidence: 'likely',
    who: 'you',
    samples: [{ failure: 'tls-untrusted', failedPhase: 'tls' }],
    when: failedWith('tls-untrusted'),
    cause: (report) =>
      report.tls === undefined
        ? failureText(report)
        : `${failureText(report)} ${l10n.t('It is for {0}, by {1}.', report.tls.subject, report.tls.issuer)}`,
    advice: () =>
      l10n.t(
        'If the server’s authority is your own, set its certificate file as the CA file (--ca_file on the command line); otherwise the connection may be intercepted.',
      ),
    action: editAccount,
  },
  {
    code: 'tls-expired',
    source: 'RFC 5280 §4.1.2.5',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'tls-expired', failedPhase: 'tls' }],
    when: failedWith('tls-expired'),
    cause: (report) =>
      report.tls === undefined
        ? failureText(report)
        : `${failureText(report)} ${l10n.t('It is valid from {0} to {1}.', report.tls.validFrom, report.tls.validTo)}`,
    advice: () =>
      l10n.t('Check this machine’s clock; if it is right, the server’s operator has to renew the certificate.'),
  },
  {
    code: 'tls-name-mismatch',
    source: 'RFC 7817 §3; RFC 9525 §6',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'tls-name-mismatch', failedPhase: 'tls' }],
    when: failedWith('tls-name-mismatch'),
    cause: failureText,
    advice: () => l10n.t('Use the host name that the certificate is for.'),
    action: editAccount,
  },
  {
    code: 'tls-failed',
    source: 'RFC 8446 §6; RFC 8314 §3',
    confidence: 'likely',
    who: 'you',
    samples: [{ failure: 'tls-failed', failedPhase: 'tls' }],
    when: failedWith('tls-failed'),
    cause: failureText,
    advice: ({ server, protocol }) =>
      server.security === 'tls'
        ? l10n.t(
            'Try STARTTLS, usually on port {0}: this port may not begin with TLS.',
            defaultPort(protocol, 'starttls'),
          )
        : l10n.t('Try implicit TLS, usually on port {0}.', defaultPort(protocol, 'tls')),
    action: otherSecurity,
  },
  {
    code: 'tls-no-protocol',
    source: 'RFC 7301 §3.2',
    confidence: 'likely',
    who: 'you',
    samples: [{ failure: 'tls-no-protocol', failedPhase: 'tls' }],
    when: failedWith('tls-no-protocol'),
    cause: failureText,
    advice: ({ protocol, server }) =>
      l10n.t(
        'Port {1} may serve a protocol other than {0}. If the port is right, tell the server’s operator that its TLS does not support {0}.',
        protocol.toUpperCase(),
        server.port,
      ),
    action: editAccount,
  },
  {
    code: 'tls-too-old',
    source: 'RFC 8996 §2; RFC 8314 §3',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'tls-too-old', failedPhase: 'tls' }],
    when: failedWith('tls-too-old'),
    cause: failureText,
    advice: () => l10n.t('Nothing was sent. Ask the server’s operator to enable TLS 1.2 or 1.3.'),
  },
  {
    code: 'starttls-not-offered',
    source: 'RFC 3207 §4.1; RFC 8314 §5',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'starttls-not-offered', failedPhase: 'capability' }],
    when: failedWith('starttls-not-offered'),
    cause: failureText,
    advice: ({ protocol }) =>
      l10n.t(
        'Use implicit TLS, usually on port {0}; if the server should offer STARTTLS, a device on the network may be removing it.',
        defaultPort(protocol, 'tls'),
      ),
    action: withImplicitTls,
  },
  {
    code: 'starttls-refused',
    source: 'RFC 3207 §4 (454); RFC 9051 §6.2.1',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'starttls-refused', failedPhase: 'starttls' }],
    when: failedWith('starttls-refused'),
    cause: failureText,
    advice: ({ protocol }) =>
      l10n.t(
        'Use implicit TLS, usually on port {0}; the server may have no certificate.',
        defaultPort(protocol, 'tls'),
      ),
    action: withImplicitTls,
  },
  {
    code: 'starttls-injection',
    source: 'CVE-2021-33515; https://nostarttls.secvuln.info',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'starttls-injection', failedPhase: 'starttls' }],
    when: failedWith('starttls-injection'),
    cause: failureText,
    advice: ({ protocol }) =>
      l10n.t('Use implicit TLS, usually on port {0}, and tell the server’s operator.', defaultPort(protocol, 'tls')),
    action: withImplicitTls,
  },
  {
    code: 'plain-refused',
    source: 'RFC 6750 §5.2; RFC 7628 §5',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'plain-refused' }],
    when: failedWith('plain-refused'),
    cause: failureText,
    advice: () => l10n.t('Use implicit TLS or STARTTLS.'),
    action: withImplicitTls,
  },
  {
    code: 'bad-ca',
    source: 'RFC 7468 §5.1',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'bad-ca' }],
    when: failedWith('bad-ca'),
    cause: failureText,
    advice: () => l10n.t('Choose another CA file (--ca_file on the command line).'),
    action: editAccount,
  },
];
