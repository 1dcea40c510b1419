import * as oauth from 'oauth4webapi';
import { importKey } from './client-key.js';
import type { AuthorizationServer, ClientAuthMethod, ClientKey, OAuthClient } from './types.js';

/** Converts a server for `oauth4webapi`. If the issuer is unknown, the token endpoint is used instead. */
export function toMetadata(server: AuthorizationServer): oauth.AuthorizationServer {
  return {
    issuer: server.issuer ?? new URL(server.tokenEndpoint).origin,
    authorization_endpoint: server.authorizationEndpoint,
    token_endpoint: server.tokenEndpoint,
    ...(server.revocationEndpoint === undefined ? {} : { revocation_endpoint: server.revocationEndpoint }),
    ...(server.deviceAuthorizationEndpoint === undefined
      ? {}
      : { device_authorization_endpoint: server.deviceAuthorizationEndpoint }),
    ...(server.sendsIssuer === true ? { authorization_response_iss_parameter_supported: true } : {}),
  };
}

/** Converts a client for `oauth4webapi`. */
export function toClient(client: OAuthClient): oauth.Client {
  return { client_id: client.clientId };
}

/**
 * The client authentication methods to try, in order: the one that worked before, then HTTP Basic, which servers must
 * support (RFC 6749 §2.3.1), then the body, unless the server's metadata excludes one.
 */
export function clientAuthMethods(
  server: AuthorizationServer,
  client: OAuthClient,
  preferred?: ClientAuthMethod,
): ClientAuthMethod[] {
  if (client.key !== undefined) return ['private_key_jwt'];
  if (client.clientSecret === undefined) return ['none'];
  const both: ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];
  const listed = both.filter((method) => server.clientAuthMethods?.includes(method) ?? true);
  const usable = listed.length === 0 ? both : listed;
  return preferred !== undefined && usable.includes(preferred)
    ? [preferred, ...usable.filter((method) => method !== preferred)]
    : usable;
}

/**
 * The client authentication of one request.
 *
 * @param sent collects what is sent in addition to the client secret
 */
export function authenticateClient(
  { client, server }: { readonly client: OAuthClient; readonly server: AuthorizationServer },
  method: ClientAuthMethod,
  sent: (string | undefined)[],
): oauth.ClientAuth {
  switch (method) {
    case 'none':
      return oauth.None();
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(client.clientSecret ?? '');
    case 'client_secret_post':
      return oauth.ClientSecretPost(client.clientSecret ?? '');
    case 'private_key_jwt':
      return client.key === undefined ? oauth.None() : byPrivateKey(client.key, server, sent);
  }
}

/**
 * `private_key_jwt` of OpenID Connect Core §9. If the issuer is unknown, the audience is the token endpoint, as with
 * Microsoft.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
function byPrivateKey(key: ClientKey, server: AuthorizationServer, sent: (string | undefined)[]): oauth.ClientAuth {
  const { keyId, thumbprint } = key;
  return async (metadata, client, body, headers) => {
    const privateKey = { key: await importKey(key), ...(keyId === undefined ? {} : { kid: keyId }) };
    const authenticate = oauth.PrivateKeyJwt(privateKey, {
      [oauth.modifyAssertion]: (header, payload) => {
        header['typ'] = 'JWT';
        if (thumbprint !== undefined) header['x5t#S256'] = thumbprint;
        payload['aud'] = server.issuer ?? server.tokenEndpoint;
      },
    });
    await authenticate(metadata, client, body, headers);
    sent.push(body.get('client_assertion') ?? undefined);
  };
}
