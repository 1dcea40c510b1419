import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { authenticateClient, toClient, toMetadata } from './client.js';
import { withClientAuthentication } from './client-authentication.js';
import { throwServerError } from './answer.js';
import { responseText } from './body-text.js';
import { unexpectedAnswer } from './unexpected-answer.js';
import { OAuthError, redactorFor } from './errors.js';
import { exchange, requestOptions } from './http.js';
import type { AuthorizationServer, ClientAuthMethod, OAuthClient, RequestOptions, TokenSet } from './types.js';

/** The tokens to revoke; one of the two is enough. */
export type RevocableTokens = Pick<TokenSet, 'clientAuthMethod'> &
  (
    | { readonly refreshToken: string; readonly accessToken?: string }
    | { readonly accessToken: string; readonly refreshToken?: string }
  );

/**
 * Revokes the refresh token, and with it the grant, or the access token if there is no refresh token (RFC 7009 §2). It
 * is not an error if the token is already invalid.
 *
 * @throws {OAuthError} `no-revocation-endpoint`, `server-error`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { revokeTokens, signInSettings } from 'xoauth2';
 *
 * const client = { clientId: process.env.CLIENT_ID ?? '', clientSecret: process.env.CLIENT_SECRET ?? '' };
 * await revokeTokens(signInSettings('google').server, client, { refreshToken: process.env.REFRESH_TOKEN ?? '' });
 * ```
 */
export async function revokeTokens(
  server: AuthorizationServer,
  client: OAuthClient,
  tokens: RevocableTokens,
  options: RequestOptions = {},
): Promise<void> {
  const endpoint = server.revocationEndpoint;
  if (endpoint === undefined) {
    throw new OAuthError('no-revocation-endpoint', l10n.t('This authorization server has no revocation endpoint.'));
  }
  const { refreshToken, accessToken = '' } = tokens;
  const token = refreshToken ?? accessToken;
  const hint = refreshToken === undefined ? 'access_token' : 'refresh_token';
  const secrets: (string | undefined)[] = [token, client.clientSecret];
  const request = (method: ClientAuthMethod) =>
    exchange(endpoint, options, secrets, async () => {
      const response = await oauth.revocationRequest(
        toMetadata(server),
        toClient(client),
        authenticateClient({ client, server }, method, secrets),
        token,
        { ...requestOptions(endpoint, options), additionalParameters: { token_type_hint: hint } },
      );
      if (response.status === 200) return;
      const context = { endpoint, redact: redactorFor(secrets), now: options.now ?? Date.now };
      const text = await responseText(response);
      throwServerError(response, text, context);
      if (!response.ok) throw unexpectedAnswer(response, text, context);
    });
  try {
    await withClientAuthentication({ server, client, preferred: tokens.clientAuthMethod }, request);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** RFC 7009 §2.2: an invalid token counts as revoked. Some servers respond with an error. */
function isGone(error: unknown): boolean {
  return error instanceof OAuthError && /^(?:invalid_token|invalid_grant)$/.test(error.serverError ?? '');
}
