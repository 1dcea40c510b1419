import * as oauth from 'oauth4webapi';
import { authenticateClient, toClient, toMetadata } from './client.js';
import { withClientAuthentication } from './client-authentication.js';
import { normalizeTokenAnswer } from './answer.js';
import { redactorFor, type SentGrant } from './errors.js';
import { describeIdTokenProblem } from './id-token-problem.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { exchange, requestOptions } from './http.js';
import type { AuthorizationServer, ClientAuthMethod, OAuthClient, RequestOptions, TokenSet } from './types.js';

interface TokenRequest {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly preferred?: ClientAuthMethod | undefined;
  readonly grant?: SentGrant;
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
 * Sends a request to the token endpoint. If the server rejects the client authentication method, the request is
 * repeated with the other one: the grant has not been evaluated then.
 *
 * @throws {OAuthError}
 */
export function requestTokens(request: TokenRequest, options: RequestOptions): Promise<TokenSet> {
  return withClientAuthentication(request, (method) => requestWith(request, method, options));
}

async function requestWith(
  { server, client, secrets, grant, send, process }: TokenRequest,
  method: ClientAuthMethod,
  options: RequestOptions,
): Promise<TokenSet> {
  const { tokenEndpoint } = server;
  const metadata = toMetadata(server);
  const sent = [client.clientSecret, ...secrets];
  const now = options.now ?? Date.now;
  const response = await exchange(tokenEndpoint, options, sent, async () => {
    const authentication = authenticateClient({ client, server }, method, sent);
    const answer = await send(metadata, toClient(client), authentication, requestOptions(tokenEndpoint, options));
    const context = { endpoint: tokenEndpoint, redact: redactorFor(sent), now, grant };
    const fields = await normalizeTokenAnswer(answer, context);
    const { id_token: idToken, ...withoutIdToken } = fields;
    const read = (body: object) => process(metadata, toClient(client), Response.json(body));
    // An ID token cannot be verified if the issuer is unknown, so it is ignored.
    if (idToken === undefined || server.issuer === undefined) return read(withoutIdToken);
    try {
      return await read(fields);
    } catch (error) {
      // It only identifies the user: an invalid one must not prevent the use of the access token.
      if (!(error instanceof oauth.OperationProcessingError)) throw error;
      const tokens = await read(withoutIdToken);
      options.onRemark?.(describeIdTokenProblem(idToken, server.issuer, now()));
      return tokens;
    }
  });
  return { ...toTokenSet(response, now()), clientAuthMethod: method };
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
