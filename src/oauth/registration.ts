import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { defined } from '../common/defined.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { messageOf, parseFields } from './answer-fields.js';
import { throwServerError } from './answer.js';
import { responseText } from './body-text.js';
import { OAuthError, redactorFor } from './errors.js';
import { limitedFetch } from './fetch.js';
import { exchange, parseEndpoint, requestOptions } from './http.js';
import { splitScopes } from './token-endpoint.js';
import type { AuthorizationServer, OAuthClient, RequestOptions } from './types.js';
import { unexpectedAnswer } from './unexpected-answer.js';

/** The input of {@link registerClient}. RFC 7591 §2. */
export interface RegistrationRequest {
  readonly redirectUris: readonly string[];
  /** A client registered without scopes may be granted none. */
  readonly scopes: readonly string[];
  /** Whether to register the device authorization grant too. RFC 8628 */
  readonly byDevice?: boolean;
}

/** The client configuration endpoint and its access token. RFC 7592 §3. */
export interface RegistrationManagement {
  readonly uri: string;
  /** A secret. */
  readonly accessToken: string;
}

/** A dynamically registered client. */
export interface RegisteredClient extends OAuthClient {
  /** Absent if the server does not support deletion. */
  readonly management?: RegistrationManagement;
  /** The scopes that the registration allows. */
  readonly scopes: readonly string[];
}

/** The name that consent pages show. */
const clientName = 'Mail OAuth';

/**
 * Registers a public native client at an authorization server (RFC 7591).
 *
 * @throws {OAuthError} `registration-closed` if the server does not allow dynamic registration; `server-error`,
 * `bad-response`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { discover, registerClient } from 'xoauth2';
 *
 * const server = await discover('https://mail.example.com');
 * const client = await registerClient(server, {
 *   redirectUris: ['http://127.0.0.1/'],
 *   scopes: ['urn:ietf:params:oauth:scope:mail', 'offline_access'],
 * });
 * console.log(client.clientId);
 * ```
 */
export async function registerClient(
  server: AuthorizationServer,
  request: RegistrationRequest,
  options: RequestOptions = {},
): Promise<RegisteredClient> {
  const { registrationEndpoint: endpoint } = server;
  if (endpoint === undefined) throw registrationClosed(server);
  const metadata = { issuer: server.issuer ?? new URL(endpoint).origin, registration_endpoint: endpoint };
  return exchange(endpoint, options, [], async () => {
    const response = await oauth.dynamicClientRegistrationRequest(
      metadata,
      {
        client_name: clientName,
        redirect_uris: [...request.redirectUris],
        grant_types: [
          'authorization_code',
          'refresh_token',
          ...(request.byDevice === true ? ['urn:ietf:params:oauth:grant-type:device_code'] : []),
        ],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        scope: request.scopes.join(' '),
      },
      // Not recorded, because it does not belong to a sign-in.
      { ...requestOptions(endpoint, options), [oauth.customFetch]: limitedFetch(options) },
    );
    return readRegistration(response, { server, endpoint, request, now: options.now ?? Date.now });
  });
}

interface Context {
  readonly server: AuthorizationServer;
  readonly endpoint: string;
  readonly request: RegistrationRequest;
  readonly now: () => number;
}

async function readRegistration(response: Response, context: Context): Promise<RegisteredClient> {
  const { server, endpoint, request, now } = context;
  const text = await responseText(response);
  const fields = parseFields(text) ?? {};
  const { client_secret: secret, registration_access_token: token } = fields;
  const secrets = [secret, token].map((value) => (typeof value === 'string' ? value : undefined));
  const answer = { endpoint, redact: redactorFor(secrets), now };
  // RFC 7591 §3: a server may require an initial access token, which its operator issues.
  if (response.status === 401 || response.status === 403) throw registrationClosed(server, messageOf(fields));
  throwServerError(response, text, answer);
  const { client_id: clientId, scope } = fields;
  if (!response.ok || typeof clientId !== 'string') throw unexpectedAnswer(response, text, answer);
  return {
    clientId,
    scopes: typeof scope === 'string' ? splitScopes(scope) : [...request.scopes],
    ...defined({
      clientSecret: typeof secret === 'string' && isConfidential(fields) ? secret : undefined,
      management: managementOf(fields, endpoint),
    }),
  };
}

/** A server may require a secret; one that registers `none` and sends a secret does not expect it. */
function isConfidential({ token_endpoint_auth_method: method }: Readonly<Record<string, unknown>>): boolean {
  return method !== 'none';
}

/** The token must be sent only to the server that issued it. */
function managementOf(
  { registration_client_uri: uri, registration_access_token: accessToken }: Readonly<Record<string, unknown>>,
  endpoint: string,
): RegistrationManagement | undefined {
  if (typeof uri !== 'string' || typeof accessToken !== 'string' || !URL.canParse(uri)) return undefined;
  return new URL(uri).origin === new URL(endpoint).origin ? { uri, accessToken } : undefined;
}

function registrationClosed({ issuer, tokenEndpoint }: AuthorizationServer, words?: string): OAuthError {
  const fact = l10n.t(
    '{0} does not allow dynamic client registration. Ask its operator for the client ID of a public native client with the redirect URI http://127.0.0.1/ and PKCE.',
    new URL(issuer ?? tokenEndpoint).host,
  );
  return new OAuthError(
    'registration-closed',
    words === undefined
      ? fact
      : l10n.t('{0} The server says: “{1}”.', fact, safeText(words, { ...noSecrets, limit: 200 })),
  );
}

/**
 * Deletes a registration (RFC 7592 §2.3). It is not an error if it no longer exists.
 *
 * @throws {OAuthError} the server's own code, `bad-response`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { deleteRegistration, type RegisteredClient } from 'xoauth2';
 *
 * export async function forget({ management }: RegisteredClient): Promise<void> {
 *   if (management !== undefined) await deleteRegistration(management);
 * }
 * ```
 */
export async function deleteRegistration(
  { uri, accessToken }: RegistrationManagement,
  options: RequestOptions = {},
): Promise<void> {
  const endpoint = parseEndpoint(uri).href;
  await exchange(endpoint, options, [accessToken], async () => {
    const response = await limitedFetch(options)(endpoint, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    });
    // 401 is the response for an unknown client.
    if (response.ok || [401, 404, 410].includes(response.status)) return;
    const text = await response.text();
    const answer = { endpoint, redact: redactorFor([accessToken]), now: options.now ?? Date.now };
    throwServerError(response, text, answer);
    throw unexpectedAnswer(response, text, answer);
  });
}
