import type { Provider } from './provider-profile.js';

/** Any other authorization server: discovered by its issuer, or with endpoints entered by the user. */
export const other: Provider = {
  id: 'other',
  name: 'Other',
  description: 'any authorization server, by its issuer or its endpoints',
  // The scopes come from the server's metadata, because another provider's scope would be refused.
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
