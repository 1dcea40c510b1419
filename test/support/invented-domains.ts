import dns2 from 'dns2';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import type { SendRequest } from '../../src/autoconfig/web.js';
import { makeAuthority, makeCertificate } from './certificates.js';

/** A DNS record: `MX one.test` has hosts, `SRV …` `host:port`, `TXT …` texts. */
export type DnsRecords = Readonly<Record<string, readonly string[]>>;

/** A document that a URL has. */
export interface WebPage {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The lines that a mail server sends: the greeting, and what answers a line like the key. */
export interface MailScript {
  readonly greeting: string;
  readonly replies: readonly (readonly [line: RegExp, reply: string])[];
}

/** A world of invented names: DNS, https documents and mail servers, all on loopback. */
export interface World {
  readonly records?: DnsRecords;
  /** By URL without its query. */
  readonly pages?: Readonly<Record<string, WebPage>>;
  /** By `host:port`, behind implicit TLS. */
  readonly mail?: Readonly<Record<string, MailScript>>;
}

/** An IMAP server that offers these capabilities before a login. */
export function imapServer(capabilities: string): MailScript {
  return {
    greeting: '* OK ready',
    replies: [
      [/ CAPABILITY$/i, `* CAPABILITY IMAP4rev1 ${capabilities}\r\n{tag} OK done`],
      [/ LOGOUT$/i, '* BYE\r\n{tag} OK done'],
    ],
  };
}

/** Starts a world: a real DNS server, an https server with a certificate for its names, and a CONNECT proxy to its mail servers. */
export async function startWorld(make: (origin: string) => World, names: readonly string[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'mail-oauth-world-'));
  const authority = await makeAuthority(folder);
  const altNames = ['localhost', ...names.flatMap((name) => [name, `*.${name}`])].map((name) => `DNS:${name}`);
  const certificate = await makeCertificate(folder, 'world', authority, { altNames: altNames.join(',') });
  const [ca, cert, key] = await Promise.all(
    [authority.certificateFile, certificate.certificateFile, certificate.keyFile].map((file) => readFile(file, 'utf8')),
  );
  if (ca === undefined || cert === undefined || key === undefined) throw new Error('no certificate');

  const asked: string[] = [];
  const web = https.createServer({ cert, key });
  const webPort = await listen(web);
  const origin = `https://localhost:${webPort}`;
  const { records = {}, pages = {}, mail = {} } = make(origin);
  const dns = await startDns(records, asked);
  const hosts = new Set(Object.keys(pages).map((url) => new URL(url).hostname));
  web.on('request', (request, response) => {
    const { origin: host, pathname } = new URL(request.url ?? '', `https://${request.headers.host ?? ''}`);
    const page = pages[host + pathname];
    response.writeHead(page?.status ?? (page === undefined ? 404 : 200), page?.headers ?? {});
    response.end(page?.body);
  });
  const mailPorts = new Map<string, number>();
  const servers: (http.Server | tls.Server)[] = [web];
  for (const [address, script] of Object.entries(mail)) {
    const server = tls.createServer({ cert, key }, (socket) => converse(socket, script));
    servers.push(server);
    mailPorts.set(address, await listen(server));
  }
  const proxy = connectProxy(mailPorts);
  servers.push(proxy.server);
  const proxyPort = await listen(proxy.server);

  const send: SendRequest = async (url, { method, headers }) => {
    const { hostname, pathname, search } = new URL(url);
    asked.push(url);
    if (!hosts.has(hostname)) {
      throw Object.assign(new Error('not found'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    }
    return new Promise((resolve, reject) => {
      https
        .request(
          {
            host: '127.0.0.1',
            port: webPort,
            servername: hostname,
            path: pathname + search,
            method,
            ca,
            headers: { ...headers, host: hostname },
          },
          (response) => void toResponse(response).then(resolve, reject),
        )
        .once('error', reject)
        .end();
    });
  };
  return {
    ca,
    cert,
    key,
    send,
    /** What was asked: DNS questions and URLs. */
    asked,
    origin,
    dnsServer: `127.0.0.1:${dns.port}`,
    proxy: { kind: 'http', host: '127.0.0.1', port: proxyPort } as const,
    stop: async () => {
      proxy.close();
      await Promise.all([dns.stop(), ...servers.map((server) => new Promise((resolve) => server.close(resolve)))]);
      await rm(folder, { recursive: true });
    },
  };
}

export type StartedWorld = Awaited<ReturnType<typeof startWorld>>;

async function startDns(records: DnsRecords, asked: string[]) {
  const { Packet } = dns2;
  const server = dns2.createServer({
    udp: true,
    handle: (request, sendReply) => {
      const reply = Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      const type = Object.entries(Packet.TYPE).find(([, code]) => code === question?.type)?.[0] ?? '';
      const name = question?.name ?? '';
      asked.push(`${type} ${name}`);
      for (const value of records[`${type} ${name}`] ?? []) {
        reply.answers.push(Object.assign(new Packet.Resource(), toRecord(type, name, value)));
      }
      void sendReply(reply);
    },
  });
  const addresses = (await server.listen({ udp: { port: 0, address: '127.0.0.1' } })) as { udp: AddressInfo };
  return { port: addresses.udp.port, stop: () => server.close() };
}

function toRecord(type: string, name: string, value: string) {
  const common = { name, class: dns2.Packet.CLASS.IN, ttl: 60 };
  const { TYPE } = dns2.Packet;
  if (type === 'MX') return { ...common, type: TYPE.MX, exchange: value, priority: 10 };
  if (type === 'TXT') return { ...common, type: TYPE.TXT, data: value };
  const [target = '', port = '0'] = value.split(':');
  return { ...common, type: TYPE.SRV, priority: 1, weight: 1, port: Number(port), target };
}

function converse(socket: tls.TLSSocket, { greeting, replies }: MailScript): void {
  socket.on('error', () => undefined);
  socket.write(`${greeting}\r\n`);
  let input = '';
  socket.on('data', (chunk: Buffer) => {
    input += chunk.toString('latin1');
    const lines = input.split('\r\n');
    input = lines.pop() ?? '';
    for (const line of lines) {
      const [, reply] = replies.find(([pattern]) => pattern.test(line)) ?? [];
      const tag = /^A\d+/.exec(line)?.[0] ?? 'A3';
      if (reply !== undefined) socket.write(`${reply.replaceAll('{tag}', tag)}\r\n`);
    }
  });
}

function connectProxy(ports: ReadonlyMap<string, number>) {
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
    sockets.add(client);
    client.on('error', () => undefined);
    const port = ports.get(request.url ?? '');
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
  });
  return {
    server,
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function toResponse(response: http.IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const headers = new Headers(
    Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), {
    status: response.statusCode ?? 0,
    headers,
  });
}
