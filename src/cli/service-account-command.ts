import { OAuthError } from '../oauth/errors.js';
import { requestJwtBearer } from '../oauth/jwt-bearer.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import { providerById } from '../providers/catalogue.js';
import { delegationFor, delegationPage } from '../sign-in/delegation.js';
import { parseServiceAccountFile } from '../sign-in/service-account-file.js';
import { printApplicationToken } from './application-command.js';
import { UsageError } from './exit-status.js';
import { printError, type Io } from './io.js';
import { readOptionFile } from './option-file.js';
import type { Options } from './options.js';
import { authorizationServer, requestOptions } from './server-options.js';

/** `--generate_oauth2_token --service_account FILE`: requests a token on behalf of a mailbox (RFC 7523). */
export async function signInAsServiceAccount(options: Options, io: Io): Promise<void> {
  const { service_account: file, user } = options;
  if (file === undefined) throw new UsageError('--service_account is missing: the key of the service account (JSON).');
  if (user === undefined) throw new UsageError('--user is missing: the mailbox that the service account opens.');
  const { email, clientId, key } = parseServiceAccountFile((await readOptionFile('service_account', file)).toString());
  const http = await requestOptions(options, io);
  const { server } = await authorizationServer(options, http);
  const scopes = options.scope === undefined ? providerById('google').scopes : splitScopes(options.scope);
  try {
    const tokens = await requestJwtBearer({ server, key, issuer: email, subject: user, scopes }, http);
    printApplicationToken(tokens, options, io);
  } catch (error) {
    if (isNotDelegated(error)) printDelegation(clientId, scopes, io);
    throw error;
  }
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#error-codes */
function isNotDelegated(error: unknown): boolean {
  return error instanceof OAuthError && /^(?:unauthorized_client|access_denied)$/.test(error.serverError ?? '');
}

function printDelegation(clientId: string, scopes: readonly string[], io: Io): void {
  const delegation = delegationFor(clientId, scopes);
  printError(
    io,
    `An administrator adds these under ${delegationPage}:\n  Client ID:    ${delegation.clientId}\n  OAuth scopes: ${delegation.scopes}`,
  );
}
