import { defined } from '../common/defined.js';
import type { Account } from '../accounts/account.js';
import { clientOfDocument } from '../oauth/client-document.js';
import { registerClient } from '../oauth/registration.js';
import type { AuthorizationServer, RequestOptions } from '../oauth/types.js';

/** The redirect URI that a client gets which this program registers: any port of 127.0.0.1 (RFC 8252 §7.3). */
export const registeredLoopbackUri = 'http://127.0.0.1/';

/** What a client is needed for. */
export interface ClientNeed {
  readonly server: AuthorizationServer;
  readonly scopes: readonly string[];
  /** A page that forwards to the editor, where there is one. */
  readonly relayUrl?: string;
  /** Whether the user may have to sign in with a code on another device. */
  readonly byDevice?: boolean;
  /** Where the client metadata document of this program is hosted, where it is. */
  readonly documentUrl?: string;
  /** The accounts that there are: a client that was registered for one of them is used again. */
  readonly accounts: readonly Account[];
}

/** A client, and the scopes that it may ask for. */
export interface ObtainedClient {
  readonly client: Account['client'];
  readonly scopes: readonly string[];
}

/**
 * Gets a client without asking the user: by the client metadata document where the server reads such, else the one
 * that was registered at the server before, else by a registration.
 *
 * @returns `undefined` where none of these is possible
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

/** A client of the same server that may ask for the same scopes and come back the same way. */
function registeredBefore({ server, scopes, relayUrl, accounts }: ClientNeed): Account['client'] | undefined {
  const fits = ({ server: other, client: { registration } }: Account) =>
    registration !== undefined &&
    other.issuer === server.issuer &&
    other.tokenEndpoint === server.tokenEndpoint &&
    scopes.every((scope) => registration.scopes.includes(scope)) &&
    (relayUrl === undefined || registration.redirectUris.includes(relayUrl));
  return accounts.find(fits)?.client;
}

/** Whether no other account uses the client that was registered for this one. */
export function isLastOfRegistration(account: Account, accounts: readonly Account[]): boolean {
  return !accounts.some(
    ({ id, client, server }) =>
      id !== account.id &&
      client.clientId === account.client.clientId &&
      server.tokenEndpoint === account.server.tokenEndpoint,
  );
}
