import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { toClient, toMetadata } from './client.js';
import { remarkOtherServer, serverOfResponse } from './data-center.js';
import { OAuthError, redactorFor, serverError } from './errors.js';
import { requestTokens } from './token-endpoint.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import type { AuthorizationServer, OAuthClient, RequestOptions, TokenSet } from './types.js';

/** Options of {@link createAuthorizationRequest}. */
export interface AuthorizationRequestOptions {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** The address to preselect on the sign-in page (`login_hint`). */
  readonly loginHint?: string;
  /** Additional parameters, such as `access_type=offline`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Creates `state` from its random part; a relay needs a URI there. */
  readonly toState?: (random: string) => string;
}

/** An authorization request, with the values to verify its response. */
export interface AuthorizationRequest {
  /** The URL to open in the browser. It contains `state` and the PKCE challenge, but no secret. */
  readonly url: string;
  readonly state: string;
  /** PKCE code verifier: a secret until the code is exchanged. RFC 7636 §4.1. */
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/**
 * Builds an authorization request with PKCE S256 (RFC 7636) and a random `state` of 256 bits (RFC 6749 §10.12).
 *
 * @example
 * ```ts
 * import { createAuthorizationRequest, exchangeCode, parsePastedRedirect, signInSettings } from 'xoauth2';
 * import { createInterface } from 'node:readline/promises';
 *
 * const { server, scopes, redirectUri, parameters } = signInSettings('microsoft');
 * const client = { clientId: process.env.CLIENT_ID ?? '' };
 * const request = await createAuthorizationRequest({ server, client, scopes, redirectUri, parameters });
 * console.log(`Open ${request.url} and paste the address that the browser ends on.`);
 * for await (const line of createInterface({ input: process.stdin })) {
 *   const response = parsePastedRedirect(line, request.state);
 *   const tokens = await exchangeCode({ server, client, scopes, response, ...request });
 *   console.log(tokens.scopes);
 *   break;
 * }
 * ```
 */
export async function createAuthorizationRequest(options: AuthorizationRequestOptions): Promise<AuthorizationRequest> {
  const random = oauth.generateRandomState();
  const state = options.toState?.(random) ?? random;
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const url = new URL(options.server.authorizationEndpoint);
  const parameters = {
    // OpenID Connect Core §11: offline access requires `prompt=consent`.
    ...(options.scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
    ...options.parameters,
    ...(options.loginHint === undefined ? {} : { login_hint: options.loginHint }),
    response_type: 'code',
    client_id: options.client.clientId,
    redirect_uri: options.redirectUri,
    ...(options.scopes.length === 0 ? {} : { scope: options.scopes.join(' ') }),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, state, codeVerifier, redirectUri: options.redirectUri };
}

/** The input of {@link exchangeCode}. */
export interface CodeExchange {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** The parameters of the redirect. */
  readonly response: URLSearchParams;
}

/**
 * Verifies an authorization response (`state`, `iss` of RFC 9207, `error`) and exchanges its code for tokens (RFC 6749
 * §4.1.3). A token response without `scope` grants the requested scopes (§5.1). Zoho's codes are sent to the data
 * center in the response.
 *
 * @throws {OAuthError} `server-error`, `unknown-state`, `repeated-parameter`, `issuer-mismatch`, `no-code`, `network`,
 * `timeout`; the signal's reason
 * @example
 * ```ts
 * import { createAuthorizationRequest, exchangeCode, type TokenSet, signInSettings } from 'xoauth2';
 *
 * const { server, scopes, parameters } = signInSettings('google');
 * const client = { clientId: process.env.CLIENT_ID ?? '', clientSecret: process.env.CLIENT_SECRET ?? '' };
 * const redirectUri = 'https://app.example.com/callback';
 * const request = await createAuthorizationRequest({ server, client, scopes, redirectUri, parameters });
 *
 * // Called with the URL that the browser was redirected to.
 * export function handleCallback(url: URL): Promise<TokenSet> {
 *   return exchangeCode({ server, client, scopes, response: url.searchParams, ...request });
 * }
 * ```
 */
export async function exchangeCode(request: CodeExchange, options: RequestOptions = {}): Promise<TokenSet> {
  const { client, codeVerifier, redirectUri } = request;
  const response = validateResponse(request);
  const server = serverOfResponse(request.server, request.response);
  remarkOtherServer(request.server, server, request.response, options);
  const tokens = await requestTokens(
    {
      server,
      client,
      grant: 'code',
      secrets: [response.get('code') ?? undefined, codeVerifier],
      send: (metadata, oauthClient, authentication, http) =>
        oauth.authorizationCodeGrantRequest(
          metadata,
          oauthClient,
          authentication,
          response,
          redirectUri,
          codeVerifier,
          http,
        ),
      process: (metadata, oauthClient, answer) => oauth.processAuthorizationCodeResponse(metadata, oauthClient, answer),
    },
    options,
  );
  return { scopes: request.scopes, ...tokens };
}

function validateResponse({ server, client, state, codeVerifier, response }: CodeExchange): URLSearchParams {
  requireSingle(response);
  if (response.get('state') !== state) throw unknownState();
  const error = response.get('error');
  if (error !== null && !mixedUp(server, response)) {
    const redact = redactorFor([state, codeVerifier, client.clientSecret]);
    throw serverError(error, response.get('error_description') ?? undefined, redact);
  }
  if (mixedUp(server, response)) {
    throw new OAuthError('issuer-mismatch', describeMixUp(server.issuer ?? '', response.get('iss')));
  }
  if ((response.get('code') ?? '') === '') throw new OAuthError('no-code', describeNoCode(response));
  // RFC 6749 §4.1.2: other parameters are ignored. The library would reject those of other flows.
  const names = ['state', 'code', ...(server.issuer === undefined ? [] : ['iss'])];
  const known = new URLSearchParams([...response].filter(([name]) => names.includes(name)));
  return oauth.validateAuthResponse(toMetadata(server), toClient(client), known, state);
}

/** Microsoft answers so where an administrator consented at the address for that (`/adminconsent`). */
function describeNoCode(response: URLSearchParams): string {
  return /^true$/i.test(response.get('admin_consent') ?? '')
    ? l10n.t('The administrator has given consent, which returns no authorization code. Sign in again.')
    : l10n.t('The redirect contained no authorization code. Sign in again.');
}

/** Rejects a response with a repeated parameter (RFC 6749 §3.1): one of two codes may be injected. */
function requireSingle(response: URLSearchParams): void {
  const repeated = ['state', 'code', 'error', 'iss'].find((name) => response.getAll(name).length > 1);
  if (repeated === undefined) return;
  throw new OAuthError(
    'repeated-parameter',
    l10n.t('The redirect contained the parameter “{0}” more than once and was not used. Sign in again.', repeated),
  );
}

/**
 * Whether the response's `iss` (RFC 9207 §2.4) is another server, or is missing although the server always sends it.
 */
function mixedUp(server: AuthorizationServer, response: URLSearchParams): boolean {
  const issuer = response.get('iss');
  if (server.issuer === undefined) return false;
  return issuer === null ? server.sendsIssuer === true : issuer !== server.issuer;
}

function describeMixUp(expected: string, named: string | null): string {
  const safe = (text: string) => safeText(text, { ...noSecrets, limit: 200 });
  return named === null
    ? l10n.t('The response does not name its issuer, though {0} always does (RFC 9207), and was not used.', expected)
    : l10n.t(
        'The response was not used: the request went to “{0}”, but the response names the issuer “{1}”. The two must be identical (RFC 9207).',
        expected,
        safe(named),
      );
}

/** The error for a redirect that matches no pending sign-in. */
export function unknownState(): OAuthError {
  return new OAuthError(
    'unknown-state',
    l10n.t('This redirect does not match a pending sign-in. It may have been used already; start the sign-in again.'),
  );
}
