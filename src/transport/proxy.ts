import http from 'node:http';
import type net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import { getProxyForUrl } from 'proxy-from-env';
import { TransportError } from './errors.js';
import type { Secret } from './redactor.js';
import { formatHostPort, isLoopbackHost } from './host.js';
import { noSecrets, safeText } from './safe-text.js';
import { tlsError, tlsOptions } from './tls.js';

/** A proxy: HTTP CONNECT (RFC 9110 §9.3.6), over TCP or TLS, or SOCKS 5 (RFC 1928). */
export interface Proxy {
  readonly kind: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** From the proxy's URL; a secret. */
  readonly user?: string;
  readonly password?: string;
}

const schemes: Readonly<Record<string, { readonly kind: Proxy['kind']; readonly port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'https:': { kind: 'https', port: 443 },
  'socks:': { kind: 'socks5', port: 1080 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
};

/**
 * Parses a proxy URL: `http:`, `https:`, `socks:`, `socks5:` or `socks5h:`.
 *
 * @throws {TransportError} `bad-proxy`
 * @example
 * ```ts
 * import { parseProxy } from 'xoauth2';
 *
 * const { kind, host, port } = parseProxy('socks5://proxy.example');
 * console.log(kind, host, port); // prints: socks5 proxy.example 1080
 * ```
 */
export function parseProxy(text: string): Proxy {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url === undefined ? undefined : schemes[url.protocol];
  if (url === undefined || scheme === undefined || url.hostname === '') {
    throw new TransportError(
      'bad-proxy',
      l10n.t('The proxy must be a URL such as http://proxy.example:3128 or socks5://127.0.0.1:1080.'),
    );
  }
  return {
    kind: scheme.kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? scheme.port : Number(url.port),
    ...(url.username === '' ? {} : { user: decode(url.username), password: decode(url.password) }),
  };
}

/** The settings that name a proxy, in order of precedence. */
export interface ProxySettings {
  /** The setting of this program: a URL, or `none`. */
  readonly own?: string | undefined;
  /** A general setting, such as the editor's `http.proxy`, and the hosts that bypass it. */
  readonly general?: { readonly url: string; readonly exceptions: readonly unknown[] } | undefined;
}

/**
 * The proxy for a server: from the settings, otherwise from HTTPS_PROXY, ALL_PROXY and NO_PROXY. Loopback hosts are
 * connected to directly unless `own` names a proxy.
 *
 * @throws {TransportError} `bad-proxy`
 */
export function chooseProxy(host: string, port: number, { own, general }: ProxySettings): Proxy | undefined {
  if (own === 'none') return undefined;
  if (own !== undefined) return parseProxy(own);
  if (isLoopbackHost(host)) return undefined;
  if (general === undefined) return proxyOfEnvironment(host, port);
  return isExcluded(host, general.exceptions) ? undefined : parseProxy(general.url);
}

/**
 * The proxy for a server from HTTPS_PROXY, ALL_PROXY and NO_PROXY; none for loopback hosts.
 *
 * @throws {TransportError} `bad-proxy`
 * @example
 * ```ts
 * import { checkLogin, proxyOfEnvironment } from 'xoauth2';
 *
 * const server = { host: 'imap.gmail.com', port: 993, security: 'tls' } as const;
 * const proxy = proxyOfEnvironment(server.host, server.port);
 * await checkLogin({
 *   protocol: 'imap',
 *   server,
 *   mechanism: 'best',
 *   user: 'alice@gmail.com',
 *   accessToken: process.env.ACCESS_TOKEN ?? '',
 *   ...(proxy && { proxy }),
 * });
 * ```
 */
export function proxyOfEnvironment(host: string, port: number): Proxy | undefined {
  if (isLoopbackHost(host)) return undefined;
  const url = getProxyForUrl(`https://${formatHostPort(host, port)}`);
  return url === '' ? undefined : parseProxy(url);
}

/** Formats a proxy as a URL without its user and password. */
export function describeProxy({ kind, host, port }: Proxy): string {
  return `${kind}://${formatHostPort(host, port)}`;
}

/** A user name shorter than this, in characters, is not redacted: it could be an ordinary word. */
const shortestUser = 8;

/** The secrets of a proxy, which a server or the proxy might echo into a transcript. */
export function proxySecrets(proxy: Proxy | undefined): readonly Secret[] {
  const { user = '', password = '' } = proxy ?? {};
  const credential = user === '' && password === '' ? '' : Buffer.from(`${user}:${password}`).toString('base64');
  return [
    { text: credential, placeholder: l10n.t('<the proxy’s user and password>') },
    { text: password, placeholder: l10n.t('<the proxy’s password>') },
    { text: user.length < shortestUser ? '' : user, placeholder: l10n.t('<the proxy’s user>') },
  ];
}

/**
 * Opens a tunnel to a server over an existing connection to the proxy. The proxy resolves the host name.
 *
 * @throws {TransportError} `proxy-failed`
 */
export async function tunnel(proxy: Proxy, socket: net.Socket, target: TunnelTarget): Promise<net.Socket> {
  try {
    if (proxy.kind === 'socks5') return await throughSocks(proxy, socket, target);
    return await throughHttp(proxy, proxy.kind === 'https' ? await secured(proxy, socket, target) : socket, target);
  } catch (error) {
    throw error instanceof TransportError && error.code === 'proxy-failed' ? error : proxyFailed(proxy, error);
  }
}

/** The target of a tunnel, and the additional CA certificates (PEM) for TLS to an https proxy. */
export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
  readonly ca: string | undefined;
  /** Removes secrets from what the proxy sends. */
  readonly redact: (text: string) => string;
}

/** Wraps an error of connecting to or through a proxy, and names the proxy. */
export function proxyFailed(proxy: Proxy, cause: unknown): TransportError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failed(proxy, safeText(reason, noSecrets).replace(/\.$/, ''));
}

async function throughSocks(proxy: Proxy, socket: net.Socket, { host, port }: TunnelTarget): Promise<net.Socket> {
  const { SocksClient } = await import('./socks-client.js');
  const established = await SocksClient.createConnection({
    command: 'connect',
    destination: { host, port },
    existing_socket: socket,
    // The caller has its own deadline.
    timeout: 24 * 3_600_000,
    proxy: {
      host: proxy.host,
      port: proxy.port,
      type: 5,
      ...(proxy.user === undefined ? {} : { userId: proxy.user, password: proxy.password ?? '' }),
    },
  });
  return established.socket;
}

function throughHttp(proxy: Proxy, socket: net.Socket, { host, port, redact }: TunnelTarget): Promise<net.Socket> {
  const authority = formatHostPort(host, port);
  const credential = Buffer.from(`${proxy.user ?? ''}:${proxy.password ?? ''}`).toString('base64');
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      path: authority,
      createConnection: () => socket,
      headers: {
        host: authority,
        ...(proxy.user === undefined ? {} : { 'proxy-authorization': `Basic ${credential}` }),
      },
    });
    request.once('connect', ({ statusCode = 0, statusMessage = '' }, _socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        reject(
          failed(
            proxy,
            l10n.t(
              'it answers CONNECT {0} with {1} {2}',
              authority,
              statusCode,
              safeText(statusMessage, { redact, limit: 60 }),
            ),
          ),
        );
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once('response', () => reject(failed(proxy, l10n.t('it does not support CONNECT'))));
    request.once('error', reject);
    request.end();
  });
}

function secured({ host }: Proxy, socket: net.Socket, { ca, redact }: TunnelTarget): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = tls.connect(tlsOptions(socket, { host, ca, alpn: [] }));
    secure.once('secureConnect', () => resolve(secure));
    secure.once('error', (error: NodeJS.ErrnoException) => reject(tlsError(error, host, redact)));
  });
}

function failed(proxy: Proxy, why: string): TransportError {
  return new TransportError(
    'proxy-failed',
    l10n.t('Could not connect through the proxy {0}: {1}.', describeProxy(proxy), why),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Whether a list such as `http.noProxy` matches a host: by its name, by `*`, or by a parent domain after `.` or `*.`.
 */
export function isExcluded(host: string, exceptions: readonly unknown[]): boolean {
  return exceptions.some((exception) => {
    if (typeof exception !== 'string') return false;
    const name = exception.trim().toLowerCase();
    if (name === '*') return true;
    const domain = /^\*?\.(.+)$/.exec(name)?.[1];
    return domain === undefined ? host.toLowerCase() === name : host.toLowerCase().endsWith(`.${domain}`);
  });
}
