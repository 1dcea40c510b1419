import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { OAuthError } from './errors.js';
import { exchange, parseEndpoint, requestOptions } from './http.js';
import type { AuthorizationServer, RequestOptions } from './types.js';

/**
 * Asks an issuer for its metadata: first `/.well-known/oauth-authorization-server` (RFC 8414 §3), then
 * `/.well-known/openid-configuration`. The document must name the same issuer (RFC 8414 §3.3).
 *
 * @param issuer the issuer's URL; one that ends in a well-known path is taken as its issuer
 * @throws {OAuthError} `bad-endpoint`, `discovery-failed`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { discover } from 'xoauth2';
 *
 * const server = await discover('https://login.example.com/');
 * console.log(server.authorizationEndpoint, server.tokenEndpoint);
 * ```
 */
export async function discover(issuer: string, options: RequestOptions = {}): Promise<AuthorizationServer> {
  const url = parseEndpoint(issuer.trim().replace(/\.well-known\/[a-z-]+$/, ''));
  const first = await attempt(url, 'oauth2', options);
  if (!(first instanceof OAuthError)) return first;
  if (first.code === 'network' || first.code === 'timeout') throw first;
  const second = await attempt(url, 'oidc', options);
  if (!(second instanceof OAuthError)) return second;
  throw failure(url);
}

async function attempt(
  issuer: URL,
  algorithm: 'oauth2' | 'oidc',
  options: RequestOptions,
): Promise<AuthorizationServer | OAuthError> {
  try {
    return await exchange(issuer.href, options, [], async () => {
      const response = await oauth.discoveryRequest(issuer, { algorithm, ...requestOptions(issuer.href, options) });
      return fromMetadata(await oauth.processDiscoveryResponse(issuer, response));
    });
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}

function failure(issuer: URL): OAuthError {
  return new OAuthError(
    'discovery-failed',
    l10n.t('{0} has no authorization server metadata. Check the issuer, or enter the endpoints yourself.', issuer.href),
  );
}

function fromMetadata(metadata: oauth.AuthorizationServer): AuthorizationServer {
  const { authorization_endpoint: authorization, token_endpoint: token, revocation_endpoint: revocation } = metadata;
  if (authorization === undefined || token === undefined) {
    throw new OAuthError(
      'discovery-failed',
      l10n.t(
        'The metadata of {0} has no authorization or token endpoint. Enter the endpoints yourself.',
        metadata.issuer,
      ),
    );
  }
  return {
    issuer: metadata.issuer,
    authorizationEndpoint: parseEndpoint(authorization).href,
    tokenEndpoint: parseEndpoint(token).href,
    ...(revocation === undefined ? {} : { revocationEndpoint: parseEndpoint(revocation).href }),
    ...(metadata.authorization_response_iss_parameter_supported === true ? { sendsIssuer: true } : {}),
    ...(metadata.token_endpoint_auth_methods_supported === undefined
      ? {}
      : { clientAuthMethods: metadata.token_endpoint_auth_methods_supported }),
  };
}
