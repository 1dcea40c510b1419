import { registerClient, type RegisteredClient } from '../oauth/registration.js';
import { UsageError } from './exit-status.js';
import { print, printError, type Io } from './io.js';
import type { Options } from './options.js';
import { authorizationServer, requestOptions, scopesFor } from './server-options.js';

/** `--register`: registers a public client and prints it. */
export async function register(options: Options, io: Io): Promise<void> {
  if (options.issuer === undefined) throw new UsageError('--register needs --issuer.');
  const http = await requestOptions(options, io);
  const { provider, server } = await authorizationServer(options, http);
  const request = {
    redirectUris: [options.redirect_uri ?? 'http://127.0.0.1/'],
    scopes: scopesFor(options, provider, server),
  };
  const client = await registerClient(server, request, http);
  if (options.json === true) print(io, JSON.stringify(toJson(client, request.redirectUris), undefined, 2));
  else if (options.quiet === true) print(io, client.clientId);
  else printClient(client, request.redirectUris, io);
}

/** The field names of RFC 7591 and RFC 7592. */
function toJson({ clientId, clientSecret, scopes, management }: RegisteredClient, redirectUris: readonly string[]) {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: redirectUris,
    scope: scopes.join(' '),
    registration_client_uri: management?.uri,
    registration_access_token: management?.accessToken,
  };
}

function printClient(client: RegisteredClient, redirectUris: readonly string[], io: Io): void {
  const { clientId, clientSecret, scopes, management } = client;
  print(io, `Client ID: ${clientId}`);
  if (clientSecret !== undefined) print(io, `Client Secret: ${clientSecret}`);
  print(io, `Redirect URI: ${redirectUris.join(' ')}`);
  print(io, `Scopes: ${scopes.join(' ')}`);
  if (management !== undefined) {
    print(io, `Registration: ${management.uri}`);
    print(io, `Registration Access Token: ${management.accessToken}`);
  }
  printError(
    io,
    `xoauth2: keep these values: each registration creates another client at the server.${management === undefined ? '' : ' Delete it with --revoke, --registration_client_uri and --registration_access_token.'}`,
  );
}
