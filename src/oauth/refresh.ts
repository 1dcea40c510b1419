import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { OAuthError } from './errors.js';
import { requestTokens } from './token-endpoint.js';
import type { AuthorizationServer, OAuthClient, RequestOptions, TokenSet } from './types.js';

/** The input of {@link refreshTokens}. */
export interface Refresh {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly tokens: Pick<TokenSet, 'refreshToken' | 'scopes' | 'identity' | 'clientAuthMethod'>;
  /** The scopes to send, if the provider requires them. */
  readonly scopes?: readonly string[];
}

/**
 * Requests a new access token with a refresh token (RFC 6749 §6). If the response omits the refresh token or the
 * scopes, the old ones are kept; without `expires_in` the expiry is unknown. If the server requires the scopes
 * (Microsoft's AADSTS900144), the request is repeated once with the granted ones.
 *
 * @throws {OAuthError} `no-refresh-token`, `server-error`, `network`, `timeout` (the server may still have rotated the
 * token); the signal's reason
 * @example
 * ```ts
 * import { encodeXoauth2, refreshTokens, signInSettings } from 'xoauth2';
 *
 * const tokens = await refreshTokens({
 *   server: signInSettings('google').server,
 *   client: { clientId: process.env.CLIENT_ID ?? '', clientSecret: process.env.CLIENT_SECRET ?? '' },
 *   tokens: { refreshToken: process.env.REFRESH_TOKEN ?? '' },
 * });
 * console.log(encodeXoauth2({ user: 'alice@gmail.com', accessToken: tokens.accessToken }));
 * ```
 */
export async function refreshTokens(request: Refresh, options: RequestOptions = {}): Promise<TokenSet> {
  const { server, client, tokens, scopes } = request;
  const { refreshToken } = tokens;
  if (refreshToken === undefined) {
    throw new OAuthError('no-refresh-token', l10n.t('There is no refresh token. Sign in again.'));
  }
  const attempt = (named: readonly string[] | undefined) =>
    requestTokens(
      {
        server,
        client,
        preferred: tokens.clientAuthMethod,
        grant: 'refresh-token',
        secrets: [refreshToken],
        send: (metadata, oauthClient, authentication, http) =>
          oauth.refreshTokenGrantRequest(metadata, oauthClient, authentication, refreshToken, {
            ...http,
            additionalParameters: named === undefined ? {} : { scope: named.join(' ') },
          }),
        process: oauth.processRefreshTokenResponse,
      },
      options,
    );
  const fresh = await attempt(scopes).catch((error: unknown) => {
    if (scopes !== undefined || tokens.scopes === undefined || !wantsScopes(error)) throw error;
    return attempt(tokens.scopes);
  });
  return {
    refreshToken,
    ...(tokens.scopes === undefined ? {} : { scopes: tokens.scopes }),
    ...(tokens.identity === undefined ? {} : { identity: tokens.identity }),
    ...fresh,
  };
}

/** The request was rejected as malformed, before the refresh token was evaluated. */
function wantsScopes(error: unknown): boolean {
  return error instanceof OAuthError && /AADSTS900144\b[^']{0,100}'scope'/.test(error.answer?.description ?? '');
}
