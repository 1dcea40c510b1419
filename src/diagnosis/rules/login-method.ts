import * as l10n from '@vscode/l10n';
import { generalWording, hostName, testAgain, type DiagnosisRule } from '../rule.js';

/** Texts by which a server asks for a password, an app password or a second factor instead of a token. */
export const loginMethodRules: readonly DiagnosisRule[] = [
  {
    code: 'basic-authentication-disabled',
    source:
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online; holon-run/uxc#445; rpremraj/mailR#107',
    confidence: 'certain',
    who: 'you',
    phrases: [
      {
        says: /basic authentication is (?:disabled|not supported)/i,
        line: '550 5.7.30 Basic authentication is not supported for Client Submission.',
      },
      {
        says: /BasicAuth(?:entication)?Blocked/,
        line: 'A1 NO [AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-<UserType:OutlookCom> LogonFailed-BasicAuthBlocked',
        source: 'Exchange Online (LogonDenied-BasicAuthBlocked)',
      },
      { says: /\b5\.7\.30\b/, line: '550 5.7.30 Client Submission is blocked.' },
      {
        says: /(?:password|legacy|plain ?text) (?:authentication|logins?) (?:is|are|has been) (?:disabled|no longer (?:supported|allowed))/i,
        line: 'A1 NO [ALERT] Password logins are no longer supported for this account.',
        source: generalWording,
      },
    ],
    samples: [{ line: 'A1 NO Basic authentication is disabled.' }],
    cause: () => l10n.t('The server treats this as a login with a password, which is disabled.'),
    advice: ({ mechanism }) =>
      mechanism === 'XOAUTH2'
        ? l10n.t(
            'A token was sent with XOAUTH2, but the server did not treat it as one. Look for the host and port that the provider names for OAuth.',
          )
        : l10n.t('Test with XOAUTH2 and an OAuth access token.'),
    action: ({ mechanism }) => (mechanism === 'XOAUTH2' ? undefined : { kind: 'use-mechanism', mechanism: 'XOAUTH2' }),
  },
  {
    code: 'app-password-required',
    source: 'https://support.google.com/accounts/answer/185833; RFC 4954 §6 (534)',
    confidence: 'likely',
    who: 'you',
    phrases: [
      {
        says: /\bapp(?:lication)?(?:-specific)? ?password/i,
        line: '534 5.7.9 Application-specific password required. For more information, go to https://support.google.com/mail/?p=InvalidSecondFactor',
      },
      {
        says: /InvalidSecondFactor/,
        line: '534-5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor',
      },
      {
        says: /parol prilozheniya/i,
        line: '535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external',
        source: 'https://help.mail.ru/mail/security/protection/external',
      },
      {
        says: /authori[sz]ation code (?:to log ?in|as (?:the|your) password)|use (?:the |your )?authori[sz]ed code/i,
        line: '535 Login Fail. Please enter your authorization code to login.',
        source: 'https://service.mail.qq.com/detail/0/53 (QQ’s name of an app password)',
        also: ['A1 NO Use the authorization code as your password', '535 Login fail. Please use authorized code'],
      },
    ],
    samples: [
      {
        line: 'A1 NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
      },
    ],
    cause: () =>
      l10n.t('The server asks for an app password, as servers do when they treat the login as one with a password.'),
    advice: () =>
      l10n.t(
        'Test with XOAUTH2 and an OAuth access token. If that is what was sent, the server accepts no token for this mailbox. Use an app password.',
      ),
  },
  {
    code: 'password-transition',
    source: 'RFC 4954 §6 (432 4.7.12); Cyrus SASL (SASL_TRANS)',
    confidence: 'certain',
    who: 'you',
    phase: 'authenticate',
    phrases: [
      { says: /(?:password|mechanism) transition/i, line: '432 4.7.12 A password transition is needed' },
      {
        says: /one[- ]time use of a plain ?text password/i,
        line: 'A1 NO One time use of a plaintext password will enable requested mechanism for user',
      },
    ],
    cause: (report) =>
      l10n.t(
        '{0} requires {1} to log in with the password once before it accepts this mechanism.',
        hostName(report),
        report.user,
      ),
    advice: () =>
      l10n.t(
        'Log in once with the password over TLS, with a mail program, and test again. If that is not possible, its operator has to prepare the account for the mechanism; a new token does not help.',
      ),
    action: testAgain,
  },
  {
    code: 'second-factor-asked',
    source: 'Stalwart (MissingTotp)',
    confidence: 'likely',
    who: 'operator',
    phase: 'authenticate',
    phrases: [
      {
        says: /\b(?:TOTP|OTP|one-time|2FA|MFA|two-factor|two-step|multi-factor)\b[^.]{0,40}\b(?:required|missing|needed)|missing TOTP/i,
        line: 'A1 NO [AUTHENTICATIONFAILED] A TOTP code is required to authenticate this account.',
        also: ['334 4.7.1 Missing TOTP token', 'A1 NO Two-factor authentication required'],
      },
    ],
    cause: (report) =>
      l10n.t(
        '{0} asks for a second factor, as servers do when they check the token as if it were a password.',
        hostName(report),
      ),
    advice: () =>
      l10n.t(
        'A second factor belongs to the sign-in; a login with a token needs none. Sign in again. If that does not help, ask the operator whether the server accepts tokens of this authorization server.',
      ),
    action: () => ({ kind: 'sign-in' }),
  },
];
