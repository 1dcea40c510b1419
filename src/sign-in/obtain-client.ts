import { defined } from '../common/defined.js';
import type { Account } from '../accounts/account.js';
import { clientOfDocument } from '../oauth/client-document.js';
import { registerClient } from '../oauth/registration.js';
import type { AuthorizationServer, RequestOptions } from '../oauth/types.js';

/** The redirect URI of clients that this program registers: any port of 127.0.0.1 (RFC 8252 §7.3). */
export const registeredLoopbackUri = 'http://127.0.0.1/';

/** The requirements of a client. */
export interface ClientNeed {
  readonly server: AuthorizationServer;
  readonly scopes: readonly string[];
  /** A page that forwards to the editor, if configured. */
  readonly relayUrl?: string;
  /** Whether the device authorization grant may be needed. */
  readonly byDevice?: boolean;
  /** The URL of this program's client metadata document, if hosted. */
  readonly documentUrl?: string;
  /** The existing accounts: a client that was registered for one of them is reused. */
  readonly accounts: readonly Account[];
}

/** A client, and the scopes that it may request. */
export interface ObtainedClient {
  readonly client: Account['client'];
  readonly scopes: readonly string[];
}

/**
 * Gets a client without asking the user: by a client metadata document if the server supports it, otherwise a client
 * that was registered there before, otherwise by dynamic registration (RFC 7591).
 *
 * @returns `undefined` if none of these is possible
 * @throws {OAuthError} those of `registerClient` and `clientOfDocument`; the signal's reason
 */
export async function obtainClient(
  need: ClientNeed,
  options: RequestOptions = {},
): Promise<ObtainedClient | undefined> {
  const { server, scopes, relayUrl, documentUrl } = need;
  const byDevice = need.byDevice === true && server.deviceAuthorizationEndpoint !== undefined;
  if (server.clientIdMetadataDocuments === true && documentUrl !== undefined) {
    return { client: await clientOfDocument(documentUrl, registeredLoopbackUri, options), scopes };
  }
  if (server.registrationEndpoint === undefined) return undefined;
  const registered = registeredBefore(need);
  if (registered !== undefined) return { client: registered, scopes };
  const redirectUris = [registeredLoopbackUri, ...(relayUrl === undefined ? [] : [relayUrl])];
  const client = await registerClient(server, { redirectUris, scopes, byDevice }, options);
  const { clientId, clientSecret, management, scopes: allowed } = client;
  const registration = { scopes: [...allowed], redirectUris, ...defined({ management }) };
  return {
    client: { clientId, registration, ...defined({ clientSecret }) },
    scopes: allowed.length === 0 ? scopes : scopes.filter((scope) => allowed.includes(scope)),
  };
}

/** A client of the same server with the same scopes and redirect URIs. */
function registeredBefore({ server, scopes, relayUrl, accounts }: ClientNeed): Account['client'] | undefined {
  const fits = ({ server: other, client: { registration } }: Account) =>
    registration !== undefined &&
    other.issuer === server.issuer &&
    other.tokenEndpoint === server.tokenEndpoint &&
    scopes.every((scope) => registration.scopes.includes(scope)) &&
    (relayUrl === undefined || registration.redirectUris.includes(relayUrl));
  return accounts.find(fits)?.client;
}

/** Whether no other account uses this account's registered client. */
export function isLastOfRegistration(account: Account, accounts: readonly Account[]): boolean {
  return !accounts.some(
    ({ id, client, server }) =>
      id !== account.id &&
      client.clientId === account.client.clientId &&
      server.tokenEndpoint === account.server.tokenEndpoint,
  );
}
