import * as l10n from '@vscode/l10n';
import { clientAuthMethods } from './client.js';
import { OAuthError } from './errors.js';
import type { AuthorizationServer, ClientAuthMethod, OAuthClient } from './types.js';

/**
 * Sends a request with each possible client authentication method until the server accepts one. A server that rejects
 * the client authentication has not evaluated the grant.
 *
 * @param preferred the method that worked before
 * @throws {OAuthError} the error of the last attempt
 */
export async function withClientAuthentication<T>(
  { server, client, preferred }: ClientAndServer,
  attempt: (method: ClientAuthMethod) => Promise<T>,
): Promise<T> {
  const methods = clientAuthMethods(server, client, preferred);
  for (const [index, method] of methods.entries()) {
    try {
      return await attempt(method);
    } catch (error) {
      const last = index === methods.length - 1;
      if (last || !rejectsClientAuthentication(error)) throw error;
    }
  }
  throw new OAuthError(
    'bad-response',
    l10n.t('The authorization server supports none of the client authentication methods that are supported here.'),
  );
}

interface ClientAndServer {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly preferred?: ClientAuthMethod | undefined;
}

/**
 * Whether an error can mean that the client authentication was rejected. Keycloak sends `unauthorized_client`, others
 * `invalid_request` with a text about the secret.
 */
function rejectsClientAuthentication(error: unknown): boolean {
  if (!(error instanceof OAuthError) || error.answer === undefined) return false;
  const { error: code, description = '' } = error.answer;
  return (
    code === 'invalid_client' ||
    code === 'unauthorized_client' ||
    (code === 'invalid_request' && /client[ _](?:secret|credential|authentication|assertion)/i.test(description))
  );
}
