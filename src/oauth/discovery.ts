import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { defined } from '../common/defined.js';
import { errorOf, messageOf, parseFields, type Fields } from './answer-fields.js';
import { responseText } from './body-text.js';
import { isReasonPhrase } from './standard-code.js';
import { unexpectedAnswer, type AnswerContext } from './unexpected-answer.js';
import { OAuthError } from './errors.js';
import { exchange, namedEndpoint, parseEndpoint, requestOptions } from './http.js';
import type { AuthorizationServer, RequestOptions } from './types.js';

/**
 * Fetches the metadata of an issuer: first `/.well-known/oauth-authorization-server` (RFC 8414 §3), then
 * `/.well-known/openid-configuration`. The document must contain the same issuer (RFC 8414 §3.3).
 *
 * @param issuer the issuer's URL; the URL of its metadata, in either form, is accepted too
 * @throws {OAuthError} `bad-endpoint`, `discovery-failed`, `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { discover } from 'xoauth2';
 *
 * const server = await discover('https://login.example.com/');
 * console.log(server.authorizationEndpoint, server.tokenEndpoint);
 * ```
 */
export async function discover(issuer: string, options: RequestOptions = {}): Promise<AuthorizationServer> {
  const url = parseEndpoint(issuerOf(issuer.trim()));
  const first = await attempt(url, 'oauth2', options);
  if (!(first instanceof OAuthError)) return first;
  if (first.code === 'network' || first.code === 'timeout') throw first;
  const second = await attempt(url, 'oidc', options);
  if (!(second instanceof OAuthError)) return second;
  const reason = moreTelling(first, second);
  throw reason.code === 'discovery-failed' ? reason : failed(url, reason);
}

/** The issuer of a metadata URL: OpenID Connect Discovery §4 appends the well-known path, RFC 8414 §3.1 inserts it. */
function issuerOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const appended = /^(.*)\/\.well-known(?:\/(?:openid-configuration|oauth-authorization-server))?\/?$/.exec(
    url.pathname,
  );
  const inserted = /^\/\.well-known\/(?:openid-configuration|oauth-authorization-server)(\/.+)$/.exec(url.pathname);
  const path = appended?.[1] ?? inserted?.[1];
  return path === undefined ? text : `${url.origin}${path}`;
}

/** Prefers an error with details to a missing document. */
function moreTelling(first: OAuthError, second: OAuthError): OAuthError {
  return first.cause === notFound ? second : first;
}

/** Marks the error for a missing document. */
const notFound = Symbol('not found');

async function attempt(
  issuer: URL,
  algorithm: 'oauth2' | 'oidc',
  options: RequestOptions,
): Promise<AuthorizationServer | OAuthError> {
  try {
    return await exchange(issuer.href, options, [], async () => {
      const response = await oauth.discoveryRequest(issuer, { algorithm, ...requestOptions(issuer.href, options) });
      return fromMetadata(await readMetadata(issuer, response, options));
    });
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}

async function readMetadata(
  issuer: URL,
  response: Response,
  options: RequestOptions,
): Promise<oauth.AuthorizationServer> {
  const text = await responseText(response);
  const fields = parseFields(text);
  if (response.status === 404 || response.status === 410) {
    throw failed(issuer, wordsOfMissing(fields, issuer), notFound);
  }
  const context = { endpoint: issuer.href, ...noSecrets, now: options.now ?? Date.now };
  if (response.status !== 200 || fields === undefined) {
    throw failed(issuer, unexpectedAnswer(response, text, context));
  }
  const named = fields['issuer'];
  if (typeof named !== 'string') throw failed(issuer, withoutIssuer(fields, response, text, context));
  if (!isSameIssuer(named, issuer)) throw otherIssuer(named, issuer);
  return oauth.processDiscoveryResponse(issuer, Response.json(fields));
}

/** What a server says of a document that it does not have, such as Keycloak of a realm. */
function wordsOfMissing(fields: Fields | undefined, { host }: URL): OAuthError | undefined {
  const words = fields === undefined ? undefined : (messageOf(fields) ?? errorOf(fields)?.error);
  if (words === undefined || isReasonPhrase(words)) return undefined;
  return new OAuthError(
    'bad-response',
    l10n.t('{0} says: “{1}”.', host, safeText(words, { ...noSecrets, limit: 200 })),
  );
}

/** An error, or a document of another kind, in place of the metadata. */
function withoutIssuer(fields: Fields, response: Response, text: string, context: AnswerContext): OAuthError {
  if (!('authorization_endpoint' in fields || 'token_endpoint' in fields)) {
    return unexpectedAnswer(response, text, context);
  }
  return new OAuthError(
    'bad-response',
    l10n.t('The document there names no issuer, as RFC 8414 §3.3 requires. Enter the endpoints yourself.'),
  );
}

/** An origin with and without a trailing slash is the same URL; host names are case-insensitive. */
function isSameIssuer(named: string, issuer: URL): boolean {
  return URL.canParse(named) && new URL(named).href === issuer.href;
}

function otherIssuer(named: string, issuer: URL): OAuthError {
  const safe = safeText(named, { ...noSecrets, limit: 200 });
  if (named.toLowerCase().includes('{tenantid}')) {
    return new OAuthError(
      'discovery-failed',
      l10n.t(
        '{0} is the address for all tenants: its metadata names the issuer “{1}”. Enter the issuer of one tenant, with the tenant’s ID or domain in place of “{2}”, or pick Microsoft.',
        issuer.href,
        safe,
        issuer.pathname.split('/')[1] ?? '',
      ),
    );
  }
  return new OAuthError(
    'discovery-failed',
    l10n.t(
      'The metadata at {0} names another issuer: “{1}”. If you mean that one, enter it exactly.',
      issuer.href,
      safe,
    ),
  );
}

function failed(issuer: URL, reason: OAuthError | undefined, cause?: unknown): OAuthError {
  return new OAuthError(
    'discovery-failed',
    reason === undefined
      ? l10n.t(
          '{0} has no authorization server metadata. Check the issuer, or enter the endpoints yourself.',
          issuer.href,
        )
      : l10n.t('No authorization server metadata was found at {0}. {1}', issuer.href, reason.message),
    { cause },
  );
}

function fromMetadata(metadata: oauth.AuthorizationServer): AuthorizationServer {
  const {
    authorization_endpoint: authorization,
    token_endpoint: token,
    revocation_endpoint: revocation,
    device_authorization_endpoint: device,
  } = metadata;
  if (authorization === undefined || token === undefined) throw withoutEndpoint(metadata);
  return {
    issuer: metadata.issuer,
    authorizationEndpoint: requiredEndpoint(metadata, 'authorization_endpoint'),
    tokenEndpoint: requiredEndpoint(metadata, 'token_endpoint'),
    ...defined({
      revocationEndpoint: namedEndpoint(revocation, metadata.issuer),
      deviceAuthorizationEndpoint: namedEndpoint(device, metadata.issuer),
      registrationEndpoint: namedEndpoint(metadata.registration_endpoint, metadata.issuer),
    }),
    ...(metadata.authorization_response_iss_parameter_supported === true ? { sendsIssuer: true } : {}),
    ...(metadata.token_endpoint_auth_methods_supported === undefined
      ? {}
      : { clientAuthMethods: metadata.token_endpoint_auth_methods_supported }),
    ...(metadata['client_id_metadata_document_supported'] === true ? { clientIdMetadataDocuments: true } : {}),
    ...(metadata.scopes_supported === undefined ? {} : { scopesSupported: readScopes(metadata.scopes_supported) }),
  };
}

function withoutEndpoint({ issuer, authorization_endpoint: authorization }: oauth.AuthorizationServer): OAuthError {
  return new OAuthError(
    'discovery-failed',
    authorization === undefined
      ? l10n.t('The metadata of {0} has no authorization endpoint. Enter the endpoints yourself.', issuer)
      : l10n.t('The metadata of {0} has no token endpoint. Enter the endpoints yourself.', issuer),
  );
}

/** @throws {OAuthError} `discovery-failed` where nothing may be sent there */
function requiredEndpoint(
  metadata: oauth.AuthorizationServer,
  name: 'authorization_endpoint' | 'token_endpoint',
): string {
  const given = metadata[name];
  const endpoint = namedEndpoint(given, metadata.issuer);
  if (endpoint !== undefined) return endpoint;
  throw new OAuthError(
    'discovery-failed',
    l10n.t(
      'The metadata of {0} gives “{1}” as {2}, which cannot be used: it must be a complete address with https:// (http only for this machine). Its operator must set the public address of the server; until then, enter the endpoints yourself.',
      metadata.issuer,
      safeText(String(given), { ...noSecrets, limit: 200 }),
      name,
    ),
  );
}

/** The maximum number of scopes from metadata. Google lists hundreds, mail servers a few. */
const maximumScopes = 200;

/** The scopes that are valid by RFC 6749 §3.3; others cannot be requested. */
function readScopes(given: unknown): string[] {
  const scopes = typeof given === 'string' ? given.split(/[\s,]+/) : given;
  if (!Array.isArray(scopes)) return [];
  return (scopes as unknown[])
    .filter((scope) => typeof scope === 'string')
    .filter((scope) => /^[\u0021\u0023-\u005b\u005d-\u007e]{1,200}$/.test(scope))
    .slice(0, maximumScopes);
}
