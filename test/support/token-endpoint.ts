import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A response of a scripted token endpoint. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string | Record<string, unknown>;
}

/** A received request. */
export interface Arrived {
  readonly parameters: URLSearchParams;
  readonly authorization: string | undefined;
}

/** A scripted token endpoint, for behavior that no real server has. */
export async function startTokenEndpoint(
  answer: (request: Arrived) => Answer | undefined | Promise<Answer | undefined>,
) {
  const requests: Arrived[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const arrived = { parameters: new URLSearchParams(body), authorization: request.headers.authorization };
      requests.push(arrived);
      void Promise.resolve(answer(arrived)).then((reply) => {
        if (reply === undefined) return;
        const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(text);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/token`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
