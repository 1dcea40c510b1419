import type { LoginCheckResult } from '../../src/mail/login-check/result.js';
import type { Sample } from '../../src/diagnosis/rule.js';
import { noSecrets, safeText, type Safe } from '../../src/transport/safe-text.js';
import { defaultPort, type Protocol } from '../../src/mail/wire/server.js';
import { parseErrorChallenge, type ErrorChallenge } from '../../src/sasl/challenge.js';
import { inspectToken } from '../../src/mail/login-check/token-info.js';

/** The report of a test that ended as a rule's sample says. */
export function sampleReport(sample: Sample): LoginCheckResult {
  const { line, protocol = protocolOf(line), challenge, failure, provider, capabilities = [] } = sample;
  const [, code = '', responseCode] = /^(?:[A*]\d? )?(\S+?)(?:[ -]|$)(?:\[([A-Z]+)\])?/.exec(line ?? '') ?? [];
  const failedPhase = 'failedPhase' in sample ? sample.failedPhase : line === undefined ? undefined : 'authenticate';
  return {
    protocol,
    server: sample.server ?? { host: `${protocol}.example.com`, port: defaultPort(protocol, 'tls'), security: 'tls' },
    mechanism: sample.mechanism ?? 'XOAUTH2',
    user: sample.user ?? 'alice@example.com',
    outcome: failure === undefined ? 'refused' : 'failed',
    token: { ...inspectToken('made-up'), ...sample.token },
    checks: [],
    capabilities: capabilities.map(safe),
    rejectedForms: (sample.rejectedForms ?? []).map((form) => ({ form, line: safe(line ?? ''), sent: true })),
    serverWords:
      line === undefined ? [] : [{ kind: 'reply-line', phase: failedPhase ?? 'authenticate', line: safe(line) }],
    phases: [],
    transcript: [],
    startedAt: Date.UTC(2026, 0, 1),
    ms: 1,
    ...(failure === undefined ? {} : { failure: { code: failure, message: sample.message ?? `(${failure})` } }),
    ...(failedPhase === undefined ? {} : { failedPhase }),
    ...(protocol === 'smtp' ? { ehloName: '[192.0.2.1]' } : {}),
    ...(provider === undefined ? {} : { provider }),
    ...(line === undefined
      ? {}
      : {
          reply: {
            line: safe(line),
            code: safe(code),
            text: safe(line),
            ...(responseCode === undefined ? {} : { responseCode: safe(responseCode) }),
          },
        }),
    ...(challenge === undefined ? {} : { challenge: safeChallenge(challenge) }),
  };
}

/** The protocol whose form a line has. */
function protocolOf(line = ''): Protocol {
  if (/^\d{3}/.test(line)) return 'smtp';
  return line.startsWith('-ERR') ? 'pop3' : 'imap';
}

const safe = (text: string) => safeText(text, { ...noSecrets, limit: 64 * 1024 });

function safeChallenge(challenge: string): Safe<ErrorChallenge> {
  const fields = Object.entries(parseErrorChallenge(challenge));
  return Object.fromEntries(
    fields.map(([name, text]) => [name, safe(text as string)]),
  ) as unknown as Safe<ErrorChallenge>;
}
