import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { networkReason } from './network-reason.js';
import { proxyFailed, proxySecrets, tunnel, type Proxy } from './proxy.js';
import { Redactor } from './redactor.js';
import { tlsOptions, trustedWith } from './tls.js';

/** The proxy to a server, if it is reached through one. */
export type ProxyFor = (host: string, port: number) => Proxy | undefined;

/** One HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Ends the request, to the socket. */
  readonly signal: AbortSignal;
  /** Certificates of authorities (PEM) that are trusted besides the usual ones. */
  readonly ca: string | undefined;
  /** Undefined: as Node.js, or the editor that it runs in, connects by itself. */
  readonly proxyFor: ProxyFor | undefined;
}

/**
 * Sends an HTTP request and resolves with the head of its response. Redirects are not followed. Plain http goes to
 * the host itself, never through a proxy: it is allowed to this machine only, and a proxy's machine is another.
 *
 * @throws {TransportError} `proxy-failed`, `bad-proxy`; what Node.js throws
 */
export async function sendRequest(url: URL, request: HttpRequest): Promise<http.IncomingMessage> {
  const { method, signal, ca, proxyFor } = request;
  // A connection that is kept may end at the moment of the next request, which then may or may not have arrived.
  const headers = { ...request.headers, connection: 'close' };
  const options = { method, headers, signal };
  if (url.protocol === 'http:') return response(http.request(url, options), request);
  if (proxyFor === undefined) {
    // Under this name VS Code gives extensions a module that knows the editor's proxy and certificates.
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

/** A TLS connection to a server whose certificate has been verified. The signal ends the TCP connection below it. */
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
  return tunnel(proxy, socket, { host, port, ca, redact: (text) => redactor.redact(text) });
}

function dial(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, autoSelectFamily: true, noDelay: true, signal });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}
