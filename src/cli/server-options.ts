import { chooseScopes } from '../providers/choose-scopes.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import { defaultPort, protocols, type MailServer, type Protocol, type Security } from '../mail/wire/server.js';
import { discover } from '../oauth/discovery.js';
import { parseEndpoint } from '../oauth/http.js';
import type { AuthorizationServer, ClientKey, OAuthClient, RequestOptions } from '../oauth/types.js';
import { providerById } from '../providers/catalogue.js';
import { isTenant, microsoftServer } from '../providers/microsoft-server.js';
import { other } from '../providers/other.js';
import type { Provider } from '../providers/provider-profile.js';
import { mechanisms, type MechanismChoice } from '../sasl/mechanism.js';
import { parseClientCertificate } from '../sign-in/client-certificate.js';
import { UsageError } from './exit-status.js';
import { printError, type Io } from './io.js';
import { readOptionFile } from './option-file.js';
import type { Options } from './options.js';
import { readCaFile } from '../transport/ca-file.js';
import { chooseProxy } from '../transport/proxy.js';
import { securityOfPort } from '../mail/wire/server.js';
import type { InitialResponse } from '../mail/wire/reply.js';

const google = providerById('google');

/** The options of every request to an authorization server. @throws {TransportError} `bad-ca` @throws {UsageError} */
export async function requestOptions(options: Options, io: Io): Promise<RequestOptions> {
  const { ca_file: caFile, proxy: own } = options;
  return {
    signal: io.signal,
    timeoutMs: timeoutMs(options),
    proxyFor: (host, port) => chooseProxy(host, port, { own }),
    onRemark: (sentence) => printError(io, `xoauth2: ${sentence}`),
    ...(caFile === undefined ? {} : { ca: await readCaFile(caFile) }),
  };
}

/** The authorization server from the options, and its provider; Google by default. */
export async function authorizationServer(
  options: Options,
  request: RequestOptions,
): Promise<{ readonly provider: Provider; readonly server: AuthorizationServer }> {
  const { issuer, authorization_endpoint: authorization, token_endpoint: token, tenant } = options;
  const { device_authorization_endpoint: device, revocation_endpoint: revocation } = options;
  if (revocation !== undefined && token === undefined) {
    throw new UsageError('--revocation_endpoint needs --token_endpoint with it.');
  }
  if (tenant !== undefined) return { provider: providerById('microsoft'), server: microsoftTenant(options, tenant) };
  if (issuer !== undefined) return { provider: other, server: await discover(issuer, request) };
  if (authorization === undefined && token === undefined && google.server !== undefined) {
    return { provider: google, server: google.server };
  }
  if (token === undefined) throw new UsageError('--authorization_endpoint needs --token_endpoint with it.');
  const needsBrowser = options.generate_oauth2_token === true && parseGrant(options) === 'authorization_code';
  if (authorization === undefined && needsBrowser) {
    throw new UsageError('--token_endpoint needs --authorization_endpoint with it to sign in.');
  }
  const tokenEndpoint = parseEndpoint(token).href;
  return {
    provider: other,
    server: {
      authorizationEndpoint: parseEndpoint(authorization ?? token).href,
      tokenEndpoint,
      ...(device === undefined ? {} : { deviceAuthorizationEndpoint: parseEndpoint(device).href }),
      ...(revocation === undefined ? {} : { revocationEndpoint: parseEndpoint(revocation).href }),
    },
  };
}

/** The authorization server of a Microsoft tenant. @throws {UsageError} */
function microsoftTenant(options: Options, tenant: string): AuthorizationServer {
  if (options.issuer !== undefined || options.token_endpoint !== undefined) {
    throw new UsageError('--tenant names Microsoft’s authorization server; omit --issuer and the endpoints.');
  }
  if (!isTenant(tenant)) throw new UsageError('--tenant must be the ID of a tenant, or a domain such as example.com.');
  return microsoftServer(tenant);
}

const grants = ['authorization_code', 'device', 'client_credentials', 'service_account'] as const;

/** The grant from the options. @throws {UsageError} */
export function parseGrant({ service_account: file, grant = usualGrant(file) }: Options): (typeof grants)[number] {
  const known = grants.find((name) => name === grant);
  if (known === undefined) throw new UsageError(`--grant must be one of ${grants.join(', ')}.`);
  return known;
}

/**
 * The client from the options.
 *
 * @throws {UsageError}
 * @throws {CertificateFileError}
 */
export async function oauthClient(
  options: Options,
  { provider, server }: { readonly provider: Provider; readonly server: AuthorizationServer },
  io: Io,
): Promise<OAuthClient> {
  const { client_id: clientId, client_secret: clientSecret, client_certificate: certificate } = options;
  if (clientId === undefined) {
    throw new UsageError(
      server.registrationEndpoint === undefined
        ? '--client_id is missing.'
        : '--client_id is missing. This server supports dynamic client registration: --register --issuer URL registers a client.',
    );
  }
  if (certificate !== undefined) {
    if (clientSecret !== undefined) throw new UsageError('Give --client_secret or --client_certificate, not both.');
    return { clientId, key: await readCertificate(certificate, options, provider, io) };
  }
  if (clientSecret === undefined && provider.clientSecret === 'required') {
    throw new UsageError(`--client_secret is missing: ${provider.name} requires it even from desktop apps.`);
  }
  return { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
}

/**
 * The scopes from the options, otherwise the provider's, otherwise the mail scopes that the server supports. If the
 * server does not list its scopes, none are requested, so that its default applies (RFC 6749 §3.3).
 *
 * @throws {UsageError}
 */
export function scopesFor(options: Options, provider: Provider, server: AuthorizationServer): readonly string[] {
  if (options.scope !== undefined) {
    const named = splitScopes(options.scope);
    if (named.length === 0) throw new UsageError('--scope is empty.');
    return named;
  }
  if (provider.scopes.length > 0) return provider.scopes;
  if (server.scopesSupported === undefined) return [];
  const offered = chooseScopes(server.scopesSupported, protocols);
  if (offered.length === 0) {
    throw new UsageError(
      '--scope is missing: the authorization server lists no scope for mail. Ask its operator for it.',
    );
  }
  return offered;
}

async function readCertificate(
  file: string,
  { certificate_password: password }: Options,
  { id }: Provider,
  io: Io,
): Promise<ClientKey> {
  const content = await readOptionFile('client_certificate', file);
  const forRsa = id === 'microsoft' ? 'PS256' : 'RS256';
  const { key, certificate } = await parseClientCertificate(content, { password, forRsa });
  if (certificate === undefined && id === 'microsoft') {
    throw new UsageError(
      '--client_certificate contains only a key. Microsoft identifies the key by its certificate: add it to the file.',
    );
  }
  if (certificate !== undefined && certificate.expiresAt < Date.now()) {
    const day = new Date(certificate.expiresAt).toISOString().slice(0, 10);
    printError(
      io,
      `xoauth2: the certificate expired on ${day}. Create a new one and upload it where the client is registered.`,
    );
  }
  return key;
}

function usualGrant(serviceAccount: string | undefined): (typeof grants)[number] {
  return serviceAccount === undefined ? 'authorization_code' : 'service_account';
}

/** The mail server from the options; by default Gmail's, with a tenant Outlook's. @throws {UsageError} */
export function mailServer(options: Options, protocol: Protocol): MailServer {
  const port = options.port === undefined ? undefined : wholeNumber('port', options.port, 1, 65_535);
  const security = options.security === undefined ? undefined : parseSecurity(options.security);
  const usual = (options.tenant === undefined ? google : providerById('microsoft')).mailServers[protocol];
  if (options.host === undefined && port === undefined && security === undefined && usual !== undefined) return usual;
  const host = options.host ?? usual?.host ?? '';
  const secured = security ?? securityOfPort(protocol, port) ?? 'tls';
  return { host, port: port ?? defaultPort(protocol, secured), security: secured };
}

/** @throws {UsageError} */
export function parseMechanism(options: Options): MechanismChoice {
  const name = options.mechanism ?? 'XOAUTH2';
  if (name.toLowerCase() === 'best') return 'best';
  const mechanism = mechanisms.find((known) => known === name.toUpperCase());
  if (mechanism === undefined) throw new UsageError(`--mechanism must be one of ${mechanisms.join(', ')}, best.`);
  return mechanism;
}

/** The form of the initial response that the options force. @throws {UsageError} */
export function parseForm({ initial_response: form = 'auto' }: Options): InitialResponse['form'] | undefined {
  if (form === 'auto') return undefined;
  if (form === 'inline' || form === 'continuation') return form;
  throw new UsageError('--initial_response must be one of auto, inline, continuation.');
}

/** The time limit of each phase, in ms. @throws {UsageError} */
export function timeoutMs(options: Options): number {
  return (options.timeout === undefined ? 20 : wholeNumber('timeout', options.timeout, 1, 3600)) * 1000;
}

function parseSecurity(text: string): Security {
  if (text === 'tls' || text === 'starttls' || text === 'none') return text;
  throw new UsageError('--security must be one of tls, starttls, none.');
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}.`);
  }
  return value;
}
