import * as l10n from '@vscode/l10n';
import { editAccount, hostName, type DiagnosisRule } from '../rule.js';

/** Texts about the connection that the login is on: the name in EHLO, TLS, an earlier login. */
export const connectionRules: readonly DiagnosisRule[] = [
  {
    code: 'ehlo-name-rejected',
    source: 'nodemailer/nodemailer#1742; https://support.google.com/a/answer/3221692; go-mail/mail#63',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /\((?:EHLO|HELO)\)/i,
        line: '421 4.7.0 Try again later, closing connection. (EHLO) For more information, go to https://support.google.com/a/answer/3221692',
        failedPhase: 'capability',
      },
      {
        says: /\b(?:EHLO|HELO)\b.{0,40}\b(?:rejected|invalid|required|not allowed|refused|syntax|denied)/i,
        line: '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
      },
      {
        says: /(?:invalid|malformed|bad|bogus) (?:EHLO|HELO)\b/i,
        line: '550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)',
        failedPhase: 'capability',
        source: 'Exim (cPanel)',
      },
      {
        says: /invalid (?:EHLO\/HELO )?domain (?:name|address)|(?:EHLO\/HELO argument|domain name) .{0,40}is invalid/i,
        line: '501 5.5.4 Invalid domain name',
        failedPhase: 'capability',
        source: 'Exchange (EHLO); https://support.google.com/a/answer/3726730',
        also: ['501 5.5.4 HELO/EHLO argument “x” is invalid, closing connection.'],
      },
    ],
    samples: [
      { line: '550 5.7.1 HELO name is invalid', failedPhase: 'capability' },
      { line: '501 Syntactically invalid HELO argument(s)', failedPhase: 'capability' },
    ],
    when: ({ protocol }) => protocol === 'smtp',
    cause: (report) => {
      const said = [hostName(report), report.ehloName ?? ''] as const;
      if (report.initialResponse !== undefined) {
        return l10n.t('{0} rejected the name that was given in EHLO, “{1}”.', ...said);
      }
      return l10n.t('{0} rejected the name that was given in EHLO, “{1}”; no token was sent.', ...said);
    },
    advice: () =>
      l10n.t(
        'Waiting does not help. Such servers accept a fully qualified name that exists in the DNS: set one of your own, such as mail.example.com, with the setting “Ehlo Name” (--ehlo_name), or test at another host of the provider (smtp.gmail.com in place of smtp-relay.gmail.com).',
      ),
  },
  {
    code: 'encryption-required',
    source: 'RFC 4954 §6 (538); RFC 3207 §4 (530); RFC 5530 §3 (PRIVACYREQUIRED)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      { says: [/^530[ -]/, /STARTTLS/i], line: '530 5.7.0 Must issue a STARTTLS command first' },
      {
        says: /encryption (?:is )?(?:required|needed)/i,
        line: '538 5.7.11 Encryption required for requested authentication mechanism',
        also: ['A1 NO encryption needed to use mechanism'],
      },
      {
        says: /only available under a (?:layer|security layer)/i,
        line: 'A1 NO Login only available under a layer',
        source: 'Cyrus IMAP (imapd.c)',
      },
      {
        says: /(?:plain|clear) ?text authentication (?:is )?(?:disallowed|not allowed|disabled)/i,
        line: 'A1 NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.',
        also: ['A1 NO Plaintext authentication disallowed on non-secure connections.'],
      },
      {
        says: /\b(?:use|issue|send) (?:STLS|STARTTLS)(?: command)? first/i,
        line: '-ERR [AUTH] Use STLS first: passwords only go over an encrypted line',
        also: ['530 5.7.0 Must issue a STARTTLS command first'],
      },
      { says: /^538[ -]/, line: '538 5.7.11 Rejected' },
      { says: /\[PRIVACYREQUIRED\]/i, line: 'A1 NO [PRIVACYREQUIRED] Rejected' },
    ],
    cause: (report) => l10n.t('{0} accepts no login without TLS.', hostName(report)),
    advice: () => l10n.t('Use implicit TLS or STARTTLS.'),
    action: editAccount,
  },
  {
    code: 'tls-version-rejected',
    source:
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/opt-in-exchange-online-endpoint-for-legacy-tls-using-smtp-auth',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /TLS 1\.0 and 1\.1 are not supported|(?:update|upgrade)\S* your client to support TLS/i,
        line: '421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2.',
        failedPhase: 'mailbox',
        also: [
          '421 4.7.66 TLS 1.0 and 1.1 are not supported.',
          '421 4.7.66 Please update your client to support TLS 1.2.',
        ],
      },
    ],
    cause: (report) => l10n.t('{0} rejects the TLS version of this connection.', hostName(report)),
    advice: () => l10n.t('This test uses TLS 1.2 or 1.3. A proxy in between may use an older one: test without it.'),
  },
  {
    code: 'already-authenticated',
    source: 'RFC 4954 §4 (503); Postfix; Apache James',
    confidence: 'certain',
    who: 'operator',
    phrases: [
      {
        says: /already authenticated|previously authenticated|no identity changes permitted/i,
        line: '503 5.5.1 Error: already authenticated',
        also: ['503 5.5.1 User has previously authenticated', '503 5.7.0 No identity changes permitted.'],
      },
    ],
    cause: (report) => l10n.t('{0} says that this connection is logged in already.', hostName(report)),
    advice: () =>
      l10n.t(
        'The server may recognize this machine by its address or certificate: use a port where it requires a login.',
      ),
  },
];
