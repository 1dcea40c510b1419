import * as l10n from '@vscode/l10n';
import * as oauth from 'oauth4webapi';
import { MailOAuthError } from '../common/errors.js';
import { isLocalName, isLoopbackHost, isThisMachine } from '../transport/host.js';
import { networkReason } from '../transport/network-reason.js';
import { safeText } from '../transport/safe-text.js';
import { OAuthError, redactorFor } from './errors.js';
import { recorded } from './exchange-record.js';
import { limitedFetch } from './fetch.js';
import type { RequestOptions } from './types.js';

/** Whether a URL's host is a loopback host. RFC 8252 §7.3. */
export function isLoopbackUrl(url: URL): boolean {
  return isLoopbackHost(url.hostname);
}

/**
 * Parses the URL of an authorization server or of one of its endpoints: https, or http on loopback. The text may be a
 * secret by mistake, so the error does not contain it.
 *
 * @throws {OAuthError} `bad-endpoint`
 */
export function parseEndpoint(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url?.username !== '' || url.password !== '' || url.hash !== '') {
    throw new OAuthError(
      'bad-endpoint',
      l10n.t('This is not a URL like https://login.example.com/ (without a user, a password and a fragment).'),
    );
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackUrl(url))) {
    throw new OAuthError(
      'bad-endpoint',
      l10n.t('The address at {0} must begin with https:// (http only for this machine).', url.host),
    );
  }
  return url;
}

/**
 * The endpoint that the metadata of an issuer names; `undefined` if it is not usable. A server elsewhere must not direct
 * requests, and secrets, to what listens on this machine.
 */
export function namedEndpoint(text: unknown, issuer: string): string | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const url = parseEndpoint(text);
    const { hostname } = new URL(issuer);
    const isMisled = isThisMachine(url.hostname) && !isThisMachine(hostname) && !isLocalName(hostname);
    return isMisled ? undefined : url.href;
  } catch {
    return undefined;
  }
}

/** The options of `oauth4webapi` for each request: deadline, cancellation, limits, http on loopback only. */
export function requestOptions(endpoint: string, options: RequestOptions) {
  return {
    [oauth.customFetch]: recorded(limitedFetch(options), options),
    // The library marks this as deprecated to make it stand out. It is used for http on loopback only.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    [oauth.allowInsecureRequests]: isLoopbackUrl(parseEndpoint(endpoint)),
  };
}

/**
 * Runs one exchange with the authorization server and converts errors to {@link OAuthError}.
 *
 * @param secrets what was sent and may be echoed; it is redacted in every error
 */
export async function exchange<T>(
  endpoint: string,
  options: RequestOptions,
  secrets: readonly (string | undefined)[],
  run: () => Promise<T>,
): Promise<T> {
  try {
    requireVerifiedTls(endpoint);
    return await run();
  } catch (error) {
    throw explain(error, new URL(endpoint).host, options, secrets);
  }
}

/** Refuses to send secrets while certificate verification is disabled for the whole process. */
function requireVerifiedTls(endpoint: string): void {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0' || !endpoint.startsWith('https:')) return;
  throw new OAuthError(
    'tls-not-verified',
    l10n.t(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 disables certificate verification, so nothing is sent to {0}. Unset it, and add your own authority with NODE_EXTRA_CA_CERTS.',
      new URL(endpoint).host,
    ),
  );
}

function explain(
  error: unknown,
  host: string,
  options: RequestOptions,
  secrets: readonly (string | undefined)[],
): unknown {
  if (error instanceof MailOAuthError) return error;
  if (options.signal?.aborted === true) return options.signal.reason;
  const redact = redactorFor(secrets);
  if (error instanceof oauth.OperationProcessingError) return badResponse(error, host);
  if (isTimeout(error)) {
    return new OAuthError(
      'timeout',
      l10n.t('{0} timed out. The request may or may not have been processed; try again.', host),
    );
  }
  if (/SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|CERT_UNTRUSTED/.test(codeOf(error))) {
    return new OAuthError(
      'network',
      l10n.t(
        'The certificate of {0} is from an authority that is not trusted here ({1}), and nothing was sent. If the authority is your own, set its certificate file as the CA file (--ca_file on the command line), or in NODE_EXTRA_CA_CERTS.',
        host,
        safeText(networkReason(error), { redact }),
      ),
    );
  }
  return new OAuthError(
    'network',
    l10n.t('Could not reach {0}: {1}.', host, safeText(networkReason(error), { redact })),
    {
      wasSent: !failedBeforeSending(error),
    },
  );
}

function badResponse(error: oauth.OperationProcessingError, host: string): OAuthError {
  const response = error.cause instanceof Response ? error.cause : undefined;
  const status = response === undefined ? '' : ` (HTTP ${response.status})`;
  return new OAuthError(
    'bad-response',
    l10n.t('{0} did not answer like an authorization server{1}. Check the endpoint.', host, status),
  );
}

/** Whether a request failed during the host lookup, the connection or the certificate verification. */
function failedBeforeSending(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.every(failedBeforeSending);
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  const early = syscall === 'connect' || syscall === 'getaddrinfo' || /CERT|SIGNED|^ERR_TLS/.test(code);
  return early || (error.cause !== undefined && failedBeforeSending(error.cause));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return (error as NodeJS.ErrnoException).code ?? codeOf(error.cause);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause));
}
