import * as l10n from '@vscode/l10n';
import { signInForScope } from '../known-scopes.js';
import { lifetimeReason, ownerReason, possibleReasons } from '../../providers/possible-reasons.js';
import {
  challengeStatusMatches,
  failedWith,
  failureText,
  hostName,
  otherMechanism,
  refreshOrSignIn,
  refusedAt,
  signIn,
  useOtherMechanism,
  useOwner,
  wantedScope,
  type DiagnosisRule,
  type When,
} from '../rule.js';

const expired: When = ({ token, startedAt }) => token.expiresAt !== undefined && token.expiresAt <= startedAt;

/** A server that reports an invalid token has not checked its scope; the scope in its challenge may be a default. */
const lacksScope: When = ({ challenge, token }) =>
  challenge?.scope !== undefined &&
  !/^(?:401|invalid_token)$/.test(challenge.status ?? '') &&
  token.scopes !== undefined &&
  challenge.scope
    .split(' ')
    .some((wanted) => wanted !== '' && !token.scopes?.some((has) => has.toLowerCase() === wanted.toLowerCase()));

/** The results of the token check before connecting. */
export const tokenRules: readonly DiagnosisRule[] = [
  {
    code: 'token-expired',
    source: 'RFC 6749 §5.1 (expires_in); RFC 7519 §4.1.4 (exp)',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'token-expired', failedPhase: 'token' }],
    when: failedWith('token-expired'),
    cause: failureText,
    advice: () => l10n.t('Nothing was sent. Refresh the access token, or sign in again.'),
    action: refreshOrSignIn,
  },
  {
    code: 'token-not-yet-valid',
    source: 'RFC 7519 §4.1.5 (nbf); googleapis/google-auth-library-nodejs#129',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'token-not-yet-valid', failedPhase: 'token' }],
    when: failedWith('token-not-yet-valid'),
    cause: failureText,
    advice: () => l10n.t('Nothing was sent. Synchronize this machine’s clock with a time server.'),
  },
  {
    code: 'wrong-audience',
    source: 'RFC 7519 §4.1.3 (aud); MicrosoftDocs/office-developer-exchange-docs#87',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'wrong-audience', failedPhase: 'token', provider: 'Microsoft' }],
    when: failedWith('wrong-audience'),
    cause: failureText,
    advice: ({ token }) =>
      token.appOnly === true
        ? l10n.t(
            'Nothing was sent. This is an application’s own token: request it with the scope https://outlook.office365.com/.default, for which the registration needs the application permission IMAP.AccessAsApp, POP.AccessAsApp or SMTP.SendAsApp of Office 365 Exchange Online.',
          )
        : l10n.t(
            'Nothing was sent. Sign in with the scopes of the mail servers; those of Microsoft Graph give a token for Graph only, and one request can name the scopes of one resource only.',
          ),
    action: signIn,
  },
  {
    code: 'scope-not-granted',
    source: 'RFC 6749 §3.3; google/gmail-oauth2-tools#78',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'scope-missing', failedPhase: 'token' }],
    when: failedWith('scope-missing'),
    cause: failureText,
    advice: ({ token }) =>
      token.appOnly === true
        ? l10n.t(
            'Nothing was sent. This is an application’s own token: an administrator adds the application permission (IMAP.AccessAsApp, POP.AccessAsApp or SMTP.SendAsApp of Office 365 Exchange Online) to the registration and consents to it; then request a new token with the scope https://outlook.office365.com/.default.',
          )
        : l10n.t('Nothing was sent. Correct the account’s scopes, and sign in again.'),
    action: ({ token }) => (token.appOnly === true ? undefined : signIn()),
  },
  {
    code: 'wrong-owner',
    source: 'simonrob/email-oauth2-proxy#75',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'wrong-owner', failedPhase: 'token', token: { owner: 'bob@example.com' } }],
    when: failedWith('wrong-owner'),
    cause: failureText,
    advice: ({ user }) =>
      l10n.t(
        'Nothing was sent. Sign in again and choose {0} in the browser, or set the account’s address to the token’s owner.',
        user,
      ),
    action: useOwner,
  },
  {
    code: 'invalid-credential',
    source: 'RFC 6750 §2.1; RFC 7628 §3.1; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
    confidence: 'certain',
    who: 'you',
    samples: [{ failure: 'invalid-credential', failedPhase: 'string' }],
    when: failedWith('invalid-credential'),
    cause: failureText,
    advice: () => l10n.t('Nothing was sent. Correct the user or the token and test again.'),
  },
];

/** An expired token explains any refusal without another reason. */
export const expiredRule: DiagnosisRule = {
  code: 'refused-expired',
  source: 'RFC 6750 §3.1 (invalid_token)',
  confidence: 'certain',
  who: 'you',
  samples: [
    {
      line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.',
      challenge: '{"status":"401","schemes":"bearer","scope":"mail"}',
      token: { expiresAt: 1 },
    },
  ],
  when: refusedAt('authenticate', expired),
  cause: () => l10n.t('The access token has expired.'),
  advice: () => l10n.t('Refresh the access token, or sign in again.'),
  action: refreshOrSignIn,
};

/** The error challenge about the token. */
export const challengeRules: readonly DiagnosisRule[] = [
  {
    code: 'scope-missing',
    source: 'RFC 7628 §3.2.2; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
        challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
        token: { scopes: ['https://www.googleapis.com/auth/gmail.modify'] },
      },
    ],
    when: refusedAt('authenticate', lacksScope),
    cause: (report) =>
      l10n.t('The token lacks the scope that {0} requires, “{1}”.', hostName(report), wantedScope(report)),
    advice: (report) => l10n.t('Set the account’s scopes to exactly “{0}”, and sign in again.', wantedScope(report)),
    action: signInForScope,
  },
  {
    code: 'insufficient-scope',
    source: 'RFC 6750 §3.1 (insufficient_scope); Dovecot oauth2 mechanism (403)',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.',
        challenge: '{"status":"insufficient_scope","scope":"mail"}',
      },
      { line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.', challenge: '{"status":"insufficient_scope"}' },
    ],
    when: refusedAt('authenticate', challengeStatusMatches(/^(?:403|insufficient_scope)$/)),
    cause: (report) =>
      wantedScope(report) === ''
        ? l10n.t('The server knows the token, but says that it lacks a scope. {0} does not name it.', hostName(report))
        : l10n.t(
            'The server knows the token, but {0} requires the scope “{1}”.',
            hostName(report),
            wantedScope(report),
          ),
    advice: (report) =>
      wantedScope(report) === ''
        ? l10n.t(
            'Look in the provider’s documentation for the scope of {0}, edit the account’s scopes, and sign in again.',
            report.protocol.toUpperCase(),
          )
        : l10n.t('Set the account’s scopes to exactly “{0}”, and sign in again.', wantedScope(report)),
    action: signInForScope,
  },
  {
    code: 'gmail-invalid-credentials',
    source: 'google/gmail-oauth2-tools#78; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
        challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
      },
      {
        line: 'A1 NO SASL authentication failed',
        challenge: '{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}',
      },
    ],
    when: refusedAt(
      'authenticate',
      ({ challenge }) =>
        /^(?:40[01]|invalid_token)$/.test(challenge?.status ?? '') && challenge?.scope === 'https://mail.google.com/',
    ),
    family: 'token-rejected',
    cause: (report) =>
      [
        l10n.t('{0} rejected this token for {1}.', hostName(report), report.user),
        ...possibleReasons(report, ['https://mail.google.com/']),
      ].join(' '),
    advice: () =>
      l10n.t(
        'Refresh the access token; if that does not help, sign in again with exactly that address and the scope https://mail.google.com/ (with the slash; gmail.send, gmail.modify and the like are for the REST API only).',
      ),
    action: refreshOrSignIn,
  },
  {
    code: 'invalid-token',
    source: 'RFC 6750 §3.1 (invalid_token); Dovecot oauth2 mechanism (401)',
    confidence: 'likely',
    who: 'you',
    samples: [
      {
        line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.',
        challenge: '{"status":"401","schemes":"bearer","scope":"mail"}',
        token: { scopes: ['https://mail.google.com/'] },
      },
      {
        line: '535 5.7.8 Authentication failed',
        challenge: '{"status":"invalid_token","scope":"mail"}',
        protocol: 'smtp',
      },
    ],
    when: refusedAt('authenticate', challengeStatusMatches(/^(?:401|invalid_token)$/)),
    family: 'token-rejected',
    cause: (report) =>
      [
        l10n.t('{0} says that this token is invalid.', hostName(report)),
        ...lifetimeReason(report),
        ...ownerReason(report),
        l10n.t('It may come from an authorization server that this server does not trust.'),
      ].join(' '),
    advice: () =>
      l10n.t('Refresh the access token; if that does not help, sign in again with the address of this mailbox.'),
    action: refreshOrSignIn,
  },
  {
    code: 'other-mechanism',
    source: 'curl/curl#10259; stalwartlabs/stalwart#627',
    confidence: 'possible',
    who: 'operator',
    samples: [
      {
        line: '535 5.7.8 Authentication failed',
        challenge: '{"status":"invalid_request","scope":"mail"}',
        protocol: 'smtp',
        mechanism: 'OAUTHBEARER',
        capabilities: ['AUTH XOAUTH2 OAUTHBEARER'],
      },
    ],
    when: refusedAt(
      'authenticate',
      // Gmail sends status 400 for every rejected token, with either mechanism.
      (report) =>
        report.challenge?.scope !== 'https://mail.google.com/' &&
        challengeStatusMatches(/^(?:400|invalid_request)$/)(report) &&
        otherMechanism(report) !== undefined,
    ),
    cause: ({ mechanism }) =>
      l10n.t('The server says that the request is malformed; its implementation of {0} may have a bug.', mechanism),
    advice: (report) =>
      l10n.t('Try {0}, which it offers too; if that is rejected too, sign in again.', otherMechanism(report) ?? ''),
    action: useOtherMechanism,
  },
  {
    code: 'invalid-request',
    source: 'RFC 7628 §3.2.2 (invalid_request); curl/curl#10259',
    confidence: 'possible',
    who: 'operator',
    samples: [
      {
        line: '535 5.7.8 Authentication failed',
        challenge: '{"status":"invalid_request","scope":"mail"}',
        protocol: 'smtp',
        capabilities: ['AUTH XOAUTH2'],
      },
    ],
    when: refusedAt('authenticate', challengeStatusMatches(/^(?:400|invalid_request)$/)),
    family: 'token-rejected',
    cause: () => l10n.t('The server says that the request is malformed, or rejects the token.'),
    advice: () =>
      l10n.t(
        'Sign in again; if that does not help, ask the server’s operator which mechanism and which tokens it accepts.',
      ),
    action: signIn,
  },
];
