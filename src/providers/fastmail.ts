import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile } from './provider-profile.js';

/**
 * Uses dynamic client registration. A registration without scopes would get none.
 *
 * @see https://api.fastmail.com/.well-known/oauth-authorization-server
 */
const signIn: Provider = {
  id: 'fastmail',
  name: 'Fastmail',
  description: 'fastmail.com and domains at Fastmail',
  server: {
    issuer: 'https://api.fastmail.com',
    authorizationEndpoint: 'https://api.fastmail.com/oauth/authorize',
    tokenEndpoint: 'https://api.fastmail.com/oauth/refresh',
    revocationEndpoint: 'https://api.fastmail.com/oauth/revoke',
    registrationEndpoint: 'https://api.fastmail.com/oauth/register',
    sendsIssuer: true,
    clientAuthMethods: ['none'],
  },
  scopes: ['urn:ietf:params:oauth:scope:mail', 'offline_access'],
  authorizationParameters: {},
  mailServers: {
    imap: { host: 'imap.fastmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.fastmail.com', port: 465, security: 'tls' },
    pop3: { host: 'pop.fastmail.com', port: 995, security: 'tls' },
  },
  redirects: ['loopback', 'relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/',
  clientSecret: 'optional',
  deviceGrant: true,
  refreshNamesScopes: false,
  refreshTokenIsReusable: false,
};

/**
 * Fastmail.
 *
 * @see https://www.fastmail.com/dev/
 */
export const fastmail: ProviderProfile = {
  name: 'Fastmail',
  signIn,
  domains:
    /^fastmail\.(?:com|fm|cn|co\.uk|com\.au|de|es|in|jp|mx|net|nl|org|se|to|tw|uk|us)$|^(?:messagingengine|sent)\.com$/i,
  mxHosts: /^in\d-smtp\.messagingengine\.com$/i,
  servers: [
    {
      hosts: /(?:^|\.)fastmail\.com$/i,
      scopes: {
        imap: ['https://www.fastmail.com/dev/protocol-imap'],
        smtp: ['https://www.fastmail.com/dev/protocol-smtp'],
        pop3: ['https://www.fastmail.com/dev/protocol-pop'],
      },
    },
  ],
  rules: [
    {
      code: 'fastmail-refused',
      source: 'https://www.fastmail.com/dev/',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /incorrect username, password or access token|invalid username, password or access token/i,
          line: 'A1 NO [AUTHENTICATIONFAILED] Incorrect username, password or access token',
          provider: 'Fastmail',
          also: [
            '-ERR Incorrect username, password or access token',
            '-ERR Invalid username, password or access token',
          ],
        },
        {
          says: /AUTHENTICATIONFAILED/,
          line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed',
          provider: 'Fastmail',
        },
        { says: /^535/, line: '535 5.7.0 Rejected', provider: 'Fastmail' },
      ],
      cause: ({ user }) =>
        l10n.t(
          'Fastmail rejected this token for {0}: it has expired, or a rotated refresh token was used twice, which ended the grant.',
          user,
        ),
      advice: () => l10n.t('Sign in again, and use the refresh token in one program only.'),
      action: () => ({ kind: 'sign-in' }),
    },
  ],
  errorRules: [
    {
      name: 'fastmail-resource',
      source: 'pimalaya/ortie README; RFC 8707 §2',
      samples: [{ error: 'invalid_target' }],
      error: /^invalid_target$/,
      explain: () =>
        l10n.t(
          'The authorization server requires the resource that the token is for (invalid_target). Ask its operator for a client that needs no “resource” parameter.',
        ),
    },
  ],
};
