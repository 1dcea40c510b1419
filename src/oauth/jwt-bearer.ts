import { randomUUID } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { signJwt } from './client-key.js';
import { requestTokens } from './token-endpoint.js';
import type { AuthorizationServer, ClientKey, RequestOptions, TokenSet } from './types.js';

/** The input of {@link requestJwtBearer}. */
export interface JwtBearerRequest {
  readonly server: AuthorizationServer;
  /** Signs the assertion, with RS256. */
  readonly key: ClientKey;
  /** `iss`: the address of the service account. */
  readonly issuer: string;
  /** `sub`: the address of the mailbox. */
  readonly subject: string;
  readonly scopes: readonly string[];
}

/** The lifetime of the assertion, in seconds. Google allows an hour. */
const assertionLife = 300;

/**
 * Requests an access token for a user whom a service account may impersonate (RFC 7523 §2.1). There is no refresh
 * token. The scope is a claim of the assertion, as with Google.
 *
 * @throws {OAuthError} `server-error`, `network`, `timeout`; the signal's reason
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { parseServiceAccountFile, requestJwtBearer, signInSettings } from 'xoauth2';
 *
 * const { server, scopes } = signInSettings('google');
 * const { email, key } = parseServiceAccountFile(await readFile('key.json', 'utf8'));
 * const tokens = await requestJwtBearer({ server, key, issuer: email, subject: 'alice@example.com', scopes });
 * console.log(tokens.expiresAt);
 * ```
 */
export async function requestJwtBearer(
  { server, key, issuer, subject, scopes }: JwtBearerRequest,
  options: RequestOptions = {},
): Promise<TokenSet> {
  const now = Math.floor((options.now ?? Date.now)() / 1000);
  const assertion = signJwt(key, {
    iss: issuer,
    sub: subject,
    scope: scopes.join(' '),
    aud: server.tokenEndpoint,
    iat: now,
    exp: now + assertionLife,
    jti: randomUUID(),
  });
  const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  const { refreshToken: _, ...tokens } = await requestTokens(
    {
      server,
      client: { clientId: issuer },
      secrets: [assertion],
      send: (metadata, oauthClient, _authentication, http) =>
        oauth.genericTokenEndpointRequest(metadata, oauthClient, withoutClient, grant, { assertion }, http),
      process: oauth.processGenericTokenEndpointResponse,
    },
    options,
  );
  return { scopes, ...tokens };
}

/** The assertion identifies the client. */
const withoutClient: oauth.ClientAuth = () => undefined;
