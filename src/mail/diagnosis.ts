import * as l10n from '@vscode/l10n';
import { refusalRules, type DiagnosisContext } from './diagnosis-rules.js';
import type { FailureCode } from './errors.js';
import type { MailTestReport } from './report.js';
import { defaultPort } from './server.js';

export type { DiagnosisContext } from './diagnosis-rules.js';

/** Why a test ended as it did, and what to do. */
export interface Diagnosis {
  readonly code: string;
  readonly cause: string;
  readonly advice: string;
  /** The server's very line. */
  readonly evidence?: string;
}

/** Explains a report. What no rule knows is said to be unknown, with the server's own words. */
export function diagnose(report: MailTestReport, context: DiagnosisContext = {}): Diagnosis {
  const { verdict, reply, failure } = report;
  const evidence = reply === undefined ? {} : { evidence: reply.line };
  if (verdict === 'ok') {
    return { code: 'ok', cause: l10n.t('{0} takes the token for {1}.', report.server.host, report.user), advice: l10n.t('There is nothing to do.'), ...evidence };
  }
  if (verdict === 'cancelled') {
    return { code: 'cancelled', cause: l10n.t('The test was cancelled.'), advice: l10n.t('Test again when you like.') };
  }
  if (failure !== undefined) return { code: failure.code, cause: failure.message, advice: failureAdvice(failure.code, report), ...evidence };
  const rule = refusalRules.find(({ when }) => when(report, context));
  if (rule !== undefined) {
    return { code: rule.code, cause: rule.cause(report, context), advice: rule.advice(report, context), ...evidence };
  }
  return {
    code: 'unknown',
    cause: l10n.t('{0} refuses for a reason that is not known here: “{1}”.', report.server.host, reply?.line ?? ''),
    advice: l10n.t('Look at the server’s own words above; its operator knows what they mean.'),
    ...evidence,
  };
}

function failureAdvice(code: FailureCode, { server, protocol }: MailTestReport): string {
  switch (code) {
    case 'host-not-found':
      return l10n.t('Check the spelling of the host and the network.');
    case 'connection-refused':
    case 'host-unreachable':
      return l10n.t('Check host and port, and whether a firewall or VPN stands between.');
    case 'connection-lost':
      return l10n.t('Test again; if it stays so, the port may belong to another service, or the server blocks this machine.');
    case 'timeout':
      return l10n.t('Test again; if it stays so, host, port or security may be wrong: a server that waits for TLS says nothing in the clear, and the other way round.');
    case 'tls-untrusted':
      return l10n.t('If the server’s authority is your own, name its certificate file as CA file; if not, something on the way may be reading along.');
    case 'tls-expired':
      return l10n.t('Check this machine’s clock; if it is right, the server’s operator has to renew the certificate.');
    case 'tls-name-mismatch':
      return l10n.t('Use the host name that the certificate is for.');
    case 'tls-failed':
      return server.security === 'tls'
        ? l10n.t('Try STARTTLS, by custom on port {0}: this port may not begin with TLS.', defaultPort(protocol, 'starttls'))
        : l10n.t('Try implicit TLS, by custom on port {0}.', defaultPort(protocol, 'tls'));
    case 'starttls-not-offered':
    case 'starttls-refused':
      return l10n.t('Use implicit TLS, by custom on port {0}; if the server should offer STARTTLS, something on the way may be removing it.', defaultPort(protocol, 'tls'));
    case 'starttls-injection':
      return l10n.t('Use implicit TLS, by custom on port {0}, and tell the server’s operator.', defaultPort(protocol, 'tls'));
    case 'plain-refused':
      return l10n.t('Use implicit TLS or STARTTLS.');
    case 'protocol-error':
      return l10n.t('Check that the port belongs to {0}.', protocol.toUpperCase());
    case 'reply-too-long':
      return l10n.t('The port may belong to another service; check host and port.');
    case 'mechanism-not-offered':
      return l10n.t('Nothing was sent. Use a mechanism that the server offers, or ask its operator to switch OAuth on.');
    case 'preauth':
      return l10n.t('Use implicit TLS; if the server should not greet so, something on the way may be changing it.');
    case 'invalid-credential':
      return l10n.t('Nothing was sent. Correct the user or the token and test again.');
  }
}

/** The closing line of a test. */
export function verdictLine(report: MailTestReport): string {
  const { verdict, server, user, mechanism, reply, failure, tls, ms } = report;
  switch (verdict) {
    case 'ok':
      return l10n.t('OK: {0} accepted {1} with {2} ({3}, {4} ms).', server.host, user, mechanism, tls?.protocol ?? l10n.t('no TLS'), ms);
    case 'refused':
      return l10n.t('NO: {0} refused {1} with {2}: {3}', server.host, user, mechanism, reply?.line ?? '');
    case 'failed':
      return l10n.t('FAILED: {0}', failure?.message ?? '');
    case 'cancelled':
      return l10n.t('CANCELLED: the test of {0} was cancelled.', server.host);
  }
}
