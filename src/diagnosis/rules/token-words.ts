import * as l10n from '@vscode/l10n';
import { isSameAddress } from '../../common/email-address.js';
import {
  testAgain,
  failedWith,
  failureText,
  generalWording,
  hostName,
  otherMechanism,
  refreshOrSignIn,
  signIn,
  useOtherMechanism,
  useOwner,
  type DiagnosisRule,
} from '../rule.js';

/** Texts about the token. */
export const tokenWordRules: readonly DiagnosisRule[] = [
  {
    code: 'password-prompt',
    source: 'RFC 4616; mesutpiskin/keycloak-2fa-email-authenticator#23; AUTH LOGIN',
    confidence: 'certain',
    who: 'operator',
    samples: [{ failure: 'password-prompt', failedPhase: 'authenticate', protocol: 'smtp' }],
    when: failedWith('password-prompt'),
    cause: failureText,
    advice: (report) =>
      otherMechanism(report) === undefined
        ? l10n.t('Its operator has to enable OAuth for this port. Another port or host of the provider may support it.')
        : l10n.t('Try {0}, which the server offers too.', otherMechanism(report) ?? ''),
    action: useOtherMechanism,
  },
  {
    code: 'password-asked-behind',
    source: 'Postfix (the last challenge of Dovecot or Cyrus SASL as the reason)',
    confidence: 'likely',
    who: 'operator',
    phrases: [
      {
        says: /: (?:UGFzc3dvcmQ6|VXNlcm5hbWU6)(?:\s|$)/,
        line: '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6',
        also: ['535 5.7.8 Error: authentication failed: VXNlcm5hbWU6'],
      },
    ],
    cause: (report) =>
      l10n.t(
        'The service that checks logins for {0} asked for a password: it did not treat this as a login with a token.',
        hostName(report),
      ),
    advice: () =>
      l10n.t('Its operator has to enable OAuth where logins are checked (Dovecot’s auth_mechanisms, Cyrus SASL).'),
  },
  {
    code: 'server-says-token-expired',
    source: 'RFC 6750 §3.1; Stalwart; Apache James; Exchange (OAuthLog)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:access |bearer |the )?(?:token|jwt) (?:is |has |was )?(?:already )?expired|expired (?:access |bearer )?token|ExpiredToken|TokenExpired/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] The access token expired',
        source: generalWording,
        also: [
          'A1 NO Rejected an expired access token',
          'A1 NO AUTHENTICATE failed. [Error="AuthFailed:ExpiredToken"]',
          'A1 NO AUTHENTICATE failed. [Error="AuthFailed:TokenExpired"]',
        ],
      },
      {
        says: /token (?:is |was |has been )?(?:revoked|inactive|not active)|(?:revoked|inactive) token/i,
        line: 'A1 NO Token is not active',
        source: generalWording,
        also: ['A1 NO This is a revoked token'],
      },
    ],
    cause: (report) => l10n.t('{0} says that the access token is no longer valid.', hostName(report)),
    advice: () => l10n.t('Refresh the access token; if that does not help, sign in again.'),
    action: refreshOrSignIn,
  },
  {
    code: 'server-says-not-yet-valid',
    source: 'RFC 7519 §4.1.5 (nbf); Dovecot (JWT validation)',
    confidence: 'certain',
    who: 'operator',
    phrases: [
      {
        says: /(?:token|jwt) (?:is )?not (?:yet valid|valid yet)|issued in the future|\b(?:nbf|iat)\b[^.]{0,40}\bfuture/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Token is not valid yet',
        also: ['A1 NO Token was issued in the future', 'A1 NO nbf lies in the future'],
      },
    ],
    cause: (report) => l10n.t('{0} says that the token is not valid yet.', hostName(report)),
    advice: () =>
      l10n.t(
        'The clocks of the mail server and the authorization server differ. Test again in a minute; if that helps, their operators have to synchronize the clocks with a time server.',
      ),
    action: testAgain,
  },
  {
    code: 'server-says-token-kind',
    source: 'RFC 9068 §2.1 (typ); Stalwart (OIDC directory)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:not an? access token|token type is not|(?:ID|refresh) token (?:is )?not (?:accepted|allowed))/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] This is not an access token',
        also: ['A1 NO Token type is not access', 'A1 NO ID token not accepted'],
        source: generalWording,
      },
      {
        says: /\bclaim\b[^.]{0,40}\b(?:missing|not found|required)|missing (?:\w+ )?claim|email_verified is false/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Email claim missing in token',
        also: ['A1 NO Missing required claim: email', 'A1 NO email_verified is false'],
        source: generalWording,
      },
    ],
    cause: (report) =>
      l10n.t('{0} says that it read the token but did not find in it what it needs.', hostName(report)),
    advice: () =>
      l10n.t(
        'Test with the access token, not the ID or refresh token, and sign in with the scopes that add the claims (openid, email). If that does not help, the operator of the authorization server adds them to access tokens.',
      ),
    action: signIn,
  },
  {
    code: 'server-says-other-user',
    source: 'Dovecot (username_attribute); Stalwart; lbbs (mod_oauth)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:user ?name|user|login|authcid|authzid)\b.{0,40}\b(?:does not match|doesn't match|mismatch|not match)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Username does not match token',
      },
      {
        says: /token (?:does not|doesn't) (?:belong|match)|token (?:is )?(?:for|of) (?:another|a different) user/i,
        line: '535 5.7.8 Token does not belong to this user',
        source: generalWording,
        also: ['535 5.7.8 The token is for another user'],
      },
    ],
    cause: ({ user, token }) =>
      token.owner === undefined || isSameAddress(token.owner, user)
        ? l10n.t('The server says that the token belongs to another user than {0}.', user)
        : l10n.t('The server says that the token does not belong to {0}. It belongs to {1}.', user, token.owner),
    advice: ({ user }) =>
      l10n.t(
        'Sign in again and choose {0} in the browser. If the token is right, ask the operator which claim the server takes the user name from (username_attribute).',
        user,
      ),
    action: (report) => (isSameAddress(report.token.owner ?? '', report.user) ? signIn() : useOwner(report)),
  },
  {
    code: 'server-says-scope',
    source: 'RFC 6750 §3.1 (insufficient_scope); Dovecot (scope)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /insufficient[ _]?(?:scopes?|privileges|permissions)|(?:missing|lacks?|without) (?:the )?(?:required )?scopes?|required scopes? (?:is |are )?(?:missing|not)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Token lacks required scope',
        source: generalWording,
        also: ['A1 NO Insufficient scope', 'A1 NO A required scope is missing'],
      },
      {
        says: /scopes? (?:is |are |was )?(?:missing|insufficient|not (?:granted|valid|allowed))/i,
        line: '535 5.7.8 Scope not granted',
        source: generalWording,
      },
    ],
    cause: (report) => l10n.t('{0} says that the token lacks a scope.', hostName(report)),
    advice: ({ protocol }) =>
      l10n.t(
        'Look in the provider’s documentation for the scope of {0}, edit the account’s scopes, and sign in again.',
        protocol.toUpperCase(),
      ),
    action: signIn,
  },
  {
    code: 'server-says-audience',
    source: 'RFC 9068 §4; Exchange (OAuthLog); Stalwart (OIDC directory)',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /(?:invalid|wrong|unexpected|bad) (?:token )?audience|audience\b.{0,40}\b(?:invalid|not (?:valid|allowed|accepted)|mismatch|does not match)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Invalid audience in token',
        also: ['A1 NO The audience of the token is not accepted'],
      },
      {
        says: /InvalidAudience|AudienceUri/i,
        line: 'A1 NO AUTHENTICATE failed. [Error="AuthFailed:InvalidAudience"]',
        source: generalWording,
        also: ['A1 NO AUTHENTICATE failed. [Error="AuthFailed:AudienceUri-Validation"]'],
      },
    ],
    cause: (report) =>
      l10n.t('{0} says that the token was issued for another service (its audience).', hostName(report)),
    advice: () =>
      l10n.t('Request the token with the scopes or the resource of the mail server, not with those of another API.'),
    action: signIn,
  },
  {
    code: 'server-says-issuer',
    source: 'RFC 9068 §4; Stalwart (OIDC directory); Dovecot (issuers)',
    confidence: 'certain',
    who: 'operator',
    phrases: [
      {
        says: /(?:invalid|unknown|untrusted|wrong|unexpected) (?:token )?issuer|issuer\b.{0,40}\b(?:invalid|not (?:valid|allowed|trusted|known)|mismatch|does not match)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Unknown issuer',
        also: ['A1 NO The issuer https://login.example.com is not trusted'],
      },
      {
        says: /(?:unsupported|unknown|disallowed) (?:\w+ )?alg(?:orithm)?\b/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Unsupported algorithm ES512',
        source: generalWording,
      },
      {
        says: /(?:invalid|bad) (?:token )?signature|signature\b.{0,40}\b(?:invalid|failed|mismatch|not valid)/i,
        line: '535 5.7.8 Token signature verification failed',
        also: ['535 5.7.8 Invalid signature'],
      },
    ],
    cause: (report) =>
      l10n.t(
        '{0} does not accept tokens of this authorization server: it cannot match the issuer or the signature.',
        hostName(report),
      ),
    advice: () =>
      l10n.t(
        'Check that the account signs in at the authorization server that the mail server trusts. If it does, ask its operator to check the issuer and keys (JWKS) in the server’s settings.',
      ),
  },
  {
    code: 'server-says-client',
    source: 'RFC 9068 §4; Yahoo (mail-w approval); Dovecot (client_id)',
    confidence: 'certain',
    who: 'administrator',
    phrases: [
      {
        says: /(?:client|app|application)(?:[ _]?id)? (?:is )?(?:not (?:allowed|authori[sz]ed|permitted|approved)|blocked|disabled)/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] Application is not allowed to access this mailbox',
        source: generalWording,
      },
    ],
    cause: (report) => l10n.t('{0} does not allow this application.', hostName(report)),
    advice: () => l10n.t('The administrator or the provider has to approve the application (its client ID) for mail.'),
  },
  {
    code: 'server-says-dpop',
    source: 'RFC 9449 §7; draft-ietf-mailmaint-oauth-public',
    confidence: 'certain',
    who: 'you',
    phrases: [{ says: /\bdpop\b/i, line: 'A1 NO [AUTHENTICATIONFAILED] DPoP proof required', source: generalWording }],
    cause: (report) => l10n.t('{0} asks for a DPoP proof, which SASL cannot carry.', hostName(report)),
    advice: () => l10n.t('Sign in again with a client that gets plain Bearer tokens.'),
    action: signIn,
  },
];
