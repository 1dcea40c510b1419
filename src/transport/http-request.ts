import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { networkReason } from './network-reason.js';
import { proxyFailed, proxySecrets, tunnel, type Proxy } from './proxy.js';
import { Redactor } from './redactor.js';
import { tlsOptions, trustedWith } from './tls.js';

/** Chooses the proxy for a server; `undefined` for a direct connection. */
export type ProxyFor = (host: string, port: number) => Proxy | undefined;

/** One HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Aborts the request and destroys its socket. */
  readonly signal: AbortSignal;
  /** CA certificates (PEM) to trust in addition to the default ones. */
  readonly ca: string | undefined;
  /** `undefined`: use the default connection of Node.js or, in an extension, the editor's. */
  readonly proxyFor: ProxyFor | undefined;
}

/**
 * Sends an HTTP request and resolves once the response headers have arrived. Redirects are not followed. Plain http is
 * always sent directly: it is allowed on loopback only, and a proxy's loopback is another machine.
 *
 * @throws {TransportError} `proxy-failed`, `bad-proxy`; the errors of Node.js
 */
export async function sendRequest(url: URL, request: HttpRequest): Promise<http.IncomingMessage> {
  const { method, signal, ca, proxyFor } = request;
  // A kept-alive connection may close while the next request is being sent, which then may or may not have arrived.
  const headers = { ...request.headers, connection: 'close' };
  const options = { method, headers, signal };
  if (url.protocol === 'http:') return response(http.request(url, options), request);
  if (proxyFor === undefined) {
    // VS Code patches the module `https` for extensions, so that it uses the editor's proxy and certificates.
    const https = await import('https');
    const verified = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
    const trusted = ca === undefined ? {} : { ca: trustedWith(ca) };
    return response(https.request(url, { ...options, ...verified, ...trusted }), request);
  }
  const port = url.port === '' ? 443 : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = await secureSocket({ host, port, proxy: proxyFor(host, port), ca, signal });
  const path = `${url.pathname}${url.search}`;
  const onSocket = { host, port, path, createConnection: () => socket };
  return response(http.request({ ...options, ...onSocket, headers: { ...headers, host: url.host } }), request);
}

function response(sent: http.ClientRequest, { body }: HttpRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject).once('response', resolve).end(body);
  });
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly proxy: Proxy | undefined;
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
}

/** Opens a TLS connection with a verified certificate. The signal destroys the underlying TCP connection. */
async function secureSocket({ host, port, proxy, ca, signal }: Target): Promise<tls.TLSSocket> {
  const plain =
    proxy === undefined ? await dial(host, port, signal) : await throughProxy({ host, port, proxy, ca, signal });
  const socket = tls.connect(tlsOptions(plain, { host, ca, alpn: ['http/1.1'] }));
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  return socket;
}

async function throughProxy({ host, port, proxy, ca, signal }: Target & { readonly proxy: Proxy }) {
  const redactor = new Redactor(proxySecrets(proxy));
  const socket = await dial(proxy.host, proxy.port, signal).catch((error: unknown) => {
    throw proxyFailed(proxy, new Error(networkReason(error), { cause: error }));
  });
  try {
    return await tunnel(proxy, socket, { host, port, ca, redact: (text) => redactor.redact(text) });
  } catch (error) {
    // A proxy that refuses may keep the connection open.
    socket.destroy();
    throw error;
  }
}

function dial(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, autoSelectFamily: true, noDelay: true, signal });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}
