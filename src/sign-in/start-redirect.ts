import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A loopback URL that redirects the browser to another URL unchanged: for editors that rewrite the URLs they open. Its
 * path is random; the host name is not checked, because the editor may forward the port under another name.
 */
export class StartRedirect {
  readonly url: string;
  readonly #server: http.Server;

  private constructor(server: http.Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @param target the URL to redirect to */
  static async listen(target: string): Promise<StartRedirect> {
    const path = `/${randomBytes(16).toString('base64url')}`;
    const server = http.createServer((request, response) => {
      const found = request.method === 'GET' && request.url === path;
      response.writeHead(found ? 302 : 404, {
        connection: 'close',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        ...(found ? { location: target } : {}),
      });
      response.end();
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new StartRedirect(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  }

  close(): void {
    this.#server.close();
    this.#server.closeIdleConnections();
  }
}
