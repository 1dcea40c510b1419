import * as l10n from '@vscode/l10n';
import { failedWith, failureText, type DiagnosisRule } from '../rule.js';

/** Proxies and wrong settings. */
export const proxyFailureRules: readonly DiagnosisRule[] = [
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
    advice: () => l10n.t('Enter the user and password in the proxy’s URL: http://user:password@host:port.'),
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
        'Check the proxy’s host and port (the setting “Proxy”, or --proxy on the command line) and in the environment (HTTPS_PROXY, ALL_PROXY), or connect without a proxy.',
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
];
