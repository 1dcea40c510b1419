import type { LoginCheckResult } from '../../src/mail/login-check/result.js';
import type { Sample } from '../../src/diagnosis/rule.js';
import { defaultPort } from '../../src/mail/wire/server.js';
import { decodeErrorChallenge } from '../../src/sasl/challenge.js';
import { inspectToken } from '../../src/mail/login-check/token-info.js';

/** The report of a test that ended as a rule's sample says. */
export function sampleReport(sample: Sample): LoginCheckResult {
  const { protocol = 'imap', line, challenge, failure, provider, capabilities = [] } = sample;
  const [, code = '', responseCode] = /^(?:[A*]\d? )?(\S+?)(?:[ -]|$)(?:\[([A-Z]+)\])?/.exec(line ?? '') ?? [];
  const failedPhase = 'failedPhase' in sample ? sample.failedPhase : line === undefined ? undefined : 'authenticate';
  return {
    protocol,
    server: sample.server ?? { host: `${protocol}.example.com`, port: defaultPort(protocol, 'tls'), security: 'tls' },
    mechanism: sample.mechanism ?? 'XOAUTH2',
    user: 'alice@example.com',
    outcome: failure === undefined ? 'refused' : 'failed',
    token: { ...inspectToken('made-up'), ...sample.token },
    checks: [],
    capabilities,
    phases: [],
    transcript: [],
    startedAt: Date.UTC(2026, 0, 1),
    ms: 1,
    ...(failure === undefined ? {} : { failure: { code: failure, message: sample.message ?? `(${failure})` } }),
    ...(failedPhase === undefined ? {} : { failedPhase }),
    ...(provider === undefined ? {} : { provider }),
    ...(line === undefined
      ? {}
      : { reply: { line, code, text: line, ...(responseCode === undefined ? {} : { responseCode }) } }),
    ...(challenge === undefined ? {} : { challenge: decodeErrorChallenge(Buffer.from(challenge).toString('base64')) }),
  };
}
