import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { OAuthError } from './errors.js';
import { requestTokens } from './token-endpoint.js';
import type { AuthorizationServer, OAuthClient, RequestOptions, TokenSet } from './types.js';

/** What a refresh needs. */
export interface Refresh {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly tokens: Pick<TokenSet, 'refreshToken' | 'scopes' | 'identity' | 'clientAuthMethod'>;
  /** Sent along where the provider wants them named again. */
  readonly scopes?: readonly string[];
}

/**
 * Gets a new access token with a refresh token (RFC 6749 §6). What the answer leaves out stays as it
 * was: the refresh token and the scopes. A missing `expires_in` means that the expiry is unknown. A server that
 * requires the scopes (Microsoft's AADSTS900144) is asked once more with those that were granted.
 *
 * @throws {OAuthError} `no-refresh-token`, the server's own code, `network`, `timeout` (the server may
 * have rotated the token all the same); the signal's reason
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

/** The request was rejected for its form; the refresh token was not looked at. */
function wantsScopes(error: unknown): boolean {
  return error instanceof OAuthError && /AADSTS900144\b[^']{0,100}'scope'/.test(error.answer?.description ?? '');
}
