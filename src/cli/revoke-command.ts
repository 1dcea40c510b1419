import { deleteRegistration } from '../oauth/registration.js';
import { revokeTokens } from '../oauth/revoke.js';
import { UsageError } from './exit-status.js';
import { print, type Io } from './io.js';
import { requireOptions, type Options } from './options.js';
import { authorizationServer, oauthClient, requestOptions } from './server-options.js';

/**
 * `--revoke`: revokes the given tokens, and deletes the client that `--register` has registered.
 *
 * @throws {UsageError}
 * @throws {OAuthError}
 */
export async function revoke(options: Options, io: Io): Promise<void> {
  const management = managementOf(options);
  const revoked = tokenNames.find((name) => options[name] !== undefined);
  if (revoked === undefined && management === undefined) {
    throw new UsageError(
      '--revoke needs --refresh_token or --access_token, or the --registration_client_uri and --registration_access_token of a client.',
    );
  }
  const http = await requestOptions(options, io);
  if (revoked !== undefined) {
    const { provider, server } = await authorizationServer(options, http);
    const client = await oauthClient(options, { provider, server }, io);
    await revokeTokens(server, client, givenTokens(options), http);
  }
  if (management !== undefined) await deleteRegistration(management, http);
  if (options.json === true) {
    print(io, JSON.stringify({ revoked, deleted_client: management?.uri }, undefined, 2));
  } else if (options.quiet !== true) {
    if (revoked !== undefined) print(io, `Revoked: ${revoked === 'refresh_token' ? 'Refresh Token' : 'Access Token'}`);
    if (management !== undefined) print(io, `Deleted: ${management.uri}`);
  }
}

/** The refresh token first: revoking it ends the grant, and with it the access tokens (RFC 7009 §2.1). */
const tokenNames = ['refresh_token', 'access_token'] as const;

function givenTokens({ refresh_token: refreshToken, access_token: accessToken = '' }: Options) {
  return refreshToken === undefined ? { accessToken } : { refreshToken, accessToken };
}

function managementOf(options: Options) {
  const { registration_client_uri: uri, registration_access_token: accessToken } = options;
  if (uri === undefined && accessToken === undefined) return undefined;
  const given = requireOptions(options, 'registration_client_uri', 'registration_access_token');
  return { uri: given.registration_client_uri, accessToken: given.registration_access_token };
}
