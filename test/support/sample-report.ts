import type { MailTestReport } from '../../src/mail/login-check/result.js';
import type { Sample } from '../../src/diagnosis/rule.js';
import { defaultPort } from '../../src/mail/wire/server.js';
import { readToken } from '../../src/mail/login-check/token-check.js';
import { decodeErrorChallenge } from '../../src/sasl/challenge.js';

/** The report of a test that ended as a rule's sample says. */
export function sampleReport(sample: Sample): MailTestReport {
  const { protocol = 'imap', line, challenge, failure, provider, capabilities = [] } = sample;
  const [, code = '', responseCode] = /^(?:[A*]\d? )?(\S+?)(?:[ -]|$)(?:\[([A-Z]+)\])?/.exec(line ?? '') ?? [];
  const failedStep = 'failedStep' in sample ? sample.failedStep : line === undefined ? undefined : 'authenticate';
  return {
    protocol,
    server: sample.server ?? { host: `${protocol}.example.com`, port: defaultPort(protocol, 'tls'), security: 'tls' },
    mechanism: sample.mechanism ?? 'XOAUTH2',
    user: 'alice@example.com',
    verdict: failure === undefined ? 'refused' : 'failed',
    token: { ...readToken('made-up'), ...sample.token },
    stages: [],
    capabilities,
    steps: [],
    transcript: [],
    startedAt: Date.UTC(2026, 0, 1),
    ms: 1,
    ...(failure === undefined ? {} : { failure: { code: failure, message: sample.said ?? `(${failure})` } }),
    ...(failedStep === undefined ? {} : { failedStep }),
    ...(provider === undefined ? {} : { provider }),
    ...(line === undefined
      ? {}
      : { reply: { line, code, text: line, ...(responseCode === undefined ? {} : { responseCode }) } }),
    ...(challenge === undefined ? {} : { challenge: decodeErrorChallenge(Buffer.from(challenge).toString('base64')) }),
  };
}
