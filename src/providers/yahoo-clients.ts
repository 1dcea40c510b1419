import type { Provider } from './provider-profile.js';

/** What clients of Yahoo and of AOL, which belong together, have in common; there is no device grant. */
export const yahooClients = {
  scopes: ['mail-w'],
  authorizationParameters: {},
  redirects: ['relay', 'paste'],
  // https only, and registered: sfan0704/pikachubball#14
  loopbackRedirectUri: 'https://localhost/',
  clientSecret: 'optional',
  deviceGrant: true,
  refreshNamesScopes: false,
  refreshTokenIsReusable: true,
} as const satisfies Partial<Provider>;
