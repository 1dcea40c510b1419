import type { Provider } from './provider-profile.js';

/** Any other authorization server: found by its issuer, or by endpoints named by hand. */
export const other: Provider = {
  id: 'other',
  name: 'Other',
  description: 'any authorization server, by its issuer or its endpoints',
  scopes: ['https://mail.google.com/'],
  authorizationParameters: {},
  mailServers: {},
  redirects: ['loopback', 'direct', 'relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/callback',
  clientSecret: 'optional',
  deviceGrant: true,
  refreshNamesScopes: false,
  refreshTokenIsReusable: false,
};
