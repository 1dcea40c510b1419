import type { Provider } from './provider-profile.js';

/** Any other authorization server: found by its issuer, or by endpoints named by hand. */
export const other: Provider = {
  id: 'other',
  name: 'Other',
  description: 'any authorization server, by its issuer or its endpoints',
  // Another provider's scope would be refused: they come from the server's metadata.
  scopes: [],
  authorizationParameters: {},
  mailServers: {},
  redirects: ['loopback', 'direct', 'relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/callback',
  clientSecret: 'optional',
  deviceGrant: true,
  clientCredentials: { scopes: [] },
  refreshNamesScopes: false,
  refreshTokenIsReusable: false,
};
