import { requestClientCredentials } from '../oauth/client-credentials.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import type { TokenSet } from '../oauth/types.js';
import { isManyTenants } from '../providers/microsoft-server.js';
import { UsageError } from './exit-status.js';
import { print, type Io } from './io.js';
import type { Options } from './options.js';
import { printAccessToken, printJson, warnOfMissingScopes } from './print-tokens.js';
import { authorizationServer, oauthClient, requestOptions } from './server-options.js';

/** `--generate_oauth2_token --grant client_credentials`: requests a token for the application itself. */
export async function signInAsClient(options: Options, io: Io): Promise<void> {
  const { tenant } = options;
  if (tenant !== undefined && isManyTenants(tenant)) {
    throw new UsageError(`--tenant ${tenant} is not a single tenant: an application needs the tenant of the mailbox.`);
  }
  const http = await requestOptions(options, io);
  const { provider, server } = await authorizationServer(options, http);
  if (typeof provider.clientCredentials === 'function') throw new UsageError(provider.clientCredentials());
  const client = await oauthClient(options, { provider, server }, io);
  if (client.clientSecret === undefined && client.key === undefined) {
    throw new UsageError('An application needs --client_secret or --client_certificate.');
  }
  const scopes = options.scope === undefined ? (provider.clientCredentials?.scopes ?? []) : splitScopes(options.scope);
  const tokens = await requestClientCredentials({ server, client, scopes }, http);
  warnOfMissingScopes(scopes, tokens, io);
  printApplicationToken(tokens, options, io);
}

/** There is no refresh token: the application requests a new access token. */
export function printApplicationToken(tokens: TokenSet, options: Options, io: Io): void {
  if (options.json === true) printJson(tokens, io);
  else if (options.quiet === true) print(io, tokens.accessToken);
  else printAccessToken(tokens, io);
}
