import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** Options of {@link startHttpProxy}. */
export interface HttpProxyOptions {
  /** The required user and password, separated by a colon. */
  readonly credential?: string;
  /** Maps host names to addresses. */
  readonly addressOf?: (host: string) => string;
  /** The port to connect to instead of the requested one. */
  readonly port?: number;
}

/** Starts an HTTP proxy with CONNECT, and with authentication if `credential` is set. */
export async function startHttpProxy({
  credential,
  addressOf = (host) => host,
  port: fixedPort,
}: HttpProxyOptions = {}) {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
    asked.push(request.url ?? '');
    sockets.add(client);
    if (
      credential !== undefined &&
      request.headers['proxy-authorization'] !== `Basic ${Buffer.from(credential).toString('base64')}`
    ) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? [];
    const upstream = net.connect(fixedPort ?? Number(port), addressOf(host), () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: (userinfo = '') => `http://${userinfo}127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
