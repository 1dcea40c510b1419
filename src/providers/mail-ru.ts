import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile } from './provider-profile.js';

/** A refresh token is issued only with `offline_access` (and a new consent): rustmailer/bichon#385. */
const signIn: Provider = {
  id: 'mail-ru',
  name: 'Mail.ru',
  description: 'mail.ru, bk.ru, inbox.ru, list.ru, VK Mail',
  server: {
    authorizationEndpoint: 'https://oauth.mail.ru/login',
    tokenEndpoint: 'https://oauth.mail.ru/token',
    clientAuthMethods: ['client_secret_basic'],
  },
  scopes: ['openid', 'mail.imap', 'offline_access'],
  authorizationParameters: {},
  mailServers: {
    imap: { host: 'imap.mail.ru', port: 993, security: 'tls' },
    smtp: { host: 'smtp.mail.ru', port: 465, security: 'tls' },
    pop3: { host: 'pop.mail.ru', port: 995, security: 'tls' },
  },
  redirects: ['relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/',
  clientSecret: 'required',
  deviceGrant: true,
  refreshNamesScopes: false,
  refreshTokenIsReusable: true,
  registrationUrl: 'https://o2.mail.ru/app/',
};

/**
 * Mail.ru.
 *
 * @see https://help.mail.ru/developers/oauth
 */
export const mailRu: ProviderProfile = {
  name: 'Mail.ru',
  signIn,
  domains: /^(?:mail|bk|inbox|list|internet|xmail)\.ru$|^vk\.com$/i,
  mxHosts: /^(?:mxs|emx)\.mail\.ru$/i,
  servers: [
    {
      hosts: /(?:^|\.)mail\.ru$/i,
      mechanisms: ['XOAUTH2'],
      scopes: { imap: ['mail.imap'], smtp: ['mail.imap'], pop3: ['mail.imap'] },
    },
  ],
  rules: [
    {
      code: 'mail-ru-refused',
      source: 'https://help.mail.ru/developers/oauth',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /AUTHENTICATIONFAILED/,
          line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed. Please verify your account',
          provider: 'Mail.ru',
        },
        { says: /^535/, line: '535 5.7.0 Incorrect authentication data.', provider: 'Mail.ru' },
      ],
      cause: ({ user }) =>
        l10n.t(
          'Mail.ru rejected this token for {0}: it has expired, or lacks the scope mail.imap, which is granted only together with userinfo.',
          user,
        ),
      advice: () => l10n.t('Sign in again with the scopes “userinfo mail.imap”.'),
      action: () => ({ kind: 'sign-in', scope: 'userinfo mail.imap' }),
    },
  ],
};
