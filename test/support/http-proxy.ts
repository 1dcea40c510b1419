import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** How a proxy of a test behaves. */
export interface HttpProxyOptions {
  /** The user and password that it wants, with a colon between them. */
  readonly credential?: string;
  /** Where names lead, instead of to themselves. */
  readonly addressOf?: (host: string) => string;
  /** The port that every name leads to, in place of the one that is asked for. */
  readonly port?: number;
}

/** An HTTP proxy that knows CONNECT, and wants a password if it is given one. */
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
