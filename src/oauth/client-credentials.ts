import * as oauth from 'oauth4webapi';
import { requestTokens } from './token-endpoint.js';
import type { AuthorizationServer, ClientAuthMethod, OAuthClient, RequestOptions, TokenSet } from './types.js';

/** The input of {@link requestClientCredentials}. */
export interface ClientCredentialsRequest {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  /** Empty to get the scopes that the client is registered for. */
  readonly scopes: readonly string[];
  /** The client authentication method that worked before. */
  readonly clientAuthMethod?: ClientAuthMethod | undefined;
}

/**
 * Requests an access token for the application itself, without a user and without a refresh token (RFC 6749 §4.4). The
 * client authenticates with its secret or its key.
 *
 * @throws {OAuthError} `server-error`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { discover, requestClientCredentials } from 'xoauth2';
 *
 * const server = await discover('https://login.example.com/realms/mail');
 * const client = { clientId: 'reports', clientSecret: process.env.CLIENT_SECRET ?? '' };
 * const { accessToken, expiresAt } = await requestClientCredentials({ server, client, scopes: ['mail'] });
 * console.log(accessToken.length, expiresAt);
 * ```
 */
export async function requestClientCredentials(
  { server, client, scopes, clientAuthMethod }: ClientCredentialsRequest,
  options: RequestOptions = {},
): Promise<TokenSet> {
  const parameters = scopes.length === 0 ? {} : { scope: scopes.join(' ') };
  const { refreshToken: _, ...tokens } = await requestTokens(
    {
      server,
      client,
      preferred: clientAuthMethod,
      secrets: [],
      send: (metadata, oauthClient, authentication, http) =>
        oauth.clientCredentialsGrantRequest(metadata, oauthClient, authentication, parameters, http),
      process: oauth.processClientCredentialsResponse,
    },
    options,
  );
  return scopes.length === 0 ? tokens : { scopes, ...tokens };
}
