import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { noSecrets, safeText, type SafeText } from '../transport/safe-text.js';
import { throwServerError } from './answer.js';
import { parseFields } from './answer-fields.js';
import { responseText } from './body-text.js';
import { unexpectedAnswer } from './unexpected-answer.js';
import { authenticateClient, toClient, toMetadata } from './client.js';
import { withClientAuthentication } from './client-authentication.js';
import { OAuthError, redactorFor } from './errors.js';
import { exchange, requestOptions } from './http.js';
import { requestTokens } from './token-endpoint.js';
import type { AuthorizationServer, ClientAuthMethod, OAuthClient, RequestOptions, TokenSet } from './types.js';

/** The input of {@link requestDeviceAuthorization}. */
export interface DeviceRequest {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** Additional parameters of the request. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The device authorization response. RFC 8628 §3.2. */
export interface DeviceAuthorization {
  /** A secret: it can be exchanged for the tokens. */
  readonly deviceCode: string;
  /** The code that the user enters at `verificationUri`. */
  readonly userCode: SafeText;
  /** An http or https address. */
  readonly verificationUri: SafeText;
  /** The same with the code included, if the server provides it. */
  readonly verificationUriComplete?: SafeText;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The minimum interval between two polls, in ms. */
  readonly intervalMs: number;
  readonly clientAuthMethod: ClientAuthMethod;
}

/** Where a server does not say it, in seconds; RFC 8628 §3.2 requires it. */
const usualLife = 600;

/** The default interval, in seconds. RFC 8628 §3.2. */
const usualInterval = 5;

/** The maximum lifetime of a code and the maximum interval that are accepted, in seconds. */
const longestLife = 3600;
const longestInterval = 300;

/**
 * Requests a code that the user enters in a browser on any device. RFC 8628 §3.1.
 *
 * @throws {OAuthError} `no-device-endpoint`, `server-error`, `bad-response`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { requestDeviceAuthorization, signInSettings } from 'xoauth2';
 *
 * const { server, scopes } = signInSettings('microsoft');
 * const client = { clientId: process.env.CLIENT_ID ?? '' };
 * const { userCode, verificationUri } = await requestDeviceAuthorization({ server, client, scopes });
 * console.log(`Enter ${userCode} at ${verificationUri}`);
 * ```
 */
export function requestDeviceAuthorization(
  request: DeviceRequest,
  options: RequestOptions = {},
): Promise<DeviceAuthorization> {
  const { server, client, scopes, parameters } = request;
  const endpoint = server.deviceAuthorizationEndpoint;
  if (endpoint === undefined) throw noDeviceEndpoint(server);
  const secrets: (string | undefined)[] = [client.clientSecret];
  const now = options.now ?? Date.now;
  return withClientAuthentication({ server, client }, (method) =>
    exchange(endpoint, options, secrets, async () => {
      const response = await oauth.deviceAuthorizationRequest(
        toMetadata(server),
        toClient(client),
        authenticateClient({ client, server }, method, secrets),
        { ...parameters, ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) },
        requestOptions(endpoint, options),
      );
      const text = await responseText(response);
      const fields = parseFields(text);
      const context = { endpoint, redact: redactorFor(secrets), now };
      throwServerError(response, text, context);
      const authorization = response.ok && fields !== undefined ? toAuthorization(fields, now(), method) : undefined;
      if (authorization === undefined) {
        throw fields !== undefined && 'device_code' in fields
          ? incomplete(endpoint)
          : unexpectedAnswer(response, text, context);
      }
      return authorization;
    }),
  );
}

/**
 * Polls once for the tokens. RFC 8628 §3.4.
 *
 * @throws {OAuthError} `server-error` with `authorization_pending` or `slow_down` until the user has finished; others
 */
export async function requestDeviceTokens(
  { server, client, scopes }: DeviceRequest,
  { deviceCode, clientAuthMethod }: Pick<DeviceAuthorization, 'deviceCode' | 'clientAuthMethod'>,
  options: RequestOptions = {},
): Promise<TokenSet> {
  const tokens = await requestTokens(
    {
      server,
      client,
      preferred: clientAuthMethod,
      grant: 'code',
      secrets: [deviceCode],
      send: (metadata, oauthClient, authentication, http) =>
        oauth.deviceCodeGrantRequest(metadata, oauthClient, authentication, deviceCode, http),
      process: oauth.processDeviceCodeResponse,
    },
    options,
  );
  return { scopes, ...tokens };
}

function toAuthorization(
  fields: Readonly<Record<string, unknown>>,
  now: number,
  clientAuthMethod: ClientAuthMethod,
): DeviceAuthorization | undefined {
  const { device_code: deviceCode, user_code: userCode } = fields;
  // Drafts of RFC 8628, and Google, use the name `verification_url`.
  const verificationUri = webAddress(fields['verification_uri'] ?? fields['verification_url']);
  const complete = webAddress(fields['verification_uri_complete']);
  const life = Math.min(Number(fields['expires_in'] ?? usualLife), longestLife);
  if (typeof deviceCode !== 'string' || typeof userCode !== 'string') return undefined;
  if (verificationUri === undefined || !(life > 0)) return undefined;
  const interval = Number(fields['interval'] ?? usualInterval);
  return {
    deviceCode,
    userCode: safeText(userCode, { ...noSecrets, limit: 60 }),
    verificationUri,
    ...(complete === undefined ? {} : { verificationUriComplete: complete }),
    expiresAt: now + life * 1000,
    intervalMs: (interval > 0 ? Math.min(interval, longestInterval) : usualInterval) * 1000,
    clientAuthMethod,
  };
}

/** An http or https URL; anything else is neither shown nor opened. */
function webAddress(value: unknown): SafeText | undefined {
  if (typeof value !== 'string' || value.length > 2000 || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const isWeb = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  return isWeb ? safeText(url.href, { ...noSecrets, limit: 2000 }) : undefined;
}

function incomplete(endpoint: string): OAuthError {
  return new OAuthError(
    'bad-response',
    l10n.t(
      '{0} sent an incomplete device code: the code for the user, the address to enter it at, or the lifetime is missing. Sign in with a browser instead.',
      new URL(endpoint).host,
    ),
  );
}

function noDeviceEndpoint({ issuer, tokenEndpoint }: AuthorizationServer): OAuthError {
  return new OAuthError(
    'no-device-endpoint',
    l10n.t(
      'No device authorization endpoint is known for {0}. Sign in with a browser instead, or enter the endpoint.',
      issuer ?? new URL(tokenEndpoint).host,
    ),
  );
}
