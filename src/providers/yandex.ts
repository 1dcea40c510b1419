import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile } from './provider-profile.js';

/** The redirect URI is compared exactly, including the port; there is no scope for POP3. */
const signIn: Provider = {
  id: 'yandex',
  name: 'Yandex',
  description: 'Yandex Mail and Yandex 360',
  server: {
    authorizationEndpoint: 'https://oauth.yandex.com/authorize',
    tokenEndpoint: 'https://oauth.yandex.com/token',
  },
  scopes: ['mail:imap_full', 'mail:smtp'],
  authorizationParameters: {},
  mailServers: {
    imap: { host: 'imap.yandex.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.yandex.com', port: 465, security: 'tls' },
  },
  redirects: ['relay', 'paste'],
  loopbackRedirectUri: 'https://oauth.yandex.com/verification_code',
  clientSecret: 'optional',
  deviceGrant: true,
  refreshNamesScopes: false,
  refreshTokenIsReusable: false,
  // https://yandex.com/dev/id/doc/en/tokens/token-invalidate: the page "Data access rights".
  accessPage: () => 'https://id.yandex.ru/personal/data-access',
  registrationUrl: 'https://oauth.yandex.com/client/new',
};

/**
 * Yandex Mail.
 *
 * @see https://yandex.com/dev/mail/
 */
export const yandex: ProviderProfile = {
  name: 'Yandex',
  signIn,
  domains: /^(?:yandex\.(?:com|ru|by|kz|ua|com\.tr)|ya\.ru|narod\.ru)$/i,
  mxHosts: /^mx\.yandex\.(?:net|ru)$/i,
  servers: [
    {
      hosts: /(?:^|\.)yandex\.(?:com|ru)$/i,
      mechanisms: ['XOAUTH2'],
      scopes: { imap: ['mail:imap_full', 'mail:imap_ro'], smtp: ['mail:smtp'] },
    },
  ],
  rules: [
    {
      code: 'yandex-refused',
      source: 'deltachat/provider-db (yandex.ru); emersion/go-imap#539',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /invalid credentials or (?:IMAP|POP3?) is disabled|login failure or POP3 disabled/i,
          line: 'A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is disabled sc=x',
          provider: 'Yandex',
          also: ['A1 NO LOGIN invalid credentials or IMAP is disabled'],
        },
        {
          says: /invalid user or password/i,
          line: '535 5.7.8 Error: authentication failed: Invalid user or password!',
          provider: 'Yandex',
          also: ['A1 NO Invalid user or password!'],
        },
        { says: /AUTHENTICATIONFAILED/, line: 'A1 NO [AUTHENTICATIONFAILED] Rejected', provider: 'Yandex' },
        { says: /^535/, line: '535 5.7.8 Rejected', provider: 'Yandex' },
      ],
      samples: [{ line: '-ERR [AUTH] login failure or POP3 disabled, try later. sc=x', provider: 'Yandex' }],
      cause: ({ user, protocol }) =>
        l10n.t(
          'Yandex rejected this token for {0}: it has expired, lacks the scope, or {1} is disabled in the mailbox’s settings.',
          user,
          protocol.toUpperCase(),
        ),
      advice: () =>
        l10n.t(
          'Enable mail programs in the mailbox’s settings, sign in with mail:imap_full and mail:smtp, and test again.',
        ),
      action: () => ({ kind: 'open-page', url: 'https://mail.yandex.com/#setup/client' }),
    },
  ],
  errorRules: [
    {
      name: 'yandex-moderation',
      source: 'https://yandex.com/dev/id/doc/en/codes/code-url (unauthorized_client)',
      samples: [{ error: 'unauthorized_client', description: 'Application rejected or on moderation' }],
      error: /^unauthorized_client$/,
      description: /moderation/i,
      explain: () =>
        l10n.t(
          'Yandex has not approved the application, or has rejected it. Check its status at oauth.yandex.com, and wait for the moderation.',
        ),
    },
    {
      name: 'yandex-basic',
      source: 'https://yandex.com/dev/id/doc/en/codes/code-url (basic_auth_required)',
      samples: [{ error: 'basic_auth_required' }, { error: 'malformed_authorization_header' }],
      error: /^(?:basic_auth_required|malformed_authorization_header)$/,
      explain: () =>
        l10n.t(
          'Yandex does not accept the form in which the client ID and secret were sent. Compare both with the registration, without spaces.',
        ),
    },
  ],
};
