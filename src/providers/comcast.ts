import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile } from './provider-profile.js';

/** The endpoints are from Thunderbird. */
const signIn: Provider = {
  id: 'xfinity',
  name: 'Xfinity',
  description: 'comcast.net, with a client that Comcast has approved',
  server: {
    authorizationEndpoint: 'https://oauth.xfinity.com/oauth/authorize',
    tokenEndpoint: 'https://oauth.xfinity.com/oauth/token',
  },
  scopes: ['https://email.comcast.net/', 'profile', 'openid'],
  authorizationParameters: {},
  mailServers: {
    imap: { host: 'imap.comcast.net', port: 993, security: 'tls' },
    smtp: { host: 'smtp.comcast.net', port: 465, security: 'tls' },
  },
  redirects: ['loopback', 'relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/',
  clientSecret: 'optional',
  deviceGrant: true,
  refreshNamesScopes: false,
  refreshTokenIsReusable: false,
  registrationClosed: () =>
    l10n.t(
      'Comcast offers no registration of clients. Use a client that it has approved, or the password with third-party access enabled.',
    ),
};

/** Comcast's Xfinity. */
export const comcast: ProviderProfile = {
  name: 'Comcast',
  signIn,
  domains: /^(?:comcast|xfinity)\.(?:net|com)$/i,
  mxHosts: /^mx\d[a-z]?\d?\.(?:mxge\.)?comcast\.net$/i,
  servers: [{ hosts: /(?:^|\.)comcast\.net$/i }],
  rules: [
    {
      code: 'comcast-refused',
      source: 'Thunderbird’s provider list (oauth.xfinity.com)',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /AUTHENTICATIONFAILED/,
          line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed',
          server: { host: 'imap.comcast.net', port: 993, security: 'tls' },
          provider: 'Comcast',
        },
        { says: /^535/, line: '535 5.7.0 Rejected', provider: 'Comcast' },
      ],
      cause: ({ user }) =>
        l10n.t(
          'Comcast rejected this token for {0}: it has expired, or access for third-party programs is disabled.',
          user,
        ),
      advice: () => l10n.t('Enable third-party access in the mailbox’s security settings, then sign in again.'),
      action: () => ({ kind: 'sign-in' }),
    },
  ],
};
