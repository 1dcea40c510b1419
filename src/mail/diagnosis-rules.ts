import * as l10n from '@vscode/l10n';
import type { MailTestReport } from './report.js';

/** What is known besides the report. */
export interface DiagnosisContext {
  /** `google`, `microsoft` or `other`. */
  readonly provider?: string;
  readonly requestedScopes?: readonly string[];
  readonly grantedScopes?: readonly string[];
  /** Milliseconds since 1970. */
  readonly tokenExpiresAt?: number;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/** A rule: when it holds, what the cause is, and what to do about it. */
export interface DiagnosisRule {
  readonly code: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  readonly when: (report: MailTestReport, context: DiagnosisContext) => boolean;
  readonly cause: (report: MailTestReport, context: DiagnosisContext) => string;
  readonly advice: (report: MailTestReport, context: DiagnosisContext) => string;
}

type When = DiagnosisRule['when'];

const refusedAt = (step: MailTestReport['failedStep'], condition: When): When =>
  (report, context) => report.verdict === 'refused' && report.failedStep === step && condition(report, context);
const said = (pattern: RegExp): When => ({ reply }) => pattern.test(reply?.line ?? '');
const challenged = (pattern: RegExp): When => ({ challenge }) => pattern.test(challenge?.status ?? '');
const serverOf = ({ server }: MailTestReport) => server.host;
const wantedScope = ({ challenge }: MailTestReport) => challenge?.scope ?? '';

/** A server that calls the token invalid has not come to its scope, and may name one that is only its default. */
const lacksScope: When = ({ challenge }, { grantedScopes }) =>
  challenge?.scope !== undefined &&
  !/^(?:401|invalid_token)$/.test(challenge.status ?? '') &&
  grantedScopes !== undefined &&
  !grantedScopes.includes(challenge.scope);
const expired: When = (_report, { tokenExpiresAt, now }) =>
  tokenExpiresAt !== undefined && now !== undefined && tokenExpiresAt <= now;

/**
 * The rules for what a server answered, the most telling first. A server's words come before its
 * challenge: Gmail sends the same challenge for different causes.
 */
export const refusalRules: readonly DiagnosisRule[] = [
  {
    code: 'too-many-connections',
    source: 'https://support.google.com/mail/answer/7126229 (15 connections); jstedfast/MailKit#377',
    when: refusedAt('authenticate', said(/too many (?:simultaneous|concurrent)? ?connections|too many login|\[LIMIT\]/i)),
    cause: (report) => l10n.t('{0} has too many connections for this mailbox open already; the token is not the reason.', serverOf(report)),
    advice: () => l10n.t('Close other mail programs that use this mailbox, or wait some minutes, and test again.'),
  },
  {
    code: 'throttled',
    source: 'RFC 5530 §3; imapsync FAQ (“Request is throttled”)',
    when: (report, context) => report.verdict === 'refused' && said(/throttled|\[UNAVAILABLE\]|\[INUSE\]|^4\d\d[ -]|\[SYS\/TEMP\]|temporar/i)(report, context),
    cause: (report) => l10n.t('{0} cannot serve the login for the moment; the token is not the reason.', serverOf(report)),
    advice: () => l10n.t('Wait some minutes and test again.'),
  },
  {
    code: 'imap-disabled',
    source: 'jeremyephron/simplegmail#122',
    when: refusedAt('authenticate', said(/not enabled for (?:IMAP|POP)|(?:IMAP|POP3?) (?:access )?is (?:disabled|not enabled)/i)),
    cause: ({ protocol }) => l10n.t('{0} is switched off for this mailbox.', protocol.toUpperCase()),
    advice: () => l10n.t('Switch it on in the mailbox’s settings; in an organisation its administrator decides.'),
  },
  {
    code: 'lookup-failed',
    source: 'jstedfast/MailKit#742',
    when: refusedAt('authenticate', said(/lookup failed/i)),
    cause: ({ user }) => l10n.t('The server knows no mailbox {0}.', user),
    advice: () => l10n.t('Give the address of the mailbox, not that of a service account or an alias.'),
  },
  {
    code: 'smtp-auth-disabled',
    source: 'https://aka.ms/smtp_auth_disabled; simonrob/email-oauth2-proxy#193',
    when: refusedAt('authenticate', said(/5\.7\.139.*SmtpClientAuthentication is disabled/i)),
    cause: () => l10n.t('SMTP AUTH is switched off for this mailbox or its whole organisation; a good token does not change that.'),
    advice: ({ user }) => l10n.t('An administrator runs: Set-CASMailbox -Identity {0} -SmtpClientAuthenticationDisabled $false (the mailbox’s setting wins over the organisation’s).', user),
  },
  {
    code: 'security-policy',
    source: 'jstedfast/MailKit#1733',
    when: refusedAt('authenticate', said(/5\.7\.139/)),
    cause: () => l10n.t('A security policy of the organisation blocks this login (security defaults or conditional access).'),
    advice: () => l10n.t('Ask the administrator: the sign-in logs in Entra name the policy.'),
  },
  {
    code: 'basic-authentication-disabled',
    source: 'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online',
    when: refusedAt('authenticate', said(/5\.7\.30\b|basic authentication is (?:disabled|not supported)/i)),
    cause: () => l10n.t('The server takes this for a login with a password, and those are switched off.'),
    advice: () => l10n.t('Test with XOAUTH2 and an OAuth access token.'),
  },
  {
    code: 'token-expires-soon',
    source: 'tarickb/sasl-xoauth2#110',
    when: refusedAt('authenticate', said(/5\.5\.127|token will expire soon/i)),
    cause: () => l10n.t('This server wants a token with more life left than this one has.'),
    advice: () => l10n.t('Refresh the access token and test at once.'),
  },
  {
    code: 'user-not-valid',
    source: 'tarickb/sasl-xoauth2#110',
    when: refusedAt('authenticate', said(/5\.5\.124|user address provided is not valid/i)),
    cause: ({ user }) => l10n.t('The server does not take {0} for an address.', user),
    advice: () => l10n.t('Give the full e-mail address of the mailbox.'),
  },
  {
    code: 'pop3-two-lines',
    source: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth; getmail6/getmail6#256',
    when: (report, context) => report.protocol === 'pop3' && report.verdict === 'refused' && said(/protocol error\. connection is closed/i)(report, context),
    cause: () => l10n.t('This POP3 server wants AUTH and the credential on two lines.'),
    advice: () => l10n.t('Name the server by its own name, such as outlook.office365.com, so that it is known to want that.'),
  },
  {
    code: 'line-too-long',
    source: 'RFC 4954 §4; PHPMailer/PHPMailer#3169',
    when: refusedAt('authenticate', said(/5\.5\.6|line too long|^555[ -]5\.5\.2/i)),
    cause: () => l10n.t('The credential is longer than the server’s lines may be.'),
    advice: () => l10n.t('Ask for fewer scopes to get a shorter token, or tell the server’s operator: RFC 4954 asks for 12288 octets.'),
  },
  {
    code: 'malformed-credential',
    source: 'curl/curl#2642; RFC 4954 §6',
    when: refusedAt('authenticate', said(/invalid SASL argument|cannot decode|5\.5\.2|invalid base64|invalid userdata/i)),
    cause: () => l10n.t('The server could not read the credential.'),
    advice: ({ mechanism }) => l10n.t('It was built as {0} demands, so the server is likely to want the other mechanism or to have a fault.', mechanism),
  },
  {
    code: 'mechanism-unknown',
    source: 'RFC 4954 §4 (504); emersion/go-imap#539',
    when: refusedAt('authenticate', said(/^504[ -]|5\.5\.4|unsupported authentication|unknown (?:SASL )?mechanism|command syntax error/i)),
    cause: ({ mechanism }) => l10n.t('The server does not know the mechanism {0}.', mechanism),
    advice: ({ capabilities }) => l10n.t('Use one that it offers: {0}.', capabilities.filter((line) => /AUTH|SASL/.test(line)).join(', ') || l10n.t('none')),
  },
  {
    code: 'token-expired',
    source: 'RFC 6750 §3.1 (invalid_token)',
    when: refusedAt('authenticate', expired),
    cause: () => l10n.t('The access token has expired.'),
    advice: () => l10n.t('Refresh the access token, or sign in again.'),
  },
  {
    code: 'scope-missing',
    source: 'RFC 7628 §3.2.2; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
    when: refusedAt('authenticate', lacksScope),
    cause: (report) => l10n.t('The token lacks the scope that {0} wants, “{1}”.', serverOf(report), wantedScope(report)),
    advice: (report) => l10n.t('Edit the account’s scopes to “{0}”, to the letter, and sign in again.', wantedScope(report)),
  },
  {
    code: 'insufficient-scope',
    source: 'RFC 6750 §3.1 (insufficient_scope); Dovecot oauth2 mechanism (403)',
    when: refusedAt('authenticate', challenged(/^(?:403|insufficient_scope)$/)),
    cause: (report) => l10n.t('The token is good, but not for this: {0} wants the scope “{1}”.', serverOf(report), wantedScope(report)),
    advice: (report) => l10n.t('Edit the account’s scopes to “{0}”, to the letter, and sign in again.', wantedScope(report)),
  },
  {
    code: 'gmail-invalid-credentials',
    source: 'google/gmail-oauth2-tools#78; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
    when: refusedAt('authenticate', (report) => report.challenge?.status === '400' && report.challenge.scope === 'https://mail.google.com/'),
    cause: ({ user }) => l10n.t('Gmail does not take this token for {0}: it has expired or was revoked, lacks the scope https://mail.google.com/, or belongs to another address.', user),
    advice: () => l10n.t('Refresh the access token; if that does not help, sign in again with exactly that address and the scope https://mail.google.com/ (with the slash; gmail.send, gmail.modify and the like are for the REST API only).'),
  },
  {
    code: 'invalid-token',
    source: 'RFC 6750 §3.1 (invalid_token); Dovecot oauth2 mechanism (401)',
    when: refusedAt('authenticate', challenged(/^(?:401|invalid_token)$/)),
    cause: (report) => l10n.t('{0} does not take this token: it has expired, was revoked, is another server’s, or belongs to another user than {1}.', serverOf(report), report.user),
    advice: () => l10n.t('Refresh the access token; if that does not help, sign in again with the address of this mailbox.'),
  },
  {
    code: 'invalid-request',
    source: 'RFC 7628 §3.2.2 (invalid_request); curl/curl#10259',
    when: refusedAt('authenticate', challenged(/^(?:400|invalid_request)$/)),
    cause: () => l10n.t('The server calls the request malformed, or does not take the token.'),
    advice: () => l10n.t('Try the other mechanism if the server offers it; else sign in again.'),
  },
  {
    code: 'microsoft-imap-refused',
    source: 'MicrosoftDocs/office-developer-exchange-docs#87; jstedfast/MailKit#989',
    when: refusedAt('authenticate', said(/NO AUTHENTICATE failed/i)),
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: () => l10n.t('In order of likelihood: the token is for Microsoft Graph (scopes must begin with https://outlook.office.com/), IMAP.AccessAsUser.All is missing, IMAP is switched off for the mailbox, or the user is not the mailbox’s primary address.'),
  },
  {
    code: 'microsoft-smtp-refused',
    source: 'jstedfast/MailKit#1712; tarickb/sasl-xoauth2#43',
    when: refusedAt('authenticate', said(/535[ -]5\.7\.3\b/)),
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: () => l10n.t('In order of likelihood: the token lacks https://outlook.office.com/SMTP.Send or is for Microsoft Graph, or it belongs to another user. Sign in again with that scope and exactly this address.'),
  },
  {
    code: 'authenticated-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; imapsync/imapsync#411',
    when: (report, context) => report.verdict === 'refused' && said(/authenticated but not connected/i)(report, context),
    cause: ({ user }) => l10n.t('The token is good, but the mailbox {0} does not open with it.', user),
    advice: () => l10n.t('The token may belong to another account than the address (look who is signed in in the browser), the address may be an alias, or IMAP may be switched off for the mailbox.'),
  },
  {
    code: 'mailbox-refused',
    source: 'RFC 9051 §6.3.2; RFC 5321 §4.1.1.2; RFC 1939 §5',
    when: refusedAt('mailbox', () => true),
    cause: (report) => l10n.t('The login is good, but {0} refuses what comes after it: “{1}”.', serverOf(report), report.reply?.text ?? ''),
    advice: () => l10n.t('The token is not the reason. Check that the mailbox exists, that the address may send, and that its licence and quota are in order.'),
  },
  {
    code: 'invalid-credentials',
    source: 'RFC 5530 §3 (AUTHENTICATIONFAILED); RFC 4954 §6 (535); RFC 3206 §4 (AUTH)',
    when: refusedAt('authenticate', ({ reply }) => reply?.code === '535' || reply?.responseCode === 'AUTHENTICATIONFAILED' || reply?.responseCode === 'AUTH'),
    cause: (report) => l10n.t('{0} does not take this token for {1}, and does not say why.', serverOf(report), report.user),
    advice: () => l10n.t('Check that the token is fresh, has the scope of this server, and belongs to exactly this address; then sign in again.'),
  },
];
