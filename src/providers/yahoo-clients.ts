import type { Provider } from './provider-profile.js';

/** The settings that clients of Yahoo and AOL share. They have no device authorization endpoint. */
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
