import type { ProviderProfile } from './provider-profile.js';

/** Thundermail of Thunderbird Pro: Keycloak is the authorization server, Stalwart the mail server. */
export const thundermail: ProviderProfile = {
  name: 'Thundermail',
  domains: /^(?:thundermail|tb)\.(?:com|pro)$/i,
  servers: [{ hosts: /(?:^|\.)thundermail\.com$/i }],
  signIn: {
    id: 'thundermail',
    name: 'Thundermail',
    description: 'Thunderbird Pro',
    server: {
      issuer: 'https://auth.tb.pro/realms/tbpro',
      authorizationEndpoint: 'https://auth.tb.pro/realms/tbpro/protocol/openid-connect/auth',
      tokenEndpoint: 'https://auth.tb.pro/realms/tbpro/protocol/openid-connect/token',
      revocationEndpoint: 'https://auth.tb.pro/realms/tbpro/protocol/openid-connect/revoke',
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    authorizationParameters: {},
    mailServers: {
      imap: { host: 'mail.thundermail.com', port: 993, security: 'tls' },
      smtp: { host: 'mail.thundermail.com', port: 465, security: 'tls' },
    },
    redirects: ['loopback', 'relay', 'paste'],
    loopbackRedirectUri: 'http://127.0.0.1/',
    clientSecret: 'optional',
    deviceGrant: true,
    refreshNamesScopes: false,
    refreshTokenIsReusable: false,
  },
};
