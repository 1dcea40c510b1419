import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import { applicationClient, confidentialClient, mailScope, sandboxClientId } from './clients.js';
import type { MemoryStorage } from './memory-adapter.js';
import { devicePages, errorPage } from './pages.js';
import { findScenario, type Scenario } from './scenario.js';

const day = 86_400;

/** The configuration of `oidc-provider`: clients, pages, and tokens according to the scenarios. */
export function providerConfiguration(scenarios: readonly Scenario[], storage: MemoryStorage): Configuration {
  const scenarioOf = (accountId: string | undefined) => findScenario(scenarios, accountId);
  return {
    adapter: (kind: string) => storage.adapterFor(kind),
    clients: clients(),
    scopes: ['openid', 'email', 'offline_access', mailScope],
    ...whatIsGoodToday,
    claims: { openid: ['sub'], email: ['email'] },
    // Mail clients read the address from the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_context, client, code) =>
      Promise.resolve(client.grantTypeAllowed('refresh_token') && scenarioOf(code.accountId)?.refreshToken !== 'none'),
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: scenarioOf(sub)?.owner ?? sub, email_verified: true }),
    }),
    ttl: {
      AccessToken: (_context, token) => scenarioOf(token.accountId)?.accessTokenLife ?? 3600,
      AuthorizationCode: 600,
      DeviceCode: 600,
      RefreshToken: day,
      IdToken: 3600,
      Interaction: 3600,
      Session: day,
      Grant: day,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true, ...devicePages() },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      rpInitiatedLogout: { enabled: false },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = errorPage(l10n.t('Authorization failed'), error, description);
    },
  };
}

/** The metadata lists nothing that RFC 9700 advises against: no implicit grant, no shared signing keys. */
const whatIsGoodToday: Configuration = {
  responseTypes: ['code'],
  clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  enabledJWA: {
    idTokenSigningAlgValues: ['RS256'],
    userinfoSigningAlgValues: ['RS256'],
    introspectionSigningAlgValues: ['RS256'],
    clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256'],
  },
};

function clients(): ClientMetadata[] {
  const common = {
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    redirect_uris: [
      'http://127.0.0.1/',
      'http://127.0.0.1/callback',
      'http://localhost/',
      'http://localhost/callback',
      'vscode://mail-oauth.xoauth2/callback',
    ],
  } as const;
  const copy = () => ({
    ...common,
    grant_types: [...common.grant_types],
    redirect_uris: [...common.redirect_uris],
  });
  return [
    {
      ...copy(),
      client_id: sandboxClientId,
      client_name: 'Mail OAuth',
      token_endpoint_auth_method: 'none',
    },
    {
      ...copy(),
      client_id: applicationClient.clientId,
      client_secret: applicationClient.clientSecret,
      client_name: 'Mail OAuth application',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
    {
      ...copy(),
      client_id: confidentialClient.clientId,
      client_secret: confidentialClient.clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
    },
  ];
}
