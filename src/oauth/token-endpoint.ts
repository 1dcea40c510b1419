import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { authenticateClient, clientAuthMethods, toClient, toMetadata } from './client.js';
import { OAuthError } from './errors.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { exchange, requestOptions } from './http.js';
import type { AuthorizationServer, ClientAuthMethod, OAuthClient, RequestOptions, TokenSet } from './types.js';

interface TokenRequest {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly preferred?: ClientAuthMethod | undefined;
  readonly secrets: readonly (string | undefined)[];
  readonly send: (
    metadata: oauth.AuthorizationServer,
    client: oauth.Client,
    authentication: oauth.ClientAuth,
    request: ReturnType<typeof requestOptions>,
  ) => Promise<Response>;
  readonly process: (
    metadata: oauth.AuthorizationServer,
    client: oauth.Client,
    response: Response,
  ) => Promise<oauth.TokenEndpointResponse>;
}

/**
 * Sends one request to the token endpoint. A server that rejects the client's authentication in
 * one form (`invalid_client`) is asked again with the other: it has not looked at the grant then.
 *
 * @throws {OAuthError}
 */
export async function requestTokens(request: TokenRequest, options: RequestOptions): Promise<TokenSet> {
  const methods = clientAuthMethods(request.server, request.client, request.preferred);
  for (const [index, method] of methods.entries()) {
    try {
      return await requestWith(request, method, options);
    } catch (error) {
      const last = index === methods.length - 1;
      if (last || !(error instanceof OAuthError) || error.serverError !== 'invalid_client') throw error;
    }
  }
  throw new OAuthError(
    'bad-response',
    l10n.t('The authorization server accepts no client authentication that is possible here.'),
  );
}

async function requestWith(
  { server, client, secrets, send, process }: TokenRequest,
  method: ClientAuthMethod,
  options: RequestOptions,
): Promise<TokenSet> {
  const { tokenEndpoint } = server;
  const metadata = toMetadata(server);
  const response = await exchange(tokenEndpoint, options, [client.clientSecret, ...secrets], async () => {
    const authentication = authenticateClient(client, method);
    const answer = await send(metadata, toClient(client), authentication, requestOptions(tokenEndpoint, options));
    return process(metadata, toClient(client), server.issuer === undefined ? await withoutIdToken(answer) : answer);
  });
  return { ...toTokenSet(response, (options.now ?? Date.now)()), clientAuthMethod: method };
}

/** An ID token cannot be checked where the issuer is unknown; it is left out, not believed. */
async function withoutIdToken(response: Response): Promise<Response> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  if (typeof body !== 'object' || body === null || !('id_token' in body)) return response;
  const { status, headers } = response;
  return new Response(JSON.stringify({ ...body, id_token: undefined }), { status, headers });
}

function toTokenSet(response: oauth.TokenEndpointResponse, now: number): TokenSet {
  const { expires_in: expiresIn, refresh_token: refreshToken, scope } = response;
  const claims = response.id_token === undefined ? undefined : oauth.getValidatedIdTokenClaims(response);
  const identity = claims?.['email'];
  return {
    accessToken: response.access_token,
    obtainedAt: now,
    ...(expiresIn === undefined ? {} : { expiresAt: now + expiresIn * 1000 }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scope === undefined ? {} : { scopes: splitScopes(scope).map((name) => safeText(name, noSecrets)) }),
    ...(typeof identity === 'string' ? { identity: safeText(identity, noSecrets) } : {}),
  };
}

/** Splits a scope parameter at its spaces. RFC 6749 §3.3. */
export function splitScopes(scope: string): string[] {
  return [...new Set(scope.split(/\s+/).filter((part) => part !== ''))];
}
