import * as l10n from '@vscode/l10n';
import { editAccount, failedWith, failureText, testAgain, useOtherForm, type DiagnosisRule } from '../rule.js';
import { otherSecurity } from './security-actions.js';

/** Connections that could not be established, or were lost. */
export const networkFailureRules: readonly DiagnosisRule[] = [
  {
    code: 'host-not-found',
    source: 'RFC 1035; getaddrinfo(3)',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'host-not-found', failedPhase: 'lookup' }],
    when: failedWith('host-not-found'),
    cause: failureText,
    advice: () => l10n.t('Check the spelling of the host and the network.'),
    action: editAccount,
  },
  {
    code: 'connection-refused',
    source: 'connect(2) (ECONNREFUSED)',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'connection-refused', failedPhase: 'connect' }],
    when: failedWith('connection-refused'),
    cause: failureText,
    advice: () => l10n.t('Check host and port, and whether a firewall or VPN blocks the connection.'),
    action: editAccount,
  },
  {
    code: 'host-unreachable',
    source: 'connect(2) (EHOSTUNREACH, ENETUNREACH)',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'host-unreachable', failedPhase: 'connect' }],
    when: failedWith('host-unreachable'),
    cause: failureText,
    advice: () => l10n.t('Check host and port, and whether a firewall or VPN blocks the connection.'),
  },
  {
    code: 'connect-timeout',
    source: 'microsoft/vscode-azureresourcegroups#1536; RFC 8314 §3',
    confidence: 'likely',
    who: 'you',
    samples: [
      { failure: 'timeout', failedPhase: 'connect' },
      { failure: 'timeout', failedPhase: 'lookup' },
    ],
    when: failedWith('timeout', ({ failedPhase }) => failedPhase === 'connect' || failedPhase === 'lookup'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'A firewall may be silently dropping this port, and networks that reach the web through a proxy often block mail ports. Try another network, or set a proxy that allows this port.',
      ),
    action: testAgain,
  },
  {
    code: 'no-greeting',
    source: 'RFC 8314 §3',
    confidence: 'likely',
    who: 'you',
    samples: [
      { failure: 'timeout', failedPhase: 'greeting' },
      { failure: 'timeout', failedPhase: 'tls' },
    ],
    when: failedWith(
      'timeout',
      ({ failedPhase, tls }) => failedPhase === 'tls' || (failedPhase === 'greeting' && tls === undefined),
    ),
    cause: failureText,
    advice: () =>
      l10n.t(
        'The security setting may not match the port: a server that expects TLS does not answer unencrypted connections, and vice versa.',
      ),
    action: otherSecurity,
  },
  {
    code: 'silence-after-challenge',
    source: 'nfo/gmail_xoauth pull 14; mscdex/node-imap pull 120',
    confidence: 'likely',
    who: 'operator',
    samples: [
      { failure: 'timeout', failedPhase: 'authenticate', challenge: '{"status":"401"}' },
      { failure: 'connection-lost', failedPhase: 'authenticate', challenge: '{"status":"401"}' },
    ],
    when: ({ failure, failedPhase, challenge }) =>
      (failure?.code === 'timeout' || failure?.code === 'connection-lost') &&
      failedPhase === 'authenticate' &&
      challenge !== undefined,
    cause: () =>
      l10n.t(
        'The server sent an error challenge but no final reply after the answer to it. It rejected the token without saying so.',
      ),
    advice: () => l10n.t('Read its challenge in the transcript. The missing reply is a server error.'),
  },
  {
    code: 'timeout',
    source: 'RFC 9051 §5.4; RFC 5321 §4.5.3.2',
    confidence: 'possible',
    who: 'operator',
    samples: [{ failure: 'timeout', failedPhase: 'mailbox' }],
    when: failedWith('timeout'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'Test again. If the problem persists, give the test more time (the setting “Timeout”, or --timeout on the command line), or tell the server’s operator.',
      ),
    action: testAgain,
  },
  {
    code: 'closed-at-login',
    source: 'RFC 4954 §4; RFC 7162 §4',
    confidence: 'possible',
    who: 'operator',
    samples: [{ failure: 'connection-lost', failedPhase: 'authenticate' }],
    when: failedWith('connection-lost', ({ failedPhase }) => failedPhase === 'authenticate'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'Test again, once with the credential on a separate line: a server may close on a line that is too long for it, after failed logins, or because it cannot reach what checks the token.',
      ),
    action: (report) => [useOtherForm(report), testAgain()],
  },
  {
    code: 'connection-lost',
    source: 'RFC 9051 §3.4; RFC 5321 §3.8',
    confidence: 'possible',
    who: 'operator',
    samples: [{ failure: 'connection-lost', failedPhase: 'greeting' }],
    when: failedWith('connection-lost'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'Test again. If the problem persists, the port may belong to another service, or the server blocks this machine.',
      ),
    action: testAgain,
  },
];
