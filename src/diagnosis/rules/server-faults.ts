import * as l10n from '@vscode/l10n';
import { profileByName } from '../../providers/catalogue.js';
import {
  editAccount,
  generalWording,
  hostName,
  isAfterLogin,
  refusedAt,
  testAgain,
  type DiagnosisRule,
} from '../rule.js';

/** Texts about internal errors of servers. */
export const serverFaultRules: readonly DiagnosisRule[] = [
  {
    code: 'token-check-failed',
    source: 'authelia/authelia#12974; docker-mailserver/docker-mailserver#1534; Dovecot (auth: temporary failure)',
    confidence: 'likely',
    who: 'operator',
    phase: 'authenticate',
    phrases: [
      {
        says: /temporary (?:internal )?authentication (?:failure|error)/i,
        line: 'A1 NO [UNAVAILABLE] Temporary authentication failure. [mail:2026-09-04 13:04:53]',
      },
      {
        says: /connection lost to authentication server/i,
        line: '535 5.7.8 Error: authentication failed: Connection lost to authentication server',
        source: 'Postfix (smtpd_sasl_type = dovecot)',
      },
      {
        says: /(?:internal (?:login|authentication|auth) (?:failure|error))/i,
        line: 'A1 NO Internal login failure. Refer to server log for more information.',
        source: 'Dovecot',
      },
      {
        says: /auth(?:entication)? (?:process|server|service|backend) (?:is )?(?:broken|unavailable|not available|died|unreachable)/i,
        line: '* BYE Disconnected: Auth process broken',
        source: 'Dovecot; Cyrus SASL (SASL_UNAVAIL)',
        also: ['A1 NO remote authentication server unavailable'],
      },
      {
        says: /(?:inactivity|timed? ?out)\b[^.]{0,20}\bauthenticat|authentication (?:request |process )?timed out/i,
        line: '* BYE Disconnected for inactivity during authentication.',
        source: 'Dovecot (login-common)',
        also: ['A1 NO [UNAVAILABLE] Authentication request timed out, please try again.'],
      },
      {
        says: /unable to authenticate at (?:present|this time)/i,
        line: '435 Unable to authenticate at present',
        source: 'Exim (auth.c)',
      },
      {
        says: /cannot authenticate due to (?:a )?temporary system problem/i,
        line: '454 4.7.0 Cannot authenticate due to a temporary system problem. Try again later.',
        source: 'https://support.google.com/a/answer/3726730',
      },
      {
        says: /generic failure/i,
        line: 'A1 NO generic failure',
        source: 'Cyrus SASL (SASL_FAIL)',
      },
      {
        says: /introspection (?:failed|error|request)|(?:failed|unable|could not) to (?:introspect|validate|verify) (?:the )?(?:access )?token/i,
        line: 'A1 NO [UNAVAILABLE] Token introspection failed',
        source: generalWording,
        also: ['A1 NO The server was unable to validate the token'],
      },
      {
        says: /JWKS|signing keys? (?:not found|unavailable)|no (?:matching |suitable )?key (?:found|for)/i,
        line: '454 4.7.0 Temporary failure: could not fetch JWKS',
        source: generalWording,
        also: ['A1 NO Signing key not found', 'A1 NO No matching key found'],
      },
    ],
    samples: [
      { line: '454 4.7.0 Temporary authentication failure: Connection lost to authentication server' },
      { line: '-ERR [SYS/TEMP] Temporary authentication failure.' },
    ],
    cause: (report) =>
      l10n.t(
        '{0} could not check the token. This is a problem of the server or of a service behind it, and says nothing about the token itself.',
        hostName(report),
      ),
    advice: ({ provider }) =>
      provider !== undefined && profileByName(provider) !== undefined
        ? l10n.t(
            'Test again in a few minutes. If it persists, check the provider’s status page, and that the address is that of the mailbox; otherwise only {0} can fix it.',
            provider,
          )
        : l10n.t(
            'Test again in a minute. If it persists, waiting does not help: its operator finds the reason in the server’s log, usually in its OAuth settings (introspection URL and secret, openid_configuration_url, JWKS, user-name attribute) or in the user database.',
          ),
    action: testAgain,
  },
  {
    code: 'mechanism-missing-behind',
    source: 'docker-mailserver/docker-mailserver#4119; Cyrus SASL (SASL_NOMECH)',
    confidence: 'certain',
    who: 'operator',
    phrases: [
      { says: /no mechanism available/i, line: '535 5.7.8 Error: authentication failed: no mechanism available' },
      {
        says: /authentication failed: (?:invalid|unsupported) authentication mechanism/i,
        line: '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
        source: 'Postfix (smtpd_sasl_glue.c)',
      },
      {
        says: /AUTH mechanism \S{1,40} not available/i,
        line: '504 5.3.3 AUTH mechanism XOAUTH2 not available',
        source: 'sendmail (srvrsmtp.c)',
      },
      {
        says: /auth type unimplemented/i,
        line: '504 auth type unimplemented (#5.5.1)',
        source: 'qmail-smtpd-auth',
      },
      {
        says: /authentication not enabled/i,
        line: '503 5.5.1 Error: authentication not enabled',
        source: 'Postfix (smtpd_sasl_auth_enable)',
      },
      {
        says: /AUTH (?:command )?(?:is )?(?:used when not advertised|not (?:allowed|available|enabled))/i,
        line: '503 AUTH command used when not advertised',
        source: 'Exim (auth_advertise_hosts); Stalwart (AUTH not allowed)',
        also: ['503 5.5.1 AUTH not allowed.', '502 5.7.0 AUTH command is not enabled'],
      },
      {
        says: /mechanism too weak for this user/i,
        line: 'A1 NO mechanism too weak for this user',
        source: 'Cyrus SASL (SASL_TOOWEAK)',
      },
    ],
    samples: [{ line: 'A1 NO no mechanism available' }],
    cause: ({ mechanism }) =>
      l10n.t(
        'The part of the server that checks logins does not have {0}, whatever the server offers. The token was not checked.',
        mechanism,
      ),
    advice: () =>
      l10n.t(
        'Its operator has to enable the mechanism where logins are checked (Cyrus SASL plug-in, Dovecot, smtpd_sasl_auth_enable).',
      ),
  },
  {
    code: 'server-unavailable',
    source: 'simonrob/email-oauth2-proxy#379; RFC 3463 §3.5 (4.3.x); Dovecot (SERVERBUG)',
    confidence: 'likely',
    who: 'operator',
    phrases: [
      { says: /server unavailable/i, line: '-ERR Server Unavailable. 21', failedPhase: 'mailbox' },
      {
        says: /internal (?:server )?error|internal (?:software|program) error/i,
        line: 'A2 NO [SERVERBUG] Internal error occurred. Refer to server log for more information.',
        failedPhase: 'mailbox',
        also: ['A2 NO Internal error occurred.', '451 4.3.0 Internal software error'],
      },
      { says: /\[SERVERBUG\]/i, line: 'A2 NO [SERVERBUG] Rejected.', source: 'RFC 5530 §3 (SERVERBUG)' },
      {
        says: /temporary (?:system|server|internal) (?:problem|error|failure)/i,
        line: '421 4.7.0 Temporary System Problem. Try again later.',
        failedPhase: 'greeting',
        source: 'https://support.google.com/a/answer/3726730',
      },
      {
        says: /^\S+ (?:NO|BYE) (?:\[\w+\] )?System Error/i,
        line: 'A1 NO System Error (Failure)',
        also: ['* BYE System Error'],
        source: 'Gmail; imapsync FAQ.Gmail',
      },
      {
        says: /server configuration (?:problem|error)/i,
        line: '451 4.3.5 <alice@example.com>: Sender address rejected: Server configuration problem',
        failedPhase: 'mailbox',
        source: 'Postfix (451 4.3.5)',
      },
      {
        says: /mail access for users with [UG]ID|namespace initialization failed|initialization failed:/i,
        line: '* BYE Namespace initialization failed',
        failedPhase: 'mailbox',
        source: 'Dovecot (first_valid_uid, namespaces)',
        also: [
          '* BYE Error: Mail access for users with UID 5000 not permitted (see first_valid_uid in config file).',
          '-ERR Initialization failed: Mail locations must begin with / or ~',
        ],
      },
      {
        says: /maintenance (?:mode|in progress)|(?:under|down for|in) maintenance|being (?:migrated|moved)/i,
        line: 'A1 NO AUTHENTICATE failed; account maintenance in progress',
        source: generalWording,
        also: ['A1 NO The server is under maintenance', 'A2 NO Mailbox is being migrated, try later'],
      },
      {
        says: /(?:cannot|can['’]t|could not|unable to|failed to) (?:connect|reach) (?:to )?(?:the )?(?:\w+ )?(?:server|backend)|lost connection to (?:the )?(?:\w+ )?(?:server|backend)|back-?end (?:server )?error|\bin failure mode/i,
        line: 'A1 NO Cannot connect to server',
        source: generalWording,
        also: [
          '* BYE Lost connection to backend',
          'A1 NO [UNAVAILABLE] Could not reach the mail backend',
          '-ERR STAT Backend server error',
          '* BYE [ALERT] Proxy in failure mode',
        ],
      },
      { says: /\[CORRUPTION\]/i, line: 'A2 NO [CORRUPTION] Rejected', failedPhase: 'mailbox', source: 'RFC 5530 §3' },
      {
        says: /queue file write error|insufficient system (?:storage|resources)/i,
        line: '451 4.3.0 Error: queue file write error',
        failedPhase: 'mailbox',
        source: 'Postfix',
        also: ['452 4.3.1 Insufficient system storage'],
      },
      {
        says: /(?:server|service) (?:is )?shutting down|server shutdown/i,
        line: '* BYE Server shutting down.',
        failedPhase: 'mailbox',
        source: 'Dovecot',
        also: ['* BYE Server shutdown'],
      },
      {
        says: /unable to proxy authenticated session/i,
        line: '535 5.7.3 Unable to proxy authenticated session because either the backend does not support it or failed to resolve the user',
        source: 'Exchange (front-end proxy)',
      },
      {
        says: /server (?:is )?busy/i,
        line: '451 4.7.500 Server busy. Please try again later from [192.0.2.1].',
        failedPhase: 'mailbox',
        source: 'Exchange Online; https://support.google.com/a/answer/3726730 (4.4.5)',
      },
      {
        says: /no memory available|cannot allocate memory|overflowed buffer|integrity check failed|invalid parameter supplied/i,
        line: 'A1 NO no memory available',
        source: 'Cyrus SASL (SASL_NOMEM, SASL_BUFOVER, SASL_BADMAC, SASL_BADPARAM)',
        also: [
          '* BYE [ALERT] Fatal error: Cannot allocate memory',
          'A1 NO overflowed buffer',
          'A1 NO integrity check failed',
          'A1 NO invalid parameter supplied',
        ],
      },
    ],
    cause: (report) =>
      isAfterLogin(report)
        ? l10n.t('The login was accepted. Then {0} reported an internal error.', hostName(report))
        : l10n.t('{0} reports an internal error.', hostName(report)),
    advice: () =>
      l10n.t('Wait a few minutes and test again. If it persists, the operator of the server has to investigate.'),
    action: testAgain,
  },
  {
    code: 'throttled',
    source:
      'RFC 5530 §3 (UNAVAILABLE, INUSE); RFC 2449 §8 (IN-USE, LOGIN-DELAY); RFC 3206 §4 (SYS/TEMP); RFC 4954 §6 (454)',
    confidence: 'certain',
    who: 'nobody',
    phrases: [
      {
        says: /throttled|Suggested Backoff Time/i,
        line: 'A1 BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds',
        also: ['A1 BAD Request is throttled.', 'A1 BAD Suggested Backoff Time: 92415 milliseconds'],
      },
      {
        says: /temporarily unavailable|currently unavailable|try again later|come back later/i,
        line: '454 4.7.0 Try again later',
        also: [
          'A1 NO Try again later',
          'A1 NO Temporarily unavailable',
          'A1 NO The service is currently unavailable',
          'A1 NO Come back later',
        ],
      },
      {
        says: /temporary (?:\w+ ){0,2}(?:failure|error|problem)|transient failure/i,
        line: '-ERR [SYS/TEMP] Temporary problem.',
        also: ['A1 NO Temporary lookup failure', 'A1 NO transient failure (e.g., weak key)'],
      },
      { says: /\[UNAVAILABLE\]/i, line: 'A1 NO [UNAVAILABLE] Rejected.' },
      { says: /\[LOGIN-DELAY\]/i, line: '-ERR [LOGIN-DELAY] Minimum time between mail checks' },
      { says: /\[SYS\/TEMP\]/i, line: '-ERR [SYS/TEMP] Rejected' },
      // Proton Mail Bridge sends 454 for a wrong password.
      {
        says: /^4\d\d[ -](?!.{0,80}\binvalid (?:user ?name|password|credentials))/i,
        line: '421 4.3.2 Service not active',
        failedPhase: 'greeting',
      },
    ],
    cause: (report) =>
      isAfterLogin(report)
        ? l10n.t('The login was accepted, but {0} temporarily rejects the next command.', hostName(report))
        : l10n.t('{0} says that it cannot process the login at the moment.', hostName(report)),
    advice: () =>
      l10n.t(
        'Wait a few minutes and test again. If it persists, it is not temporary: check the user name and the host, and ask the server’s operator.',
      ),
    action: testAgain,
  },
  {
    code: 'host-takes-no-mail',
    source: 'RFC 7504 (521); Exchange (not accepting messages)',
    confidence: 'certain',
    who: 'you',
    phase: 'greeting',
    phrases: [
      {
        says: /(?:does not accept|doesn['’]t accept|not accepting) (?:any )?(?:e?mail|messages)/i,
        line: '521 5.3.2 mail.example.com does not accept mail',
        failedPhase: 'greeting',
        also: ['554 5.3.2 Service not accepting messages', '556 This server doesn’t accept any email'],
      },
    ],
    cause: (report) => l10n.t('{0} says that it accepts no mail. No token was sent.', hostName(report)),
    advice: () =>
      l10n.t(
        'Check host and port: logins belong to the provider’s host for submission. If this is that host, its operator has stopped the service.',
      ),
    action: editAccount,
  },
  {
    code: 'refused-at-greeting',
    source: 'RFC 5321 §3.1 (554); RFC 9051 §7.1.5 (BYE)',
    confidence: 'certain',
    who: 'operator',
    samples: [
      { line: '554 5.7.1 No service here', protocol: 'smtp', failedPhase: 'greeting' },
      { line: '* BYE Access denied', failedPhase: 'greeting' },
    ],
    when: refusedAt('greeting'),
    cause: (report) => l10n.t('{0} rejected the connection before any login. No token was sent.', hostName(report)),
    advice: () =>
      l10n.t(
        'Test from another network, without a VPN. If it persists, ask the server’s operator whether this machine’s address is blocked.',
      ),
    action: testAgain,
  },
];
