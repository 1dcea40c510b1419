import * as l10n from '@vscode/l10n';
import { defaultPort } from '../../mail/wire/server.js';
import {
  editAccount,
  failedWith,
  failureText,
  testAgain,
  useOtherForm,
  useOtherMechanism,
  type Action,
  type DiagnosisRule,
  type RuleInput,
} from '../rule.js';

const withImplicitTls = ({ server, protocol }: RuleInput): Action => ({
  kind: 'use-server',
  server: { host: server.host, port: defaultPort(protocol, 'tls'), security: 'tls' },
});

/** The other way to secure the connection, where a port begins otherwise than it should. */
const otherSecurity = (report: RuleInput): Action =>
  report.server.security === 'tls'
    ? {
        kind: 'use-server',
        server: { host: report.server.host, port: defaultPort(report.protocol, 'starttls'), security: 'starttls' },
      }
    : withImplicitTls(report);

/** Why a test could not be carried through: network, TLS, protocol. */
export const failureRules: readonly DiagnosisRule[] = [
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
        'The security may not fit the port: a server that waits for TLS says nothing in the clear, and vice versa.',
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
    advice: () => l10n.t('Read its challenge in the transcript. The missing reply is a fault of the server.'),
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
        'Test again. If the problem persists, give the test more time in the settings, or tell the server’s operator.',
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
        'If the server’s authority is your own, name its certificate file as CA file; otherwise the connection may be intercepted.',
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
        'Another protocol than {0} may be served on port {1}; if it is the right one, tell the server’s operator that its TLS does not know {0}.',
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
    advice: () => l10n.t('Choose another CA file.'),
    action: editAccount,
  },
  {
    code: 'bad-proxy',
    source: 'RFC 3986 §3',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'bad-proxy' }],
    when: failedWith('bad-proxy'),
    cause: failureText,
    advice: () => l10n.t('Correct the proxy’s URL.'),
  },
  {
    code: 'bad-ehlo-name',
    source: 'RFC 5321 §4.1.2, §4.1.3',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'bad-ehlo-name' }],
    when: failedWith('bad-ehlo-name'),
    cause: failureText,
    advice: () => l10n.t('Nothing was sent. Correct the setting “Ehlo Name” (--ehlo_name).'),
  },
  {
    code: 'proxy-authentication',
    source: 'RFC 9110 §15.5.8 (407); RFC 1929 §2',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        failure: 'proxy-failed',
        failedPhase: 'proxy',
        message:
          'Could not connect through the proxy http://proxy.example.com:3128: it answers CONNECT imap.example.com:993 with 407 Proxy Authentication Required.',
      },
    ],
    when: failedWith('proxy-failed', ({ failure }) => /with 407\b|socks5 authentication/i.test(failure?.message ?? '')),
    cause: failureText,
    advice: () => l10n.t('Give user and password in the proxy’s URL: http://user:password@host:port.'),
  },
  {
    code: 'proxy-unreachable',
    source: 'connect(2) (ECONNREFUSED); getaddrinfo(3)',
    confidence: 'certain',
    who: 'you',
    samples: [
      { failure: 'proxy-failed', failedPhase: 'connect' },
      { failure: 'proxy-failed', failedPhase: 'lookup' },
    ],
    when: failedWith('proxy-failed', ({ failedPhase }) => failedPhase === 'connect' || failedPhase === 'lookup'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'Check the proxy’s host and port in the settings and in the environment (HTTPS_PROXY, ALL_PROXY), or connect without a proxy.',
      ),
  },
  {
    code: 'proxy-failed',
    source: 'RFC 9110 §9.3.6; RFC 1928 §6',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'proxy-failed', failedPhase: 'proxy' }],
    when: failedWith('proxy-failed'),
    cause: failureText,
    advice: () =>
      l10n.t(
        'Web proxies often allow only port 443. Ask for this port, use a SOCKS proxy, or connect without a proxy.',
      ),
  },
  {
    code: 'protocol-error',
    source: 'RFC 9051 §7; RFC 5321 §4.2; RFC 1939 §3',
    confidence: 'likely',
    who: 'operator',
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
        : l10n.t('The server may know this machine by its address: use a port where it asks for a login.'),
    action: (report) => (report.tls === undefined ? withImplicitTls(report) : undefined),
  },
];
