import type { Provider, ProviderProfile } from './provider-profile.js';

/**
 * The profile of self-hosted authorization server software: only its issuer must be known, the rest is in its metadata.
 */
function selfHosted(
  fields: Pick<Provider, 'id' | 'name' | 'description' | 'issuerExample'> & Partial<Provider>,
): ProviderProfile {
  return {
    name: fields.name,
    servers: [],
    signIn: {
      scopes: [],
      authorizationParameters: {},
      mailServers: {},
      redirects: ['loopback', 'relay', 'paste'],
      loopbackRedirectUri: 'http://127.0.0.1/',
      clientSecret: 'optional',
      deviceGrant: true,
      refreshNamesScopes: false,
      refreshTokenIsReusable: false,
      ...fields,
    },
  };
}

/**
 * Self-hosted authorization servers. `http://localhost` and the editor's scheme are refused by Stalwart
 * (stalwartlabs/stalwart, crates/common/src/auth/oauth/registration.rs), so all of them get 127.0.0.1.
 */
export const selfHostedServers: readonly ProviderProfile[] = [
  selfHosted({
    id: 'stalwart',
    name: 'Stalwart',
    description: 'a Stalwart mail server with its own sign-in',
    issuerExample: 'https://mail.example.com',
  }),
  selfHosted({
    id: 'keycloak',
    name: 'Keycloak',
    description: 'a realm of Keycloak, with Dovecot, Stalwart or another mail server',
    issuerExample: 'https://login.example.com/realms/mail',
    // Keycloak issues an offline token only for this scope, and asks for consent if the client requires it.
    scopes: ['openid', 'email', 'offline_access'],
  }),
  selfHosted({
    id: 'authentik',
    name: 'authentik',
    description: 'an application of authentik, with Dovecot or another mail server',
    issuerExample: 'https://login.example.com/application/o/mail/',
    scopes: ['openid', 'email', 'offline_access'],
  }),
  selfHosted({
    id: 'zitadel',
    name: 'Zitadel',
    description: 'an instance of Zitadel, with Dovecot or another mail server',
    issuerExample: 'https://example.zitadel.cloud',
    scopes: ['openid', 'email', 'offline_access'],
  }),
  selfHosted({
    id: 'nextcloud',
    name: 'Nextcloud',
    description: 'a Nextcloud with the app OIDC Identity Provider',
    issuerExample: 'https://cloud.example.com',
    scopes: ['openid', 'email', 'offline_access'],
  }),
];
